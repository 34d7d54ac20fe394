// Counting, without a screen: what each look becomes, and what closing still has to ask.
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { Thing } from '#electron/contract.ts';
import type { Flow, Turn } from '#renderer/flow/flow.ts';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
export interface Look {
  readonly taskId: string;
  readonly locationId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  /** Units seen; 0 says none here; below zero takes an earlier look back. */
  readonly quantity: number;
  readonly at: number;
}
export interface Expected {
  readonly itemId: string;
  readonly lot: string;
}

const looking = ({ at, ...look }: Look): AnyIntent => intent('count.record', { ...look, firstLook: at, lastLook: at });
export const opening = (locationId: string): { readonly taskId: string; readonly command: AnyIntent } => {
  const taskId = newLabel('CT');
  return { taskId, command: intent('count.open', { taskId, locationId, trigger: 'SPOT' }) };
};

/** The lot a scan without one means: the only one that is expected, else somebody must say. */
function lotOf(thing: ItemThing, expected: readonly Expected[], lotControlled: boolean): string | undefined {
  if (thing.lot !== '' || !lotControlled) return thing.lot;
  const lots = expected.filter((line) => line.itemId === thing.itemId).map((line) => line.lot);
  return lots.length === 1 ? lots[0] : undefined;
}

/** What the books expect here and nobody has counted: each is asked about, and none becomes zero by itself. */
export function unseen(expected: readonly Expected[], lines: readonly { readonly item_id: string; readonly lot: string }[], onlyItem: string): readonly Expected[] {
  const seen = new Set(lines.map((line) => `${line.item_id} ${line.lot}`));
  return expected.filter((line) => (onlyItem === '' || line.itemId === onlyItem) && !seen.has(`${line.itemId} ${line.lot}`));
}

export interface CountState {
  /** The last look; it can be taken back. */
  readonly last?: Look | undefined;
  /** Seen, but of which lot is not known yet. */
  readonly lotless?: { readonly thing: ItemThing; readonly quantity: number } | undefined;
  /** What nobody saw and is still to be asked about; empty: all of it was asked. */
  readonly asking?: readonly Expected[] | undefined;
}
export interface CountKnows {
  readonly taskId: string;
  readonly locationId: string;
  readonly at: number;
  readonly expected: readonly Expected[];
  /** Of the item that was scanned. */
  readonly lotControl: boolean;
  /** How often the scan counts. */
  readonly quantity: number;
  /** How many of the last item were seen here, and the bin it belongs in, where that is another. */
  readonly counted: number;
  readonly home: string;
}
type CountTurn = Turn<CountState, Look>;

function see(state: CountState, { taskId, locationId, at }: CountKnows, look: Pick<Look, 'itemId' | 'lot' | 'serial' | 'quantity'>): CountTurn {
  const context: Look = { ...look, taskId, locationId, at };
  return { state, tells: [{ intent: looking(context), context }] };
}
function seen(state: CountState, thing: ItemThing, known: CountKnows): CountTurn {
  const quantity = thing.units * known.quantity;
  const lot = lotOf(thing, known.expected, known.lotControl);
  const next = state.asking ? { ...state, asking: state.asking.filter((line) => line.itemId !== thing.itemId) } : state;
  if (lot === undefined) return { state: { ...next, lotless: { thing, quantity } }, sound: 'attention' };
  return see(next, known, { itemId: thing.itemId, lot, serial: thing.serial, quantity });
}
function ofLot({ lotless, ...state }: CountState, text: string, known: CountKnows): CountTurn | undefined {
  const lot = text.trim().slice(0, 64);
  return lotless && lot !== '' ? see(state, known, { itemId: lotless.thing.itemId, lot, serial: lotless.thing.serial, quantity: lotless.quantity }) : undefined;
}
const atBin = (state: CountState, { locationId }: Extract<Thing, { kind: 'location' }>, known: CountKnows): CountTurn =>
  (locationId === known.locationId ? { state, sound: 'ok', says: { tone: 'ok', text: `Bin ${locationId}`, effect: 'already open' } } : { state, sound: 'attention', says: { tone: 'attention', text: `Bin ${locationId}`, effect: `close ${known.locationId} first (F8)` } });
const takes = { item: seen, location: atBin };

/** Every scan is one more that was seen, whatever is being asked; closing asks for each expected item that nobody saw. */
export const countFlow: Flow<CountState, CountKnows, Look> = {
  name: 'count', version: 1, start: {},
  at: ({ lotless, asking }) => (lotless ? 'lot' : asking === undefined ? 'seeing' : asking.length > 0 ? 'none_here' : 'asked'),
  states: {
    seeing: { asks: () => 'Scan every piece you see', takes },
    lot: { asks: () => 'Scan or type the lot', takes: { ...takes, item: (state, thing, known) => ofLot(state, thing.lot, known) ?? seen(state, thing, known), unknown: (state, { text }, known) => ofLot(state, text, known) } },
    none_here: { asks: () => 'None of these here?', takes },
    asked: { asks: () => 'Everything is asked', takes },
  },
  acts: {
    /** The lot was typed. */
    lot: (state, known, word) => ofLot(state, word, known),
    undo: (state, known) => state.last && see(state, known, { ...state.last, quantity: -state.last.quantity }),
    /** It strayed: all of it is carried to where the books have it, and is counted there. */
    home: (state, known) => {
      if (!state.last || known.home === '') return undefined;
      const turn = see(state, known, { ...state.last, quantity: -(state.last.serial === '' ? known.counted : 1) });
      return { ...turn, says: { tone: 'attention', text: `Put it into ${known.home}`, effect: 'not counted here; the books have it there' } };
    },
    none: (state, known) => state.asking?.[0] && see({ ...state, asking: state.asking.slice(1) }, known, { ...state.asking[0], serial: '', quantity: 0 }),
    /** It stays uncounted. */
    later: (state) => state.asking && { state: { ...state, asking: state.asking.slice(1) } },
    back: (state) => (state.lotless ? { state: { ...state, lotless: undefined } } : state.asking && { state: { ...state, asking: undefined } }),
  },
  recorded: (state, look) => ({ ...state, last: look.quantity > 0 ? look : undefined }),
  holds: ({ lotless }, nameOf) => lotless && `${lotless.quantity} × ${nameOf(lotless.thing.itemId)} without its lot`,
};

/** What becomes of a counted line, to the person who counted it: never by how much it differs, nor which way. */
export function verdictOf({ state, disturbed }: { readonly state: string; readonly disturbed: boolean }): string {
  if (state === 'RECOUNT') return disturbed ? 'something moved while you counted: counted again' : 'counted again by somebody else';
  return state === 'RESTATED' ? 'late work changed it: a supervisor looks' : 'a supervisor decides';
}
