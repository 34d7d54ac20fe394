// Receiving, without a screen: what a scan becomes, what still has to be asked of it, how the lines stand.
import { discrepanciesOf } from '#domain/discrepancies.ts';
import { sampledOf, samplingRule } from '#domain/sampling.ts';
import { confirming, intent, type AnyIntent } from '#renderer/commands.ts';
import type { Changes, ItemCard, Thing } from '#electron/contract.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { Flow, Turn } from '#renderer/flow/flow.ts';
import type { Line } from '#renderer/ui/line-list.tsx';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
export type PalletThing = Extract<Thing, { kind: 'pallet' }>;
export interface Handled {
  readonly deliveryId: string;
  /** The order that the delivery answers, where it names one. */
  readonly purchaseOrderId: string | null;
  readonly locationId: string;
  readonly thing: ItemThing;
  /** How often the scanned pack is there. */
  readonly times: number;
  readonly damaged: boolean;
  /** Photos of it, by their hashes. */
  readonly evidence?: readonly string[];
  /** What the item list says that the pack holds, where the person found another number. */
  readonly listed?: number;
  /** The pallet it was announced on, whose label was scanned. */
  readonly sscc?: string;
  /** Sent away at the door, and why. */
  readonly refused?: string;
  /** The receipt, or the refusal, is taken back. */
  readonly undone?: true;
}
/** "1 case = 12", where a pack was scanned. */
export function packWords(card: ItemCard | undefined, { thing, times, listed }: Pick<Handled, 'thing' | 'times' | 'listed'>): string {
  if (thing.units === 1 && listed === undefined) return '';
  return `${times} ${card?.packs.find((pack) => pack.units === (listed ?? thing.units))?.label.toLowerCase() ?? 'pack'} = ${thing.units * times}`;
}
/** Sizes of packs that this person found to be others, by item and listed size. */
export type FoundSizes = Readonly<Record<string, number>>;
export const sizeKey = (itemId: string, listed: number): string => `${itemId} ${listed}`;
/** The scan with the size its pack was found to have. */
export function resized<H extends Pick<Handled, 'thing' | 'listed'>>(handled: H, found: FoundSizes): H {
  const listed = handled.listed ?? handled.thing.units;
  const units = found[sizeKey(handled.thing.itemId, listed)];
  return units === undefined || listed === 1 ? handled : { ...handled, listed, thing: { ...handled.thing, units } };
}

/** Base units, below zero for a receipt taken back. */
export const unitsOf = ({ thing, times, undone }: Pick<Handled, 'thing' | 'times' | 'undone'>): number => thing.units * times * (undone ? -1 : 1);

/** What an item needs to be told apart by, and the scan does not carry. */
export function missing(card: ItemCard | undefined, thing: ItemThing): 'serial' | 'lot' | undefined {
  if (card?.item.serial_control && thing.serial === '') return 'serial';
  return card?.item.lot_control && thing.lot === '' ? 'lot' : undefined;
}

const goodsOf = ({ deliveryId, purchaseOrderId, locationId, thing, times, damaged, sscc }: Handled) => ({
  deliveryId, itemId: thing.itemId, quantity: thing.units * times, lot: thing.lot, serial: thing.serial, condition: damaged ? 'D' : 'N', locationId, packUnits: thing.units,
  ...(purchaseOrderId === null ? {} : { purchaseOrderId }), ...(sscc === undefined ? {} : { sscc }),
});
export function receiving(handled: Handled): AnyIntent {
  return intent('delivery.receive', { ...goodsOf(handled), ...(handled.evidence === undefined ? {} : { evidence: [...handled.evidence] }), ...(handled.thing.expiresOn === null ? {} : { expiresOn: handled.thing.expiresOn }) });
}
/** The same receipt as a mistake. Whoever presses the key has said so already; what the books make of it is told. */
export const takingBack = (handled: Handled): AnyIntent =>
  (['not_this_document', 'document_closed', 'goods_held', 'not_enough_stock'] as const).reduce<AnyIntent>(confirming, intent('delivery.take_back', goodsOf(handled)));

/** Sent away at the door, or not after all. */
export const refusing = ({ deliveryId, thing, times, refused = '', evidence, undone }: Handled): AnyIntent =>
  intent('delivery.refuse', { deliveryId, itemId: thing.itemId, lot: thing.lot, quantity: thing.units * times, reason: refused, ...(undone ? { back: true } : evidence === undefined ? {} : { evidence: [...evidence] }) });

