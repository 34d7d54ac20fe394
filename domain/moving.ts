// Goods between places of one warehouse, between warehouses, between conditions, and between single and set.
import type { Book } from './book.ts';
import type { Stamp } from './commands.ts';
import { isCountedSince } from './count-arrivals.ts';
import { decider } from './decider.ts';
import { carry, inHand, plain, takeable } from './ledger.ts';
import { account } from './positions.ts';
import { broughtAway, putBacksAt } from './put-backs.ts';
import { handlingUnit, item, placeStock, serialOf, standing, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { replenished, replenishedReads } from './replenishing.ts';
import { enterSerial, serialConflict, serialTwice, trackSerial } from './serials.ts';
import { inOrder, type Slice } from './slice.ts';

interface Taken {
  readonly itemId: string;
  readonly lot: string;
  readonly serial?: string;
  readonly condition?: string;
  readonly hold?: string;
  readonly owner?: string;
  readonly quantity: number;
  readonly location: string;
}

/** Units missing in the books to cover what was taken in this state, or there only under a hold, as the rejection that asks about it; the goods are still moved. */
export function shortage(slice: Slice, warehouse: string, taken: Taken) {
  const side = { ...plain(taken.location), ...taken };
  const goods = { itemId: taken.itemId, lot: taken.lot, serial: taken.serial ?? '' };
  const have = takeable(slice, warehouse, goods, side);
  const missing = missingIn(slice, warehouse, taken);
  // Said to be held, and free or held otherwise meanwhile: nothing that the person could answer.
  if (missing || have >= taken.quantity || side.hold !== '') return missing;
  return reject('goods_held', { place: taken.location, item: taken.itemId, lot: taken.lot, hold: inHand(slice, warehouse, goods, side).holds.join(', '), held: taken.quantity - have, quantity: taken.quantity });
}

/** Only what is missing, whatever the state of the rest. */
export function missingIn(slice: Slice, warehouse: string, { itemId, lot, serial = '', quantity, location, ...state }: Taken) {
  const { units } = inHand(slice, warehouse, { itemId, lot, serial }, { ...plain(location), ...state });
  return units < quantity ? reject('not_enough_stock', { place: location, item: itemId, book: units, quantity }) : undefined;
}

/** The same for what may be told late: a count that was accepted since explains it. */
export function shortageThen(slice: Slice, command: Stamp, taken: Taken) {
  const side = { ...plain(taken.location), condition: taken.condition ?? 'N', hold: taken.hold ?? '', owner: taken.owner ?? '' };
  return isCountedSince(slice, command, { itemId: taken.itemId, lot: taken.lot, serial: taken.serial ?? '' }, side) ? undefined : shortage(slice, command.warehouse, taken);
}

function mover<T extends 'stock.put_away' | 'stock.move' | 'stock.put_back'>(type: T) {
  return decider(type, {
    reads: ({ warehouse, payload: p }) => [
      item(p.itemId), ...standing(warehouse, p.toLocation), ...serialOf(p.itemId, p.serial),
      ...stockAt(warehouse, p.itemId, p.fromLocation, p.lot), ...stockAt(warehouse, p.itemId, p.toLocation, p.lot), ...putBacksAt(warehouse, p.fromLocation), ...handlingUnit(warehouse, p.fromLocation),
      ...replenishedReads(warehouse, 'replenishment' in p ? p.replenishment : undefined),
    ],
    refuse: (command, slice) => {
      const { warehouse, payload: p } = command;
      if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
      if (!isPlace(slice, warehouse, p.toLocation)) return reject('unknown_location', { place: p.toLocation });
      if (p.fromLocation === p.toLocation) return reject('nothing_to_do', { place: p.toLocation });
      return shortageThen(slice, command, { ...p, location: p.fromLocation });
    },
    effects: (book) => {
      const p = book.command.payload;
      if (p.fromLocation === p.toLocation) return;
      const state = { condition: p.condition, hold: p.hold, owner: p.owner };
      carry(book, { ...p, type, from: { ...state, location: p.fromLocation }, to: { ...state, location: p.toLocation } });
      trackSerial(book, p.itemId, p.serial, 'ON_HAND', p.toLocation);
      if (type === 'stock.move') replenished(book as unknown as Book<'stock.move'>);
      broughtAway(book, { itemId: p.itemId, quantity: p.quantity, from: p.fromLocation, to: p.toLocation });
    },
  });
}
export const putAway = mover('stock.put_away');
export const moveStock = mover('stock.move');
export const putBack = mover('stock.put_back');

export const isPlace = (slice: Slice, warehouse: string, id: string): boolean => slice.get('location', warehouse, id) !== undefined || slice.get('handling_unit', warehouse, id) !== undefined;

/** Opening balance of an import: the one way stock begins. */
export const openStock = decider('stock.open', {
  reads: ({ warehouse, payload: p }) => [item(p.itemId), ...serialOf(p.itemId, p.serial), ...stockAt(warehouse, p.itemId, p.locationId, p.lot)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const elsewhere = serialConflict(slice, p.itemId, p.serial, ['ON_HAND', 'IN_TRANSIT']) ?? serialTwice([p], warehouse, p.locationId);
    return elsewhere ? reject('serial_elsewhere', elsewhere) : undefined;
  },
  effects: (book) => {
    const p = book.command.payload;
    const to = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
    carry(book, { ...p, type: 'stock.open', from: { ...to, location: account.opening }, to });
    trackSerial(book, p.itemId, p.serial, 'ON_HAND', p.locationId);
  },
});

export const regrade = decider('stock.regrade', {
  reads: ({ warehouse, payload: p }) => [item(p.itemId), ...stockAt(warehouse, p.itemId, p.locationId, p.lot)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    if (p.condition === p.toCondition) return reject('nothing_to_do', { condition: p.condition });
    return shortage(slice, warehouse, { ...p, location: p.locationId });
  },
  effects: (book) => {
    const p = book.command.payload;
    if (p.condition === p.toCondition) return;
    const from = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
    carry(book, { ...p, type: 'stock.regrade', from, to: { ...from, condition: p.toCondition } });
  },
});

/** Goods that were recorded under another name: they leave it and enter their own through the conversion account. */
export const identify = decider('stock.identify', {
  reads: ({ warehouse, payload: p }) => [
    item(p.toItemId), ...serialOf(p.itemId, p.serial), ...serialOf(p.toItemId, p.toSerial),
    ...stockAt(warehouse, p.itemId, p.locationId, p.lot), ...stockAt(warehouse, p.toItemId, p.locationId, p.toLot),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.toItemId)) return reject('unknown_item', { item: p.toItemId });
    if (p.itemId === p.toItemId && p.lot === p.toLot && p.serial === p.toSerial) return reject('nothing_to_do', { item: p.itemId });
    const missing = shortage(slice, warehouse, { ...p, location: p.locationId });
    if (missing) return missing;
    const elsewhere = serialConflict(slice, p.toItemId, p.toSerial, ['ON_HAND', 'IN_TRANSIT']);
    return elsewhere && reject('serial_elsewhere', elsewhere);
  },
  effects: (book) => {
    const p = book.command.payload;
    const here = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
    const away = { ...here, location: account.conversion };
    const goods = { type: 'stock.identify', quantity: p.quantity, reason: p.reason, document: book.command.id };
    carry(book, { ...goods, itemId: p.itemId, lot: p.lot, serial: p.serial, from: here, to: away });
    carry(book, { ...goods, itemId: p.toItemId, lot: p.toLot, serial: p.toSerial, from: away, to: here });
    enterSerial(book, { itemId: p.itemId, serial: p.serial, state: 'MISREAD', location: '', orderId: null });
    trackSerial(book, p.toItemId, p.toSerial, 'ON_HAND', p.locationId);
  },
});

