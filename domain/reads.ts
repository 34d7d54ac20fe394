// The questions deciders ask before they judge, with the root whose lock covers the answer. Stock is locked by
// warehouse and item, so that whoever looks at one bin and whoever looks at all bins of an item meet; the suspense of a
// place by the place, so that whoever takes one item there and whoever takes whatever is there meet as well.
import { account, isAccount } from './positions.ts';
import { suspenseExceptionId } from './exceptions.ts';
import type { Read } from './slice.ts';

export const item = (itemId: string): Read => ({ table: 'item', where: { item_id: itemId } });
export const place = (warehouse: string, locationId: string): Read => ({ table: 'location', where: { warehouse_id: warehouse, location_id: locationId } });
export const setting = (key: string): Read => ({ table: 'setting', where: { key } });

export const placeLock = (warehouse: string, locationId: string): string => `place:${warehouse}:${locationId}`;
export const stockLock = (warehouse: string, itemId: string): string => `stock:${warehouse}:${itemId}`;

/** What the books have of an item in one place, with the suspense that stands for it and the exception it opened; without a lot, those of all lots. */
export function stockAt(warehouse: string, itemId: string, locationId: string, lot?: string): readonly Read[] {
  if (isAccount(locationId)) return [];
  const lock = stockLock(warehouse, itemId);
  const at = (location: string): Read => ({ table: 'position', where: { warehouse_id: warehouse, item_id: itemId, location_id: location }, lock });
  return [
    at(locationId),
    { ...at(account.suspense(locationId)), lock: placeLock(warehouse, locationId) },
    lot === undefined ? about(warehouse, locationId, lock) : { table: 'exception', where: { warehouse_id: warehouse, exception_id: suspenseExceptionId(warehouse, locationId, itemId, lot) }, lock },
  ];
}

/** All goods in one place, where a command does not name the items: with their suspense and its exceptions. */
export function placeStock(warehouse: string, locationId: string): readonly Read[] {
  const lock = placeLock(warehouse, locationId);
  const at = (location: string): Read => ({ table: 'position', where: { warehouse_id: warehouse, location_id: location }, lock });
  return [at(locationId), at(account.suspense(locationId)), about(warehouse, locationId, lock)];
}

/** Exceptions about one thing: those of suspense are about its bin. */
export const about = (warehouse: string, subjectId: string, lock: string): Read => ({ table: 'exception', where: { warehouse_id: warehouse, subject_id: subjectId }, lock });

/** Where goods can stand: a location, or a handling unit such as a tote. */
export const standing = (warehouse: string, id: string): readonly Read[] => [place(warehouse, id), ...handlingUnit(warehouse, id)];
export const handlingUnit = (warehouse: string, id: string): readonly Read[] => document(`unit:${warehouse}:${id}`, { table: 'handling_unit', where: { warehouse_id: warehouse, unit_id: id } });

/** A document by its key, locked as a root, together with the tables keyed below it. */
export function document(lock: string, ...reads: readonly Read[]): readonly Read[] {
  return reads.map((read) => ({ ...read, lock }));
}
export const order = (orderId: string): readonly Read[] =>
  document(
    `order:${orderId}`,
    { table: 'sales_order', where: { order_id: orderId } },
    { table: 'sales_order_line', where: { order_id: orderId } },
    { table: 'order_hold', where: { order_id: orderId } },
    { table: 'substitution', where: { order_id: orderId } },
  );
export const fulfilment = (warehouse: string, fulfilmentId: string): readonly Read[] =>
  document(
    `fulfilment:${warehouse}:${fulfilmentId}`,
    { table: 'fulfilment', where: { warehouse_id: warehouse, fulfilment_id: fulfilmentId } },
    { table: 'pick_task', where: { warehouse_id: warehouse, fulfilment_id: fulfilmentId } },
    { table: 'parcel', where: { warehouse_id: warehouse, fulfilment_id: fulfilmentId } },
  );
export const serialOf = (itemId: string, serial: string): readonly Read[] =>
  serial === '' ? [] : document(`serial:${itemId}:${serial}`, { table: 'serial', where: { item_id: itemId, serial } });
