// What people teach the company about codes: that a barcode is an item's, that it is not, and what goods were that nobody
// knew when they were scanned. A code taught for two items stays with both until somebody decides; until then a person chooses.
import { lookupForms } from './barcode/lookup-forms.ts';
import { readOwnLabel } from './barcode/own-labels.ts';
import type { Book } from './book.ts';
import { decider } from './decider.ts';
import { resolveException } from './exceptions.ts';
import { carry } from './ledger.ts';
import { account, isAccount } from './positions.ts';
import { about, document, item, stockLock } from './reads.ts';
import { reject } from './rejections.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import { keyOf, type Row } from './tables.ts';

/** `source` of a code that somebody taught, and of one that was taught and no longer counts. Any other source is the ERP's. */
export const TAUGHT = 'TAUGHT';
export const WITHDRAWN = 'WITHDRAWN';

export const counts = (row: Row<'barcode'>): boolean => row.source !== WITHDRAWN;

const codeLock = (code: string): string => `barcode:${lookupForms(code).at(-1)}`;
export const codeReads = (warehouse: string, code: string): readonly Read[] => [
  ...lookupForms(code).map((form): Read => ({ table: 'barcode', where: { code: form }, lock: codeLock(code) })),
  about(warehouse, code, codeLock(code)),
];
/** Rows of a code that count, in whatever spelling. */
export const taughtRows = (slice: Slice, code: string): readonly Row<'barcode'>[] => lookupForms(code).flatMap((form) => slice.list('barcode', { code: form })).filter(counts);

/** Codes that already mean something by their form: our own labels, badges among them. */
const isOurs = (code: string): boolean => readOwnLabel(code) !== undefined;

export const teach = decider('barcode.teach', {
  reads: ({ warehouse, payload: p }) => [item(p.itemId), ...codeReads(warehouse, p.barcode)],
  refuse: ({ payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    if (isOurs(p.barcode) || p.barcode.trim() !== p.barcode) return reject('not_teachable', { code: p.barcode });
    const there = taughtRows(slice, p.barcode);
    if (there.some((row) => row.item_id === p.itemId && row.units === p.units)) return reject('already_done', { code: p.barcode });
    const other = there.find((row) => row.item_id !== p.itemId);
    return other && reject('code_elsewhere', { code: p.barcode, item: other.item_id });
  },
  effects: (book) => {
    const p = book.command.payload;
    book.became('barcode', { code: p.barcode, item_id: p.itemId, pack_code: p.packCode, units: p.units, source: TAUGHT });
  },
});

export const withdraw = decider('barcode.withdraw', {
  reads: ({ warehouse, payload: p }) => codeReads(warehouse, p.barcode),
  refuse: ({ payload: p }, slice) => {
    const row = slice.get('barcode', p.barcode, p.itemId);
    if (!row) return reject('unknown_document', { code: p.barcode });
    if (row.source === WITHDRAWN) return reject('already_done', { code: p.barcode });
    return row.source === TAUGHT ? undefined : reject('not_your_decision', { code: p.barcode });
  },
  effects: (book) => {
    const { slice, command: { payload: p } } = book;
    const row = slice.get('barcode', p.barcode, p.itemId);
    if (row) book.became('barcode', { ...row, source: WITHDRAWN });
    const left = new Set(taughtRows(slice, p.barcode).map((one) => one.item_id));
    if (left.size > 1) return;
    for (const open of openAbout(book, p.barcode)) resolveException(book, open, `WITHDRAWN: ${p.itemId}`);
  },
});
export const openAbout = (book: Book, code: string): readonly Row<'exception'>[] =>
  inOrder(book.slice.list('exception', { warehouse_id: book.command.warehouse, subject_id: code }).filter((row) => row.kind === 'BARCODE_TWICE' && row.state === 'OPEN'), (row) => row.exception_id);

export const matchScan = decider('scan.match', {
  reads: ({ warehouse, payload: p }) => [
    item(p.itemId),
    ...document(`exception:${warehouse}:${p.exceptionId}`, { table: 'exception', where: { warehouse_id: warehouse, exception_id: p.exceptionId } }),
    ...(p.heldAs === '' ? [] : [p.heldAs, p.itemId].map((itemId): Read => ({ table: 'position', where: { warehouse_id: warehouse, item_id: itemId }, lock: stockLock(warehouse, itemId) }))),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row || !['UNMATCHED_SCAN', 'UNKNOWN_ITEM'].includes(row.kind)) return reject('unknown_document', { exception: p.exceptionId });
    return row.state === 'OPEN' ? undefined : reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
  },
  effects: (book) => {
    const { slice, command: { warehouse, payload: p } } = book;
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (row) resolveException(book, row, `MATCHED: ${p.itemId}`);
    if (p.heldAs !== '' && p.heldAs !== p.itemId) becomeItem(book, p.heldAs, p.itemId, p.units);
  },
});

/** Goods that stood in the books under the code itself stand there as the item, place by place, in one step that sums to zero. */
function becomeItem(book: Book<'scan.match'>, from: string, to: string, units: number): void {
  const { slice, command } = book;
  const held = slice.list('position', { warehouse_id: command.warehouse, item_id: from }).filter((row) => row.quantity > 0 && !isAccount(row.location_id));
  for (const row of inOrder(held, (one) => keyOf('position', one))) {
    const side = { location: row.location_id, condition: row.condition, hold: row.hold, owner: row.owner };
    const way = { ...side, location: account.conversion };
    const goods = { type: 'scan.match' as const, tells: false, lot: row.lot, serial: row.serial, document: command.payload.exceptionId };
    carry(book, { ...goods, itemId: from, quantity: row.quantity, from: side, to: way });
    // Which bins hold such goods is not known beforehand, so nobody has read the work items of their suspense.
    carry(book, { ...goods, settles: false, itemId: to, quantity: row.quantity * units, from: way, to: side });
  }
}
