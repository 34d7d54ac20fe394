// A transfer being sent or received, without a screen: which line a scan means, what it becomes, how the lines stand.
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { Thing, TransferCard, TransferCardLine } from '#electron/contract.ts';

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
export function lineFor({ side, lines }: Pick<TransferCard, 'side' | 'lines'>, thing: Pick<ItemThing, 'itemId' | 'lot'>): number {
  const fitting = lines.filter((line) => line.itemId === thing.itemId);
  const best = fitting.toSorted((a, b) => Number(b.lot === thing.lot) - Number(a.lot === thing.lot) || Number(leftOf(side, b) > 0) - Number(leftOf(side, a) > 0))[0];
  return (best ?? lines[0])?.lineNo ?? 1;
}

export const booking = ({ transferId, side, lineNo, thing, quantity, locationId }: Handled): AnyIntent =>
  intent(side === 'out' ? 'transfer.send' : 'transfer.receive', { transferId, lineNo, itemId: thing.itemId, quantity, lot: thing.lot, serial: thing.serial, locationId });

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
