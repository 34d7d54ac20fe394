// The ledger: every change of stock is a movement from one position to another, so nothing appears or vanishes.
// Bins never go below zero: what the books cannot cover is drawn from the bin's suspense, and goods that later
// arrive in that bin cover it again by themselves.
import type { Book } from './book.ts';
import { tellCounts, type Hands } from './count-arrivals.ts';
import { idFrom } from './ids.ts';
import { raise, resolveException, suspenseExceptionId } from './exceptions.ts';
import { account, isAccount } from './positions.ts';
import type { Slice } from './slice.ts';
import type { Row } from './tables.ts';

export interface Side {
  readonly location: string;
  readonly condition: string;
  readonly hold: string;
  readonly owner: string;
}
export interface Carry {
  readonly type: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  /** Whole base units, above zero. */
  readonly quantity: number;
  readonly from: Side;
  readonly to: Side;
  readonly document?: string;
  readonly reason?: string;
  readonly packUnits?: number;
  /** Tells movements of one command apart that are otherwise alike, such as two lines of the same item. */
  readonly key?: string | number;
  /** When it happened, if not with the command: a count posts at the time of the look. */
  readonly at?: number;
  /** False where no hand moved anything and the slice does not know the counts of the place, such as when goods get their name. */
  readonly tells?: boolean;
  /** False where the slice does not know the exceptions of the bin: what arrives then covers suspense with the next movement. */
  readonly settles?: boolean;
}

/** Sellable as new, not held, owned by the company: the plain state goods have unless somebody says otherwise. */
export const plain = (location: string): Side => ({ location, condition: 'N', hold: '', owner: '' });

/** Waits for a count: nothing of it is promised anew, work that was released goes on. */
export const COUNT_HOLD = 'COUNT_HOLD';
/** Came beyond what was announced and stays at the dock until the buyer has looked. */
export const SURPLUS_HOLD = 'SURPLUS';

/** Records goods going from one place to another, and tells the counts that were taken there later than it happened. */
export function carry(book: Book, goods: Carry): void {
  if (goods.tells !== false) tellCounts(book, goods, goods.from, -1, hands);
  put(book, goods);
  if (goods.tells !== false) tellCounts(book, goods, goods.to, 1, hands);
}

/** Covers a shortage from suspense and suspense from what arrives. */
function put(book: Book, goods: Carry): void {
  let short = goods.quantity;
  for (const from of sources(goods.from)) {
    const taken = isAccount(from.location) ? short : Math.min(short, Math.max(0, quantityAt(book.slice, book.command.warehouse, goods, from)));
    if (taken > 0) move(book, goods, taken, from, goods.to, goods.type);
    short -= taken;
  }
  if (short > 0) {
    move(book, goods, short, { ...goods.from, location: account.suspense(goods.from.location) }, goods.to, goods.type);
    tellSuspense(book, goods, goods.from.location);
  }
  if (!isAccount(goods.to.location) && goods.settles !== false) coverSuspense(book, goods);
}

/** Keeps this many of the counted goods from new promises: none once the shelf agrees, the shortage until somebody decided. */
export function holdForCount(book: Book, at: Pick<Row<'adjustment'>, 'adjustment_id' | 'location_id' | 'item_id' | 'lot' | 'serial' | 'condition' | 'hold' | 'owner'>, wanted: number): void {
  if (at.hold !== '') return;
  const goods = { itemId: at.item_id, lot: at.lot, serial: at.serial, key: `${at.adjustment_id} ${book.events.length}` };
  const free = { location: at.location_id, condition: at.condition, hold: '', owner: at.owner };
  const held = { ...free, hold: COUNT_HOLD };
  const [inHold, inFree] = [held, free].map((side) => Math.max(0, quantityAt(book.slice, book.command.warehouse, goods, side))) as [number, number];
  const more = Math.min(wanted - inHold, inFree);
  if (more > 0) put(book, { ...goods, type: 'count.hold', quantity: more, from: free, to: held });
  if (more < 0) put(book, { ...goods, type: 'count.release', quantity: -more, from: held, to: free });
}

const hands: Hands = { put, hold: holdForCount };

/** Holds that only keep goods from new promises stop nobody who has them in hand, so plain goods are taken from them too. */
const sources = (from: Side): readonly Side[] =>
  from.hold === '' && !isAccount(from.location) ? [from, { ...from, hold: COUNT_HOLD }, { ...from, hold: SURPLUS_HOLD }] : [from];

/** Units that can be taken from a place in this state before suspense has to stand in. */
export const takeable = (slice: Slice, warehouse: string, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): number =>
  sources(side).reduce((sum, from) => sum + Math.max(0, quantityAt(slice, warehouse, goods, from)), 0);

/** Units of an item, lot and serial in exactly one position. */
export function quantityAt(slice: Slice, warehouse: string, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): number {
  return slice.get('position', warehouse, goods.itemId, side.location, goods.lot, goods.serial, side.condition, side.hold, side.owner)?.quantity ?? 0;
}

function coverSuspense(book: Book, goods: Carry): void {
  const bin = goods.to.location;
  const owed: Side = { ...goods.to, location: account.suspense(bin) };
  const missing = -quantityAt(book.slice, book.command.warehouse, goods, owed);
  const covered = Math.min(missing, quantityAt(book.slice, book.command.warehouse, goods, goods.to));
  if (covered <= 0) return;
  move(book, goods, covered, goods.to, owed, 'suspense.cover');
  tellSuspense(book, goods, bin);
}

function tellSuspense(book: Book, goods: Carry, bin: string): void {
  const { warehouse } = book.command;
  const open = book.slice
    .list('position', { warehouse_id: warehouse, item_id: goods.itemId, location_id: account.suspense(bin) })
    .reduce((sum, row) => (row.lot === goods.lot ? sum - row.quantity : sum), 0);
  const id = suspenseExceptionId(warehouse, bin, goods.itemId, goods.lot);
  const known = book.slice.get('exception', warehouse, id);
  if (open === 0) {
    if (known?.state === 'OPEN') resolveException(book, known, 'COVERED');
    return;
  }
  if (known?.state === 'OPEN') return book.became('exception', { ...known, quantity: open });
  raise(book, {
    id, rule: 'SUS-1', kind: 'SUSPENSE', subject: { kind: 'bin', id: bin }, ownerRole: 'supervisor', maxAgeHours: 24,
    itemId: goods.itemId, locationId: bin, quantity: open, did: { type: goods.type, quantity: goods.quantity, lot: goods.lot }, book: { missing: open },
  });
}

function move(book: Book, goods: Carry, quantity: number, from: Side, to: Side, type: string): void {
  const { command } = book;
  const row: Row<'movement'> = {
    warehouse_id: command.warehouse,
    movement_id: idFrom(command.id, 'movement', goods.key ?? '', goods.type, type, goods.itemId, goods.lot, goods.serial, ...sideKey(from), ...sideKey(to)),
    command_id: command.id,
    type,
    item_id: goods.itemId,
    lot: goods.lot,
    serial: goods.serial,
    quantity,
    from_location: from.location, from_condition: from.condition, from_hold: from.hold, from_owner: from.owner,
    to_location: to.location, to_condition: to.condition, to_hold: to.hold, to_owner: to.owner,
    pack_units: goods.packUnits ?? 1,
    document_id: goods.document ?? '',
    reason: goods.reason ?? '',
    person_id: command.person,
    device_id: command.device,
    effective_at: goods.at ?? book.at,
  };
  book.moved(row);
}

const sideKey = (side: Side): readonly string[] => [side.location, side.condition, side.hold, side.owner];
