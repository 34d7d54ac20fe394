// The walk and the carton goods of an order, answered from a real replica with the demo company's places.
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { places } from '#demo/places.ts';
import type { AnyRow, Json, Row, TableName } from '#domain/tables.ts';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { item } from '#test/support/small-company.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { cartonsFor } from './answers-cartons.ts';
import { CART_ORDERS, createRoutes, HEAVY_FIRST, type Routes } from './answers-route.ts';

type Task = Row<'pick_task'>;
const task = (task_id: string, location_id: string, more: Partial<Task> = {}): Task => ({
  warehouse_id: 'LEEDS', task_id, fulfilment_id: 'F1', order_id: 'SO-1', order_line: 1, item_id: 'CUP', location_id, lot: '', quantity: 1, picked: 0, packed: 0, short: 0, state: 'OPEN', open: true, tote: '', sequence: 1, picked_by: null, ...more,
});

function station(tasks: readonly Task[]) {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID);
  onTestFinished(() => replica.close());
  const routes = createRoutes(replica);
  const write = <T extends TableName>(table: T, ...rows: readonly Row<T>[]) =>
    routes.changed(replica.inTransaction((written) => { replica.rows.writeServer(table, rows as unknown as readonly AnyRow[], written); return written; }).result);
  replica.inTransaction(() => replica.meta.set('warehouse_id', 'LEEDS'));
  write('location', ...places().filter(({ table, row }) => table === 'location' && row['warehouse_id'] === 'LEEDS').map(({ row }) => row as Row<'location'>));
  write('item', item('CUP'), item('ANVIL', { weight_g: 12_000, length_mm: 300, width_mm: 200, height_mm: 150 }), item('NEW', { height_mm: 0 }));
  write('pick_task', ...tasks);
  return { replica, routes, write };
}
const set = (write: ReturnType<typeof station>['write'], key: string, value: Json) => write('setting', { key, value });
const ids = (routes: Routes, from?: string, keep?: readonly string[]) => routes.answer({ fulfilmentIds: ['F1'], from, keep }).stops;

describe('the walk of an order', () => {
  it('begins at the bench, is exact, and says how far it is', () => {
    const { routes } = station([task('C', 'C-05-1'), task('A', 'A-03-1'), task('B', 'B-03-1')]);
    const found = routes.answer({ fulfilmentIds: ['F1'] });
    expect(found).toMatchObject({ method: 'exact', why: '', map: { here: { x: 0, y: 0 }, end: { x: 0, y: 0 }, aisles: { length: 14 } } });
    expect(found.stops.toSorted()).toEqual(['A', 'B', 'C']);
    const drawn = found.walk.slice(1).reduce((sum, point, i) => sum + Math.abs(point.x - found.walk[i]!.x) + Math.abs(point.y - found.walk[i]!.y), 0);
    expect(drawn).toBe(found.length);
    expect(found.map!.places).toContainEqual({ taskId: 'A', locationId: 'A-03-1', side: 'left', at: { x: 0, y: 1750 + 1250 } });
  });

  it('begins where the picker stands, with the nearest', () => {
    const { routes } = station([task('A', 'A-03-1'), task('L', 'L-03-1')]);
    expect(ids(routes, 'L-01-1')).toEqual(['L', 'A']);
    expect(routes.answer({ fulfilmentIds: ['F1'], from: 'L-01-1' }).map!.here).toEqual({ x: 11 * 3000, y: 1750 });
    expect(ids(routes, 'a place nobody knows').toSorted()).toEqual(['A', 'L']);
  });

  it('takes bins across from and above each other in order of location', () => {
    const { routes } = station([task('1', 'A-26-2'), task('2', 'A-25-1'), task('3', 'A-26-4'), task('4', 'A-25-3')]);
    expect(ids(routes)).toEqual(['2', '4', '1', '3']);
  });

  it('is planned anew when a short pick sends the picker elsewhere, and leaves out what is done', () => {
    const { routes, write } = station([task('A', 'A-03-1'), task('B', 'A-31-1'), task('Z', 'L-03-1')]);
    const before = ids(routes);
    write('pick_task', task('A', 'A-03-1', { short: 1, open: false, state: 'SHORT' }), task('N', 'A-29-1'));
    const after = ids(routes, 'A-03-1', before);
    expect(after.toSorted()).toEqual(['B', 'N', 'Z']);
    expect(after.slice(0, 2)).toEqual(['N', 'B']);
    expect(routes.answer({ fulfilmentIds: ['F1'] }).map!.places).toHaveLength(4);
  });

  it('keeps the order the picker was told as long as no other is shorter', () => {
    const { routes } = station([task('A', 'A-03-1'), task('B', 'B-03-1'), task('C', 'C-03-1')]);
    const told = ids(routes).toReversed();
    expect(ids(routes, '', told)).toEqual(told);
    expect(ids(routes, 'C-01-1', ['A', 'C', 'B'])).not.toEqual(['A', 'C', 'B']);
    expect(ids(routes, '', ['A', 'gone', 'C', 'B'])).toEqual(expect.arrayContaining(['A', 'B', 'C']));
  });

  it('picks heavy things first when the company wants it', () => {
    const { routes, write } = station([task('near', 'A-01-1'), task('far', 'L-31-1', { item_id: 'ANVIL' })]);
    set(write, HEAVY_FIRST, 10_000);
    expect(ids(routes)).toEqual(['far', 'near']);
    expect(ids(routes, '', ['near', 'far'])).toEqual(['far', 'near']);
    set(write, HEAVY_FIRST, 20_000);
    expect(routes.answer({ fulfilmentIds: ['F1'] }).stops).toHaveLength(2);
  });

  it('goes by location number where a location is not on the map, and says so', () => {
    const { routes, write, replica } = station([task('H', 'HEAP'), task('B', 'B-03-1'), task('A', 'A-03-1')]);
    const [some] = replica.rows.find('location', { warehouse_id: 'LEEDS', location_id: 'A-03-1' });
    write('location', { ...some!, location_id: 'HEAP', aisle: 0, bay: 0, sequence: 100_000 });
    expect(routes.answer({ fulfilmentIds: ['F1'] })).toMatchObject({ method: 'location sequence', length: null, map: null, walk: [], stops: ['A', 'B', 'H'] });
    expect(routes.answer({ fulfilmentIds: ['F1'] }).why).toMatch(/not on the map/);
  });

  it('notices that shelves were moved and measured', () => {
    const { routes, write, replica } = station([task('A', 'A-03-1')]);
    const before = routes.answer({ fulfilmentIds: ['F1'] }).length!;
    set(write, 'layout:LEEDS', { bay_pitch_mm: 2500 });
    expect(routes.answer({ fulfilmentIds: ['F1'] }).length).toBe(before + 2 * 1250);
    const [row] = replica.rows.find('location', { warehouse_id: 'LEEDS', location_id: 'A-03-1' });
    write('location', { ...row!, bay: 1 });
    expect(routes.answer({ fulfilmentIds: ['F1'] }).length).toBe(2 * 1750);
    replica.inTransaction((written) => replica.rows.remove('location', row as unknown as AnyRow, written));
    routes.changed(undefined);
    expect(routes.answer({ fulfilmentIds: ['F1'] }).method).toBe('location sequence');
  });

  it('of an order without open picks is the way home', () => {
    const { routes } = station([task('A', 'A-03-1', { picked: 1, open: false })]);
    expect(routes.answer({ fulfilmentIds: ['F1'], from: 'A-03-1' })).toMatchObject({ stops: [], length: 3000 });
    expect(routes.answer({ fulfilmentIds: ['unknown'] })).toMatchObject({ stops: [], length: 0 });
  });
});

