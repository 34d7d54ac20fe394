// Holds keep goods from being promised or picked without moving them: placed and released by item, lot, serial or bin.
// A recall is a hold with that code over a lot wherever it is; what comes later falls under it (held-goods.ts).
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { decider } from './decider.ts';
import { isAbout, whereBinHoldsMeet } from './held-goods.ts';
import { carry } from './ledger.ts';
import { isAccount } from './positions.ts';
import { document, placeStock, stockAt, stockLock } from './reads.ts';
import { reject } from './rejections.ts';
import { inOrder, type Read } from './slice.ts';
import { joinValues, keyOf, type Row } from './tables.ts';

interface Aim {
  readonly itemId: string;
  readonly locationId: string;
}

const holdReads = (warehouse: string, holdId: string, aim: Aim): readonly Read[] => [
  ...document(`hold:${warehouse}:${holdId}`, { table: 'hold', where: { warehouse_id: warehouse, hold_id: holdId } }),
  ...(aim.itemId === '' ? [...placeStock(warehouse, aim.locationId), whereBinHoldsMeet(warehouse)] : aim.locationId === '' ? everywhere(warehouse, aim.itemId) : stockAt(warehouse, aim.itemId, aim.locationId)),
];
const everywhere = (warehouse: string, itemId: string): readonly Read[] => [{ table: 'position', where: { warehouse_id: warehouse, item_id: itemId }, lock: stockLock(warehouse, itemId) }];

export const placeHold = decider('hold.place', {
  reads: ({ warehouse, payload: p }) => holdReads(warehouse, p.holdId, p),
  refuse: ({ warehouse, payload: p }, slice) => (slice.get('hold', warehouse, p.holdId) ? reject('already_done', { hold: p.holdId }) : undefined),
  effects: (book) => {
    const { command, at } = book;
    const p = command.payload;
    const hold: Row<'hold'> = {
      warehouse_id: command.warehouse, hold_id: p.holdId, item_id: p.itemId, lot: p.lot, serial: p.serial, location_id: p.locationId, code: p.code, note: p.note,
      state: 'PLACED', placed_by: command.person, placed_at: at, released_by: null, released_at: null,
    };
    book.became('hold', hold);
    for (const row of heldAs(book, hold, '', p.itemId !== '' && p.locationId === '' ? [p.itemId] : [])) change(book, hold, row, p.code, row.quantity);
  },
});

export const releaseHold = decider('hold.release', {
  reads: ({ warehouse, payload: p }) => [
    ...holdReads(warehouse, p.holdId, p),
    ...[...new Set([...(p.itemId === '' ? [] : [p.itemId]), ...p.itemIds])].flatMap((itemId) => everywhere(warehouse, itemId)),
    ...document(`hold:${warehouse}:${p.holdId}`, { table: 'movement', where: { warehouse_id: warehouse, document_id: p.holdId } }),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const hold = slice.get('hold', warehouse, p.holdId);
    if (!hold) return reject('unknown_document', { hold: p.holdId });
    if (hold.item_id !== p.itemId || hold.location_id !== p.locationId) return reject('not_this_document', { hold: p.holdId, item: hold.item_id, place: hold.location_id });
    return hold.state === 'PLACED' ? undefined : reject('already_done', { hold: p.holdId, by: hold.released_by ?? '' });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const hold = slice.get('hold', command.warehouse, command.payload.holdId);
    if (!hold) return;
    book.became('hold', { ...hold, state: 'RELEASED', released_by: command.person, released_at: at });
    liftHold(book, hold);
  },
});

/** Frees as much as this hold took and no more, because other goods may be held under the same code: first where it took them, then wherever they were carried. */
function liftHold(book: Book<'hold.release'>, hold: Row<'hold'>): void {
  const owed = new Map<string, number>();
  const owe = (key: string, quantity: number) => owed.set(key, (owed.get(key) ?? 0) + quantity);
  for (const moved of book.slice.list('movement', { warehouse_id: hold.warehouse_id, document_id: hold.hold_id })) {
    if (moved.type !== 'hold.place') continue;
    owe(goodsOf(moved), moved.quantity);
    owe(joinValues([goodsOf(moved), moved.to_location, moved.to_condition, moved.to_owner]), moved.quantity);
  }
  const { itemId, itemIds } = book.command.payload;
  const rows = heldAs(book, hold, hold.code, itemId === '' ? itemIds : [itemId]);
  const freed = new Map<Row<'position'>, number>();
  for (const where of [placeOf, goodsOf]) {
    for (const row of rows) {
      const quantity = Math.min(row.quantity - (freed.get(row) ?? 0), owed.get(where(row)) ?? 0);
      if (quantity <= 0) continue;
      freed.set(row, (freed.get(row) ?? 0) + quantity);
      owe(goodsOf(row), -quantity);
    }
  }
  for (const [row, quantity] of freed) change(book, hold, row, '', quantity);
}
const placeOf = (row: Row<'position'>): string => joinValues([goodsOf(row), row.location_id, row.condition, row.owner]);
const goodsOf = (row: { readonly item_id: string; readonly lot: string; readonly serial: string }): string => joinValues([row.item_id, row.lot, row.serial]);

/** Goods a hold is about that are now held under this code: those of these items wherever they are, and whatever lies in its bin. */
function heldAs(book: Book<CommandType>, hold: Row<'hold'>, code: string, itemIds: readonly string[]): readonly Row<'position'>[] {
  const { slice, command: { warehouse } } = book;
  const found = [
    ...itemIds.flatMap((item_id) => slice.list('position', { warehouse_id: warehouse, item_id })),
    ...(hold.location_id === '' ? [] : slice.list('position', { warehouse_id: warehouse, location_id: hold.location_id, ...(hold.item_id === '' ? {} : { item_id: hold.item_id }) })),
  ];
  const rows = new Map(found.map((row) => [keyOf('position', row), row]));
  return inOrder([...rows.values()].filter((row) => row.quantity > 0 && row.hold === code && !isAccount(row.location_id) && isAbout(hold, { itemId: row.item_id, lot: row.lot, serial: row.serial })), (row) => keyOf('position', row));
}

function change(book: Book<CommandType>, hold: Row<'hold'>, row: Row<'position'>, to: string, quantity: number): void {
  const side = { location: row.location_id, condition: row.condition, hold: row.hold, owner: row.owner };
  carry(book, {
    type: to === '' ? 'hold.release' : 'hold.place', itemId: row.item_id, lot: row.lot, serial: row.serial, quantity, from: side, to: { ...side, hold: to }, document: hold.hold_id, reason: hold.code,
    settles: hold.location_id === row.location_id,
  });
}
