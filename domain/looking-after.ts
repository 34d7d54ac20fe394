// What people do about loose ends: keep a scan nobody can answer, and close an exception with what was done.
import { decider } from './decider.ts';
import { raise, resolveException } from './exceptions.ts';
import { document } from './reads.ts';
import { reject } from './rejections.ts';

export const keepScan = decider('scan.keep', {
  reads: () => [],
  refuse: () => undefined,
  effects: (book) => {
    const p = book.command.payload;
    raise(book, { rule: 'SCN-1', kind: 'UNMATCHED_SCAN', subject: { kind: 'scan', id: p.raw.slice(0, 128) }, ownerRole: 'supervisor', maxAgeHours: 24, book: { screen: p.screen, neighbours: p.neighbours, why: p.why } });
  },
});

export const resolve = decider('exception.resolve', {
  reads: ({ warehouse, payload: p }) => document(`exception:${warehouse}:${p.exceptionId}`, { table: 'exception', where: { warehouse_id: warehouse, exception_id: p.exceptionId } }),
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row) return reject('unknown_document', { exception: p.exceptionId });
    if (row.state !== 'OPEN') return reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
    return row.kind === 'SUSPENSE' ? reject('not_pending', { place: row.location_id, missing: row.quantity }) : undefined;
  },
  effects: (book) => {
    const p = book.command.payload;
    const row = book.slice.get('exception', book.command.warehouse, p.exceptionId);
    if (row) resolveException(book, row, p.note === '' ? p.resolution : `${p.resolution}: ${p.note}`);
  },
});
