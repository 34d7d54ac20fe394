// The figures of orders, each defined once: shipped by the promise, lines without a short, perfect orders, fill rate, and
// how long from release to the carrier, with the time on hold apart.
import type { Row } from './tables.ts';

export interface ShippedOrder {
  readonly order: Row<'sales_order'>;
  readonly lines: readonly Row<'sales_order_line'>[];
  readonly holds: readonly Row<'order_hold'>[];
  readonly tasks: readonly Row<'pick_task'>[];
  readonly parcels: readonly Row<'parcel'>[];
}
/** One order as the figures count it. */
export interface Measured {
  readonly orderId: string;
  readonly number: string;
  readonly channelId: string;
  readonly releasedAt: number;
  /** Of its last parcel. */
  readonly handedOverAt: number;
  /** By the promise; null where nothing was promised. */
  readonly onTime: boolean | null;
  readonly lines: number;
  readonly shortLines: number;
  /** Not all that was wanted was shipped. */
  readonly incomplete: boolean;
  readonly returned: boolean;
  readonly cycle: number;
  readonly held: number;
  readonly ordered: number;
  /** Units shipped by the promise, or at all where nothing was promised. */
  readonly filled: number;
}
export interface OrderFigures {
  /** A channel, an ISO Monday, or empty for all. */
  readonly of: string;
  readonly orders: number;
  readonly promised: number;
  readonly onTime: number;
  readonly lines: number;
  readonly shortLines: number;
  readonly perfect: number;
  readonly ordered: number;
  readonly filled: number;
  /** Release to hand-over in ms, half of the orders and nine of ten; null without any. */
  readonly p50: number | null;
  readonly p90: number | null;
  /** Half of the time on hold, of orders that were held. */
  readonly heldP50: number | null;
}

/** Undefined while anything of it is still to be shipped, or where nothing was. */
export function measure({ order, lines, holds, tasks, parcels }: ShippedOrder): Measured | undefined {
  const times = parcels.flatMap((parcel) => (parcel.state === 'SHIPPED' && parcel.shipped_at !== null ? [parcel.shipped_at] : []));
  if (order.state !== 'SHIPPED' || times.length === 0) return undefined;
  const lifted = holds.flatMap((hold) => (hold.released_at === null ? [] : [hold.released_at]));
  const releasedAt = Math.max(order.taken_in_at, ...lifted);
  const handedOverAt = Math.max(...times);
  const wanted = (line: Row<'sales_order_line'>): number => line.quantity - line.cancelled;
  const onTime = order.promised_at === null ? null : handedOverAt <= order.promised_at;
  const shipped = lines.reduce((sum, line) => sum + Math.min(line.shipped, wanted(line)), 0);
  const short = new Set(tasks.filter((task) => task.short > 0).map((task) => task.order_line));
  return {
    orderId: order.order_id, number: order.channel_number, channelId: order.channel_id, releasedAt, handedOverAt, onTime, lines: lines.length, shortLines: lines.filter((line) => short.has(line.line_no)).length,
    incomplete: lines.some((line) => line.shipped < wanted(line)), returned: lines.some((line) => line.returned > 0), cycle: Math.max(0, handedOverAt - releasedAt), held: Math.max(0, releasedAt - order.taken_in_at),
    ordered: lines.reduce((sum, line) => sum + wanted(line), 0), filled: onTime === false ? 0 : shipped,
  };
}

/** On time, whole, without a short, and nothing of it came back. */
export const isPerfect = (each: Measured): boolean => each.onTime !== false && !each.incomplete && each.shortLines === 0 && !each.returned;

export function orderFigures(of: string, measured: readonly Measured[]): OrderFigures {
  const sum = (count: (each: Measured) => number): number => measured.reduce((total, each) => total + count(each), 0);
  const cycles = measured.map((each) => each.cycle).toSorted((a, b) => a - b);
  return {
    of, orders: measured.length, promised: sum((each) => (each.onTime === null ? 0 : 1)), onTime: sum((each) => (each.onTime === true ? 1 : 0)), lines: sum((each) => each.lines), shortLines: sum((each) => each.shortLines), perfect: sum((each) => (isPerfect(each) ? 1 : 0)),
    ordered: sum((each) => each.ordered), filled: sum((each) => each.filled), p50: at(cycles, 0.5), p90: at(cycles, 0.9), heldP50: at(measured.map((each) => each.held).filter((time) => time > 0).toSorted((a, b) => a - b), 0.5),
  };
}
const at = (sorted: readonly number[], share: number): number | null => (sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);

export const figuresByChannel = (measured: readonly Measured[]): readonly OrderFigures[] =>
  [...Map.groupBy(measured, (each) => each.channelId)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([channel, of]) => orderFigures(channel, of));
