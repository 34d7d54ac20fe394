// Money that goes back: what a policy or a person decided and somebody else signs, with its amount, its reasons and the
// grade it rests on.
import { idFrom } from '#domain/ids.ts';
import { paidReads } from '#domain/refunding/paid.ts';
import { fallDue, refundReads, turnDown } from '#domain/refunding/refunds.ts';
import type { Row } from '#domain/tables.ts';
import type { ApprovalKind } from './kinds.ts';

/** Money is told in 1/10,000 here, as the worth of goods is. */
const MINOR = 100;
const NO_ORDER = 'NO-ORDER';

export const refundKind: ApprovalKind = {
  roles: ['finance', 'supervisor'],
  table: 'refund',
  documentOf: (row) => (row['state'] === 'PENDING_APPROVAL' ? (row['refund_id'] as string) : undefined),
  partOf: (row) => [row['decided_by'] as string, row['graded_by'] as string],
  reads: ({ warehouse, payload: p }) => [...refundReads(warehouse, p.documentId), ...[...new Set(p.lines.map((line) => line.locationId))].filter((orderId) => orderId !== NO_ORDER).flatMap(paidReads)],
  sheet: (slice, warehouse, documentId) => {
    const row = slice.get('refund', documentId);
    if (!row || row.warehouse_id !== warehouse) return { lines: [], partakers: [], whole: false };
    return {
      lines: [{
        lineId: row.refund_id, state: row.state === 'PENDING_APPROVAL' ? 'PENDING' : 'DECIDED', by: row.approver ?? row.decided_by, itemId: row.item_id, locationId: row.order_id ?? NO_ORDER, units: row.quantity, value: row.amount * MINOR,
        view: () => viewOf(row), needed: 1, signers: [],
      }],
      partakers: [row.decided_by, row.graded_by].filter((person) => person !== '' && person !== 'system'), whole: false,
    };
  },
  sign: () => {},
  approve: (book, lineId) => {
    const row = book.slice.get('refund', lineId);
    if (row) fallDue(book, { ...row, approver: book.command.person });
  },
  reject: (book, lineId) => {
    const row = book.slice.get('refund', lineId);
    if (row) turnDown(book, row, 'IO', book.command.payload.note);
  },
};

function viewOf(row: Row<'refund'>): string {
  return idFrom('view', row.refund_id, row.kind, row.order_id ?? '', row.order_line ?? 0, row.quantity, row.amount, row.fee, row.grade, JSON.stringify(row.reasons), JSON.stringify(row.exchange));
}
