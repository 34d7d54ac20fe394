// Purchases that the reorder policy proposes: one open proposal for a supplier and a warehouse, whose lines follow what the
// policy sees until somebody signs them. What is signed becomes a purchase order, which receiving expects like any other.
import { decider } from '#domain/decider.ts';
import { document } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';
import type { Read } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';

export const proposalReads = (warehouse: string, proposalId: string): readonly Read[] =>
  document(`proposal:${warehouse}:${proposalId}`, { table: 'purchase_proposal', where: { warehouse_id: warehouse, proposal_id: proposalId } });

type Line = { readonly itemId: string; readonly quantity: number; readonly unitCost: number };
/** Nothing that is asked for differs from what stands there: decided lines stay as they were decided. */
const isChange = (row: Row<'purchase_proposal'> | undefined, line: Line): boolean =>
  (row === undefined ? line.quantity > 0 : row.state === 'PROPOSED' && (row.quantity !== line.quantity || row.unit_cost !== line.unitCost));

export const proposePurchase = decider('purchase.propose', {
  reads: ({ warehouse, payload: p }) => proposalReads(warehouse, p.proposalId),
  refuse: ({ warehouse, payload: p }, slice) => (p.lines.some((line) => isChange(slice.get('purchase_proposal', warehouse, p.proposalId, line.itemId), line)) ? undefined : reject('nothing_to_do', { proposal: p.proposalId })),
  effects: (book) => {
    const { command: { warehouse, payload: p }, slice, at } = book;
    for (const line of p.lines) {
      const row = slice.get('purchase_proposal', warehouse, p.proposalId, line.itemId);
      if (!isChange(row, line)) continue;
      book.became('purchase_proposal', {
        warehouse_id: warehouse, proposal_id: p.proposalId, item_id: line.itemId, supplier_id: p.supplierId, quantity: line.quantity, unit_cost: line.unitCost, why: line.why as Json,
        // Who signed for another quantity signed for something else.
        state: line.quantity > 0 ? 'PROPOSED' : 'WITHDRAWN', needed: p.needed, signers: [], lead_days: p.leadDays, proposed_at: row?.proposed_at ?? at, decided_by: null, decided_at: line.quantity > 0 ? null : at, purchase_order_id: null,
      });
    }
  },
});
