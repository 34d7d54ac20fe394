// What people do about loose ends: keep a scan nobody can answer, take a work item on, and close it with what was done.
import { decider } from './decider.ts';
import { exceptionReads, raise, resolveException } from './exceptions.ts';
import { reject } from './rejections.ts';

export const keepScan = decider('scan.keep', {
  reads: () => [],
  refuse: () => undefined,
  effects: (book) => {
    const p = book.command.payload;
    raise(book, { rule: 'SCN-1', kind: 'UNMATCHED_SCAN', subject: { kind: 'scan', id: p.raw.slice(0, 128) }, ownerRole: 'supervisor', maxAgeHours: 24, book: { screen: p.screen, neighbours: p.neighbours, why: p.why } });
  },
});

/** Closed by what happens, never by a word: goods that are found or counted, work that is released or given up by two people. */
const closesByItself: ReadonlySet<string> = new Set(['SUSPENSE', 'PARKED']);

export const resolve = decider('exception.resolve', {
  reads: ({ warehouse, payload: p }) => exceptionReads(warehouse, p.exceptionId, p.subjectId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row) return reject('unknown_document', { exception: p.exceptionId });
    if (row.state !== 'OPEN') return reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
    return closesByItself.has(row.kind) ? reject('not_pending', { place: row.location_id, missing: row.quantity }) : undefined;
  },
  effects: (book) => {
    const p = book.command.payload;
    const row = book.slice.get('exception', book.command.warehouse, p.exceptionId);
    if (row) resolveException(book, row, p.note === '' ? p.resolution : `${p.resolution}: ${p.note}`, p.by[0]);
  },
});

export const assign = decider('exception.assign', {
  reads: ({ warehouse, payload: p }) => exceptionReads(warehouse, p.exceptionId, p.subjectId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row) return reject('unknown_document', { exception: p.exceptionId });
    if (row.state !== 'OPEN') return reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
    const has = row.taken_by ?? '';
    if (has === p.to) return reject('nothing_to_do', { by: has });
    return has === p.seen ? undefined : reject('view_changed', { by: has });
  },
  effects: (book) => {
    const { to, exceptionId } = book.command.payload;
    const row = book.slice.get('exception', book.command.warehouse, exceptionId);
    if (row) book.became('exception', { ...row, taken_by: to === '' ? null : to, taken_at: to === '' ? null : book.at });
  },
});
