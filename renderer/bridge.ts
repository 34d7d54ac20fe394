// The window's one way to its station, whatever carries it. A request that was on its way when the line broke is
// sent again on the next line: every request is harmless twice, because commands carry their id.
import type { AnswerTo, Notice, Question, Replies, RequestName, RequestOf } from '#electron/contract.ts';
import type { Readable } from './readable.ts';

/** connecting: not there yet. up: the station answers. lost: it did, and is being tried again. locked: it does not know this window. */
export type Link = 'connecting' | 'up' | 'lost' | 'locked';

export interface Bridge {
  /** Settles when the station answered, however often the line breaks in between; rejects with `StationError` when it says no. */
  readonly request: <N extends RequestName>(name: N, body: RequestOf<N>) => Promise<Replies[N]>;
  readonly onNotice: (listener: (notice: Notice) => void) => () => void;
  /** Between window and station on one machine; nothing to do with the network. */
  readonly link: Readable<Link>;
}

/** What the preload puts on `window.restow`. */
export interface Preload {
  readonly request: (name: RequestName, body: unknown) => Promise<unknown>;
  readonly onNotice: (listener: (notice: Notice) => void) => () => void;
}

/** Why a station could not answer, in its own words. */
export interface StationError extends Error {
  readonly name: 'StationError';
}
export const stationError = (message: string): StationError => Object.assign(new Error(message), { name: 'StationError' as const });

export async function ask<Q extends Question>(bridge: Bridge, question: Q): Promise<AnswerTo<Q>> {
  return (await bridge.request('ask', { question })) as AnswerTo<Q>;
}
