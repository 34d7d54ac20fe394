// Counts on paper: which tasks a printed sheet holds, when somebody set out with it, and when it was typed in. The looks
// themselves are counts like any other; their window runs from the set-out to the entry, unless a time was noted per bin.
import type { Book } from '#domain/book.ts';
import { decider } from '#domain/decider.ts';
import { document } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';
import type { Row } from '#domain/tables.ts';

const sheetReads = (warehouse: string, sheetId: string) => document(`count-sheet:${warehouse}:${sheetId}`, { table: 'count_sheet', where: { warehouse_id: warehouse, sheet_id: sheetId } });

/** What stands as the device of a look that was written on paper: it has no order with what any station does. */
export const paperOf = (sheetId: string): string => `paper:${sheetId}`;

export const printSheet = decider('count.print_sheet', {
  reads: ({ warehouse, payload: p }) => sheetReads(warehouse, p.sheetId),
  refuse: ({ warehouse, payload: p }, slice) => (slice.get('count_sheet', warehouse, p.sheetId) ? reject('already_done', { sheet: p.sheetId }) : undefined),
  effects: (book) => {
    const { command, at } = book;
    const { sheetId, taskIds } = command.payload;
    if (book.slice.get('count_sheet', command.warehouse, sheetId)) return;
    book.became('count_sheet', { warehouse_id: command.warehouse, sheet_id: sheetId, task_ids: [...new Set(taskIds)], state: 'PRINTED', printed_by: command.person, printed_at: at, started_by: null, started_at: null, ended_by: null, ended_at: null });
  },
});

export const startSheet = decider('count.start_sheet', {
  reads: ({ warehouse, payload: p }) => sheetReads(warehouse, p.sheetId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const sheet = slice.get('count_sheet', warehouse, p.sheetId);
    if (!sheet) return reject('unknown_document', { sheet: p.sheetId });
    return sheet.started_at === null ? undefined : reject('already_done', { sheet: p.sheetId, by: sheet.started_by ?? '' });
  },
  effects: (book) => {
    const sheet = sheetOf(book);
    if (sheet?.started_at === null) book.became('count_sheet', { ...sheet, state: 'STARTED', started_by: book.command.person, started_at: book.at });
  },
});

export const endSheet = decider('count.end_sheet', {
  reads: ({ warehouse, payload: p }) => sheetReads(warehouse, p.sheetId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const sheet = slice.get('count_sheet', warehouse, p.sheetId);
    if (!sheet) return reject('unknown_document', { sheet: p.sheetId });
    return sheet.ended_at === null ? undefined : reject('document_closed', { sheet: p.sheetId, by: sheet.ended_by ?? '' });
  },
  effects: (book) => {
    const sheet = sheetOf(book);
    if (sheet?.ended_at === null) book.became('count_sheet', { ...sheet, state: 'ENTERED', ended_by: book.command.person, ended_at: book.at });
  },
});

const sheetOf = (book: Book<'count.start_sheet' | 'count.end_sheet'>): Row<'count_sheet'> | undefined => book.slice.get('count_sheet', book.command.warehouse, book.command.payload.sheetId);
