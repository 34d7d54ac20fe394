// Why stock may differ, from what else this replica knows: a mix-up with a look-alike, work that reached the ERP late,
// goods taken or left elsewhere. Nothing here decides; an approver sees it before the difference is posted.
import { binOfSuspense, isAccount, isSuspense, positionChanges } from '#domain/positions.ts';
import type { Row } from '#domain/tables.ts';
import type { Cause } from './contract.ts';

type Adjustment = Row<'adjustment'>;
type Movement = Row<'movement'>;

export interface Situation {
  readonly adjustment: Adjustment;
  /** Everything that waits for approval in this warehouse. */
  readonly pending: readonly Adjustment[];
  /** Movements of the item at the place and its suspense, newest first. */
  readonly history: readonly Movement[];
  /** All positions of the item. */
  readonly positions: readonly Row<'position'>[];
  readonly place: (locationId: string) => Row<'location'> | undefined;
  readonly isAlike: (itemId: string) => boolean;
  /** Units that the item is packed in. */
  readonly packs: readonly number[];
  readonly movementsAt: (itemId: string, locationId: string) => readonly Movement[];
}

const MOST_CAUSES = 4;
const MOST_MOVEMENTS = 3;
const WEEK = 7 * 86_400_000;

export function likelyCauses(situation: Situation): readonly Cause[] {
  const better = [...mixUps(situation), ...changesSince(situation), ...takenElsewhere(situation), ...notPutAway(situation), ...unitSlip(situation)];
  const shown = new Set(better.flatMap((cause) => cause.movements.map((move) => move.movement_id)));
  return [...better, ...recent(situation).filter((cause) => !shown.has(cause.movements[0]?.movement_id ?? ''))].slice(0, MOST_CAUSES);
}

/** Another waiting change the other way: of a look-alike nearby or of the same size, or of the same item. */
function mixUps({ adjustment, pending, place, isAlike, movementsAt }: Situation): readonly Cause[] {
  const found = pending.filter((other) => other.adjustment_id !== adjustment.adjustment_id && Math.sign(other.delta) === -Math.sign(adjustment.delta)).flatMap((other) => {
    const kind = other.item_id === adjustment.item_id ? 'other_bin' as const : isAlike(other.item_id) ? 'swapped' as const : undefined;
    const near = areNear(place(adjustment.location_id), place(other.location_id));
    const equal = other.delta === -adjustment.delta;
    if (kind === undefined || !(near || equal)) return [];
    const surplus = other.delta > 0 ? other : adjustment;
    // Where too many lie, the books took some that the hand did not.
    const shown = movementsAt(surplus.item_id, surplus.location_id).filter((move) => changeAt(move, surplus) < 0 && isWork(move) && move.effective_at <= surplus.effective_at);
    return [{ weight: Number(equal) * 2 + Number(near) * 2, cause: { kind, units: other.delta, itemId: other.item_id, locationId: other.location_id, near, adjustmentId: other.adjustment_id, movements: closest(shown, surplus.delta) } }];
  });
  return found.toSorted((a, b) => b.weight - a.weight).slice(0, 2).map(({ cause }) => cause);
}

/** Work from before the count that the books heard of later, and what moved while somebody counted. */
function changesSince({ adjustment, history }: Situation): readonly Cause[] {
  if (adjustment.source !== 'count') return [];
  const base = { itemId: adjustment.item_id, locationId: adjustment.location_id, near: false, adjustmentId: null };
  const causes: Cause[] = [];
  const late = adjustment.was_book === null ? 0 : adjustment.book - adjustment.was_book;
  const fits = (move: Movement): boolean => Math.sign(changeAt(move, adjustment)) === Math.sign(late) && move.effective_at <= adjustment.effective_at;
  if (late !== 0) causes.push({ ...base, kind: 'late', units: late, movements: closest(history.filter((move) => isWork(move) && fits(move)), late) });
  const during = history.filter((move) => move.effective_at >= adjustment.window_from && move.effective_at <= Math.max(adjustment.window_to, adjustment.submitted_at) && isWork(move) && changeAt(move, adjustment) !== 0);
  const units = during.reduce((sum, move) => sum + changeAt(move, adjustment), 0);
  if (during.length > 0) causes.push({ ...base, kind: 'while_counting', units, movements: during.slice(0, MOST_MOVEMENTS) });
  return causes;
}

