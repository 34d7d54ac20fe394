// A barcode that people taught for two items: each item keeps it, or it is withdrawn from it; until that is signed a
// person chooses at every scan. The document is the code, its lines are the items that were taught it.
import { resolveException } from '#domain/exceptions.ts';
import { idFrom } from '#domain/ids.ts';
import { inOrder } from '#domain/slice.ts';
import { codeReads, openAbout, TAUGHT, taughtRows, WITHDRAWN } from '#domain/teaching.ts';
import type { ApprovalKind } from './kinds.ts';

export const taughtCodeKind: ApprovalKind = {
  roles: ['supervisor', 'buyer'],
  table: 'exception',
  documentOf: (row) => (row['state'] === 'OPEN' && row['kind'] === 'BARCODE_TWICE' ? (row['subject_id'] as string) : undefined),
  partOf: (row) => [row['person_id'] as string],
  reads: ({ warehouse, payload: p }) => codeReads(warehouse, p.documentId),
  sheet: (slice, warehouse, documentId) => {
    const open = slice.list('exception', { warehouse_id: warehouse, subject_id: documentId }).filter((row) => row.kind === 'BARCODE_TWICE');
    const decided = open.find((row) => row.state !== 'OPEN');
    const rows = inOrder(taughtRows(slice, documentId).filter((row) => row.source === TAUGHT), (row) => row.item_id);
    return {
      lines: open.length === 0 ? [] : rows.map((row) => ({
        lineId: row.item_id, state: open.some((each) => each.state === 'OPEN') ? 'PENDING' : 'DECIDED', by: decided?.resolved_by ?? '', itemId: row.item_id, locationId: documentId, units: row.units, value: 0,
        view: () => idFrom('view', row.code, row.item_id, row.units, row.source), needed: 1, signers: [],
      })),
      partakers: open.map((row) => row.person_id), whole: false,
    };
  },
  sign: () => {},
  /** Both really carry it, once nobody is turned down. */
  approve: (book) => {
    const { payload: p } = book.command;
    if (p.lines.every((line) => line.decision === 'approve')) for (const row of openAbout(book, p.documentId)) resolveException(book, row, 'BOTH');
  },
  reject: (book, lineId) => {
    const { documentId } = book.command.payload;
    const row = taughtRows(book.slice, documentId).find((each) => each.item_id === lineId && each.source === TAUGHT);
    if (row) book.became('barcode', { ...row, source: WITHDRAWN });
    if (new Set(taughtRows(book.slice, documentId).map((each) => each.item_id)).size <= 1) for (const open of openAbout(book, documentId)) resolveException(book, open, `WITHDRAWN: ${lineId}`);
  },
};
