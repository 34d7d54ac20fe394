// One line of a count in time: what was seen between a first and a last look, and beside it what the books had of
// it at the last. It waits as a draft until the count is handed in; what moves meanwhile is told by the ledger.
import type { Book } from './book.ts';
import { isPhysical, standsFor } from './count-arrivals.ts';
import { marginOf, WIDEST_MARGIN, type CountRules } from './count-rules.ts';
import { OPEN_ENDED } from './count-tasks.ts';
import { idFrom } from './ids.ts';
import { account, binOfSuspense, isSuspense, positionChanges } from './positions.ts';
import { stockLock } from './reads.ts';
import type { Read, Slice } from './slice.ts';
import type { Row } from './tables.ts';

export const checkIdOf = (taskId: string, lineId: string): string => idFrom('count-check', taskId, lineId);

/** Movements of an item that lie after a look, or close enough before it to be part of it. */
export const movedSince = (warehouse: string, itemId: string, firstLook: number): Read =>
  ({ table: 'movement', where: { warehouse_id: warehouse, item_id: itemId }, since: { column: 'effective_at', value: firstLook - WIDEST_MARGIN }, lock: stockLock(warehouse, itemId) });

interface Looked {
  readonly line: Row<'count_line'>;
  /** Holds that were counted by themselves. */
  readonly apart: readonly string[];
  /** The draft so far, unless the looks began anew. */
  readonly before: Row<'adjustment'> | undefined;
  readonly movements: readonly Row<'movement'>[];
  readonly rules: CountRules;
}

/** The draft after one more look, with the book of its last. */
export function observe(book: Book, { line, apart, before, movements, rules }: Looked): void {
  const empty = { ...emptyCheck(line, marginOf(rules)), apart, note: before?.note ?? '', counters: [...new Set([...((before?.counters ?? []) as readonly string[]), line.counted_by])].toSorted() };
  const own = (movement: Row<'movement'>): boolean => book.command.sequence > 0 && movement.device_id === line.device_id && isPhysical(movement.type);
  const moved = movements.map((movement) => ({ movement, units: unitsOf(movement, empty) })).filter(({ units }) => units !== 0);
  const after = moved.filter(({ movement }) => !own(movement) && movement.effective_at > empty.effective_at).reduce((sum, { units }) => sum + units, 0);
  const others = moved.filter(({ movement }) => !own(movement) && isPhysical(movement.type)).map(({ movement }) => movement.effective_at);
  const next = Math.min(before?.next_moved_at ?? OPEN_ENDED, ...others.filter((at) => at > empty.effective_at));
  book.became('adjustment', {
    ...empty, book: inBooks(book.slice, empty) - after,
    disturbed: (before?.disturbed ?? false) || (before?.next_moved_at ?? OPEN_ENDED) <= empty.window_to || others.some((at) => at >= empty.window_from && at <= empty.window_to),
    next_moved_at: next === OPEN_ENDED ? null : next,
  });
}

/** A line without what the books have of it. */
export function emptyCheck(line: Row<'count_line'>, margin: number): Row<'adjustment'> {
  const { warehouse_id, location_id, item_id, lot, serial, condition, hold, owner } = line;
  return {
    warehouse_id, adjustment_id: checkIdOf(line.task_id, line.line_id), source: 'count', task_id: line.task_id, location_id, item_id, lot, serial, condition, hold, owner,
    delta: 0, book: 0, counted: line.counted, value: 0, reason: 'COUNT', note: '', state: 'DRAFT', author: line.counted_by, counters: [line.counted_by],
    approver: null, effective_at: line.last_look, submitted_at: line.last_look, decided_at: null, reverses: null,
    device_id: line.device_id, unit_cost: line.unit_cost, window_from: line.first_look - margin, window_to: line.last_look + margin, live_to: OPEN_ENDED, next_moved_at: null, disturbed: false, apart: [], round: 1, posted: 0, was_book: null, was_delta: null, restated_at: null,
    sheet_id: line.task_id, needed: 1, signatures: [], evidence: [],
  };
}

/** What the books have now of what a line stands for, with what suspense already took from the bin. */
export function inBooks(slice: Slice, check: Row<'adjustment'>): number {
  return [check.location_id, account.suspense(check.location_id)]
    .flatMap((location) => slice.list('position', { warehouse_id: check.warehouse_id, item_id: check.item_id, location_id: location }))
    .reduce((sum, row) => (standsFor(check, { itemId: row.item_id, lot: row.lot, serial: row.serial }, { ...row, location: row.location_id }) ? sum + row.quantity : sum), 0);
}

/** Units a movement adds to the place with its suspense, of what a line stands for. */
export function unitsOf(movement: Row<'movement'>, check: Row<'adjustment'>): number {
  return positionChanges(movement).reduce((sum, { position, delta }) => {
    const place = isSuspense(position.location_id) ? binOfSuspense(position.location_id) : position.location_id;
    return place === check.location_id && standsFor(check, { itemId: position.item_id, lot: position.lot, serial: position.serial }, { ...position, location: place }) ? sum + delta : sum;
  }, 0);
}
