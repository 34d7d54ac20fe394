// The ledger: every change of stock is a movement from one position to another, so nothing appears or vanishes.
// Bins never go below zero: what the books cannot cover is drawn from the bin's suspense, and goods that later
// arrive in that bin cover it again by themselves.
import type { Book } from './book.ts';
import { tellCounts, type Hands } from './count-arrivals.ts';
import { idFrom } from './ids.ts';
import { raise, resolveException, suspenseExceptionId } from './exceptions.ts';
import { standingHold, tellHeld } from './held-goods.ts';
import { account, isAccount } from './positions.ts';
import { tellSerial } from './serials.ts';
import { compareText, type Slice } from './slice.ts';
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
  /** False where the slice does not know what the registry has of the serial. */
  readonly registered?: boolean;
}

/** Sellable as new, not held, owned by the company: the plain state goods have unless somebody says otherwise. */
export const plain = (location: string): Side => ({ location, condition: 'N', hold: '', owner: '' });

/** Waits for a count: nothing of it is promised anew, work that was released goes on. */
export const COUNT_HOLD = 'COUNT_HOLD';
/** Came beyond what was announced and stays at the dock until the buyer has looked. */
export const SURPLUS_HOLD = 'SURPLUS';
/** Set aside as it came, until an inspector has looked at it. */
export const SAMPLE_HOLD = 'SAMPLE';
/** Held for the supplier, who has to say what becomes of it. */
export const CLAIM_HOLD = 'CLAIM';
/** Came back and waits to be graded, each unit by itself. */
export const INSPECTION_HOLD = 'INSPECTION';
/** Named by work of somebody who was revoked, until a supervisor has decided about that work. */
export const RIGHTS_HOLD = 'RIGHTS_HOLD';

/** Records goods going from one place to another, tells the counts that were taken there later than it happened, and who must look at a serial number that is somewhere already. */
export function carry(book: Book, goods: Carry): void {
  tellSerial(book, goods);
  if (goods.tells !== false) tellCounts(book, goods, goods.from, -1, hands);
  put(book, goods);
  if (goods.tells !== false) tellCounts(book, goods, goods.to, 1, hands);
}

/** Covers a shortage from suspense and suspense from what arrives. */
function put(book: Book, goods: Carry): void {
  let short = goods.quantity;
  for (const from of allSources(book.slice, book.command.warehouse, goods)) {
    const taken = isAccount(from.location) ? short : Math.min(short, Math.max(0, quantityAt(book.slice, book.command.warehouse, goods, from)));
    if (taken <= 0) continue;
    short -= taken;
    const to = arrivesAs(goods, from);
    move(book, goods, taken, from, to, goods.type);
    const hold = goods.from.hold === '' && goods.to.hold === '' ? holdOn(book, goods, from) : '';
    if (hold !== '') tellHeld(book, goods, hold, taken);
    if (to !== goods.to) settleAt(book, goods, to);
  }
  if (short > 0) {
    move(book, goods, short, { ...goods.from, location: account.suspense(goods.from.location) }, goods.to, goods.type);
    tellSuspense(book, goods, goods.from.location);
  }
  settleAt(book, goods, goods.to);
}

/** The hold under which these goods lie, or under which they would fall if they were touched now. */
function holdOn(book: Book, goods: Carry, { location, hold }: Side): string {
  const code = hold === '' && !isAccount(location) ? (standingHold(book.slice, book.command.warehouse, goods, location)?.code ?? '') : hold;
  return isRealHold(code) ? code : '';
}

