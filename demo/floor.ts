// The everyday work of a warehouse as verbs of the demo: each says what a person did and sends the commands a
// station would have sent for it.
import { unjudged } from '#domain/announcing/unjudged.ts';
import type { Row } from '#domain/tables.ts';
import { viewOf, waitsForApproval } from '#domain/adjustments.ts';
import { customerCount, customerId } from './partners.ts';
import { who } from './people.ts';
import type { Expected, Run } from './run.ts';
import { homeOf, serialsAt } from './stock.ts';
import { DAY, MINUTE } from './times.ts';

export type Task = Row<'pick_task'>;
export interface Wanted {
  readonly itemId: string;
  readonly quantity: number;
}
export interface Placed {
  readonly orderId: string;
  readonly fulfilmentId: string;
  readonly customerId: string;
}

// --- orders

export interface OrderWish {
  readonly warehouse?: string;
  readonly priority?: number;
  readonly channelId?: string;
}

/** Takes an order in and promises it stock a minute later. `fulfilmentId` is empty when nothing was there. */
export function placeOrder(run: Run, at: number, wanted: readonly Wanted[], { warehouse = 'LEEDS', priority = 0, channelId }: OrderWish = {}): Placed {
  const orderId = run.next('SO', 10_001);
  const channel = channelId ?? (warehouse === 'BREMEN' ? 'WEB-EU' : run.chance.of(['WEB', 'WEB', 'WEB', 'MARKET', 'TRADE']));
  const customer = customerId(run.chance.int(0, customerCount - 1));
  run.act(at, who.system, warehouse, 'order.take_in', {
    orderId, channelId: channel, channelNumber: `${channel[0]!}${orderId.slice(3)}`, customerId: customer, shipFrom: warehouse, orderedAt: at - 4 * MINUTE, promisedAt: at + DAY, priority, currency: warehouse === 'BREMEN' ? 'EUR' : 'GBP',
    lines: wanted.map(({ itemId, quantity }, index) => ({ lineNo: index + 1, itemId, quantity, unitPrice: run.slice.get('item', itemId)!.sales_price })),
  });
  run.act(at + MINUTE, who.system, warehouse, 'order.allocate', { orderId, itemIds: wanted.map((line) => line.itemId) });
  const [work] = run.slice.list('fulfilment', { warehouse_id: warehouse, order_id: orderId });
  return { orderId, fulfilmentId: work?.fulfilment_id ?? '', customerId: customer };
}

/** Picks of a fulfilment in walking order. */
export const tasksOf = (run: Run, fulfilmentId: string, warehouse = 'LEEDS'): readonly Task[] =>
  run.slice.list('pick_task', { warehouse_id: warehouse, fulfilment_id: fulfilmentId }).toSorted((a, b) => a.sequence - b.sequence);

/** Takes what is still open of a task into a tote, serial by serial where the item has serials. */
export function pick(run: Run, at: number, person: string, task: Task, tote: string): void {
  const open = task.quantity - task.picked - task.short;
  const payload = { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, lot: task.lot, fromLocation: task.location_id, tote };
  if (!run.slice.get('item', task.item_id)!.serial_control) return void run.act(at, person, task.warehouse_id, 'pick.pick', { ...payload, quantity: open });
  serialsAt(run, task.warehouse_id, task.item_id, task.location_id).slice(0, open).forEach((serial, n) => run.act(at + n * 4000, person, task.warehouse_id, 'pick.pick', { ...payload, serial, quantity: 1 }));
}

export function pickAll(run: Run, at: number, person: string, fulfilmentId: string, tote: string, warehouse = 'LEEDS'): void {
  tasksOf(run, fulfilmentId, warehouse).filter((task) => task.open).forEach((task, n) => pick(run, at + n * 35_000, person, task, tote));
}