const PAPERLESS = 'NOPAPER';
/** A number for goods that came without any paper; nobody is asked about it again. */
export const paperlessId = (now: number, random: string): string => `${PAPERLESS}-${new Date(now).toISOString().slice(2, 10).replaceAll('-', '')}-${random}`;
export const isPaperless = (deliveryId: string): boolean => deliveryId.startsWith(`${PAPERLESS}-`);

type DeliveryLine = Row<'delivery_line'>;

/** The line of an item as the station wrote it a moment ago; RxDB follows. */
export function lineIn(changes: readonly Changes[], itemId: string): DeliveryLine | undefined {
  const rows = changes.flatMap((change) => (change.table === 'delivery_line' ? change.rows : [])) as unknown as readonly DeliveryLine[];
  return rows.findLast((row) => row.item_id === itemId);
}

export const toneOf = (line: DeliveryLine, blind = false): Line['tone'] =>
  blind ? (line.received === 0 ? 'none' : 'plain') : line.received > line.expected || line.damaged > 0 ? 'attention' : line.received === 0 ? 'none' : line.received === line.expected ? 'ok' : 'plain';

/** `blind`: without what is announced. */
export function detailOf({ expected, received, damaged, refused }: DeliveryLine, blind = false): string {
  if (blind) return [received === 0 ? 'not counted yet' : '', damaged > 0 ? `${damaged} damaged` : '', refused > 0 ? `${refused} sent away` : ''].filter((part) => part !== '').join(' · ');
  const parts = [expected === 0 ? 'not announced' : `${expected} expected`];
  if (expected === 0 && received === 0) parts.push('taken back');
  if (damaged > 0) parts.push(`${damaged} damaged`);
  if (refused > 0) parts.push(`${refused} sent away`);
  if (received > expected && expected > 0) parts.push(`${received - expected} more than announced`);
  return parts.join(' · ');
}