describe('the orders of a cart', () => {
  const work = (fulfilment_id: string, more: Partial<Row<'fulfilment'>> = {}): Row<'fulfilment'> => ({
    warehouse_id: 'LEEDS', fulfilment_id, order_id: `SO-${fulfilment_id}`, state: 'OPEN', carrier_id: 'DHL', priority: 0, promised_at: 100, dealt_to: 'ME', dealt_at: 1, created_at: 1, ...more,
  });
  const of = (fulfilment_id: string, location_id: string): Task => task(`${fulfilment_id} ${location_id}`, location_id, { fulfilment_id });
  it('are the most urgent one and those that lengthen its walk least, as many as the cart holds', () => {
    const { replica, routes, write } = station([of('URGENT', 'A-03-1'), of('FAR', 'L-03-1'), of('NEAR', 'A-05-1'), of('NEXT', 'B-03-1'), of('ELSEWHERE', 'A-04-1'), of('OVER', 'A-04-1')]);
    replica.inTransaction(() => replica.meta.set('device_id', 'ME'));
    write('fulfilment', work('FAR', { promised_at: 20 }), work('URGENT', { promised_at: 10 }), work('NEXT'), work('NEAR'), work('ELSEWHERE', { dealt_to: 'OTHER' }), work('OVER', { state: 'CANCEL_REQUESTED' }), work('EMPTY', { promised_at: 1 }));
    expect(routes.cart()).toEqual(['URGENT', 'NEAR', 'NEXT', 'FAR']);
    set(write, CART_ORDERS, 2);
    expect(routes.cart()).toEqual(['URGENT', 'NEAR']);
  });
  it('are walked together', () => {
    const { routes } = station([of('F1', 'A-03-1'), of('F2', 'A-05-1'), of('F3', 'B-03-1')]);
    expect(routes.answer({ fulfilmentIds: ['F1', 'F2'] }).stops.toSorted()).toEqual(['F1 A-03-1', 'F2 A-05-1']);
  });
});

describe('what cartons are chosen from', () => {
  const goodsOf = (replica: Replica) => cartonsFor(replica.rows, 'LEEDS', 'F1');
  it('is what stands picked and not packed, summed by item', () => {
    const { replica, write } = station([task('1', 'A-01-1', { quantity: 3, picked: 2 }), task('2', 'A-03-1', { quantity: 2, picked: 2, packed: 1 }), task('3', 'A-05-1'), task('4', 'A-07-1', { item_id: 'NEW', picked: 1 })]);
    expect(goodsOf(replica)).toEqual({ cartons: [], goods: [{ itemId: 'CUP', units: 3, size: [10, 10, 10], weight: 100 }, { itemId: 'NEW', units: 1, size: null, weight: 100 }] });
    set(write, 'cartons', [{ id: 'M', name: 'Carton M', size: [300, 200, 150], max_weight_g: 10_000, cost: 30 }]);
    expect(goodsOf(replica).cartons).toEqual([{ id: 'M', name: 'Carton M', size: [300, 200, 150], maxWeight: 10_000, cost: 30 }]);
  });
});