/** Makes or opens a set in one place: components turn into the set and back, through the conversion account. */
function converter<T extends 'pack.assemble' | 'pack.split'>(type: T) {
  return decider(type, {
    reads: ({ warehouse, payload: p }) => [item(p.itemId), { table: 'item_component', where: { item_id: p.itemId } }, ...placeStock(warehouse, p.locationId)],
    refuse: ({ warehouse, payload: p }, slice) => {
      if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
      const parts = partsOf(slice, p);
      if (parts.length === 0) return reject('nothing_to_do', { item: p.itemId });
      const taken = type === 'pack.assemble' ? parts : [{ itemId: p.itemId, quantity: p.quantity }];
      return taken.map((goods) => shortage(slice, warehouse, { ...goods, lot: '', location: p.locationId })).find((found) => found !== undefined);
    },
    effects: (book) => {
      const p = book.command.payload;
      const whole = { itemId: p.itemId, quantity: p.quantity };
      const parts = partsOf(book.slice, p);
      if (parts.length === 0) return;
      const [taken, made] = type === 'pack.assemble' ? [parts, [whole]] : [[whole], parts];
      const goods = { type, lot: '', serial: '', document: book.command.id };
      for (const out of taken) carry(book, { ...goods, ...out, from: plain(p.locationId), to: plain(account.conversion) });
      for (const back of made) carry(book, { ...goods, ...back, from: plain(account.conversion), to: plain(p.locationId) });
    },
  });
}
const partsOf = (slice: Slice, set: { readonly itemId: string; readonly quantity: number }) =>
  inOrder(slice.list('item_component', { item_id: set.itemId }), (part) => part.component_id).map((part) => ({ itemId: part.component_id, quantity: part.quantity * set.quantity }));

export const assemble = converter('pack.assemble');
export const split = converter('pack.split');