/** Missing here, and taken from a bin where the books had none. */
function takenElsewhere({ adjustment, positions, place }: Situation): readonly Cause[] {
  if (adjustment.delta >= 0) return [];
  return positions.filter((row) => isSuspense(row.location_id) && row.quantity < 0 && binOf(row.location_id) !== adjustment.location_id).map((row) => {
    const locationId = binOf(row.location_id);
    return { kind: 'taken_elsewhere' as const, units: row.quantity, itemId: row.item_id, locationId, near: areNear(place(adjustment.location_id), place(locationId)), adjustmentId: null, movements: [] };
  });
}

/** Too many here, while the books have some at a dock or bench: perhaps put away without a scan. */
function notPutAway({ adjustment, positions, place, movementsAt }: Situation): readonly Cause[] {
  if (adjustment.delta <= 0) return [];
  return positions.filter((row) => row.quantity > 0 && place(row.location_id)?.pickable === false && !isAccount(row.location_id)).map((row) => ({
    kind: 'not_put_away' as const, units: row.quantity, itemId: row.item_id, locationId: row.location_id, near: false, adjustmentId: null,
    movements: movementsAt(row.item_id, row.location_id).filter((move) => move.to_location === row.location_id).slice(0, 1),
  }));
}

/** Pieces were booked where packs were handled, or the other way round: one movement times or divided by a pack makes the difference. */
function unitSlip({ adjustment, history, packs }: Situation): readonly Cause[] {
  const slips = (move: Movement, units: number): boolean => {
    const booked = changeAt(move, adjustment);
    // What was really handled is the booking times the pack, or the booking divided by it.
    return booked * units - booked === adjustment.delta || (booked % units === 0 && booked / units - booked === adjustment.delta);
  };
  const found = history.find((move) => isWork(move) && move.effective_at <= adjustment.effective_at && packs.some((units) => units > 1 && slips(move, units)));
  return found ? [{ kind: 'unit_slip', units: changeAt(found, adjustment), itemId: adjustment.item_id, locationId: adjustment.location_id, near: false, adjustmentId: null, movements: [found] }] : [];
}

function recent({ adjustment, history }: Situation): readonly Cause[] {
  const work = history.filter((move) => isWork(move) && changeAt(move, adjustment) !== 0 && move.effective_at <= adjustment.effective_at && move.effective_at > adjustment.effective_at - WEEK);
  if (work.length === 0) return [];
  const movements = closest(work, adjustment.delta);
  return [{ kind: 'recent', units: changeAt(movements[0]!, adjustment), itemId: adjustment.item_id, locationId: adjustment.location_id, near: false, adjustmentId: null, movements }];
}

/** Those of the size in question first, then the newest. */
function closest(movements: readonly Movement[], units: number): readonly Movement[] {
  const off = (move: Movement) => Math.abs(move.quantity - Math.abs(units));
  return movements.toSorted((a, b) => off(a) - off(b) || b.effective_at - a.effective_at).slice(0, MOST_MOVEMENTS);
}

const binOf = (locationId: string): string => (isSuspense(locationId) ? binOfSuspense(locationId) : locationId);

/** Units a movement adds to the place with its suspense, for goods like those of the change. */
function changeAt(move: Movement, like: Adjustment): number {
  return positionChanges(move).reduce((sum, { position, delta }) => (isSame(position, like) && binOf(position.location_id) === like.location_id ? sum + delta : sum), 0);
}
const isSame = (row: Pick<Row<'position'>, 'item_id' | 'lot' | 'serial' | 'condition' | 'owner'>, like: Adjustment): boolean =>
  row.item_id === like.item_id && row.lot === like.lot && row.serial === like.serial && row.condition === like.condition && row.owner === like.owner;
/** Something a hand did, not a posting about it. */
const isWork = ({ type }: Movement): boolean => !/^(?:count\.|adjustment\.|suspense\.|stock\.open)/.test(type);

function areNear(a: Row<'location'> | undefined, b: Row<'location'> | undefined): boolean {
  return a !== undefined && b !== undefined && a.zone === b.zone && a.aisle === b.aisle && Math.abs(a.bay - b.bay) <= 1 && Math.abs(a.level - b.level) <= 1;
}
