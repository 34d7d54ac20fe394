// The walk of one or several orders, and which orders go well together on a cart, planned on this station from its own rows. The map of the warehouse is kept until a location or a
// setting changes, because reading some thousand locations takes longer than planning.
import { createRoutePlanner, type Ends, type RoutePlanner, type ToPick } from '#domain/routing/plan-route.ts';
import { crossAisles, pointOf, spotOf } from '#domain/routing/layout.ts';
import { layoutKey, warehouseLayout, type WarehouseLayout } from '#domain/routing/warehouse-layout.ts';
import { walkInOrder } from '#domain/routing/walk-in-order.ts';
import type { Row } from '#domain/tables.ts';
import type { Written } from '#db/local/rows.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { FloorMap, RouteAnswer } from './contract.ts';

export interface RouteQuestion {
  readonly fulfilmentIds: readonly string[];
  /** The location last scanned; empty or unknown: where walks begin. */
  readonly from?: string | undefined;
  /** Task ids in the order the person was told; kept unless another is shorter. */
  readonly keep?: readonly string[] | undefined;
}
export interface Routes {
  answer(question: RouteQuestion): RouteAnswer;
  /** Orders dealt to this station for one walk with a cart: the most urgent, and those that lengthen its walk least. */
  cart(): readonly string[];
  /** Rows that changed; undefined: all of them may have. */
  changed(written: Written | undefined): void;
}

/** The key of the setting: items of at least so many grams are picked before lighter ones. */
export const HEAVY_FIRST = 'pick_heavy_first_g';

/** The key of the setting: orders that a cart holds. */
export const CART_ORDERS = 'pick_cart_orders';
const CART_ORDERS_USUAL = 8;
/** So many of the most urgent orders are looked at, so that the answer comes at once. */
const LOOKED_AT = 24;

type Task = Row<'pick_task'>;
interface Stop extends ToPick {
  readonly task: Task;
  readonly sequence: number;
}
interface Known {
  readonly warehouse: string;
  readonly floor: WarehouseLayout;
  readonly planner: RoutePlanner;
  readonly sequences: ReadonlyMap<string, number>;
  readonly heavyFrom: number | undefined;
}

