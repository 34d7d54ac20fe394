// The work in front of a newcomer at `now`: goods at the dock, orders in every stage, parcels at the returns desk,
// counts to do and changes to approve. All of it is made by commands of the last hours; the handles say what is where.
import { ssccCheckDigit } from '#domain/barcode/check-digits.ts';
import {
  adjust, announceDelivery, announceReturn, countBin, openCount, openReturn, orderGoods, pack, pick, pickAll, placeOrder, proposedBy, putAway, receive, returnArrives, ship, tasksOf, type Placed,
} from './floor.ts';
import { demandPicker, soldLine, wish, type Past } from './history.ts';
import { caseItemId, soldOutId, type Item } from './items.ts';
import { openProblems } from './live-problems.ts';
import { OFFLINE_LIMIT } from './codes.ts';
import { silentDevice, who } from './people.ts';
import { cartId, toteId, totesOnCart } from './places.ts';
import { fillReserve } from './reserve.ts';
import type { Run } from './run.ts';
import { binsWith, isQuiet, shelfToCount } from './stock.ts';
import { DAY, HOUR, MINUTE } from './times.ts';

/** What lies in a returned parcel: words for the person who opens it, and the grade that fits. */
export interface Finding {
  readonly finding: 'as_new' | 'box_marked' | 'used' | 'damaged' | 'defective' | 'wrong_item' | 'unknown' | 'empty_box';
  readonly grade: string;
  readonly disposition: string;
  readonly reason: string;
  readonly seen: string;
}
export interface LiveReturn extends Finding {
  /** A parcel nobody opened yet, what is in it, and what the customer announced, if they did. */
  readonly arrived: { readonly parcelId: string; readonly rmaId: string | null; readonly itemId: string };
  /** A unit that waits for inspection. */
  readonly waiting: { readonly parcelId: string; readonly unitId: string; readonly rmaId: string | null; readonly itemId: string };
}

/** Handles to the live work; ids of rows in Leeds unless said otherwise. */
export interface LiveWork {
  readonly lateDelivery: { readonly purchaseOrderId: string; readonly deliveryId: string };
  /** Backordered; the late delivery brings what it waits for. */
  readonly backorder: { readonly orderId: string; readonly itemId: string };
  readonly partDelivery: string;
  /** The rest of a purchase order of which a part came earlier, in cases of twelve. */
  readonly restDelivery: string;
  readonly dockDeliveries: readonly string[];
  readonly overduePurchaseOrder: string;
  readonly readyToPick: readonly Placed[];
  readonly cart: { readonly cartId: string; readonly totes: readonly string[]; readonly orders: readonly Placed[] };
  readonly readyToPack: readonly { readonly order: Placed; readonly tote: string }[];
  readonly readyToShip: readonly { readonly order: Placed; readonly parcelId: string }[];
  readonly returns: readonly LiveReturn[];
  readonly announcedReturns: readonly string[];
  readonly counts: readonly string[];
  readonly shortPickCounts: readonly string[];
  /** Pending adjustments of the two bins between which a picker mixed two look-alikes up. */
  readonly swap: { readonly missing: string; readonly extra: string; readonly order: Placed };
  readonly pendingAdjustments: readonly string[];
  /** Worth more than a station may approve without the server. */
  readonly bigAdjustment: string;
  readonly transferInTransit: string;
  /** Items whose bins are low, with tasks to bring more from reserve. */
  readonly toReplenish: readonly string[];
  /** Dealt to the silent station, which has picked it and not told yet. */
  readonly silentOrder: Placed;
  /** An open exception by rule family. */
  readonly exceptions: Readonly<Record<string, string>>;
}

/** Time of the live work: it starts some hours before now and moves on with every step. */
export interface Clock {
  readonly at: () => number;
  /** Moves on by minutes and answers the new time. */
  readonly tick: (minutes?: number) => number;
}

/** Long enough for the steps below, one after the other. */
const LIVE_SPAN = 4 * HOUR + 30 * MINUTE;