/** Everything picked and not packed yet goes into one parcel; answers the parcel. */
export function pack(run: Run, at: number, person: string, placed: Placed, warehouse = 'LEEDS', expected: Expected = {}): string {
  const parcelId = run.next('PC', 50_001);
  const inTote = new Map<string, string[]>();
  const lines = tasksOf(run, placed.fulfilmentId, warehouse).filter((task) => task.picked > task.packed).flatMap((task) => {
    const line = { taskId: task.task_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, tote: task.tote };
    const quantity = task.picked - task.packed;
    if (!run.slice.get('item', task.item_id)!.serial_control) return [{ ...line, quantity }];
    const key = `${task.tote} ${task.item_id}`;
    const serials = inTote.get(key) ?? [...serialsAt(run, warehouse, task.item_id, task.tote)];
    inTote.set(key, serials);
    return serials.splice(0, quantity).map((serial) => ({ ...line, serial, quantity: 1 }));
  });
  const { carrier_id: carrierId } = run.slice.get('fulfilment', warehouse, placed.fulfilmentId)!;
  run.act(at, person, warehouse, 'parcel.pack', { parcelId, fulfilmentId: placed.fulfilmentId, orderId: placed.orderId, carrierId, lines }, expected);
  return parcelId;
}

export function ship(run: Run, at: number, person: string, placed: Placed, parcelId: string, warehouse = 'LEEDS', expected: Expected = {}): void {
  const { carrier_id: carrierId } = run.slice.get('parcel', warehouse, parcelId)!;
  run.act(at, person, warehouse, 'parcel.ship', { parcelId, fulfilmentId: placed.fulfilmentId, orderId: placed.orderId, carrierId, tracking: `NW${parcelId.slice(3)}GB` }, expected);
}

// --- deliveries

export interface DeliveryLine {
  readonly itemId: string;
  readonly expected: number;
  /** What comes of it, if that differs. */
  readonly comes?: number;
  readonly damaged?: number;
}
export interface DeliveryPlan {
  readonly orderedAt: number;
  /** When it was promised. */
  readonly expectedAt: number;
  readonly arrivedAt?: number;
  readonly state?: 'EXPECTED' | 'ARRIVED';
  readonly warehouse?: string;
  readonly lines: readonly DeliveryLine[];
  /** Units per line that the purchase order asks for and that came with an earlier delivery. */
  readonly earlier?: number;
  readonly purchaseOrderState?: string;
  /** The supplier says that all of it is on one pallet, by its SSCC. */
  readonly pallet?: string;
}

/** The ERP's purchase order with the delivery that was announced for it. */
export function announceDelivery(run: Run, plan: DeliveryPlan): { readonly purchaseOrderId: string; readonly deliveryId: string } {
  const { warehouse = 'LEEDS', earlier = 0 } = plan;
  const purchaseOrderId = orderGoods(run, plan);
  const deliveryId = run.next('DN', 24_001);
  run.erp('delivery', {
    warehouse_id: warehouse, delivery_id: deliveryId, supplier_id: supplierOf(run, plan), purchase_order_id: purchaseOrderId, state: plan.state ?? 'EXPECTED', expected_at: plan.expectedAt, arrived_at: plan.arrivedAt ?? null,
  });
  plan.lines.forEach((line, index) =>
    run.erp('delivery_line', { warehouse_id: warehouse, delivery_id: deliveryId, line_id: String(index + 1), item_id: line.itemId, expected: line.expected - earlier, received: 0, damaged: 0, purchase_order_line: index + 1, refused: 0, told: [] }));
  if (plan.pallet !== undefined) {
    const sscc = plan.pallet;
    plan.lines.forEach((line, index) => run.erp('delivery_pallet', { warehouse_id: warehouse, delivery_id: deliveryId, sscc, line_no: index + 1, item_id: line.itemId, lot: '', expires_on: null, quantity: line.expected - earlier, received: 0 }));
  }
  return { purchaseOrderId, deliveryId };
}

