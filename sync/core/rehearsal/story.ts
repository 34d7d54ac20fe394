// A story of two people who could not see each other's work: who did what, where and when, in which order it reaches
// the ERP, and what must be true in the end. Data, so that a new one is one file.
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import type { RejectionType } from '#domain/rejections.ts';
import type { Slice } from '#domain/slice.ts';
import type { Company } from './company.ts';

/** The stations of a story; the ERP is the fourth side. */
export type Station = 'a' | 'b' | 'c';
export type Side = Station | 'erp';

export interface Act<T extends CommandType = CommandType> {
  /** One word by which the story's endings and later acts call it. */
  readonly name: string;
  /** The ERP's own acts are those of its policies. */
  readonly station: Side;
  /** "10:05". */
  readonly at: string;
  readonly person: string;
  /** Leeds, unless it says otherwise. */
  readonly warehouse?: string;
  /** One sentence; `{n}` is the quantity. */
  readonly says: string;
  /** Minutes by which the clock of the station is fast, which it learnt when it last spoke to the ERP. */
  readonly fast?: number;
  readonly quantity?: number;
  readonly type: T;
  /** What the person enters, seeing the rows of this station; undefined while there is nothing to do it to. */
  readonly enters: (see: Slice, quantity: number, at: number) => PayloadInput<T> | undefined;
  /** What the screen answers beforehand, such as that a smaller change may stand. */
  readonly confirms?: readonly RejectionType[];
  /** Acts that must have reached the ERP before this can be done at all: such an act is done online. */
  readonly after?: readonly string[];
}
export type AnyAct = { [T in CommandType]: Act<T> }[CommandType];
export const act = <const T extends CommandType>(one: Act<T>): AnyAct => one as unknown as AnyAct;

export interface Watched {
  readonly label: string;
  readonly see: (rows: Slice) => string;
}
export interface Ending {
  /** Only where the first of these acts reaches the ERP before the second. */
  readonly when?: readonly [string, string];
  readonly words: string;
  /** What the ERP has then, by the label that is watched. */
  readonly sees: Readonly<Record<string, string>>;
  /** Kinds of work items that are open then. */
  readonly open: readonly string[];
}
export interface Story {
  readonly id: string;
  readonly title: string;
  /** The conflict it is about, as the table of conflict rules calls it. */
  readonly about: string;
  readonly setting: string;
  readonly stations: Readonly<Partial<Record<Station, string>>>;
  /** What was there and known to everybody before the network went. */
  readonly before: (company: Company) => void;
  readonly acts: readonly AnyAct[];
  readonly watched: readonly Watched[];
  readonly endings: readonly Ending[];
}