export function makeLiveWork(run: Run, past: Past): LiveWork {
  let at = run.now - LIVE_SPAN;
  const clock: Clock = { at: () => at, tick: (minutes = 1) => (at += minutes * MINUTE) };
  const draw = demandPicker(run);
  const order = (lines?: number) => placeOrder(run, clock.tick(1.5), wish(run, draw, 'LEEDS', lines));

  const silentOrder = order(3);
  run.act(clock.at(), who.system, 'LEEDS', 'work.deal', { deviceId: silentDevice.id, work: [{ kind: 'fulfilment', id: silentOrder.fulfilmentId }] });
  const returns = makeReturns(run, clock, past);
  const cart = halfPickedCart(run, clock, order);
  const readyToPack = [41, 42, 43, 44].map((n) => {
    const placed = order();
    pickAll(run, clock.tick(2), who.picker, placed.fulfilmentId, toteId(n));
    clock.tick(2);
    return { order: placed, tote: toteId(n) };
  });
  const packed = (n: number) => {
    const placed = order();
    pickAll(run, clock.tick(2), who.picker, placed.fulfilmentId, toteId(n));
    return { order: placed, parcelId: pack(run, clock.tick(3), who.packer, placed) };
  };
  for (const n of [45, 46, 47]) {
    const gone = packed(n);
    ship(run, clock.tick(1), who.packer, gone.order, gone.parcelId);
  }
  const readyToShip = [48, 49, 50].map(packed);
  const shortPickCounts = shortPicks(run, clock, order);
  const deliveries = makeDeliveries(run, clock);
  const counts = openCounts(run, clock, past);
  const adjustments = makeAdjustments(run, clock, past);
  const transferInTransit = sendTransfer(run, clock);
  const exceptions = openProblems({ run, clock, past, order, draw, partDelivery: deliveries.partDelivery });
  heldOrder(run, clock, draw);
  const readyToPick = Array.from({ length: 15 }, () => order());
  const toReplenish = fillReserve(run, () => clock.tick(0.2));
  return { ...deliveries, toReplenish, readyToPick, cart, readyToPack, readyToShip, ...returns, counts, shortPickCounts, ...adjustments, transferInTransit, silentOrder, exceptions };
}

function halfPickedCart(run: Run, clock: Clock, order: (lines?: number) => Placed): LiveWork['cart'] {
  const id = cartId(3);
  const totes = totesOnCart[id]!;
  const orders = totes.map((_, n) => order(n % 2 === 0 ? 3 : 2));
  const toteOf = new Map(orders.map((placed, n) => [placed.fulfilmentId, totes[n]!]));
  const walk = orders.flatMap((placed) => tasksOf(run, placed.fulfilmentId)).toSorted((a, b) => a.sequence - b.sequence);
  walk.slice(0, Math.ceil(walk.length / 2)).forEach((task) => pick(run, clock.tick(1), who.picker, task, toteOf.get(task.fulfilment_id)!));
  return { cartId: id, totes, orders };
}

/** Two shelves had less than promised: each opens a count of its bin. */
function shortPicks(run: Run, clock: Clock, order: (lines?: number) => Placed): readonly string[] {
  return ['NOT_FOUND', 'SHORT'].map((reason) => {
    const placed = order(1);
    const [task] = tasksOf(run, placed.fulfilmentId);
    run.act(clock.tick(6), who.picker, 'LEEDS', 'pick.short', {
      taskId: task!.task_id, fulfilmentId: task!.fulfilment_id, orderId: task!.order_id, orderLine: task!.order_line, itemId: task!.item_id, lot: task!.lot, fromLocation: task!.location_id, missing: 1, reason,
    });
    return run.slice.list('count_task', { warehouse_id: 'LEEDS', location_id: task!.location_id }).find((count) => count.trigger === 'AFTER_SHORT_PICK')!.task_id;
  });
}

/** The number of a supplier's pallet, without its check digit. */
const PALLET = '35012345000000071';

