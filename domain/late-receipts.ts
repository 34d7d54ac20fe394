// Goods that should be here and are not: whoever buys hears of it, with the orders that wait, until they come.
import { decider } from './decider.ts';
import { raise } from './exceptions.ts';
import { idFrom } from './ids.ts';
import { about, document } from './reads.ts';
import { reject } from './rejections.ts';
import type { Slice } from './slice.ts';

/** So long (ms) after the promised time somebody is told. */
export const LATE_AFTER = 4 * 3_600_000;

interface Expected {
  readonly warehouse: string;
  readonly payload: { readonly kind: 'delivery' | 'purchase_order'; readonly id: string };
}
/** When it was promised, while it is awaited. */
function promisedAt(slice: Slice, { warehouse, payload: p }: Expected): number | undefined {
  const row = p.kind === 'delivery' ? slice.get('delivery', warehouse, p.id) : slice.get('purchase_order', warehouse, p.id);
  if (!row || row.expected_at === null || row.expected_at <= 0) return undefined;
  if (p.kind === 'delivery') return row.state === 'EXPECTED' ? row.expected_at : undefined;
  const lines = slice.list('purchase_order_line', { warehouse_id: warehouse, purchase_order_id: p.id });
  return row.state === 'OPEN' && lines.some((line) => line.received < line.quantity) ? row.expected_at : undefined;
}
const exceptionId = ({ warehouse, payload: p }: Expected, promised: number): string => idFrom('late', warehouse, p.kind, p.id, String(promised));

export const receiptOverdue = decider('receipt.overdue', {
  reads: ({ warehouse, payload: p }) => {
    const lock = p.kind === 'delivery' ? `delivery:${warehouse}:${p.id}` : `purchase-order:${warehouse}:${p.id}`;
    const rows = p.kind === 'delivery'
      ? document(lock, { table: 'delivery', where: { warehouse_id: warehouse, delivery_id: p.id } })
      : document(lock, { table: 'purchase_order', where: { warehouse_id: warehouse, purchase_order_id: p.id } }, { table: 'purchase_order_line', where: { warehouse_id: warehouse, purchase_order_id: p.id } });
    return [...rows, about(warehouse, p.id, lock)];
  },
  refuse: (command, slice) => {
    const promised = promisedAt(slice, command);
    const isLate = promised !== undefined && promised + LATE_AFTER <= command.at;
    return isLate && !slice.get('exception', command.warehouse, exceptionId(command, promised)) ? undefined : reject('nothing_to_do', { [command.payload.kind]: command.payload.id });
  },
  effects: (book) => {
    const { command } = book;
    const promised = promisedAt(book.slice, command);
    if (promised === undefined) return;
    raise(book, {
      id: exceptionId(command, promised), rule: 'REC-17', kind: 'RECEIPT_LATE', subject: { kind: command.payload.kind, id: command.payload.id }, ownerRole: 'buyer', maxAgeHours: 24, did: { type: command.type, ...command.payload }, book: { promised, waiting: command.payload.waiting },
    });
  },
});
