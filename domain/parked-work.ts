// Work the server could not take as it came. A supervisor's own command has it judged again; only two people together
// give it up. Its bytes stay whatever is decided.
import { decider } from './decider.ts';
import { exceptionReads, resolveException } from './exceptions.ts';
import { reject } from './rejections.ts';
import type { Slice } from './slice.ts';
import type { Json, Row } from './tables.ts';

function standsAgainst(slice: Slice, warehouse: string, exceptionId: string) {
  const row = slice.get('exception', warehouse, exceptionId);
  if (row?.kind !== 'PARKED') return reject('unknown_document', { exception: exceptionId });
  return row.state === 'OPEN' ? undefined : reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
}

/** Closes the work item; what was kept back is judged by the server right after it, in the same transaction. */
export const release = decider('parked.release', {
  reads: ({ warehouse, payload: p }) => exceptionReads(warehouse, p.exceptionId, ''),
  refuse: ({ warehouse, payload: p }, slice) => standsAgainst(slice, warehouse, p.exceptionId),
  effects: (book) => {
    const row = book.slice.get('exception', book.command.warehouse, book.command.payload.exceptionId);
    if (row) resolveException(book, row, 'RELEASED');
  },
});

/** Who wants kept-back work given up, and why; undefined while nobody does. */
export function givenUpBy(row: Row<'exception'>): { readonly by: string; readonly reason: string } | undefined {
  const { givenUp } = row.book as { readonly givenUp?: { readonly by: string; readonly reason: string } };
  return givenUp;
}

export const abandon = decider('parked.abandon', {
  reads: ({ warehouse, payload: p }) => exceptionReads(warehouse, p.exceptionId, ''),
  refuse: ({ warehouse, person, payload: p }, slice) => {
    const found = standsAgainst(slice, warehouse, p.exceptionId);
    if (found) return found;
    const first = givenUpBy(slice.get('exception', warehouse, p.exceptionId)!);
    return first?.by === person ? reject('approver_is_author', { author: person }) : undefined;
  },
  effects: (book) => {
    const { exceptionId, reason } = book.command.payload;
    const row = book.slice.get('exception', book.command.warehouse, exceptionId);
    if (!row) return;
    if (givenUpBy(row)) return resolveException(book, row, `ABANDONED: ${reason}`);
    book.became('exception', { ...row, book: { ...(row.book as Readonly<Record<string, Json>>), givenUp: { by: book.command.person, reason } } });
  },
});
