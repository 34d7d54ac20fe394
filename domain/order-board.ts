// Where an order stands and what it waits for, from its rows alone; and which comes first on the board.
import type { Row } from './tables.ts';

/** In the order in which an order passes through them; the first that fits is where it stands. */
export const orderStages = ['cancelling', 'held', 'stock', 'elsewhere', 'hand_over', 'pack', 'picking', 'pick', 'other'] as const;
export type OrderStage = (typeof orderStages)[number];

export interface OrderRows {
  readonly order: Row<'sales_order'>;
  readonly lines: readonly Row<'sales_order_line'>[];
  readonly holds: readonly Row<'order_hold'>[];
  /** Of the warehouse that looks; its picks and parcels below. */
  readonly works: readonly Row<'fulfilment'>[];
  readonly tasks: readonly Row<'pick_task'>[];
  readonly parcels: readonly Row<'parcel'>[];
}
export interface Standing {
  readonly stage: OrderStage;
  /** Units of each item that have no stock yet. */
  readonly missing: readonly { readonly itemId: string; readonly units: number }[];
  /** Stations that have its work. */
  readonly dealtTo: readonly string[];
  readonly toPick: number;
  readonly toPack: number;
  readonly toHandOver: number;
  /** ms by which it is late, by the promise or by a hold that nobody looked at in time; 0 while it is not. */
  readonly late: number;
}

const OVER = ['SHIPPED', 'CANCELLED', 'CLOSED'];
export const isOver = (order: Row<'sales_order'>): boolean => OVER.includes(order.state);

export function standingOf({ order, lines, holds, works, tasks, parcels }: OrderRows, warehouse: string, now: number): Standing {
  const missing = [...Map.groupBy(lines, (line) => line.item_id)].map(([itemId, of]) => ({ itemId, units: of.reduce((sum, line) => sum + Math.max(0, line.quantity - line.cancelled - line.allocated), 0) })).filter((each) => each.units > 0);
  const toPick = tasks.reduce((sum, task) => (task.open ? sum + Math.max(0, task.quantity - task.picked - task.short) : sum), 0);
  const toPack = tasks.reduce((sum, task) => sum + Math.max(0, task.picked - task.packed), 0);
  const toHandOver = parcels.filter((parcel) => parcel.state === 'PACKED').length;
  const dealtTo = [...new Set(works.flatMap((work) => (work.dealt_to !== null && work.state !== 'SHIPPED' && work.state !== 'CANCELLED' ? [work.dealt_to] : [])))];
  const begun = tasks.some((task) => task.open && task.picked > 0) || works.some((work) => work.state === 'PICKING') || dealtTo.length > 0;
  const stage = (): OrderStage => {
    if (order.state === 'CANCEL_REQUESTED') return 'cancelling';
    if (holds.some((hold) => hold.state === 'PLACED')) return 'held';
    if (order.ship_from !== warehouse && works.length === 0) return missing.length > 0 ? 'stock' : 'elsewhere';
    if (toPick > 0) return begun ? 'picking' : 'pick';
    if (toPack > 0) return 'pack';
    if (toHandOver > 0) return 'hand_over';
    return missing.length > 0 ? 'stock' : 'other';
  };
  const lookedAt = holds.flatMap((hold) => (hold.state === 'PLACED' && hold.due_at !== null ? [hold.due_at] : []));
  const due = Math.min(order.promised_at ?? Number.POSITIVE_INFINITY, ...lookedAt);
  return { stage: stage(), missing, dealtTo, toPick, toPack, toHandOver, late: isOver(order) ? 0 : Math.max(0, now - due) };
}

/** Late ones first, the latest of them on top; then by the promise, priority and age. */
export function boardOrder(a: { readonly order: Row<'sales_order'>; readonly late: number }, b: { readonly order: Row<'sales_order'>; readonly late: number }): number {
  const never = Number.MAX_SAFE_INTEGER;
  return b.late - a.late || (a.order.promised_at ?? never) - (b.order.promised_at ?? never) || b.order.priority - a.order.priority || a.order.ordered_at - b.order.ordered_at || (a.order.order_id < b.order.order_id ? -1 : 1);
}
