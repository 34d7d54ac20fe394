// One engine for every job of the floor. A flow is data: named states, each of which asks for one thing and has a table of
// the kinds of scan it takes, in whatever order they come; and acts, which are done by a key. What a scan means is decided
// here without a screen, so that a script of scans plays the whole job in a test (script.ts).
import type { Thing } from '#electron/contract.ts';
import type { AnyIntent } from '#renderer/commands.ts';
import type { SoundName } from '#renderer/scan/sounds.ts';

export interface Said {
  readonly tone: 'ok' | 'attention' | 'stop';
  readonly text: string;
  readonly effect: string;
}
/** A fact of the floor on its way to the station, with what the flow wants to know again when the answer comes. */
export interface Told<C> {
  readonly intent: AnyIntent;
  readonly context: C;
}
/** What a scan or an act comes to. */
export interface Turn<S, C> {
  readonly state: S;
  readonly tells?: readonly Told<C>[];
  readonly says?: Said;
  readonly sound?: SoundName;
}
/** `undefined`: not wanted here; the person is told what is. */
type Take<S, K, C, T> = (state: S, thing: T, known: K) => Turn<S, C> | undefined;
export interface FlowState<S, K, C> {
  /** The one thing that is wanted now, as a sentence. */
  readonly asks: (state: S) => string;
  readonly takes: { readonly [kind in Thing['kind']]?: Take<S, K, C, Extract<Thing, { kind: kind }>> };
}
export interface Flow<S, K, C> {
  readonly name: string;
  /** Rises with any change of the state's shape: what an older program kept is then dropped. */
  readonly version: number;
  readonly start: S;
  /** The name of the state it is in. */
  readonly at: (state: S) => string;
  readonly states: Readonly<Record<string, FlowState<S, K, C>>>;
  /** By name; what stands behind a name, such as a typed number, is its word. */
  readonly acts: Readonly<Record<string, (state: S, known: K, word: string) => Turn<S, C> | undefined>>;
  /** The station has it; it is what can be undone now, by a new event. */
  readonly recorded?: (state: S, context: C) => S;
  /** The person said that a question was about a mistake of the hand: nothing of it was recorded. */
  readonly withdrawn?: (state: S, context: C) => S;
  /** Whether there is anything to go on with after a crash; without it, whatever somebody holds. */
  readonly keeps?: (state: S) => boolean;
  /** What somebody still holds, in words for whoever takes it over; undefined where it is nothing that anybody would miss. */
  readonly holds?: (state: S, nameOf: (itemId: string) => string) => string | undefined;
}

function stateOf<S, K, C>(flow: Flow<S, K, C>, state: S): FlowState<S, K, C> {
  const found = flow.states[flow.at(state)];
  if (!found) throw new Error(`${flow.name} has no state ${flow.at(state)}`);
  return found;
}
export const asks = <S, K, C>(flow: Flow<S, K, C>, state: S): string => stateOf(flow, state).asks(state);
export const scanned = <S, K, C>(flow: Flow<S, K, C>, state: S, thing: Thing, known: K): Turn<S, C> | undefined =>
  (stateOf(flow, state).takes[thing.kind] as Take<S, K, C, Thing> | undefined)?.(state, thing, known);
export const acted = <S, K, C>(flow: Flow<S, K, C>, state: S, act: string, known: K): Turn<S, C> | undefined => {
  const [name = '', ...words] = act.split(' ');
  return flow.acts[name]?.(state, known, words.join(' '));
};
