// Receiving, without a screen: what a scan becomes, what still has to be asked of it, how the lines stand.
import { discrepanciesOf } from '#domain/discrepancies.ts';
import { sampledOf, samplingRule } from '#domain/sampling.ts';
import { confirming, intent, type AnyIntent } from '#renderer/commands.ts';
import type { Changes, ItemCard, Thing } from '#electron/contract.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { Line } from '#renderer/ui/line-list.tsx';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
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

const goodsOf = ({ deliveryId, purchaseOrderId, locationId, thing, times, damaged }: Handled) => ({
  deliveryId, itemId: thing.itemId, quantity: thing.units * times, lot: thing.lot, serial: thing.serial, condition: damaged ? 'D' : 'N', locationId, packUnits: thing.units,
  ...(purchaseOrderId === null ? {} : { purchaseOrderId }),
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
