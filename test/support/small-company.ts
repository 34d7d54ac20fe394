// The smallest company in which every command can be tried: two warehouses, a dock, three shelves, a desk for
// returns, a tote, and one item of each kind.
import type { Row } from '#domain/tables.ts';
import { createWorld, START, type World } from '#test/support/world.ts';

export function item(itemId: string, more: Partial<Row<'item'>> = {}): Row<'item'> {
  return {
    item_id: itemId, sku: itemId, name: itemId, category: 'test', unit: 'pc', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null, hygiene_seal: false,
    battery: false, oversize: false, weight_g: 100, length_mm: 10, width_mm: 10, height_mm: 10, standard_cost: 20_000, sales_price: 50_000, abc_class: 'A', supplier_id: null, active: true, ...more,
  };
}

export function place(warehouse: string, locationId: string, sequence: number, pickable = true): Row<'location'> {
  return { warehouse_id: warehouse, location_id: locationId, zone: 'Z', kind: pickable ? 'bin' : 'dock', aisle: 1, bay: 1, level: 1, sequence, pickable };
}

export function smallCompany(): World {
  const world = createWorld();
  for (const id of ['W1', 'W2']) {
    world.seed('warehouse', { warehouse_id: id, name: id, country: 'GB' });
    world.seed('location', place(id, 'DOCK', 0, false), place(id, 'DESK', 0, false), place(id, 'A1', 1), place(id, 'A2', 2), place(id, 'A3', 3));
    world.seed('handling_unit', { warehouse_id: id, unit_id: 'TOTE-1', kind: 'tote', state: 'FREE', at_location: '', fulfilment_id: null });
  }
  world.seed('item', item('CUP'), item('LID'), item('SET'), item('MILK', { lot_control: true, shelf_life_days: 30 }), item('CAM', { serial_control: true, standard_cost: 3_000_000 }));
  world.seed('item_component', { item_id: 'SET', component_id: 'LID', quantity: 1 }, { item_id: 'SET', component_id: 'CUP', quantity: 2 });
  return world;
}

/** Opening stock in a place. */
export function stock(world: World, locationId: string, itemId: string, quantity: number, more: { lot?: string; serial?: string; condition?: string; hold?: string; owner?: string } = {}): void {
  world.apply('stock.open', { itemId, quantity, locationId, ...more }, { person: 'system' });
}

export function lot(world: World, itemId: string, lotCode: string, expiresOn: string | null): void {
  world.seed('lot', { item_id: itemId, lot: lotCode, expires_on: expiresOn });
}

/** A delivery announced by the supplier: item, quantity. */
export function announce(world: World, deliveryId: string, lines: Readonly<Record<string, number>>): void {
  world.seed('delivery', { warehouse_id: 'W1', delivery_id: deliveryId, supplier_id: 'SUP', purchase_order_id: 'PO-1', state: 'EXPECTED', expected_at: START, arrived_at: null });
  Object.entries(lines).forEach(([itemId, expected], index) =>
    world.seed('delivery_line', { warehouse_id: 'W1', delivery_id: deliveryId, line_id: `L${index + 1}`, item_id: itemId, expected, received: 0, damaged: 0, purchase_order_line: index + 1, refused: 0, told: [] }));
}

/** Takes an order in; lines are item, quantity, numbered from 1. */
export function takeIn(world: World, orderId: string, lines: readonly (readonly [itemId: string, quantity: number])[], holds: readonly string[] = []): void {
  world.apply('order.take_in', {
    orderId, channelId: 'web', channelNumber: `N-${orderId}`, shipFrom: 'W1', orderedAt: START, currency: 'GBP', holds: [...holds],
    lines: lines.map(([itemId, quantity], index) => ({ lineNo: index + 1, itemId, quantity, unitPrice: 50_000 })),
  }, { person: 'system' });
}

export const allocate = (world: World, orderId: string) =>
  world.submit('order.allocate', { orderId, itemIds: [...new Set(world.rows.list('sales_order_line', { order_id: orderId }).map((line) => line.item_id))] }, { person: 'system' });

export const tasksOf = (world: World, orderId: string): readonly Row<'pick_task'>[] => world.all('pick_task').filter((task) => task.order_id === orderId);
export const orderOf = (world: World, orderId: string): Row<'sales_order'> => world.rows.get('sales_order', orderId)!;
export const lineOf = (world: World, orderId: string, lineNo = 1): Row<'sales_order_line'> => world.rows.get('sales_order_line', orderId, lineNo)!;
export const fulfilmentOf = (world: World, fulfilmentId: string): Row<'fulfilment'> => world.rows.get('fulfilment', 'W1', fulfilmentId)!;

/** Picks a task into the tote, all that is open of it unless told otherwise. */
export function pick(world: World, task: Row<'pick_task'>, quantity = task.quantity - task.picked - task.short, more: { itemId?: string; fromLocation?: string; serial?: string } = {}) {
  return world.submit('pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, lot: task.lot, quantity, fromLocation: task.location_id, tote: 'TOTE-1', ...more });
}

export function short(world: World, task: Row<'pick_task'>, missing: number, reason = 'NOT_FOUND') {
  return world.submit('pick.short', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, orderId: task.order_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, fromLocation: task.location_id, missing, reason });
}

export function pack(world: World, parcelId: string, tasks: readonly (readonly [Row<'pick_task'>, number])[]) {
  const [first] = tasks[0]!;
  return world.submit('parcel.pack', {
    parcelId, fulfilmentId: first.fulfilment_id, orderId: first.order_id, carrierId: 'ROYAL',
    lines: tasks.map(([task, quantity]) => ({ taskId: task.task_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, quantity, tote: task.tote || 'TOTE-1' })),
  });
}

export const ship = (world: World, parcelId: string, fulfilmentId: string, orderId: string) =>
  world.submit('parcel.ship', { parcelId, fulfilmentId, orderId, carrierId: 'ROYAL', tracking: 'RM1' });

/** An order of one item that is picked as far as possible; answers its tasks as they are then. */
export function pickedOrder(world: World, orderId: string, lines: readonly (readonly [string, number])[]): readonly Row<'pick_task'>[] {
  takeIn(world, orderId, lines);
  allocate(world, orderId);
  for (const task of tasksOf(world, orderId)) pick(world, task);
  return tasksOf(world, orderId);
}

/** A station that work can be dealt to. */
export function station(world: World, device: string): void {
  world.seed('device', { device_id: device, name: device, home_warehouse: 'W1', kind: 'station', state: 'ACTIVE', enrolled_at: START, last_seen_at: null });
}

/** What the system does after each step of a cancelled order. */
export function settleCancelled(world: World): void {
  for (const order of world.all('sales_order')) {
    const works = world.all('fulfilment').filter((work) => work.order_id === order.order_id);
    if (order.cancel_reason === null) continue;
    world.submit('order.settle_cancel', { orderId: order.order_id, fulfilmentIds: works.map((work) => work.fulfilment_id) }, { person: 'system', device: 'policy' });
  }
}