export interface Standing {
  readonly units: number;
  readonly expected: number;
  readonly done: number;
  readonly all: number;
  /** Lines that would go to the buyer if this station finished now. */
  readonly differing: readonly DeliveryLine[];
}
export function standingOf(lines: readonly DeliveryLine[]): Standing {
  const differing = lines.filter((line) => discrepanciesOf(line).length > 0);
  const sum = (of: (line: DeliveryLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return { units: sum((line) => line.received), expected: sum((line) => line.expected), done: lines.filter((line) => line.received + line.refused >= line.expected).length, all: lines.length, differing };
}

/** Units of a receipt that are set aside for the inspector; `received`: of the item on this delivery, with this receipt. */
export function aside(sampling: Json, supplierId: string | null, { thing, times, damaged, undone, refused }: Handled, received: number): number {
  const rule = damaged || undone || refused !== undefined ? undefined : samplingRule(sampling, supplierId, thing.itemId);
  return rule === undefined ? 0 : sampledOf(rule, received) - sampledOf(rule, Math.max(0, received - thing.units * times));
}

/** A scan before it is known which delivery, order and place it belongs to. */
export type Scanned = Pick<Handled, 'thing' | 'times' | 'damaged' | 'listed'>;
export interface ReceiveState {
  /** What the next scan is, if not good. */
  readonly next: 'good' | 'damaged' | 'refused';
  /** Still lacks what it is told apart by. */
  readonly pending?: (Scanned & { readonly needs: 'serial' | 'lot' }) | undefined;
  /** Sent away; why is still to be said. */
  readonly sending?: Scanned | undefined;
  /** The code nobody knew a moment ago: its goods may come in under it and get their name later. */
  readonly nameless: string;
  /** Receipts that can be taken back, the last one last. */
  readonly done: readonly Handled[];
  readonly found: FoundSizes;
  /** A pallet whose label was scanned once: again receives what is on it. */
  readonly pallet?: PalletThing | undefined;
  /** The pack that holds another number, and whether it is received already. */
  readonly resizing?: { readonly of: Handled; readonly received: boolean } | undefined;
}
export interface ReceiveKnows {
  readonly deliveryId: string;
  readonly purchaseOrderId: string | null;
  /** Where the goods stand; empty until a dock was scanned. */
  readonly place: string;
  readonly card: ItemCard | undefined;
  readonly quantity: number;
  /** Photos taken for the next scan. */
  readonly photos: readonly string[];
  readonly blind: boolean;
}
type ReceiveTurn = Turn<ReceiveState, Handled>;
const MOST_TAKEN_BACK = 50;

const whole = (goods: Scanned, { deliveryId, purchaseOrderId, place, photos }: ReceiveKnows): Handled =>
  ({ ...goods, ...(photos.length === 0 ? {} : { evidence: photos }), deliveryId, purchaseOrderId, locationId: place });
/** What whoever receives here is not asked about: that there is no paper, and, counting blind, whether it is too much. */
const unasked = (told: AnyIntent, { deliveryId, blind }: ReceiveKnows): AnyIntent =>
  [...(isPaperless(deliveryId) ? ['unknown_document'] : []), ...(blind ? ['over_expected'] : [])].reduce(confirming, told);
const receivedNow = (state: ReceiveState, goods: Scanned, known: ReceiveKnows): ReceiveTurn => {
  const context = whole(goods, known);
  return { state, tells: [{ intent: unasked(receiving(context), known), context }] };
};
/** Asks for what it still lacks, or receives it. */
function complete(before: ReceiveState, goods: Scanned, known: ReceiveKnows): ReceiveTurn {
  const state = { ...before, pending: undefined };
  const needs = missing(known.card, goods.thing);
  return needs === undefined ? receivedNow(state, goods, known) : { state: { ...state, pending: { ...goods, needs } }, ...(before.pending ? {} : { sound: 'attention' as const }) };
}
function taken(before: ReceiveState, thing: ItemThing, known: ReceiveKnows): ReceiveTurn {
  const refused = before.next === 'refused';
  const state: ReceiveState = { ...before, nameless: '', next: 'good', pending: undefined, pallet: undefined };
  if (known.place === '' && !refused) return { state: { ...before, nameless: '' }, says: { tone: 'stop', text: 'Where does it stand?', effect: 'scan the label of the dock first' } };
  const goods = resized({ thing, times: known.quantity, damaged: before.next === 'damaged' }, before.found);
  return refused ? { state: { ...state, sending: goods }, sound: 'attention' } : complete(state, goods, known);
}
function completed(state: ReceiveState, text: string, known: ReceiveKnows): ReceiveTurn | undefined {
  const { pending } = state;
  if (!pending || text === '') return undefined;
  const { needs, ...goods } = pending;
  return complete(state, { ...goods, thing: { ...goods.thing, [needs]: text.slice(0, 64) } }, known);
}
/** A label that carries what is wanted says it; any other item is the next one. */
const numbered = (state: ReceiveState, thing: ItemThing, known: ReceiveKnows): ReceiveTurn | undefined =>
  (state.pending && thing[state.pending.needs] !== '' ? completed(state, thing[state.pending.needs], known) : taken(state, thing, known));
const standsAt = (state: ReceiveState, { locationId }: { readonly locationId: string }): ReceiveTurn => ({ state, sound: 'ok', says: { tone: 'ok', text: `Goods now stand at ${locationId}`, effect: 'place changed' } });
const takenBack = (state: ReceiveState, handled: Handled): ReceiveTurn => {
  const context = { ...handled, undone: true } as const;
  return { state: { ...state, done: state.done.filter((each) => each !== handled) }, tells: [{ intent: handled.refused === undefined ? takingBack(handled) : refusing(context), context }] };
};
/** Counted by what it holds; the list of items is the ERP's, which hears of it. */
function holds(state: ReceiveState, units: number, known: ReceiveKnows): ReceiveTurn | undefined {
  if (!state.resizing || !(units > 0)) return undefined;
  const { of: handled, received } = state.resizing;
  const listed = handled.listed ?? handled.thing.units;
  const found = { ...state.found, [sizeKey(handled.thing.itemId, listed)]: units };
  const undone = received ? takenBack(state, handled) : { state, tells: [] };
  const context = resized(handled, found);
  const propose = units === listed ? [] : [{ intent: intent('pack.propose', { itemId: handled.thing.itemId, listed, found: units, deliveryId: known.deliveryId }), context }];
  return { state: { ...undone.state, found, resizing: undefined }, tells: [...(undone.tells ?? []), { intent: unasked(receiving(context), known), context }, ...propose] };
}

const leftOn = (pallet: PalletThing): readonly PalletThing['lines'][number][] => pallet.lines.filter((line) => line.received < line.quantity);
const palletUnits = (pallet: PalletThing): number => leftOn(pallet).reduce((sum, line) => sum + line.quantity - line.received, 0);
/** Once to see what is announced on it, again to receive all of that. */
function pallet(before: ReceiveState, thing: PalletThing, known: ReceiveKnows): ReceiveTurn | undefined {
  const stop = (text: string, effect: string): ReceiveTurn => ({ state: { ...before, pallet: undefined }, sound: 'wrong', says: { tone: 'stop', text, effect } });
  if (thing.deliveryId !== known.deliveryId) return undefined;
  if (known.blind) return stop('Counted here, not taken from paper', 'scan what is on the pallet');
  if (known.place === '') return stop('Where does it stand?', 'scan the label of the dock first');
  if (leftOn(thing).length === 0) return stop(`Pallet ${thing.sscc} was received before`, 'not counted again');
  if (before.pallet?.sscc !== thing.sscc) return { state: { ...before, pallet: thing, pending: undefined }, sound: 'attention' };
  const tells = leftOn(thing).map(({ itemId, lot, expiresOn, quantity, received }) => {
    const context = { ...whole({ thing: { kind: 'item', itemId, units: 1, lot, expiresOn, serial: '' }, times: quantity - received, damaged: false }, known), sscc: thing.sscc };
    return { intent: unasked(receiving(context), known), context };
  });
  return { state: { ...before, pallet: undefined, next: 'good', nameless: '' }, tells };
}

const START: ReceiveState = { next: 'good', nameless: '', done: [], found: {} };
const afterNext = { good: 'damaged', damaged: 'refused', refused: 'good' } as const;
const titles = { good: 'Scan the next item', damaged: 'Scan the damaged item', refused: 'Scan what is sent away' } as const;

/** Each scan is one more on the floor; what an item is told apart by is asked for, once. */
export const receiveFlow: Flow<ReceiveState, ReceiveKnows, Handled> = {
  name: 'receive', version: 1, start: START,
  at: ({ sending, pending, pallet: scannedOnce }) => (sending ? 'reason' : scannedOnce ? 'pallet' : pending ? pending.needs : 'item'),
  states: {
    item: { asks: ({ next }) => titles[next], takes: { item: taken, location: standsAt, pallet } },
    pallet: { asks: ({ pallet: on }) => (on ? `Scan the pallet again: ${palletUnits(on)} units of ${leftOn(on).length === 1 ? 'one item' : `${leftOn(on).length} items`} are received` : ''), takes: { item: taken, location: standsAt, pallet } },
    lot: { asks: () => 'Scan the lot', takes: { item: numbered, unknown: (state, { text }, known) => completed(state, text, known), location: standsAt } },
    serial: { asks: () => 'Scan the serial number', takes: { item: numbered, unknown: (state, { text }, known) => completed(state, text, known), location: standsAt } },
    reason: { asks: ({ sending }) => (sending && sending.thing.units * sending.times > 1 ? `Why are these ${sending.thing.units * sending.times} sent away?` : 'Why is it sent away?'), takes: {} },
  },
  acts: {
    /** Once: damaged; twice: the driver takes it along; three times: neither. */
    next: (state) => ({ state: { ...state, next: afterNext[state.next] } }),
    unknown: (state, _known, word) => ({ state: { ...state, nameless: word } }),
    /** The goods of the code that nobody knows come in under it. */
    nameless: (state, known) => (state.nameless === '' ? undefined : taken(state, { kind: 'item', itemId: state.nameless, units: 1, lot: '', expiresOn: null, serial: '' }, { ...known, card: undefined })),
    /** What is lacking, typed. */
    says: (state, known, word) => completed(state, word, known),
    because(state, known, word) {
      if (!state.sending) return undefined;
      const context = { ...whole(state.sending, { ...known, purchaseOrderId: null }), refused: word };
      return { state: { ...state, sending: undefined }, tells: [{ intent: refusing(context), context }] };
    },
    undo: (state) => (state.done.length === 0 ? undefined : takenBack(state, state.done.at(-1)!)),
    resize: (state) => (state.done.length === 0 ? undefined : { state: { ...state, resizing: { of: state.done.at(-1)!, received: true } } }),
    holds: (state, known, word) => holds(state, Number(word), known),
    cancel: (state) => ({ state: { ...state, pending: undefined, sending: undefined, resizing: undefined, pallet: undefined } }),
  },
  recorded: (state, handled) => (handled.undone ? state : { ...state, done: [...state.done, handled].slice(-MOST_TAKEN_BACK) }),
  keeps: ({ pending, sending, done, found }) => pending !== undefined || sending !== undefined || done.length > 0 || Object.keys(found).length > 0,
  holds: ({ pending, sending }, nameOf) => (pending ? `${nameOf(pending.thing.itemId)} without its ${pending.needs}` : sending && `${nameOf(sending.thing.itemId)} to be sent away`),
};
