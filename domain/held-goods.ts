// Holds that stand: while one is open, whatever matches it is held as soon as it is anywhere on the floor, in whatever order
// the work reaches the books; and whoever carried, packed or shipped held goods is told about to a supervisor.
import type { Book } from './book.ts';
import { raise, type Raise } from './exceptions.ts';
import type { Carry } from './ledger.ts';
import { isPhysical } from './count-arrivals.ts';
import { isAccount } from './positions.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import type { Json, Row } from './tables.ts';

type Hold = Row<'hold'>;
type Goods = Pick<Carry, 'itemId' | 'lot' | 'serial'>;

/** The open holds of a warehouse; few, and whoever places one locks the stock that it is about. */
export const openHolds = (warehouse: string): Read => ({ table: 'hold', where: { warehouse_id: warehouse, state: 'PLACED' } });

/**
 * A hold of a whole bin names no item whose stock it could lock, and a promise looks at all bins of an item: where both
 * may meet they lock this, or goods are promised in the very moment in which their bin is held.
 */
export const whereBinHoldsMeet = (warehouse: string): Read => ({ ...openHolds(warehouse), lock: `bin-holds:${warehouse}` });

/** Whoever reads stock may move it, and so reads what holds stand over it. */
export function holdsOver(reads: readonly Read[]): readonly Read[] {
  const warehouses = new Set(reads.flatMap(({ table, where: { warehouse_id: warehouse } }) => (table === 'position' && typeof warehouse === 'string' ? [warehouse] : [])));
  return [...warehouses].map(openHolds);
}

/** Whether a hold is about these goods, wherever they are. */
export const isAbout = (hold: Hold, goods: Goods): boolean =>
  (hold.item_id === '' || hold.item_id === goods.itemId) && (hold.lot === '' || hold.lot === goods.lot) && (hold.serial === '' || hold.serial === goods.serial);

/** The hold under which goods fall that arrive free in a place: the first that was placed of those that are about them. */
export function standingHold(slice: Slice, warehouse: string, goods: Goods, place: string): Hold | undefined {
  const over = slice.list('hold', { warehouse_id: warehouse, state: 'PLACED' }).filter((hold) => isAbout(hold, goods) && (hold.location_id === '' || hold.location_id === place));
  return inOrder(over, (hold) => `${String(hold.placed_at).padStart(16, '0')} ${hold.hold_id}`)[0];
}

/** Somebody had held goods in hand whom nobody had told: recorded as it happened, and a supervisor looks. */
export function tellHeld(book: Book, goods: Carry, code: string, quantity: number): void {
  if (!isPhysical(goods.type)) return;
  const parcel = goods.type === 'parcel.pack' ? goods.to.location : goods.type === 'parcel.ship' ? goods.from.location : '';
  const { location: place } = isAccount(goods.to.location) ? goods.from : goods.to;
  raise(book, {
    ...wordsOf(goods.type),
    id: book.id('held', `${goods.key ?? ''} ${goods.itemId} ${goods.lot} ${goods.serial} ${goods.from.location} ${code}`),
    subject: parcel === '' ? { kind: 'place', id: place } : { kind: 'parcel', id: parcel },
    ownerRole: 'supervisor', itemId: goods.itemId, locationId: place, quantity,
    did: { type: goods.type, ...(book.command.payload as Readonly<Record<string, Json>>) }, book: { hold: code, item: goods.itemId, lot: goods.lot, quantity },
  });
}

function wordsOf(type: string): Pick<Raise, 'rule' | 'kind' | 'maxAgeHours'> {
  if (type === 'parcel.pack') return { rule: 'HLD-5', kind: 'HELD_PACKED', maxAgeHours: 2 };
  return type === 'parcel.ship' ? { rule: 'HLD-6', kind: 'INTERCEPT', maxAgeHours: 2 } : { rule: 'HLD-4', kind: 'HELD_TAKEN', maxAgeHours: 4 };
}
