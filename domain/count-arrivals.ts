// A movement that is recorded now may have happened before a count that was taken already, or in the middle of it. Then
// the count's figures of that moment change, and a count that is accepted keeps the bin at what was counted: an equal
// opposite movement against the count-variance account restates its adjustment. The first accepted count after the
// movement absorbs it, so later ones never hear of it.
import type { Book } from './book.ts';
import { effectiveAt, type Stamp } from './commands.ts';
import { askForRecount, followLines, OPEN_ENDED } from './count-tasks.ts';
import { MOST_COUNTS } from './count-rules.ts';
import { raise, restatedExceptionId } from './exceptions.ts';
import type { Carry, Side } from './ledger.ts';
import { account, binOfSuspense, isAccount, isSuspense } from './positions.ts';
import { placeLock } from './reads.ts';
import { compareText, type Read, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

type Check = Row<'adjustment'>;
/** What the ledger lends: movements that no count is told of. */
export interface Hands {
  put(book: Book, goods: Carry): void;
  hold(book: Book, check: Check, wanted: number): void;
}

/** Counts of a place that a movement of this time may concern, and their tasks. */
export const countsAt = (warehouse: string, locationId: string, at: number): readonly Read[] =>
  (['adjustment', 'count_task'] as const).map((table) => ({ table, where: { warehouse_id: warehouse, location_id: locationId }, since: { column: 'live_to', value: at }, lock: placeLock(warehouse, locationId) }));

/** Whoever reads the stock of a place may move it, and so reads the counts that were taken there later. */
export function countsBehind(reads: readonly Read[], at: number): readonly Read[] {
  const places = new Map(reads.flatMap(({ table, where: { warehouse_id: warehouse, location_id: place } }) => (table === 'position' && typeof warehouse === 'string' && typeof place === 'string' && !isAccount(place) ? [[`${warehouse} ${place}`, [warehouse, place] as const]] : [])));
  return [...places.values()].flatMap(([warehouse, place]) => countsAt(warehouse, place, at));
}

/** Whether the bin holds what was counted: the books agreed, its difference is posted, or a correction posted just that. */
export const isAccepted = (row: Check): boolean => row.state === 'MATCHED' || row.state === 'POSTED' || row.state === 'RESTATED' || (row.state === 'REPLACED' && row.posted !== 0);
const waits = (row: Check): boolean => row.state === 'PENDING' || row.state === 'RECOUNT';
/** Something a hand did; postings and holds are the books' own. */
export const isPhysical = (type: string): boolean => !/^(?:count|adjustment|suspense|hold)\.|^stock\.open$/.test(type);

/** Whether goods in this state are what a line of a count counted: who counts cannot see a hold, unless it was counted by itself. */
export function standsFor(check: Check, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): boolean {
  const hold = side.hold === 'COUNT_HOLD' ? '' : side.hold;
  return check.item_id === goods.itemId && check.lot === goods.lot && check.serial === goods.serial && check.condition === side.condition && check.owner === side.owner
    && (check.hold === '' ? !(check.apart as readonly string[]).includes(hold) : check.hold === hold);
}

/** Whether a count that was accepted since a command happened explains goods that the books no longer have: it is restated then, and nothing is missing. */
export function isCountedSince(slice: Slice, command: Stamp, goods: Pick<Carry, 'itemId' | 'lot' | 'serial'>, side: Side): boolean {
  const at = effectiveAt(command);
  return slice.list('adjustment', { warehouse_id: command.warehouse, location_id: side.location }, { column: 'live_to', value: at })
    .some((row) => row.source === 'count' && isAccepted(row) && standsFor(row, goods, side) && at <= row.effective_at && !(command.sequence > 0 && row.device_id === command.device));
}

/** Tells the counts of one side of a movement; goods leave (−1) or arrive (+1) there. */
export function tellCounts(book: Book, goods: Carry, side: Side, sign: 1 | -1, hands: Hands): void {
  if (goods.from.location === goods.to.location && goods.from.condition === goods.to.condition && goods.from.owner === goods.to.owner) return;
  const place = isSuspense(side.location) ? binOfSuspense(side.location) : side.location;
  if (isAccount(place)) return;
  const { warehouse } = book.command;
  const at = goods.at ?? book.at;
  const checks = book.slice.list('adjustment', { warehouse_id: warehouse, location_id: place }, { column: 'live_to', value: at })
    .filter((row) => row.source === 'count' && row.adjustment_id !== goods.document && standsFor(row, goods, side))
    .toSorted((a, b) => a.effective_at - b.effective_at || compareText(a.adjustment_id, b.adjustment_id));
  for (const check of checks) if (tell(book, goods, check, sign * goods.quantity, at, side, hands)) return;
}

/** Answers whether the movement is absorbed. */
function tell(book: Book, goods: Carry, check: Check, units: number, at: number, side: Side, hands: Hands): boolean {
  const physical = isPhysical(goods.type);
  // Within a device its own order counts: what it does now it did after it looked. Imports and policies have no such order.
  const after = physical && book.command.sequence > 0 && check.device_id === book.command.device;
  const before = !after && at <= check.effective_at;
  const disturbs = physical && !after && at >= check.window_from && at <= check.window_to;
  if (check.state === 'DRAFT') {
    const next = physical && !before ? Math.min(check.next_moved_at ?? OPEN_ENDED, after ? check.effective_at + 1 : at) : check.next_moved_at;
    if (before || (disturbs && !check.disturbed) || next !== check.next_moved_at) book.became('adjustment', { ...check, book: check.book + (before ? units : 0), disturbed: check.disturbed || disturbs, next_moved_at: next });
    return false;
  }
  if (waits(check)) {
    if (before || (disturbs && !check.disturbed)) restateWaiting(book, check, before ? units : 0, disturbs, hands);
    return false;
  }
  if (!isAccepted(check)) return false;
  if (disturbs && !check.disturbed) {
    book.became('adjustment', { ...check, disturbed: true });
    askForRecount(book, check, check.counters as readonly string[]);
  }
  if (before) restateAccepted(book, goods, { ...check, disturbed: check.disturbed || disturbs }, units, side, hands);
  return before;
}

const restated = (check: Check, units: number, at: number): Check => {
  const delta = check.delta - units;
  return { ...check, book: check.book + units, delta, value: delta * check.unit_cost, was_book: check.was_book ?? check.book, was_delta: check.was_delta ?? check.delta, restated_at: at };
};

function restateWaiting(book: Book, check: Check, units: number, disturbs: boolean, hands: Hands): void {
  const now = { ...(units === 0 ? check : restated(check, units, book.at)), disturbed: check.disturbed || disturbs };
  const asksAgain = disturbs && !check.disturbed && check.state === 'PENDING' && check.round < MOST_COUNTS;
  const agrees = now.delta === 0 && !now.disturbed && check.state === 'PENDING';
  const after: Check = agrees ? { ...now, state: 'MATCHED', live_to: now.window_to, decided_at: book.at, was_book: null, was_delta: null } : asksAgain ? { ...now, state: 'RECOUNT' } : now;
  book.became('adjustment', after);
  if (asksAgain) askForRecount(book, after, after.counters as readonly string[]);
  if (units !== 0) hands.hold(book, after, Math.max(0, -after.delta));
  follow(book, after);
}

function restateAccepted(book: Book, goods: Carry, check: Check, units: number, side: Side, hands: Hands): void {
  const away: Side = { ...side, location: account.variance };
  hands.put(book, {
    type: 'adjustment.restate', itemId: goods.itemId, lot: goods.lot, serial: goods.serial, quantity: Math.abs(units), from: units > 0 ? side : away, to: units > 0 ? away : side,
    document: check.adjustment_id, reason: check.reason, at: check.effective_at, key: `${check.adjustment_id} ${book.events.length}`,
  });
  const now = restated(check, units, book.at);
  const was = now.was_delta ?? 0;
  const stands = Math.abs(now.delta) <= Math.abs(was) && now.delta * was >= 0;
  const state = !stands ? 'RESTATED' : check.state === 'REPLACED' ? 'REPLACED' : was === 0 ? 'MATCHED' : 'POSTED';
  const after = { ...now, posted: check.posted - units, state, live_to: state === 'RESTATED' ? OPEN_ENDED : check.window_to };
  book.became('adjustment', after);
  if (check.restated_at === null) {
    raise(book, {
      id: restatedExceptionId(check.adjustment_id), rule: 'CNT-9', kind: 'COUNT_RESTATED', subject: { kind: 'adjustment', id: check.adjustment_id }, ownerRole: 'supervisor', maxAgeHours: 24,
      itemId: check.item_id, locationId: check.location_id, quantity: Math.abs(units), did: { type: goods.type, quantity: goods.quantity, itemId: check.item_id, locationId: check.location_id },
      book: { was: check.delta, now: after.delta, counted: check.counted ?? 0 },
    });
  }
  follow(book, after);
}

function follow(book: Book, check: Check): void {
  const task = check.task_id === null ? undefined : tasksOf(book.slice, check).find((row) => row.task_id === check.task_id);
  if (task) followLines(book, task, task.state === 'MATCHED' && check.state === 'MATCHED' ? 'MATCHED' : 'CLOSED');
}
const tasksOf = (slice: Slice, check: Check): readonly Row<'count_task'>[] => slice.list('count_task', { warehouse_id: check.warehouse_id, location_id: check.location_id }, { column: 'live_to', value: check.window_to });
