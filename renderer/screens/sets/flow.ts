// Making up sets and opening them, without a screen: which set, how many, where, and the way back. What goes in is what
// comes out, so the goods are worth the same before and after.
import type { SetPart, Thing } from '#electron/contract.ts';
import { intent, type AnyIntent } from '#renderer/commands.ts';
import type { Flow, Turn } from '#renderer/flow/flow.ts';

export interface SetsState {
  readonly what: 'assemble' | 'split';
  readonly itemId: string;
  /** What one set is made of. */
  readonly parts: readonly SetPart[];
  readonly quantity: number;
  readonly place: string;
  /** What can be undone. */
  readonly last?: Made | undefined;
}
export interface Made {
  readonly what: 'assemble' | 'split';
  readonly itemId: string;
  readonly quantity: number;
  readonly place: string;
  readonly undo: boolean;
}
export interface SetsKnows {
  /** Of the scanned item; empty for what is no set. */
  readonly parts: readonly SetPart[];
  readonly quantity: number;
}
type ItemThing = Extract<Thing, { kind: 'item' }>;
type SetsTurn = Turn<SetsState, Made>;

export const making = ({ what, itemId, quantity, place }: Made): AnyIntent => intent(what === 'assemble' ? 'pack.assemble' : 'pack.split', { itemId, quantity, locationId: place });

function item(state: SetsState, thing: ItemThing, { parts, quantity }: SetsKnows): SetsTurn {
  const units = thing.units * quantity;
  if (thing.itemId === state.itemId) return { state: { ...state, quantity: state.quantity + units }, sound: 'ok' };
  if (parts.length === 0) return { state, sound: 'wrong', says: { tone: 'stop', text: 'This is no set', effect: 'the item list has no parts for it' } };
  return { state: { ...state, itemId: thing.itemId, parts, quantity: units }, sound: 'ok' };
}
const at = (state: SetsState, place: string): SetsTurn => ({ state: { ...state, place }, sound: 'ok', says: { tone: 'ok', text: `At ${place}`, effect: state.itemId === '' ? 'now scan the set' : 'scan it again to say that it is done' } });
/** The same place again says that it is done. */
const placeOrDone = (state: SetsState, place: string): SetsTurn => (place === state.place ? done(state) : at(state, place));
function done(state: SetsState): SetsTurn {
  const context: Made = { what: state.what, itemId: state.itemId, quantity: state.quantity, place: state.place, undo: false };
  return { state: { ...state, itemId: '', parts: [], quantity: 0 }, tells: [{ intent: making(context), context }] };
}
const start: SetsState = { what: 'assemble', itemId: '', parts: [], quantity: 0, place: '' };
const other = { assemble: 'split', split: 'assemble' } as const;

export const setsFlow: Flow<SetsState, SetsKnows, Made> = {
  name: 'sets', version: 1, start,
  at: ({ itemId, place }) => (itemId === '' ? 'set' : place === '' ? 'place' : 'ready'),
  states: {
    set: { asks: ({ what }) => (what === 'assemble' ? 'Scan the set that you make up' : 'Scan the set that you open'), takes: { item, location: (state, { locationId }) => at(state, locationId), handling_unit: (state, { unitId }) => at(state, unitId) } },
    place: { asks: () => 'Scan the bin or bench where you do it', takes: { item, location: (state, { locationId }) => at(state, locationId), handling_unit: (state, { unitId }) => at(state, unitId) } },
    ready: { asks: ({ what, quantity, place }) => `${what === 'assemble' ? 'Make up' : 'Open'} ${quantity}, then scan ${place} again`, takes: { item, location: (state, { locationId }) => placeOrDone(state, locationId), handling_unit: (state, { unitId }) => placeOrDone(state, unitId) } },
  },
  acts: {
    /** Make up instead of open, and the other way round. */
    turn: (state) => ({ state: { ...state, what: other[state.what] } }),
    quantity: (state, _known, word) => (Number(word) > 0 && state.itemId !== '' ? { state: { ...state, quantity: Number(word) } } : undefined),
    done: (state) => (state.itemId === '' || state.place === '' ? undefined : done(state)),
    undo: (state) => {
      if (!state.last) return undefined;
      const context: Made = { ...state.last, what: other[state.last.what], undo: true };
      return { state, tells: [{ intent: making(context), context }] };
    },
    back: (state) => (state.itemId === '' ? undefined : { state: { ...state, itemId: '', parts: [], quantity: 0 } }),
  },
  recorded: (state, made) => ({ ...state, last: made.undo ? undefined : made }),
  holds: ({ itemId, quantity, what }, nameOf) => (itemId === '' ? undefined : `${quantity} × ${nameOf(itemId)} to be ${what === 'assemble' ? 'made up' : 'opened'}`),
};