export function createRoutes({ rows, meta }: Pick<Replica, 'rows' | 'meta'>): Routes {
  let known: Known | undefined;

  function look(): Known {
    const warehouse = meta.get('warehouse_id') ?? '';
    if (known?.warehouse === warehouse) return known;
    const locations = rows.find('location', { warehouse_id: warehouse });
    const floor = warehouseLayout(locations, settingOf(layoutKey(warehouse)));
    const heavy = settingOf(HEAVY_FIRST);
    known = { warehouse, floor, planner: createRoutePlanner(floor.layout), sequences: new Map(locations.map((row) => [row.location_id, row.sequence])), heavyFrom: typeof heavy === 'number' ? heavy : undefined };
    return known;
  }
  const settingOf = (key: string) => rows.find('setting', { key })[0]?.value;
  const rankOf = (itemId: string, heavyFrom: number | undefined): number =>
    heavyFrom === undefined || (rows.find('item', { item_id: itemId })[0]?.weight_g ?? 0) >= heavyFrom ? 0 : 1;

  const tasksOf = (fulfilmentId: string): readonly Task[] => rows.find('pick_task', { warehouse_id: look().warehouse, fulfilment_id: fulfilmentId });
  function stopsOf(tasks: readonly Task[]): readonly Stop[] {
    const { floor, sequences, heavyFrom } = look();
    return tasks.filter((task) => task.open && task.quantity > task.picked + task.short)
      .map((task): Stop => ({ task, place: floor.placeOf(task.location_id), sequence: sequences.get(task.location_id) ?? task.sequence, rank: rankOf(task.item_id, heavyFrom) }))
      // Bins met at the same moment are taken in order of location, not here, there and here again.
      .toSorted((a, b) => a.sequence - b.sequence);
  }

  return {
    answer({ fulfilmentIds, from = '', keep = [] }) {
      const { floor, planner } = look();
      const tasks = fulfilmentIds.flatMap(tasksOf);
      const stops = stopsOf(tasks);
      const ends: Ends = { start: floor.spotOf(from) ?? floor.home, end: floor.home };
      const best = planner.route(stops, ends);
      const route = keptOrder(floor, stops, keep, ends, best.length) ?? best;
      return {
        method: best.method, why: best.why ?? '', length: best.length ?? null, stops: route.stops.map(({ task }) => task.task_id),
        walk: route.walk, map: best.length === undefined ? null : mapOf(floor, tasks, ends),
      };
    },
    cart() {
      const { warehouse, floor, planner } = look();
      const most = settingOf(CART_ORDERS);
      const device = meta.get('device_id') ?? '';
      const waiting = rows.find('fulfilment', { warehouse_id: warehouse, dealt_to: device }).filter((row) => row.state === 'OPEN' || row.state === 'PICKING');
      const candidates = waiting.toSorted(moreUrgent).slice(0, LOOKED_AT).map((row) => ({ id: row.fulfilment_id, stops: stopsOf(tasksOf(row.fulfilment_id)) })).filter(({ stops }) => stops.length > 0);
      const ends: Ends = { start: floor.home, end: floor.home };
      const chosen = candidates.splice(0, 1);
      while (candidates.length > 0 && chosen.length < (typeof most === 'number' && most > 0 ? most : CART_ORDERS_USUAL)) {
        const so = chosen.flatMap(({ stops }) => stops);
        // What is on no map comes last; without a map all are alike, and the most urgent is the first.
        const lengths = candidates.map(({ stops }) => planner.route([...so, ...stops], ends).length ?? Number.POSITIVE_INFINITY);
        chosen.push(...candidates.splice(lengths.indexOf(Math.min(...lengths)), 1));
      }
      return chosen.map(({ id }) => id);
    },
    changed(written) {
      if (written === undefined || written.has('location') || written.has('setting')) known = undefined;
    },
  };
}

/** By priority, then by promise, then as they came. */
const moreUrgent = (a: Row<'fulfilment'>, b: Row<'fulfilment'>): number =>
  b.priority - a.priority || (a.promised_at ?? Number.MAX_SAFE_INTEGER) - (b.promised_at ?? Number.MAX_SAFE_INTEGER) || a.created_at - b.created_at || (a.fulfilment_id < b.fulfilment_id ? -1 : 1);

/** The order the person knows already, if it visits exactly these stops and is no longer than the best. */
function keptOrder({ layout, placeOf }: WarehouseLayout, stops: readonly Stop[], keep: readonly string[], ends: Ends, best: number | undefined): Pick<ReturnType<RoutePlanner['route']>, 'walk'> & { readonly stops: readonly Stop[] } | undefined {
  if (layout === undefined || best === undefined) return undefined;
  const left = keep.flatMap((taskId) => stops.find(({ task }) => task.task_id === taskId) ?? []);
  if (left.length !== stops.length || left.some((stop, i) => i > 0 && left[i - 1]!.rank! > stop.rank!)) return undefined;
  const kept = walkInOrder(layout, left.map(({ task }) => placeOf(task.location_id)!), ends);
  return kept.length <= best * (1 + 1e-9) ? { stops: left, walk: kept.walk } : undefined;
}

function mapOf({ layout, aisleNames, placeOf }: WarehouseLayout, tasks: readonly Task[], { start, end }: Ends): FloorMap | null {
  if (layout === undefined) return null;
  return {
    aisles: aisleNames.map((name, aisle) => ({ name, x: aisle * layout.aislePitch })), crossAisles: crossAisles(layout), aislePitch: layout.aislePitch,
    here: pointOf(layout, start), end: pointOf(layout, end),
    places: tasks.flatMap((task) => {
      const place = placeOf(task.location_id);
      return place === undefined ? [] : [{ taskId: task.task_id, locationId: task.location_id, side: place.side, at: pointOf(layout, spotOf(layout, place)) }];
    }),
  };
}