function makeDeliveries(run: Run, clock: Clock): Pick<LiveWork, 'lateDelivery' | 'backorder' | 'partDelivery' | 'restDelivery' | 'dockDeliveries' | 'overduePurchaseOrder'> {
  const { now } = run;
  const some = (fits: (item: Item) => boolean, count: number) => run.chance.some(run.company.assortment.items.filter((item) => item.item_id !== soldOutId && fits(item)), count);
  const lines = (items: readonly Item[], expected: () => number) => items.map((item) => ({ itemId: item.item_id, expected: expected() }));
  const sixes = () => run.chance.int(2, 5) * 6;
  const simple = (item: Item) => !item.lot_control && !item.serial_control && !item.oversize && item.abc_class === 'A';

  const backorder = placeOrder(run, clock.tick(), [{ itemId: soldOutId, quantity: 2 }], { priority: 1, channelId: 'WEB' });
  const lateDelivery = announceDelivery(run, { orderedAt: now - 31 * DAY, expectedAt: now - 3 * DAY, arrivedAt: now - 40 * MINUTE, state: 'ARRIVED', lines: [{ itemId: soldOutId, expected: 24 }, ...lines(some((item) => item.category === 'Lighting' && simple(item), 2), sixes)] });
  const rest = announceDelivery(run, { orderedAt: now - 20 * DAY, expectedAt: now, arrivedAt: now - 90 * MINUTE, state: 'ARRIVED', lines: [{ itemId: caseItemId, expected: 120 }], earlier: 72 });
  const special = announceDelivery(run, {
    orderedAt: now - 15 * DAY, expectedAt: now, arrivedAt: now - 25 * MINUTE, state: 'ARRIVED',
    lines: [...lines(some((item) => item.lot_control, 2), sixes), ...lines(some((item) => item.serial_control, 1), () => 4), ...lines(some((item) => item.oversize, 1), () => 2)],
  });
  const later = [2, 5].map((hours, n) => announceDelivery(run, { ...(n === 0 ? { pallet: `${PALLET}${ssccCheckDigit(PALLET)}` } : {}), orderedAt: now - 12 * DAY, expectedAt: now + hours * HOUR, lines: lines(some(simple, 3), sixes) }));
  announceDelivery(run, { warehouse: 'BREMEN', orderedAt: now - 12 * DAY, expectedAt: now, arrivedAt: now - HOUR, state: 'ARRIVED', lines: lines(some(simple, 3), sixes) });
  const overduePurchaseOrder = orderGoods(run, { orderedAt: now - 40 * DAY, expectedAt: now - 6 * DAY, lines: lines(some((item) => item.oversize, 2), () => 3) });

  const partLines = lines(some(simple, 4), sixes);
  const part = announceDelivery(run, { orderedAt: now - 18 * DAY, expectedAt: now, arrivedAt: now - 4 * HOUR, state: 'ARRIVED', lines: partLines });
  const [first, second] = partLines;
  receive(run, clock.tick(4), who.receiver, part.deliveryId, first!.itemId, first!.expected);
  receive(run, clock.tick(3), who.receiver, part.deliveryId, second!.itemId, second!.expected - 4);
  putAway(run, clock.tick(5), who.receiver, first!.itemId, first!.expected);
  return {
    lateDelivery, backorder: { orderId: backorder.orderId, itemId: soldOutId }, partDelivery: part.deliveryId, restDelivery: rest.deliveryId,
    dockDeliveries: [lateDelivery, rest, special, ...later].map((delivery) => delivery.deliveryId), overduePurchaseOrder,
  };
}

const findings: readonly Finding[] = [
  { finding: 'as_new', grade: 'N', disposition: 'RESTOCK', reason: 'CHANGED_MIND', seen: 'Sealed, nothing missing.' },
  { finding: 'box_marked', grade: 'B', disposition: 'RESTOCK_B', reason: 'DAMAGED_PACKAGING', seen: 'The box is dented, the thing itself is fine.' },
  { finding: 'used', grade: 'C', disposition: 'LIQUIDATE', reason: 'NOT_AS_DESCRIBED', seen: 'Worn, the label is cut off.' },
  { finding: 'damaged', grade: 'D', disposition: 'DESTROY', reason: 'DAMAGED_PACKAGING', seen: 'Broken in two.' },
  { finding: 'defective', grade: 'F', disposition: 'RETURN_TO_VENDOR', reason: 'DEFECTIVE', seen: 'Looks fine, but does not do what it should.' },
  { finding: 'wrong_item', grade: 'W', disposition: 'QUARANTINE', reason: 'WRONG_ITEM', seen: 'Another colour than the order says.' },
  { finding: 'unknown', grade: 'A', disposition: 'RESTOCK', reason: 'NOT_GIVEN', seen: 'No papers, no order; opened, complete.' },
  { finding: 'empty_box', grade: 'M', disposition: 'QUARANTINE', reason: 'NOT_GIVEN', seen: 'The box is sealed with new tape. It is empty.' },
];

