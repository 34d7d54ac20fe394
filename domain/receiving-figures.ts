// The figures of goods coming in, each defined once: from arrival until put away, against the promise, and how deliveries
// differ from their papers; by supplier and by week.
import { discrepanciesOf, type DiscrepancyCode } from './discrepancies.ts';
import { isAccount } from './positions.ts';
import type { Row } from './tables.ts';

export interface CameIn {
  readonly delivery: Row<'delivery'>;
  readonly lines: readonly Row<'delivery_line'>[];
}
type Moved = Pick<Row<'movement'>, 'movement_id' | 'type' | 'item_id' | 'lot' | 'serial' | 'quantity' | 'from_location' | 'to_location' | 'document_id' | 'effective_at'>;
/** Some units of a delivery, and how long (ms) they stood where they were received; null: they stand there still. */
export interface Stood {
  readonly deliveryId: string;
  readonly units: number;
  readonly time: number | null;
}

/**
 * What was received first leaves its dock first, by item, lot and serial number. Movements are those into and out of docks, in any order;
 * goods that were taken back or went to another dock are not put away.
 */
export function standingTimes(moves: readonly Moved[], isDock: (locationId: string) => boolean): readonly Stood[] {
  interface Waiting { readonly deliveryId: string; readonly since: number; units: number }
  const waiting = new Map<string, Waiting[]>();
  const keyOf = (move: Moved, location: string): string => [location, move.item_id, move.lot, move.serial].join('\u001f');
  const stood: Stood[] = [];
  for (const move of moves.toSorted((a, b) => a.effective_at - b.effective_at || Number(isDock(a.from_location)) - Number(isDock(b.from_location)) || (a.movement_id < b.movement_id ? -1 : 1))) {
    const [out, into] = [isDock(move.from_location), isDock(move.to_location)];
    if (!out && into && move.type === 'delivery.receive') {
      const key = keyOf(move, move.to_location);
      waiting.set(key, [...(waiting.get(key) ?? []), { deliveryId: move.document_id, since: move.effective_at, units: move.quantity }]);
    }
    if (!out) continue;
    const queue = waiting.get(keyOf(move, move.from_location)) ?? [];
    for (let left = move.quantity; left > 0 && queue[0]; ) {
      const [first] = queue;
      const units = Math.min(left, first.units);
      left -= units;
      first.units -= units;
      if (first.units === 0) queue.shift();
      if (into) {
        const key = keyOf(move, move.to_location);
        waiting.set(key, [...(waiting.get(key) ?? []), { ...first, units }]);
      } else if (!isAccount(move.to_location)) stood.push({ deliveryId: first.deliveryId, units, time: Math.max(0, move.effective_at - first.since) });
    }
  }
  return [...stood, ...[...waiting.values()].flat().map(({ deliveryId, units }): Stood => ({ deliveryId, units, time: null }))];
}

/** One delivery as the figures count it. */
export interface MeasuredDelivery {
  readonly deliveryId: string;
  readonly supplierId: string;
  readonly arrivedAt: number;
  /** How much after its promise (ms); null where nothing was promised. */
  readonly late: number | null;
  readonly lines: number;
  /** Lines that came as announced. */
  readonly exact: number;
  /** How often each way of differing was met. */
  readonly differs: Readonly<Partial<Record<DiscrepancyCode, number>>>;
  readonly stood: readonly Stood[];
  /** Until the last of it was put away; null while some of it stands. */
  readonly storedIn: number | null;
}

/** Undefined for what has not come, or is still being received. */
export function measureDelivery({ delivery, lines }: CameIn, stood: readonly Stood[]): MeasuredDelivery | undefined {
  if (delivery.arrived_at === null || !['RECEIVED', 'CLOSED'].includes(delivery.state)) return undefined;
  const codes = lines.flatMap((line) => discrepanciesOf(line));
  const times = stood.map((each) => each.time);
  return {
    deliveryId: delivery.delivery_id, supplierId: delivery.supplier_id ?? '', arrivedAt: delivery.arrived_at, late: delivery.expected_at === null || delivery.expected_at <= 0 ? null : delivery.arrived_at - delivery.expected_at,
    lines: lines.length, exact: lines.filter((line) => discrepanciesOf(line).length === 0).length, differs: Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length])),
    stood, storedIn: times.includes(null) ? null : Math.max(0, ...times.flatMap((time) => time ?? [])),
  };
}
/** A lorry is not late by minutes. */
export const LATE_BEYOND = 3_600_000;
export const isLate = (each: Pick<MeasuredDelivery, 'late'>): boolean => each.late !== null && each.late > LATE_BEYOND;

export interface ReceivingFigures {
  /** A supplier, a time in ms as text for a week, or empty for all. */
  readonly of: string;
  readonly deliveries: number;
  readonly promised: number;
  readonly late: number;
  readonly lines: number;
  readonly exact: number;
  readonly short: number;
  readonly over: number;
  readonly damaged: number;
  readonly wrong: number;
  readonly refused: number;
  /** Dock to stock in ms by units, half of them and nine of ten; null where nothing was put away. */
  readonly p50: number | null;
  readonly p90: number | null;
  /** Units that stand at the dock still. */
  readonly standing: number;
}

export function receivingFigures(of: string, measured: readonly MeasuredDelivery[]): ReceivingFigures {
  const sum = (count: (each: MeasuredDelivery) => number): number => measured.reduce((total, each) => total + count(each), 0);
  const differing = (...codes: readonly DiscrepancyCode[]): number => sum((each) => codes.reduce((total, code) => total + (each.differs[code] ?? 0), 0));
  const stood = measured.flatMap((each) => each.stood);
  const stored = stood.flatMap(({ time, units }) => (time === null ? [] : [{ time, units }])).toSorted((a, b) => a.time - b.time);
  return {
    of, deliveries: measured.length, promised: sum((each) => (each.late === null ? 0 : 1)), late: sum((each) => (isLate(each) ? 1 : 0)), lines: sum((each) => each.lines), exact: sum((each) => each.exact),
    short: differing('A', 'P'), over: differing('O'), damaged: differing('D'), wrong: differing('W'), refused: differing('R'), p50: byUnits(stored, 0.5), p90: byUnits(stored, 0.9), standing: stood.reduce((total, each) => total + (each.time === null ? each.units : 0), 0),
  };
}
/** The time within which this share of the units was put away. */
function byUnits(sorted: readonly { readonly time: number; readonly units: number }[], share: number): number | null {
  let left = sorted.reduce((sum, each) => sum + each.units, 0) * share;
  for (const { time, units } of sorted) {
    left -= units;
    if (left <= 0) return time;
  }
  return null;
}

export const figuresBySupplier = (measured: readonly MeasuredDelivery[]): readonly ReceivingFigures[] =>
  [...Map.groupBy(measured, (each) => each.supplierId)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([supplier, of]) => receivingFigures(supplier, of));

const WEEK = 7 * 86_400_000;
export const receivingByWeek = (measured: readonly MeasuredDelivery[], now: number, weeks: number): readonly ReceivingFigures[] => Array.from({ length: weeks }, (_, n) => {
  const from = now - (weeks - n) * WEEK;
  return receivingFigures(String(from), measured.filter((each) => each.arrivedAt > from && each.arrivedAt <= from + WEEK));
});
