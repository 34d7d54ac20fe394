// A transfer being sent or received, without a screen: which line a scan means, what it becomes, how the lines stand.
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { Thing, TransferCard, TransferCardLine } from '#electron/contract.ts';
import type { Flow, FlowState, Turn } from '#renderer/flow/flow.ts';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
export interface Handled {
  readonly transferId: string;
  readonly side: TransferCard['side'];
  readonly lineNo: number;
  readonly thing: ItemThing;
  readonly quantity: number;
  readonly locationId: string;
}

const doneOf = (side: TransferCard['side'], line: TransferCardLine): number => (side === 'out' ? line.sent : line.received);
/** What this side still has to do of a line. */
export const leftOf = (side: TransferCard['side'], line: TransferCardLine): number => Math.max(0, line.quantity - doneOf(side, line));

/** The line of the item, one that is not complete before others, with its lot before any; another item is asked about under the first. */
function lineFor({ side, lines }: Pick<TransferCard, 'side' | 'lines'>, thing: Pick<ItemThing, 'itemId' | 'lot'>): number {
  const fitting = lines.filter((line) => line.itemId === thing.itemId);
  const best = fitting.toSorted((a, b) => Number(b.lot === thing.lot) - Number(a.lot === thing.lot) || Number(leftOf(side, b) > 0) - Number(leftOf(side, a) > 0))[0];
  return (best ?? lines[0])?.lineNo ?? 1;
}

const booking = ({ transferId, side, lineNo, thing, quantity, locationId }: Handled): AnyIntent =>
  intent(side === 'out' ? 'transfer.send' : 'transfer.receive', { transferId, lineNo, itemId: thing.itemId, quantity, lot: thing.lot, serial: thing.serial, locationId });

export interface TransferState {
  /** Where it is taken from, or where it stands; empty: not said yet. */
  readonly place: string;
  /** Goods whose number is not known yet. */
  readonly pending?: { readonly thing: ItemThing; readonly quantity: number; readonly needs: 'lot' | 'serial' } | undefined;
}
export interface TransferKnows {
  readonly card: Pick<TransferCard, 'transferId' | 'side' | 'lines'>;
  /** Where what comes stands, unless somebody says otherwise. */
  readonly dock: string;
  /** How often the scan counts. */
  readonly quantity: number;
  readonly lotControl: boolean;
  readonly serialControl: boolean;
}
type TransferTurn = Turn<TransferState, Handled>;

function handled(state: TransferState, thing: ItemThing, quantity: number, { card, dock }: TransferKnows): TransferTurn {
  const context: Handled = { transferId: card.transferId, side: card.side, lineNo: lineFor(card, thing), thing, quantity, locationId: state.place || dock };
  return { state: { ...state, pending: undefined }, tells: [{ intent: booking(context), context }] };
}
function taken(state: TransferState, thing: ItemThing, known: TransferKnows): TransferTurn {
  const { card, dock } = known;
  if (state.place === '' && (card.side === 'out' || dock === '')) {
    return { state, sound: 'attention', says: card.side === 'out' ? { tone: 'stop', text: 'From where?', effect: 'scan the bin you take it from first' } : { tone: 'stop', text: 'Where does it stand?', effect: 'scan the dock first' } };
  }
  const lots = card.lines.filter((line) => line.itemId === thing.itemId && line.lot !== '');
  const whole = { ...thing, lot: thing.lot !== '' || !known.lotControl ? thing.lot : lots.length === 1 ? lots[0]!.lot : '' };
  if (known.serialControl && whole.serial === '') return { state: { ...state, pending: { thing: whole, quantity: 1, needs: 'serial' } }, sound: 'ok' };
  const quantity = thing.units * known.quantity;
  if (known.lotControl && whole.lot === '') return { state: { ...state, pending: { thing: whole, quantity, needs: 'lot' } }, sound: 'ok' };
  return handled(state, whole, quantity, known);
}
function numbered(state: TransferState, text: string, known: TransferKnows): TransferTurn | undefined {
  const number = text.trim().slice(0, 64);
  return state.pending && number !== '' ? handled(state, { ...state.pending.thing, [state.pending.needs]: number }, state.pending.quantity, known) : undefined;
}
function stands(state: TransferState, place: string, { card }: TransferKnows): TransferTurn {
  return { state: { ...state, place }, sound: 'ok', says: { tone: 'ok', text: card.side === 'out' ? `Taking out of ${place}` : `Goods now stand at ${place}`, effect: 'place changed' } };
}