function makeReturns(run: Run, clock: Clock, past: Past): Pick<LiveWork, 'returns' | 'announcedReturns'> {
  const candidates = past.shipped.filter((placed) => placed.orderId !== past.swap.order.orderId).toReversed();
  const nextSold = () => {
    for (let placed = candidates.pop(); placed !== undefined; placed = candidates.pop()) {
      const sold = soldLine(run, placed);
      // A serial would make the return one of a kind, which is a story of its own.
      if (sold && sold.serial === '') return sold;
    }
    throw new Error('too few orders were shipped');
  };
  const announce = (reason: string) => {
    const sold = nextSold();
    return { ...sold, reason, rmaId: announceReturn(run, clock.at() - 3 * DAY, { orderId: sold.orderId, customerId: sold.customerId, itemId: sold.itemId, reason }) };
  };
  const returns = findings.map((finding): LiveReturn => {
    const arrived = finding.finding === 'unknown' ? undefined : announce(finding.reason);
    const arrivedId = returnArrives(run, clock.tick(2), who.receiver, arrived?.rmaId, arrived?.customerId);
    const waiting = finding.finding === 'unknown' ? undefined : finding.finding === 'wrong_item' ? announceSwapped(run, clock, past) : announce(finding.reason);
    const parcelId = returnArrives(run, clock.tick(1), who.receiver, waiting?.rmaId, waiting?.customerId);
    const thing = waiting ?? { ...nextSold(), orderId: undefined, rmaId: undefined, reason: finding.reason };
    const unitId = openReturn(run, clock.tick(1), who.receiver, { ...thing, parcelId });
    return {
      ...finding,
      arrived: { parcelId: arrivedId, rmaId: arrived?.rmaId ?? null, itemId: inTheBox(run, finding, arrived?.itemId ?? thing.itemId) },
      waiting: { parcelId, unitId, rmaId: thing.rmaId ?? null, itemId: thing.itemId },
    };
  });
  return { returns, announcedReturns: ['SIZE_FIT', 'COLOUR', 'LATE'].map((reason) => announce(reason).rmaId) };
}

/** The customer of the mixed-up order sends back what came instead. */
function announceSwapped(run: Run, clock: Clock, { swap }: Past) {
  const { orderId, customerId } = swap.order;
  const rmaId = announceReturn(run, clock.at() - 12 * HOUR, { orderId, customerId, itemId: swap.booked, reason: 'WRONG_ITEM' });
  return { orderId, customerId, rmaId, itemId: swap.sent, lot: '', serial: '', reason: 'WRONG_ITEM' };
}

function inTheBox(run: Run, { finding }: Finding, announced: string): string {
  if (finding !== 'wrong_item') return announced;
  const group = run.slice.get('item', announced)!.look_alike_group;
  return run.slice.list('item', { look_alike_group: group }).find((item) => item.item_id !== announced)?.item_id ?? announced;
}

function openCounts(run: Run, clock: Clock, { swap }: Past): readonly string[] {
  return ['PERIODIC', 'ABC', 'ABC', 'NEAR_ZERO', 'SPOT', 'PERIODIC'].map((trigger) => openCount(run, clock.tick(1), shelfToCount(run, 'LEEDS', [swap.sentBin, swap.bookedBin]), trigger));
}

