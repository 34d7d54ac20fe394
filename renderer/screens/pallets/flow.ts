// Pallets that are made here, without a screen: one is made at a dock, goods go onto it, and it is brought somewhere as a whole.
import type { StockLine, Thing } from '#electron/contract.ts';
import { intent } from '#renderer/commands.ts';
import type { Flow, Turn } from '#renderer/flow/flow.ts';
import { carrying, inHand, sourceOf, type InHand } from '#renderer/screens/put-away/flow.ts';

export interface PalletState {
  /** The pallet at hand; empty until one is made or scanned. */
  readonly unitId: string;
  /** What was put onto it last, and can come off again. */
  readonly last?: InHand | undefined;
}
export interface PalletKnows {
  /** Where the station has the scanned item. */
  readonly stock: readonly StockLine[];
  readonly dock: string;
  readonly quantity: number;
  /** A number of this station that no pallet has; empty without one. */
  readonly next: string;
}
export type PalletDone =
  | { readonly what: 'built'; readonly unitId: string; readonly place: string }
  | { readonly what: 'brought'; readonly unitId: string; readonly place: string }
  | { readonly what: 'on' | 'off'; readonly unitId: string; readonly goods: InHand };
type PalletTurn = Turn<PalletState, PalletDone>;

const atHand = (_: PalletState, { unitId }: { readonly unitId: string }): PalletTurn => ({ state: { unitId }, sound: 'ok', says: { tone: 'ok', text: `Pallet ${unitId}`, effect: 'now what goes on it, or where it is brought' } });
function on({ unitId }: PalletState, thing: Extract<Thing, { kind: 'item' }>, { stock, dock, quantity }: PalletKnows): PalletTurn {
  const source = sourceOf(stock.filter((line) => line.locationId !== unitId), thing, undefined, dock);
  const goods = inHand(thing, thing.units * quantity, source, dock, dock);
  return { state: { unitId }, tells: [{ intent: carrying(goods, unitId), context: { what: 'on', unitId, goods } }] };
}

export const palletFlow: Flow<PalletState, PalletKnows, PalletDone> = {
  name: 'pallets', version: 1, start: { unitId: '' },
  at: ({ unitId }) => (unitId === '' ? 'none' : 'loading'),
  states: {
    none: { asks: () => 'Scan a pallet, or make a new one with F2', takes: { handling_unit: atHand } },
    loading: {
      asks: () => 'Scan what goes on it, or where it is brought',
      takes: {
        handling_unit: atHand, item: on,
        location: ({ unitId }, { locationId }) => ({ state: { unitId }, tells: [{ intent: intent('unit.move', { unitId, toLocation: locationId }), context: { what: 'brought', unitId, place: locationId } }] }),
      },
    },
  },
  acts: {
    build(state, { next, dock }) {
      if (next === '') return { state, sound: 'wrong', says: { tone: 'stop', text: 'No number for a pallet is left here', effect: 'numbers come with the network' } };
      if (dock === '') return { state, sound: 'wrong', says: { tone: 'stop', text: 'Where does it stand?', effect: 'this warehouse has no dock' } };
      return { state: { unitId: next }, tells: [{ intent: intent('unit.build', { unitId: next, locationId: dock }), context: { what: 'built', unitId: next, place: dock } }] };
    },
    undo({ unitId, last }) {
      if (!last) return undefined;
      const { fromShelf: _, fromLocation, ...goods } = last;
      return { state: { unitId }, tells: [{ intent: intent('stock.move', { ...goods, fromLocation: unitId, toLocation: fromLocation }), context: { what: 'off', unitId, goods: last } }] };
    },
    back: (state) => (state.unitId === '' ? undefined : { state: { unitId: '' } }),
  },
  recorded: (state, done) => (done.unitId !== state.unitId ? state : { ...state, last: done.what === 'on' ? done.goods : undefined }),
  holds: ({ unitId }) => (unitId === '' ? undefined : `pallet ${unitId}`),
};
