// Holds keep goods from being promised or picked without moving them: placed and released by item, lot, serial or bin.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { decider } from './decider.ts';
import { carry } from './ledger.ts';
import { isAccount } from './positions.ts';
import { document, stockLock } from './reads.ts';
import { reject } from './rejections.ts';
import type { Read } from './slice.ts';
import type { Row } from './tables.ts';

interface Aim {
  readonly itemId: string;
  readonly locationId: string;
}

const holdReads = (warehouse: string, holdId: string, aim: Aim): readonly Read[] => [
  ...document(`hold:${warehouse}:${holdId}`, { table: 'hold', where: { warehouse_id: warehouse, hold_id: holdId } }),
  aim.itemId === ''
    ? { table: 'position', where: { warehouse_id: warehouse, location_id: aim.locationId }, lock: `place:${warehouse}:${aim.locationId}` }
    : { table: 'position', where: { warehouse_id: warehouse, item_id: aim.itemId }, lock: stockLock(warehouse, aim.itemId) },
];

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
    changeHold(book, hold, '', p.code);
  },
});

export const releaseHold = decider('hold.release', {
  reads: ({ warehouse, payload: p }) => holdReads(warehouse, p.holdId, p),
  refuse: ({ warehouse, payload: p }, slice) => {
    const hold = slice.get('hold', warehouse, p.holdId);
    if (!hold) return reject('unknown_document', { hold: p.holdId });
    return hold.state === 'PLACED' ? undefined : reject('already_done', { hold: p.holdId, by: hold.released_by ?? '' });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const hold = slice.get('hold', command.warehouse, command.payload.holdId);
    if (!hold) return;
    book.became('hold', { ...hold, state: 'RELEASED', released_by: command.person, released_at: at });
    changeHold(book, hold, hold.code, '');
  },
});

function changeHold(book: Book<CommandType>, hold: Row<'hold'>, before: string, after: string): void {
  const { warehouse } = book.command;
  const where = hold.item_id === '' ? { warehouse_id: warehouse, location_id: hold.location_id } : { warehouse_id: warehouse, item_id: hold.item_id };
  const aimed = book.slice.list('position', where).filter((row) => row.quantity > 0 && row.hold === before && !isAccount(row.location_id) && matches(hold, row));
  for (const row of aimed) {
    const side = { location: row.location_id, condition: row.condition, hold: before, owner: row.owner };
    carry(book, { type: after === '' ? 'hold.release' : 'hold.place', itemId: row.item_id, lot: row.lot, serial: row.serial, quantity: row.quantity, from: side, to: { ...side, hold: after }, document: hold.hold_id, reason: hold.code });
  }
}

const matches = (hold: Row<'hold'>, row: Row<'position'>): boolean =>
  (hold.lot === '' || hold.lot === row.lot) && (hold.serial === '' || hold.serial === row.serial) && (hold.location_id === '' || hold.location_id === row.location_id);
