// Changes of stock as they are signed: the sheet of a count with all its differences, a correction whose lines sum to
// zero, a single change, a write-off, a destruction.
import { adjustmentReads, countsDecided, postApproved, rejectProposed, signersOf, signFirst, stakeOf, tookPart, viewOf, waitsForApproval } from '#domain/adjustments.ts';
import { document, serialOf, stockAt } from '#domain/reads.ts';
import { inOrder } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { ApprovalKind } from './kinds.ts';

export const adjustmentKind: ApprovalKind = {
  roles: ['supervisor', 'finance'],
  table: 'adjustment',
  documentOf: (row) => (waitsForApproval(row as Row<'adjustment'>) ? (row['sheet_id'] as string) : undefined),
  partOf: (row) => [...tookPart(row as Row<'adjustment'>), ...signersOf(row as Row<'adjustment'>)],
  reads: ({ warehouse, at, offset, payload: p }) => [
    ...document(`sheet:${warehouse}:${p.documentId}`, { table: 'adjustment', where: { warehouse_id: warehouse, sheet_id: p.documentId } }, { table: 'count_line', where: { warehouse_id: warehouse, task_id: p.documentId } }),
    ...p.lines.flatMap((line) => [...adjustmentReads(warehouse, line.lineId), ...serialOf(line.itemId, line.serial), ...stockAt(warehouse, line.itemId, line.locationId), ...countsDecided(warehouse, line.locationId, at + offset)]),
  ],
  sheet: (slice, warehouse, documentId) => {
    const rows = inOrder(slice.list('adjustment', { warehouse_id: warehouse, sheet_id: documentId }), (row) => row.adjustment_id);
    const counters = slice.list('count_line', { warehouse_id: warehouse, task_id: documentId }).map((line) => line.counted_by);
    return {
      lines: rows.map((row) => ({
        lineId: row.adjustment_id, state: waitsForApproval(row) ? 'PENDING' : 'DECIDED', by: row.approver ?? '', itemId: row.item_id, locationId: row.location_id, units: row.delta, value: row.value, stake: stakeOf(row),
        view: (shown) => viewOf(shown ? { ...row, delta: shown.units, value: shown.value, book: shown.book } : row), needed: row.needed, signers: signersOf(row),
      })),
      partakers: [...new Set([...rows.flatMap(tookPart), ...counters])],
      whole: rows.some((row) => row.source === 'correction'),
    };
  },
  sign: (book, lineId) => {
    const row = book.slice.get('adjustment', book.command.warehouse, lineId);
    if (row) signFirst(book, row);
  },
  approve: (book, lineId) => {
    const row = book.slice.get('adjustment', book.command.warehouse, lineId);
    if (row) postApproved(book, row);
  },
  reject: (book, lineId) => {
    const row = book.slice.get('adjustment', book.command.warehouse, lineId);
    if (row) rejectProposed(book, row);
  },
};