function makeAdjustments(run: Run, clock: Clock, { swap }: Past): Pick<LiveWork, 'swap' | 'pendingAdjustments' | 'bigAdjustment'> {
  const countSwapped = (counter: string, bin: string, itemId: string, delta: number): string => {
    const taskId = openCount(run, clock.tick(3), bin, 'PERIODIC');
    countBin(run, clock.tick(2), counter, taskId, bin, { [itemId]: delta });
    clock.tick(2);
    return proposedBy(run, taskId).find((row) => row.item_id === itemId)!.adjustment_id;
  };
  const missing = countSwapped(who.counter, swap.sentBin, swap.sent, -1);
  const extra = countSwapped(who.secondCounter, swap.bookedBin, swap.booked, 1);
  const bin = (fits: (item: Item) => boolean, least: number) => {
    const found = run.company.assortment.items.filter(fits).flatMap((item) => binsWith(run, 'LEEDS', item.item_id).slice(0, 1)).find((row) => row.quantity >= least);
    return { itemId: found!.item_id, locationId: found!.location_id, lot: found!.lot };
  };
  const broken = adjust(run, clock.tick(), who.picker, bin((item) => item.category === 'Kitchen' && item.abc_class === 'C', 4), -2, 'DAMAGED', 'two fell from the shelf');
  const found = adjust(run, clock.tick(), who.counter, bin((item) => item.category === 'Stationery' && item.abc_class === 'B', 1), 3, 'FOUND', 'behind the rack');
  const pallet = run.company.assortment.items.filter((item) => item.oversize).flatMap((item) => binsWith(run, 'LEEDS', item.item_id).map((row) => ({ ...row, least: Math.floor(OFFLINE_LIMIT / item.standard_cost) + 1 }))).find((row) => row.quantity >= row.least)!;
  const bigAdjustment = adjust(run, clock.tick(), who.receiver, { itemId: pallet.item_id, locationId: pallet.location_id }, -pallet.least, 'MISSING', 'the pallet place is empty');
  return { swap: { missing, extra, order: swap.order }, pendingAdjustments: [missing, extra, broken, found, bigAdjustment], bigAdjustment };
}

function sendTransfer(run: Run, clock: Clock): string {
  const transferId = run.next('TR', 301);
  const goods = run.company.assortment.items.filter((item) => item.abc_class === 'A' && !item.lot_control && !item.serial_control).flatMap((item) => binsWith(run, 'LEEDS', item.item_id).slice(0, 1)).filter((row) => row.quantity >= 60).slice(0, 2);
  run.act(clock.tick(2), who.buyer, 'LEEDS', 'transfer.open', { transferId, fromWarehouse: 'LEEDS', toWarehouse: 'BREMEN', lines: goods.map((row, index) => ({ lineNo: index + 1, itemId: row.item_id, quantity: 12 })) });
  goods.forEach((row, index) => run.act(clock.tick(2), who.receiver, 'LEEDS', 'transfer.send', { transferId, lineNo: index + 1, itemId: row.item_id, quantity: 12, locationId: row.location_id }));
  return transferId;
}

/** An order that waits for its payment, and a lot that the supplier called back. */
function heldOrder(run: Run, clock: Clock, draw: () => Item): void {
  const orderId = run.next('SO', 10_001);
  const at = clock.tick();
  const lines = wish(run, draw, 'LEEDS', 2).map(({ itemId, quantity }, index) => ({ lineNo: index + 1, itemId, quantity, unitPrice: run.slice.get('item', itemId)!.sales_price }));
  run.act(at, who.system, 'LEEDS', 'order.take_in', { orderId, channelId: 'WEB', channelNumber: `W${orderId.slice(3)}`, shipFrom: 'LEEDS', orderedAt: at - 4 * MINUTE, promisedAt: at + 2 * DAY, currency: 'GBP', holds: ['PAYMENT'], lines });
  const recalled = run.company.assortment.items.filter((item) => item.category === 'Tea and pantry' && isQuiet(run, 'LEEDS', item.item_id)).flatMap((item) => binsWith(run, 'LEEDS', item.item_id)).at(-1)!;
  run.act(clock.tick(), who.supervisor, 'LEEDS', 'hold.place', { holdId: 'HOLD-2', itemId: recalled.item_id, lot: recalled.lot, locationId: recalled.location_id, code: 'RECALL', note: 'the supplier calls this lot back' });
}
