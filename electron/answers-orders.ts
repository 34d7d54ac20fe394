// The order desk: every open order with where it stands and what it waits for, late ones first; and the figures of what
// has left. Set by set, because a busy day has thousands of them.
import type { Database } from 'better-sqlite3';
import { boardOrder, orderStages, standingOf, type OrderRows, type OrderStage } from '#domain/order-board.ts';
import { figuresByChannel, measure, orderFigures, type Measured } from '#domain/order-figures.ts';
import { mayLift, ORDER_HOLD_RULES, orderHoldRule } from '#domain/order-holds.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { OrderBoard, OrderCard, OrderFiguresAnswer, Person } from './contract.ts';

const MOST_OPEN = 5000;
const MOST_SHOWN = 300;
const MOST_BEHIND = 500;
const DAY = 86_400_000;
/** Figures look back so far. */
const FIGURE_DAYS = 28;

/** Who sees all orders, and what the books have for them. */
export const mayLook = (person: Person | null): boolean => person?.roles.some((role) => ['supervisor', 'finance', 'buyer'].includes(role)) ?? false;
const home = (replica: Replica): string => replica.meta.get('warehouse_id') ?? '';

export function orderBoard(replica: Replica, person: Person | null, now: number, asked: OrderStage | 'late' | 'all'): OrderBoard | null {
  if (person === null || !mayLook(person)) return null;
  const { db, rows } = replica;
  const warehouse = home(replica);
  const open = db.prepare(`select order_id from sales_order where state not in ('SHIPPED', 'CANCELLED', 'CLOSED') order by coalesce(promised_at, 9e15), priority desc, ordered_at limit ${MOST_OPEN}`).pluck().all() as string[];
  const told = rows.find('setting', { key: ORDER_HOLD_RULES })[0]?.value;
  const all = ordersIn(db, warehouse, open).map((of) => ({ ...of, standing: standingOf(of, warehouse, now) }));
  const counts = Object.fromEntries(orderStages.map((stage) => [stage, all.filter((each) => each.standing.stage === stage).length])) as Record<OrderStage, number>;
  const wanted = all.filter(({ standing }) => asked === 'all' || (asked === 'late' ? standing.late > 0 : standing.stage === asked));
  const shown = wanted.map((each) => ({ ...each, late: each.standing.late })).toSorted(boardOrder).slice(0, MOST_SHOWN);
  const arrivals = arrivalsOf(db, warehouse, [...new Set(shown.flatMap(({ standing }) => standing.missing.map((each) => each.itemId)))]);
  const nameOf = (id: string | null): string => (id === null ? '' : rows.find('customer', { customer_id: id })[0]?.name ?? id);
  const cards = shown.map(({ order, lines, holds, works, parcels, standing }): OrderCard => ({
    order, customer: nameOf(order.customer_id), standing, lines, parcels, fulfilmentIds: works.map((work) => work.fulfilment_id),
    holds: holds.filter((hold) => hold.state === 'PLACED').toSorted((a, b) => (a.due_at ?? 0) - (b.due_at ?? 0) || (a.kind < b.kind ? -1 : 1)).map((hold) => ({ hold, mayLift: mayLift(person.roles, hold.kind, told), roles: orderHoldRule(hold.kind, told).roles })),
    arrivals: standing.missing.flatMap((each) => arrivals.get(each.itemId) ?? []),
  }));
  return { warehouse, counts, late: all.filter((each) => each.standing.late > 0).length, all: all.length, matching: wanted.length, cards };
}

export function orderFiguresFor(replica: Replica, person: Person | null, now: number): OrderFiguresAnswer | null {
  if (!mayLook(person)) return null;
  const warehouse = home(replica);
  const ids = replica.db.prepare(`select distinct order_id from parcel where warehouse_id = ? and state = 'SHIPPED' and shipped_at >= ?`).pluck().all(warehouse, now - FIGURE_DAYS * DAY) as string[];
  const measured = ordersIn(replica.db, warehouse, ids).flatMap((each) => measure(each) ?? []);
  const isSpoilt = (each: Measured): boolean => each.onTime === false || each.shortLines > 0 || each.incomplete || each.returned;
  return { warehouse, days: FIGURE_DAYS, all: orderFigures('', measured), channels: figuresByChannel(measured), spoilt: measured.filter(isSpoilt).toSorted((a, b) => b.handedOverAt - a.handedOverAt).slice(0, MOST_BEHIND) };
}

/** Orders with everything below them, in the order of the ids; work and parcels of this warehouse. */
function ordersIn(db: Database, warehouse: string, ids: readonly string[]): readonly OrderRows[] {
  const select = <T>(table: string, column: string, of: readonly string[], more = ''): readonly T[] => db.prepare(`select * from ${table} where ${more}${column} in (select value from json_each(?))`).all(JSON.stringify(of)) as T[];
  const by = <T extends { readonly order_id: string }>(list: readonly T[]): ReadonlyMap<string, readonly T[]> => Map.groupBy(list, (row) => row.order_id);
  const here = `warehouse_id = '${warehouse.replaceAll('\'', '\'\'')}' and `;
  const orders = new Map(select<Row<'sales_order'>>('sales_order', 'order_id', ids).map((row) => [row.order_id, row]));
  const lines = by(select<Row<'sales_order_line'>>('sales_order_line', 'order_id', ids).map((row) => ({ ...row, backordered: Boolean(row.backordered) })));
  const holds = by(select<Row<'order_hold'>>('order_hold', 'order_id', ids));
  const allWorks = select<Row<'fulfilment'>>('fulfilment', 'order_id', ids, here);
  const works = by(allWorks);
  const workIds = allWorks.map((work) => work.fulfilment_id);
  const tasks = by(select<Row<'pick_task'>>('pick_task', 'fulfilment_id', workIds, here).map((row) => ({ ...row, open: Boolean(row.open) })));
  const parcels = by(select<Row<'parcel'>>('parcel', 'fulfilment_id', workIds, here));
  return ids.flatMap((id): OrderRows[] => {
    const order = orders.get(id);
    return order ? [{ order, lines: (lines.get(id) ?? []).toSorted((a, b) => a.line_no - b.line_no), holds: holds.get(id) ?? [], works: works.get(id) ?? [], tasks: tasks.get(id) ?? [], parcels: parcels.get(id) ?? [] }] : [];
  });
}

/** The next announced delivery, or what is bought, of each item; to this warehouse. */
function arrivalsOf(db: Database, warehouse: string, items: readonly string[]): ReadonlyMap<string, OrderCard['arrivals'][number]> {
  if (items.length === 0) return new Map();
  const found = db.prepare(`
    select l.item_id as itemId, d.expected_at as at, d.delivery_id as document from delivery d join delivery_line l using (warehouse_id, delivery_id)
      where d.warehouse_id = @warehouse and d.state = 'EXPECTED' and l.expected > l.received and l.item_id in (select value from json_each(@items))
    union all select l.item_id, o.expected_at, o.purchase_order_id from purchase_order o join purchase_order_line l using (warehouse_id, purchase_order_id)
      where o.warehouse_id = @warehouse and o.state = 'OPEN' and l.quantity > l.received and l.item_id in (select value from json_each(@items))
    order by 2 desc`).all({ warehouse, items: JSON.stringify(items) }) as { itemId: string; at: number | null; document: string }[];
  // The soonest comes last and stays.
  return new Map(found.map(({ itemId, at, document }) => [itemId, { itemId, at: at ?? 0, document }]));
}
