// Returns, without a screen: the questions an item asks for, the grade the answers propose, and what may follow.
import { dispositions, isAllowed } from '#domain/returns.ts';
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { BoughtLine, ItemCard, Thing } from '#electron/contract.ts';
import type { Grade } from '#renderer/words.ts';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
type Item = ItemCard['item'];
export type Answer = 'yes' | 'no';
export type Answers = Readonly<Record<string, Answer>>;
export interface Question {
  readonly id: string;
  readonly words: string;
  /** Grade when the answer is no; nothing when it only leads on. */
  readonly ifNo?: Grade;
}

const right: Question = { id: 'right', words: 'Is it the item that was ordered?', ifNo: 'W' };
const date: Question = { id: 'date', words: 'Date still far enough away?', ifNo: 'X' };
const seal: Question = { id: 'seal', words: 'Hygiene seal unbroken?', ifNo: 'X' };
const sealed: Question = { id: 'sealed', words: 'Still sealed, as from the shelf?' };
const whole: Question = { id: 'whole', words: 'Nothing broken?', ifNo: 'D' };
const works: Question = { id: 'works', words: 'Does it work as it should?', ifNo: 'F' };
const clean: Question = { id: 'clean', words: 'Clean, no signs of use?', ifNo: 'C' };
const box: Question = { id: 'box', words: 'Box without marks?', ifNo: 'B' };

/** The questions still worth asking, in order; an answer that settles the grade ends them. */
export function questionsFor(item: Pick<Item, 'shelf_life_days' | 'hygiene_seal' | 'battery'> | undefined, answers: Answers): readonly Question[] {
  const first = [right, ...(item?.shelf_life_days ? [date] : []), ...(item?.hygiene_seal ? [seal] : []), sealed];
  const opened = [whole, ...(item?.battery === false ? [] : [works]), clean, box];
  const all = answers['sealed'] === 'yes' ? first : answers['sealed'] === 'no' ? [...first, ...opened] : first;
  const ended = all.findIndex((question) => answers[question.id] === 'no' && question.ifNo !== undefined);
  return ended < 0 ? all : all.slice(0, ended + 1);
}

export const openQuestion = (questions: readonly Question[], answers: Answers): Question | undefined => questions.find((question) => answers[question.id] === undefined);

/** Undefined until the questions are answered. */
export function proposedGrade(questions: readonly Question[], answers: Answers): Grade | undefined {
  const settled = questions.find((question) => answers[question.id] === 'no' && question.ifNo !== undefined);
  if (settled?.ifNo) return settled.ifNo;
  if (openQuestion(questions, answers)) return undefined;
  return answers['sealed'] === 'yes' ? 'N' : 'A';
}

export interface Way {
  readonly disposition: string;
  readonly allowed: boolean;
}
/** Every disposition, the possible ones first. */
export function waysFor(grade: string | undefined): readonly Way[] {
  const ways = Object.keys(dispositions).map((disposition) => ({ disposition, allowed: grade !== undefined && isAllowed(disposition, grade) }));
  return [...ways.filter((way) => way.allowed), ...ways.filter((way) => !way.allowed)];
}

export interface Parcel {
  readonly parcelId: string;
  readonly tracking: string;
  readonly rmaId: string | undefined;
  readonly locationId: string;
}
/** `orderIds`: the orders it may be of. */
export function arriving({ parcelId, tracking, rmaId, locationId }: Parcel, orderIds: readonly string[] = []): AnyIntent {
  return intent('return.receive', { parcelId, tracking, locationId, units: [], ...(rmaId === undefined ? {} : { rmaId }), ...(orderIds.length === 0 ? {} : { orderIds: [...orderIds] }) });
}
/** Nothing is in it. */
export const emptyBox = ({ parcelId, tracking, locationId }: Parcel): AnyIntent => intent('return.receive', { parcelId, tracking, locationId, units: [], empty: true });
/** Something nobody knows: it gets a label, and lies aside under it. */
export function stranger({ parcelId, tracking, locationId }: Parcel, read: string): { readonly label: string; readonly command: AnyIntent } {
  const label = newLabel('RU');
  return { label, command: intent('return.receive', { parcelId, tracking, locationId, units: [], found: [{ label, code: read.slice(0, 256) }] }) };
}
/** The line a unit was most likely sold on: announced and not here yet, then gone and not back yet, then any of the item. */
export function lineFor(lines: readonly BoughtLine[], itemId: string): BoughtLine | undefined {
  const ofItem = lines.filter((line) => line.itemId === itemId);
  return ofItem.find((line) => line.announced > 0 && line.returned < line.shipped) ?? ofItem.find((line) => line.returned < line.shipped) ?? ofItem[0];
}
export function receivingUnit({ parcelId, tracking, rmaId, locationId }: Parcel, thing: ItemThing, line?: BoughtLine): { readonly unitId: string; readonly command: AnyIntent } {
  const unitId = newLabel('RU');
  const unit = { unitId, itemId: thing.itemId, quantity: thing.units, lot: thing.lot, serial: thing.serial, reason: line?.reason ?? '', ...(line ? { orderId: line.orderId, orderLine: line.orderLine } : {}) };
  return { unitId, command: intent('return.receive', { parcelId, tracking, locationId, units: [unit], ...(rmaId === undefined ? {} : { rmaId }) }) };
}
