// Putting away and moving, without a screen: from where, how many, to where, and the way back.
import { intent, type AnyIntent } from '#renderer/commands.ts';
import type { StockLine, Thing } from '#electron/contract.ts';
import type { Flow, Turn } from '#renderer/flow/flow.ts';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
/** Goods in hand on their way to a bin. */
export interface InHand {
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  readonly condition: string;
  readonly hold: string;
  readonly quantity: number;
  readonly fromLocation: string;
  /** Shelves are moved between; from the dock or a bench it is a put-away. */
  readonly fromShelf: boolean;
}

const isBench = (status: StockLine['status']): boolean => status === 'at_dock' || status === 'returned_pending_inspection';

/** Where the goods in hand most likely came from: the dock before a shelf, the scanned lot before another. */
export function sourceOf(stock: readonly StockLine[], { itemId, lot, serial }: Pick<ItemThing, 'itemId' | 'lot' | 'serial'>, from: string | undefined, dock: string): StockLine | undefined {
  const fitting = stock.filter((line) => line.itemId === itemId && line.quantity > 0 && line.status !== 'suspense' && (line.status !== 'picked' || line.locationId === from) && (lot === '' || line.lot === lot) && (serial === '' || line.serial === serial) && (from === undefined || line.locationId === from));
  return fitting.find((line) => line.locationId === dock && line.hold === '') ?? fitting.find((line) => isBench(line.status) && line.hold === '') ?? fitting.find((line) => line.hold === '') ?? fitting[0];
}

export function inHand(thing: ItemThing, quantity: number, source: StockLine | undefined, fallback: string, dock: string): InHand {
  return {
    itemId: thing.itemId, lot: thing.lot || (source?.lot ?? ''), serial: thing.serial || (source?.serial ?? ''), condition: source?.condition ?? 'N', hold: source?.hold ?? '', quantity,
    fromLocation: source?.locationId ?? fallback, fromShelf: source !== undefined && !isBench(source.status) && source.locationId !== dock,
  };
}

export function carrying(goods: InHand, toLocation: string): AnyIntent {
  const { fromShelf, ...payload } = goods;
  return fromShelf ? intent('stock.move', { ...payload, toLocation }) : intent('stock.put_away', { ...payload, toLocation });
}

/** The same goods the other way round: a new event, not a deletion. */
export function back({ itemId, lot, serial, condition, hold, quantity, fromLocation }: InHand, toLocation: string): AnyIntent {
  return intent('stock.move', { itemId, lot, serial, condition, hold, quantity, fromLocation: toLocation, toLocation: fromLocation });
}

export interface Moved {
  readonly goods: InHand;
  readonly to: string;
  readonly undo: boolean;
}
export interface PutAwayState {
  readonly goods?: InHand | undefined;
  /** The place it is taken from, once one was scanned. */
  readonly from?: string | undefined;
  /** What can be undone. */
  readonly last?: Moved | undefined;
}
export interface PutAwayKnows {
  /** Where the station has the scanned item. */
  readonly stock: readonly StockLine[];
  readonly dock: string;
  /** How often the scan counts. */
  readonly quantity: number;
  /** Where the goods in hand should go. */
  readonly suggested?: string | undefined;
}
type PutAwayTurn = Turn<PutAwayState, Moved>;

function taken(state: PutAwayState, thing: ItemThing, { stock, dock, quantity }: PutAwayKnows): PutAwayTurn {
  const units = thing.units * quantity;
  const held = state.goods;
  const more = held && held.itemId === thing.itemId && (thing.lot === '' || thing.lot === held.lot) && thing.serial === '';
  const goods = more ? { ...held, quantity: held.quantity + units } : inHand(thing, units, sourceOf(stock, thing, state.from, dock), state.from ?? dock, dock);
  return { state: { ...state, goods }, sound: 'ok' };
}
const fromHere = (state: PutAwayState, from: string): PutAwayTurn => ({ state: { ...state, from }, sound: 'ok', says: { tone: 'ok', text: `Taking out of ${from}`, effect: 'now scan an item' } });
function dropped(state: PutAwayState, to: string): PutAwayTurn {
  const { goods } = state;
  if (!goods) return fromHere(state, to);
  if (goods.fromLocation === to) return { state, sound: 'wrong', says: { tone: 'stop', text: `It comes from ${to}`, effect: 'scan the bin it goes into' } };
  return { state: { ...state, goods: undefined }, tells: [{ intent: carrying(goods, to), context: { goods, to, undo: false } }] };
}

/** Scan the item, again for one more, then the bin it goes into; a bin first is where it is taken from. */
export const putAwayFlow: Flow<PutAwayState, PutAwayKnows, Moved> = {
  name: 'put_away', version: 1, start: {},
  at: ({ goods, from }) => (goods ? 'carrying' : from === undefined ? 'free' : 'taking'),
  states: {
    free: { asks: () => 'Scan the item, or the bin you take from', takes: { item: taken, location: (state, { locationId }) => fromHere(state, locationId), handling_unit: (state, { unitId }) => fromHere(state, unitId) } },
    taking: { asks: ({ from }) => `Scan what you take out of ${from ?? ''}`, takes: { item: taken, location: (state, { locationId }) => fromHere(state, locationId), handling_unit: (state, { unitId }) => fromHere(state, unitId) } },
    carrying: { asks: () => 'Scan the bin it goes into', takes: { item: taken, location: (state, { locationId }) => dropped(state, locationId), handling_unit: (state, { unitId }) => dropped(state, unitId) } },
  },
  acts: {
    /** It lies where it was to go. */
    as_suggested: (state, { suggested }) => (state.goods && suggested !== undefined ? dropped(state, suggested) : undefined),
    undo: (state) => state.last && { state, tells: [{ intent: back(state.last.goods, state.last.to), context: { goods: { ...state.last.goods, fromLocation: state.last.to }, to: state.last.goods.fromLocation, undo: true } }] },
    /** Back where it was, unless nothing is in hand; then another bin; then nothing. */
    back: (state) => (state.goods ? { state: { ...state, goods: undefined } } : state.from === undefined ? undefined : { state: { ...state, from: undefined } }),
  },
  recorded: (state, context) => ({ ...state, last: context.undo ? undefined : context }),
  withdrawn: (state, { goods }) => ({ ...state, goods }),
  holds: ({ goods }, nameOf) => goods && `${goods.quantity} × ${nameOf(goods.itemId)} from ${goods.fromLocation}`,
};
