// Goods between warehouses: a document with two sides, each of which books against its own account of goods on their way,
// in either order and without the other. When both have said that they are done, what one sent and the other received is
// compared; what was lost on the way, or came beyond, is settled from what both say.
import type { Book } from './book.ts';
import { decider } from './decider.ts';
import { closeAbout, raise } from './exceptions.ts';
import { idFrom } from './ids.ts';
import { carry } from './ledger.ts';
import { shortageThen } from './moving.ts';
import { account } from './positions.ts';
import { about, document, item, serialOf, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { trackSerial } from './serials.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

export const openTransfer = decider('transfer.open', {
  reads: ({ payload: p }) => [...transferReads(p.transferId), { table: 'warehouse', where: { warehouse_id: p.fromWarehouse } }, { table: 'warehouse', where: { warehouse_id: p.toWarehouse } }],
  refuse: ({ payload: p }, slice) => {
    if (slice.get('transfer', p.transferId)) return reject('already_done', { transfer: p.transferId });
    const missing = [p.fromWarehouse, p.toWarehouse].find((warehouse) => !slice.get('warehouse', warehouse));
    return missing === undefined ? undefined : reject('unknown_location', { place: missing });
  },
  effects: (book) => {
    const p = book.command.payload;
    book.became('transfer', { transfer_id: p.transferId, from_warehouse: p.fromWarehouse, to_warehouse: p.toWarehouse, state: 'OPEN', created_at: book.at, sent_done_at: null, received_done_at: null, settled_at: null });
    for (const line of p.lines) {
      book.became('transfer_line', { transfer_id: p.transferId, line_no: line.lineNo, item_id: line.itemId, lot: line.lot, quantity: line.quantity, sent: 0, received: 0, settled: 0 });
    }
  },
});

/** Each end posts against its own in-transit account, in either order; the two accounts sum to what was lost on the way. */
function transferEnd<T extends 'transfer.send' | 'transfer.receive'>(type: T) {
  const sending = type === 'transfer.send';
  return decider(type, {
    reads: ({ warehouse, payload: p }) => [
      ...transferReads(p.transferId), item(p.itemId), ...serialOf(p.itemId, p.serial), ...stockAt(warehouse, p.itemId, p.locationId, p.lot),
      { table: 'position', where: { warehouse_id: warehouse, item_id: p.itemId, location_id: account.transit(p.transferId, sending ? 'out' : 'in') } },
    ],
    refuse: (command, slice) => {
      const { warehouse, payload: p } = command;
      if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
      const line = slice.get('transfer_line', p.transferId, p.lineNo);
      if (!line) return reject('unknown_document', { transfer: p.transferId });
      const end = endOf(slice, p.transferId, sending);
      if (line.item_id !== p.itemId || (end !== undefined && end !== warehouse)) return reject('not_this_document', { transfer: p.transferId, needed: line.item_id, item: p.itemId, warehouse: end ?? '' });
      const done = sending ? line.sent : line.received;
      if (done + p.quantity > line.quantity) return reject('over_expected', { expected: line.quantity, done, quantity: p.quantity });
      return sending ? shortageThen(slice, command, { ...p, location: p.locationId }) : undefined;
    },
    effects: (book) => {
      const { slice, command } = book;
      const p = command.payload;
      const here = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
      const way = { ...here, location: account.transit(p.transferId, sending ? 'out' : 'in') };
      carry(book, { ...p, type, from: sending ? here : way, to: sending ? way : here, document: p.transferId });
      trackSerial(book, p.itemId, p.serial, sending ? 'IN_TRANSIT' : 'ON_HAND', sending ? way.location : p.locationId);
      const line = slice.get('transfer_line', p.transferId, p.lineNo);
      if (line?.item_id === p.itemId) book.became('transfer_line', { ...line, sent: line.sent + (sending ? p.quantity : 0), received: line.received + (sending ? 0 : p.quantity) });
      const transfer = slice.get('transfer', p.transferId);
      if (!transfer) return;
      const lines = slice.list('transfer_line', { transfer_id: p.transferId });
      const state = stateOf(transfer, lines);
      if (transfer.state !== state) book.became('transfer', { ...transfer, state });
    },
  });
}
export const sendTransfer = transferEnd('transfer.send');
export const receiveTransfer = transferEnd('transfer.receive');

const endOf = (slice: Slice, transferId: string, sending: boolean): string | undefined => {
  const transfer = slice.get('transfer', transferId);
  return sending ? transfer?.from_warehouse : transfer?.to_warehouse;
};
const transferReads = (transferId: string) =>
  document(`transfer:${transferId}`, { table: 'transfer', where: { transfer_id: transferId } }, { table: 'transfer_line', where: { transfer_id: transferId } });

type Transfer = Row<'transfer'>;
/** Which side of a transfer a warehouse is; undefined for neither. */
export const sideOf = (transfer: Pick<Transfer, 'from_warehouse' | 'to_warehouse'>, warehouse: string): 'out' | 'in' | undefined =>
  (transfer.from_warehouse === warehouse ? 'out' : transfer.to_warehouse === warehouse ? 'in' : undefined);
const linesOf = (slice: Slice, transferId: string): readonly Row<'transfer_line'>[] => slice.list('transfer_line', { transfer_id: transferId }).toSorted((a, b) => a.line_no - b.line_no);
/** Units that left and have neither come nor been settled; below zero came too many. */
export const missingOf = (line: Row<'transfer_line'>): number => line.sent - line.received - line.settled;
const unevenLines = (lines: readonly Row<'transfer_line'>[]): readonly Row<'transfer_line'>[] => lines.filter((line) => missingOf(line) !== 0);

export const finishTransfer = decider('transfer.finish', {
  reads: ({ payload: p }) => transferReads(p.transferId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const transfer = slice.get('transfer', p.transferId);
    if (!transfer) return reject('unknown_document', { transfer: p.transferId });
    const side = sideOf(transfer, warehouse);
    if (side === undefined) return reject('not_this_document', { transfer: p.transferId, warehouse: '', needed: '' });
    const done = side === 'out' ? transfer.sent_done_at : transfer.received_done_at;
    return done === null ? undefined : reject('already_done', { transfer: p.transferId });
  },
  effects: (book) => {
    const { slice, command, at } = book;
    const transfer = slice.get('transfer', command.payload.transferId);
    const side = transfer && sideOf(transfer, command.warehouse);
    if (!transfer || side === undefined) return;
    const told = side === 'out' ? { ...transfer, sent_done_at: transfer.sent_done_at ?? at } : { ...transfer, received_done_at: transfer.received_done_at ?? at };
    book.became('transfer', { ...told, state: stateOf(told, linesOf(slice, transfer.transfer_id)) });
  },
});

/** Open until something left or arrived, received when nothing is to come any more. */
function stateOf(transfer: Transfer, lines: readonly Row<'transfer_line'>[]): string {
  if (transfer.sent_done_at !== null && transfer.received_done_at !== null) return unevenLines(lines).length === 0 ? 'RECEIVED' : 'UNEVEN';
  if (lines.every((line) => line.received >= line.quantity)) return 'RECEIVED';
  return lines.some((line) => line.sent > 0 || line.received > 0) || transfer.sent_done_at !== null ? 'IN_TRANSIT' : 'OPEN';
}

const unevenId = (transferId: string): string => idFrom('transfer-uneven', transferId);
const comparing = (warehouse: string, transferId: string): readonly Read[] => [...transferReads(transferId), about(warehouse, transferId, `transfer:${transferId}`)];

/** Told at the side that sent, whose goods they were. */
export const compareTransfer = decider('transfer.compare', {
  reads: ({ warehouse, payload: p }) => comparing(warehouse, p.transferId),
  refuse: () => undefined,
  effects: (book) => {
    const { slice, command } = book;
    const transfer = slice.get('transfer', command.payload.transferId);
    if (!transfer || transfer.from_warehouse !== command.warehouse || transfer.sent_done_at === null || transfer.received_done_at === null) return;
    const lines = linesOf(slice, transfer.transfer_id);
    const uneven = unevenLines(lines);
    const state = stateOf(transfer, lines);
    if (state !== transfer.state) book.became('transfer', { ...transfer, state });
    if (uneven.length === 0) return closeAbout(book, transfer.transfer_id, 'TRANSFER_UNEVEN', 'EVEN');
    const known = slice.get('exception', command.warehouse, unevenId(transfer.transfer_id));
    const evidence = { lines: uneven.map((line) => ({ item: line.item_id, lot: line.lot, sent: line.sent, received: line.received, settled: line.settled })), to: transfer.to_warehouse };
    if (known?.state === 'OPEN') return book.became('exception', { ...known, book: evidence });
    return raise(book, {
      ...(known ? {} : { id: unevenId(transfer.transfer_id) }), rule: 'TRF-8', kind: 'TRANSFER_UNEVEN', subject: { kind: 'transfer', id: transfer.transfer_id }, ownerRole: 'supervisor', maxAgeHours: 72,
      itemId: uneven[0]!.item_id, quantity: uneven.reduce((sum, line) => sum + Math.abs(missingOf(line)), 0), did: { type: 'transfer.compare', transferId: transfer.transfer_id }, book: evidence,
    });
  },
});

export const settleTransfer = decider('transfer.settle', {
  reads: ({ warehouse, payload: p }) => [...comparing(warehouse, p.transferId), { table: 'position', where: { warehouse_id: warehouse, location_id: account.transit(p.transferId, 'out') }, lock: `transfer:${p.transferId}` }],
  refuse: ({ warehouse, payload: p }, slice) => {
    const transfer = slice.get('transfer', p.transferId);
    if (!transfer || transfer.from_warehouse !== warehouse) return reject('unknown_document', { transfer: p.transferId });
    return transfer.state === 'UNEVEN' ? undefined : reject('nothing_to_do', { state: transfer.state });
  },
  effects: (book) => {
    const { slice, command } = book;
    const transfer = slice.get('transfer', command.payload.transferId);
    if (transfer?.state !== 'UNEVEN') return;
    for (const line of unevenLines(linesOf(slice, transfer.transfer_id))) settleLine(book, transfer, line);
    book.became('transfer', { ...transfer, state: 'RECEIVED', settled_at: book.at });
    closeAbout(book, transfer.transfer_id, 'TRANSFER_UNEVEN', 'SETTLED');
  },
});

/** The two accounts of the way sum to nothing then: what is missing leaves the one that sent, what is too much enters it. */
function settleLine(book: Book<'transfer.settle'>, transfer: Transfer, line: Row<'transfer_line'>): void {
  const way = account.transit(transfer.transfer_id, 'out');
  const away = { location: account.adjustment, condition: 'N', hold: '', owner: '' };
  const told = { type: 'transfer.settle', itemId: line.item_id, document: transfer.transfer_id };
  let missing = missingOf(line);
  book.became('transfer_line', { ...line, settled: line.settled + missing });
  if (missing < 0) return carry(book, { ...told, lot: line.lot, serial: '', quantity: -missing, from: away, to: { ...away, location: way }, reason: 'SURPLUS_IN_TRANSIT', key: line.line_no });
  const here = inOrder(book.slice.list('position', { warehouse_id: transfer.from_warehouse, item_id: line.item_id, location_id: way }), (row) => [row.lot === line.lot ? '0' : '1', row.lot, row.serial, row.condition, row.hold, row.owner].join());
  for (const row of here) {
    const quantity = Math.min(missing, row.quantity);
    if (quantity <= 0) continue;
    const side = { condition: row.condition, hold: row.hold, owner: row.owner };
    carry(book, { ...told, lot: row.lot, serial: row.serial, quantity, from: { ...side, location: way }, to: { ...side, location: account.adjustment }, reason: 'LOST_IN_TRANSIT', key: `${line.line_no} ${row.lot} ${row.serial} ${row.condition} ${row.hold}` });
    missing -= quantity;
  }
}