/** A purchase order alone; `earlier` units of each line are already received in the ERP. */
export function orderGoods(run: Run, plan: DeliveryPlan): string {
  const { warehouse = 'LEEDS', earlier = 0 } = plan;
  const purchaseOrderId = run.next('PO', 7001);
  run.erp('purchase_order', { warehouse_id: warehouse, purchase_order_id: purchaseOrderId, supplier_id: supplierOf(run, plan), state: plan.purchaseOrderState ?? 'OPEN', ordered_at: plan.orderedAt, expected_at: plan.expectedAt });
  plan.lines.forEach((line, index) => {
    const received = plan.purchaseOrderState === 'CLOSED' ? (line.comes ?? line.expected) : earlier;
    run.erp('purchase_order_line', { warehouse_id: warehouse, purchase_order_id: purchaseOrderId, line_no: index + 1, item_id: line.itemId, quantity: line.expected, received, unit_cost: run.slice.get('item', line.itemId)!.standard_cost });
  });
  return purchaseOrderId;
}
const supplierOf = (run: Run, plan: DeliveryPlan): string => run.slice.get('item', plan.lines[0]!.itemId)!.supplier_id!;

/** Counts a line in at the dock; goods with lots come in the youngest one. */
export function receive(run: Run, at: number, person: string, deliveryId: string, itemId: string, quantity: number, condition = 'N', warehouse = 'LEEDS', expected: Expected = {}): void {
  const lot = run.slice.list('lot', { item_id: itemId }).at(-1)?.lot ?? '';
  run.act(at, person, warehouse, 'delivery.receive', { deliveryId, itemId, quantity, lot, condition, locationId: 'DOCK-1' }, expected);
}

/** Brings what lies at the dock to its bin. */
export function putAway(run: Run, at: number, person: string, itemId: string, quantity: number, warehouse = 'LEEDS'): void {
  const lot = run.slice.list('lot', { item_id: itemId }).at(-1)?.lot ?? '';
  run.act(at, person, warehouse, 'stock.put_away', { itemId, quantity, lot, fromLocation: 'DOCK-1', toLocation: homeOf(run, warehouse, itemId) });
}

// --- returns

export interface ReturnPlan {
  readonly orderId?: string;
  readonly customerId?: string;
  readonly itemId: string;
  readonly reason: string;
}

/** A return that the customer announced; answers the authorisation. */
export function announceReturn(run: Run, at: number, plan: ReturnPlan): string {
  const rmaId = run.next('RMA', 3001);
  const line = plan.orderId === undefined ? undefined : run.slice.list('sales_order_line', { order_id: plan.orderId }).find((each) => each.item_id === plan.itemId);
  run.erp('rma', { rma_id: rmaId, order_id: plan.orderId ?? null, customer_id: plan.customerId ?? null, state: 'AUTHORISED', reason: plan.reason, created_at: at, ...unjudged });
  run.erp('rma_line', { rma_id: rmaId, line_no: 1, item_id: plan.itemId, order_id: plan.orderId ?? null, order_line: line?.line_no ?? null, quantity: 1, received: 0, reason: plan.reason });
  return rmaId;
}

/** A parcel stands at the returns desk, unopened. */
export function returnArrives(run: Run, at: number, person: string, rmaId: string | undefined, customer: string | undefined, warehouse = 'LEEDS'): string {
  const parcelId = run.next('PC-R', 2001);
  run.act(at, person, warehouse, 'return.receive', { parcelId, tracking: `RT${parcelId.slice(5)}GB`, ...(rmaId === undefined ? {} : { rmaId }), ...(customer === undefined ? {} : { customerId: customer }), locationId: 'RETURNS-1', units: [] });
  return parcelId;
}

export interface ReturnedThing {
  readonly parcelId: string;
  readonly rmaId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly itemId: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly reason?: string;
}

/** Opens a parcel and gives what is in it a label; answers the unit. */
export function openReturn(run: Run, at: number, person: string, thing: ReturnedThing, warehouse = 'LEEDS', expected: Expected = {}): string {
  const unitId = run.next('RU', 4001);
  const line = thing.orderId === undefined ? undefined : run.slice.list('sales_order_line', { order_id: thing.orderId }).find((each) => each.item_id === thing.itemId);
  run.act(at, person, warehouse, 'return.receive', {
    parcelId: thing.parcelId, ...(thing.rmaId === undefined ? {} : { rmaId: thing.rmaId }), locationId: 'RETURNS-1',
    units: [{ unitId, itemId: thing.itemId, quantity: 1, lot: thing.lot ?? '', serial: thing.serial ?? '', reason: thing.reason ?? '', ...(line === undefined ? {} : { orderId: line.order_id, orderLine: line.line_no }) }],
  }, expected);
  return unitId;
}