/** Its number was asked for: a code that carries one, or the number alone. */
const numberWanted = (name: string): FlowState<TransferState, TransferKnows, Handled> => ({
  asks: () => `Scan the ${name}`,
  takes: { item: (state, thing, known) => numbered(state, thing[state.pending!.needs], known) ?? taken(state, thing, known), unknown: (state, { text }, known) => numbered(state, text, known) },
});
const placed: FlowState<TransferState, TransferKnows, Handled>['takes'] = {
  item: taken,
  location: (state, { locationId }, known) => stands(state, locationId, known),
  handling_unit: (state, { unitId }, known) => stands(state, unitId, known),
  document: (state, thing, { card }) => (thing.document === 'transfer' && thing.id === card.transferId ? { state, says: { tone: 'ok', text: `Transfer ${card.transferId}`, effect: 'already open' } } : undefined),
};
const transferFlow = (side: TransferCard['side']): Flow<TransferState, TransferKnows, Handled> => ({
  name: side === 'out' ? 'transfer_out' : 'transfer_in', version: 1, start: { place: '' },
  at: ({ place, pending }) => pending?.needs ?? (side === 'out' && place === '' ? 'place' : 'goods'),
  states: {
    place: { asks: () => 'Scan the bin you take it from', takes: placed },
    goods: { asks: () => (side === 'out' ? 'Scan what goes on the pallet' : 'Scan what came'), takes: placed },
    lot: numberWanted('lot'),
    serial: numberWanted('serial number'),
  },
  acts: {
    /** It was typed. */
    number: (state, known, word) => numbered(state, word, known),
    back: (state) => state.pending && { state: { ...state, pending: undefined } },
  },
  holds: ({ pending }, nameOf) => pending && `${pending.quantity} × ${nameOf(pending.thing.itemId)} without its ${pending.needs === 'lot' ? 'lot' : 'serial number'}`,
});
export const sendFlow = transferFlow('out');
export const receiveFlow = transferFlow('in');

/** What the screen says of a line: done here of what is to go, and the other side where it differs. */
export function standOf(side: TransferCard['side'], line: TransferCardLine): { readonly value: string; readonly detail: string; readonly tone: 'ok' | 'attention' | 'plain' | 'none' } {
  const done = doneOf(side, line);
  const other = side === 'out' ? (line.received > 0 ? `${line.received} received there` : '') : line.sent > 0 ? `${line.sent} sent there` : 'nothing sent yet, as far as is known here';
  return { value: done === 0 ? '–' : String(done), detail: [`${line.quantity} to ${side === 'out' ? 'send' : 'come'}`, line.lot && `lot ${line.lot}`, other].filter(Boolean).join(' · '), tone: done === 0 ? 'none' : done > line.quantity ? 'attention' : done === line.quantity ? 'ok' : 'plain' };
}

export interface Wanted {
  readonly itemId: string;
  readonly lot: string;
  readonly quantity: number;
}
/** One more of an item to be sent. */
export const wanting = (lines: readonly Wanted[], more: Wanted): readonly Wanted[] => {
  const at = lines.findIndex((line) => line.itemId === more.itemId && line.lot === more.lot);
  return at === -1 ? [...lines, more] : lines.map((line, n) => (n === at ? { ...line, quantity: line.quantity + more.quantity } : line));
};
export function opening(fromWarehouse: string, toWarehouse: string, lines: readonly Wanted[]): { readonly transferId: string; readonly command: AnyIntent } {
  const transferId = newLabel('TR');
  return { transferId, command: intent('transfer.open', { transferId, fromWarehouse, toWarehouse, lines: lines.map((line, n) => ({ ...line, lineNo: n + 1 })) }) };
}