/** What arrived covers suspense first; the rest falls under the holds that stand over such goods. */
function settleAt(book: Book, goods: Carry, to: Side): void {
  if (isAccount(to.location)) return;
  if (goods.settles !== false) coverSuspense(book, { ...goods, to });
  if (to.hold !== '') return;
  const hold = standingHold(book.slice, book.command.warehouse, goods, to.location);
  const quantity = hold ? quantityAt(book.slice, book.command.warehouse, goods, to) : 0;
  if (hold && quantity > 0) put(book, { ...goods, type: 'hold.place', quantity, from: to, to: { ...to, hold: hold.code }, document: hold.hold_id, reason: hold.code, key: `${goods.key ?? ''} ${book.events.length}` });
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
  from.hold === '' && !isAccount(from.location) ? [from, { ...from, hold: COUNT_HOLD }, { ...from, hold: SURPLUS_HOLD }, { ...from, hold: RIGHTS_HOLD }] : [from];

/** A hold that nobody may work past unasked. */
export const isRealHold = (hold: string): boolean => hold !== '' && hold !== COUNT_HOLD && hold !== SURPLUS_HOLD && hold !== RIGHTS_HOLD;

/** Between two states of the books nothing is carried, so nothing else is taken than what is named. */
const isBookkeeping = (type: string): boolean => /^(?:hold|count|suspense)\./.test(type);

/**
 * Whoever carries goods cannot see how the books hold them: behind the state that was named come free goods and then
 * those held for whatever reason, before suspense stands in. Returned units wait for inspection each by itself.
 */
function allSources(slice: Slice, warehouse: string, { type, itemId, lot, serial, from }: Pick<Carry, 'type' | 'itemId' | 'lot' | 'serial' | 'from'>): readonly Side[] {
  const named = sources(from);
  if (isAccount(from.location) || isBookkeeping(type) || from.hold === INSPECTION_HOLD) return named;
  const free = from.hold === '' ? [] : sources({ ...from, hold: '' }).filter((side) => side.hold !== from.hold);
  const others = slice.list('position', { warehouse_id: warehouse, item_id: itemId, location_id: from.location })
    .filter((row) => row.lot === lot && row.serial === serial && row.condition === from.condition && row.owner === from.owner && isRealHold(row.hold) && row.hold !== from.hold && row.hold !== INSPECTION_HOLD)
    .map((row) => ({ ...from, hold: row.hold })).toSorted((a, b) => compareText(a.hold, b.hold));
  return [...named, ...free, ...others];
}

/** Goods that are carried as they are take their hold along; where a decision gives them another state, or they leave the books, they have that. */
function arrivesAs({ from: named, to }: Carry, from: Side): Side {
  if (named.hold !== to.hold || isAccount(to.location)) return to;
  const hold = isRealHold(from.hold) ? from.hold : isRealHold(named.hold) ? '' : to.hold;
  return hold === to.hold ? to : { ...to, hold };
}

/** Units that can be taken from a place in this state before anything else has to stand in. */
export const takeable = (slice: Slice, warehouse: string, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): number =>
  sources(side).reduce((sum, from) => sum + Math.max(0, quantityAt(slice, warehouse, goods, from)), 0);

/** Units that hands can take there before suspense has to stand in, and under which holds what of it lies that nobody named. */
export function inHand(slice: Slice, warehouse: string, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): { readonly units: number; readonly holds: readonly string[] } {
  const all = allSources(slice, warehouse, { ...goods, type: '', from: side }).map((from) => ({ hold: from.hold, units: Math.max(0, quantityAt(slice, warehouse, goods, from)) }));
  return { units: all.reduce((sum, each) => sum + each.units, 0), holds: all.flatMap((each) => (each.units > 0 && isRealHold(each.hold) && each.hold !== side.hold ? [each.hold] : [])) };
}

/** Units of an item, lot and serial in exactly one position. */
export function quantityAt(slice: Slice, warehouse: string, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): number {
  return slice.get('position', warehouse, goods.itemId, side.location, goods.lot, goods.serial, side.condition, side.hold, side.owner)?.quantity ?? 0;
}

/** Held goods cover what plain hands took too many of, as plain hands would have taken them. */
function coverSuspense(book: Book, goods: Carry): void {
  const bin = goods.to.location;
  const owedAs = isRealHold(goods.to.hold) && goods.to.hold !== INSPECTION_HOLD && !isBookkeeping(goods.type) ? [goods.to.hold, ''] : [goods.to.hold];
  for (const hold of owedAs) {
    const owed: Side = { ...goods.to, hold, location: account.suspense(bin) };
    const missing = -quantityAt(book.slice, book.command.warehouse, goods, owed);
    const covered = Math.min(missing, quantityAt(book.slice, book.command.warehouse, goods, goods.to));
    if (covered <= 0) continue;
    move(book, goods, covered, goods.to, owed, 'suspense.cover');
    tellSuspense(book, goods, bin);
  }
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
  const named = idFrom(command.id, 'movement', goods.key ?? '', goods.type, type, goods.itemId, goods.lot, goods.serial, ...sideKey(from), ...sideKey(to));
  // One decision may carry the same goods the same way twice, first those it means and then those that lie there.
  const before = book.events.filter((event) => event.kind === 'moved' && event.movement.movement_id.startsWith(named)).length;
  const row: Row<'movement'> = {
    warehouse_id: command.warehouse,
    movement_id: before === 0 ? named : `${named}-${before}`,
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