export function inspect(run: Run, at: number, person: string, unitId: string, grade: string, attribution = 'UNKNOWN', warehouse = 'LEEDS', expected: Expected = {}): void {
  const unit = run.slice.get('return_unit', warehouse, unitId)!;
  run.act(at, person, warehouse, 'return.inspect', { unitId, itemId: unit.item_id, locationId: unit.location_id, grade, attribution, answers: { complete: grade === 'M' ? 'no' : 'yes', sealed: grade === 'N' ? 'yes' : 'no' } }, expected);
}

export function dispose(run: Run, at: number, person: string, unitId: string, disposition: string, toLocation = '', warehouse = 'LEEDS'): void {
  const unit = run.slice.get('return_unit', warehouse, unitId)!;
  run.act(at, person, warehouse, 'return.dispose', { unitId, itemId: unit.item_id, locationId: unit.location_id, disposition, toLocation });
}

// --- counts and adjustments

export function openCount(run: Run, at: number, locationId: string, trigger: string, itemId = '', warehouse = 'LEEDS'): string {
  const taskId = run.next('CT', 1001);
  run.act(at, warehouse === 'LEEDS' ? who.supervisor : who.bremenSupervisor, warehouse, 'count.open', { taskId, locationId, itemId, trigger, dueAt: at + 10 * 60 * MINUTE });
  return taskId;
}

/** Counts all plain goods of a bin and submits; `found` says by how much one item differs from the books. */
export function countBin(run: Run, at: number, person: string, taskId: string, locationId: string, found: Readonly<Record<string, number>> = {}, warehouse = 'LEEDS'): void {
  const goods = run.slice.list('position', { warehouse_id: warehouse, location_id: locationId }).filter((row) => row.quantity > 0);
  let look = at;
  for (const row of goods) {
    const quantity = Math.max(0, row.quantity + (found[row.item_id] ?? 0));
    run.act(look + 20_000, person, warehouse, 'count.record', { taskId, locationId, itemId: row.item_id, lot: row.lot, serial: row.serial, condition: row.condition, hold: row.hold, quantity, firstLook: look, lastLook: look + 20_000 });
    look += 20_000;
  }
  run.act(look + 5000, person, warehouse, 'count.submit', { taskId, locationId });
}

/** Adjustments that wait for approval after a count. */
export const proposedBy = (run: Run, taskId: string, warehouse = 'LEEDS'): readonly Row<'adjustment'>[] => run.slice.list('adjustment', { warehouse_id: warehouse, task_id: taskId }).filter(waitsForApproval);

export function adjust(run: Run, at: number, person: string, place: { readonly itemId: string; readonly locationId: string; readonly lot?: string }, delta: number, reason: string, note = '', warehouse = 'LEEDS'): string {
  const adjustmentId = run.next('ADJ', 801);
  run.act(at, person, warehouse, 'adjustment.submit', { adjustmentId, ...place, delta, reason, note });
  return adjustmentId;
}

export function decide(run: Run, at: number, person: string, type: 'adjustment.approve' | 'adjustment.reject' | 'adjustment.reverse', adjustmentId: string, warehouse = 'LEEDS'): void {
  const row = run.slice.get('adjustment', warehouse, adjustmentId)!;
  const payload = { adjustmentId, itemId: row.item_id, locationId: row.location_id, serial: row.serial };
  if (type === 'adjustment.approve') run.act(at, person, warehouse, type, { ...payload, view: viewOf(row) });
  else run.act(at, person, warehouse, type, payload);
}

/** Closes the open exceptions about a thing with the words of who looked. */
export function resolveAbout(run: Run, at: number, person: string, subjectId: string, resolution: string, note = '', warehouse = 'LEEDS'): void {
  for (const row of run.slice.list('exception', { warehouse_id: warehouse, subject_id: subjectId })) {
    if (row.state === 'OPEN') run.act(at, person, warehouse, 'exception.resolve', { exceptionId: row.exception_id, resolution, note });
  }
}
