// The registry of serial numbers: one unit is in one place, and a scan that says otherwise is looked at by a person.
import type { Book } from './book.ts';
import { raise, subjectOf } from './exceptions.ts';
import type { Carry } from './ledger.ts';
import { isAccount, isOnHand } from './positions.ts';
import type { Slice } from './slice.ts';
import { joinValues, type Json } from './tables.ts';

/** Where the books have a serial that comes on hand in `location`, if they have it on hand already; `registered` says that the slice knows the registry. */
export function serialAlready(slice: Slice, { itemId, serial }: Pick<Carry, 'itemId' | 'serial'>, warehouse: string, location: string, { registered = true, impossible = ['ON_HAND', 'IN_TRANSIT'] }: { readonly registered?: boolean; readonly impossible?: readonly string[] } = {}): Readonly<Record<string, string>> | undefined {
  if (serial === '') return undefined;
  const here = slice.list('position', { warehouse_id: warehouse, item_id: itemId, location_id: location }).some((row) => row.serial === serial && row.quantity > 0);
  if (here) return { serial, state: 'ON_HAND', warehouse, location };
  const elsewhere = registered ? serialConflict(slice, itemId, serial, impossible) : undefined;
  // Where the registry has it and no unit lies, it was missing and is found.
  return elsewhere && !(elsewhere['warehouse'] === warehouse && elsewhere['location'] === location) ? elsewhere : undefined;
}

/** Whatever the ladder saw: a number that comes on hand although it is on hand already is somebody's to look at. */
export function tellSerial(book: Book, goods: Carry): void {
  const { from, to, registered = true } = goods;
  if (goods.serial === '' || isOnHand(from.location) || isAccount(to.location)) return;
  const { command: { warehouse, type, payload }, slice } = book;
  const impossible = from.location.startsWith('~transit:') ? ['ON_HAND'] : ['ON_HAND', 'IN_TRANSIT'];
  const already = serialAlready(slice, goods, warehouse, to.location, { registered, impossible }) ?? serialTwice([goods], warehouse, to.location);
  if (!already) return;
  const did = payload as Readonly<Record<string, Json>>;
  const [kind, id] = subjectOf(did);
  raise(book, {
    id: book.id('serial', joinValues([goods.itemId, goods.serial, String(goods.key ?? '')])), rule: 'SER-1', kind: 'SERIAL_ELSEWHERE', subject: { kind, id }, ownerRole: 'supervisor', maxAgeHours: 24,
    itemId: goods.itemId, locationId: to.location, quantity: goods.quantity, did: { type, ...did, lot: goods.lot }, book: already,
  });
}

/** Where the registry has a serial, if that is in one of the states in which it cannot be where it was scanned. */
export function serialConflict(slice: Slice, itemId: string, serial: string, impossible: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (serial === '') return undefined;
  const known = slice.get('serial', itemId, serial);
  if (!known || !impossible.includes(known.state)) return undefined;
  return { serial, state: known.state, warehouse: known.at_warehouse, location: known.at_location };
}

/** Of units that one report finds in one place, the first whose number is there twice: one of the two labels is wrong. */
export function serialTwice(units: readonly { readonly itemId: string; readonly serial: string; readonly quantity: number }[], warehouse: string, location: string): Readonly<Record<string, string>> | undefined {
  const seen = new Set<string>();
  for (const { itemId, serial, quantity } of units) {
    if (serial === '') continue;
    const key = joinValues([itemId, serial]);
    if (quantity > 1 || seen.has(key)) return { serial, state: 'ON_HAND', warehouse, location };
    seen.add(key);
  }
  return undefined;
}

/** Writes where a serial is now; a report from before the last known one changes nothing. */
export function trackSerial(book: Book, itemId: string, serial: string, state: string, location: string, orderId: string | null = null): void {
  if (serial === '') return;
  const known = book.slice.get('serial', itemId, serial);
  if (known && known.effective_at > book.at) return;
  enterSerial(book, { itemId, serial, state, location, orderId: orderId ?? known?.order_id ?? null });
}

interface Entry {
  readonly itemId: string;
  readonly serial: string;
  readonly state: string;
  readonly location: string;
  readonly orderId: string | null;
}
/** Writes the registry without a look at it, for commands that do not name the serial of the thing they are about. */
export function enterSerial(book: Book, { itemId, serial, state, location, orderId }: Entry): void {
  if (serial === '') return;
  book.became('serial', {
    item_id: itemId, serial, state, at_warehouse: book.command.warehouse, at_location: location, order_id: orderId, command_id: book.command.id, effective_at: book.at,
  });
}
