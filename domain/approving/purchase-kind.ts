// A purchase that the reorder policy proposes: each line may be bought or left, and what is signed at once becomes one
// purchase order. Limits of losses do not count it; above a value of the policy two people sign.
import { idFrom } from '#domain/ids.ts';
import { document } from '#domain/reads.ts';
import { proposalReads } from '#domain/purchasing/proposals.ts';
import { inOrder, type Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { ApprovalKind } from './kinds.ts';

const DAY = 86_400_000;
/** The order that a signature makes; named after it, because a proposal may be signed in parts. */
const orderFor = (commandId: string, proposalId: string): string => `PO-${idFrom('purchase', commandId, proposalId).slice(0, 8).toUpperCase()}`;
const signersOf = (row: Row<'purchase_proposal'>): readonly string[] => row.signers as readonly string[];
const linesOf = (slice: Slice, warehouse: string, proposalId: string): readonly Row<'purchase_proposal'>[] =>
  inOrder(slice.list('purchase_proposal', { warehouse_id: warehouse, proposal_id: proposalId }), (row) => row.item_id);

export const purchaseKind: ApprovalKind = {
  roles: ['buyer', 'finance'],
  table: 'purchase_proposal',
  documentOf: (row) => (row['state'] === 'PROPOSED' ? (row['proposal_id'] as string) : undefined),
  partOf: (row) => row['signers'] as readonly string[],
  reads: (command) => {
    const { warehouse, payload: p } = command;
    const orderId = orderFor(command.id, p.documentId);
    return [
      ...proposalReads(warehouse, p.documentId),
      ...document(`purchase-order:${warehouse}:${orderId}`, { table: 'purchase_order', where: { warehouse_id: warehouse, purchase_order_id: orderId } }, { table: 'purchase_order_line', where: { warehouse_id: warehouse, purchase_order_id: orderId } }),
    ];
  },
  sheet: (slice, warehouse, documentId) => ({
    lines: linesOf(slice, warehouse, documentId).filter((row) => row.state !== 'WITHDRAWN').map((row) => ({
      lineId: row.item_id, state: row.state === 'PROPOSED' ? 'PENDING' : 'DECIDED', by: row.decided_by ?? '', itemId: row.item_id, locationId: row.supplier_id, units: row.quantity, value: row.quantity * row.unit_cost, stake: 0,
      view: (shown) => idFrom('view', row.proposal_id, row.item_id, row.supplier_id, row.unit_cost, shown?.units ?? row.quantity, shown?.value ?? row.quantity * row.unit_cost), needed: row.needed, signers: signersOf(row),
    })),
    partakers: [], whole: false,
  }),
  sign: (book, lineId) => {
    const row = book.slice.get('purchase_proposal', book.command.warehouse, book.command.payload.documentId, lineId);
    if (row) book.became('purchase_proposal', { ...row, signers: [...signersOf(row), book.command.person] });
  },
  approve: (book, lineId) => {
    const { command: { id, warehouse, person, payload: p }, slice, at } = book;
    const row = slice.get('purchase_proposal', warehouse, p.documentId, lineId);
    if (!row) return;
    const orderId = orderFor(id, p.documentId);
    if (!slice.get('purchase_order', warehouse, orderId)) book.became('purchase_order', { warehouse_id: warehouse, purchase_order_id: orderId, supplier_id: row.supplier_id, state: 'OPEN', ordered_at: at, expected_at: at + row.lead_days * DAY });
    const lineNo = slice.list('purchase_order_line', { warehouse_id: warehouse, purchase_order_id: orderId }).length + 1;
    book.became('purchase_order_line', { warehouse_id: warehouse, purchase_order_id: orderId, line_no: lineNo, item_id: row.item_id, quantity: row.quantity, received: 0, unit_cost: row.unit_cost });
    book.became('purchase_proposal', { ...row, state: 'ORDERED', signers: [...signersOf(row), person], decided_by: person, decided_at: at, purchase_order_id: orderId });
  },
  reject: (book, lineId) => {
    const row = book.slice.get('purchase_proposal', book.command.warehouse, book.command.payload.documentId, lineId);
    if (row) book.became('purchase_proposal', { ...row, state: 'DECLINED', decided_by: book.command.person, decided_at: book.at });
  },
};
