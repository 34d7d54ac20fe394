// The seven days before today: orders shipped, deliveries put away, returns decided, bins counted, and now and then
// something that went wrong and was put right. Everything here is finished by the end of yesterday's shift.
import { weighted } from './random.ts';
import { adjust, announceDelivery, announceReturn, countBin, decide, dispose, inspect, openCount, openReturn, pack, pickAll, placeOrder, proposedBy, putAway, receive, resolveAbout, returnArrives, ship, type Placed, type Wanted } from './floor.ts';
import { bundleId, type Item } from './items.ts';
import { who } from './people.ts';
import { toteId } from './places.ts';
import type { Run } from './run.ts';
import { binsWith, freeUnits, homeOf, isQuiet, shelfToCount, zoneFor } from './stock.ts';
import { DAY, HOUR, isWeekend, MINUTE, startOfDay } from './times.ts';

export interface Past {
  /** Orders handed to the carrier, oldest first. */
  readonly shipped: readonly Placed[];
  /** A customer got a look-alike of what was ordered, and the books do not know. */
  readonly swap: Swap;
  /** Sent by Bremen two days ago; it arrives at Leeds today. */
  readonly transfer: Transfer;
}
export interface Transfer {
  readonly transferId: string;
  readonly itemId: string;
  readonly quantity: number;
}
export interface Swap {
  readonly order: Placed;
  /** Ordered and booked out; one more of it is on the shelf than the books say. */
  readonly booked: string;
  readonly bookedBin: string;
  /** Sent in its place; one less of it is on the shelf. */
  readonly sent: string;
  readonly sentBin: string;
}

/** How the items of orders and deliveries are drawn: by demand. */
export function demandPicker(run: Run): () => Item {
  const { items, demand } = run.company.assortment;
  const draw = weighted(items.map((item) => demand.get(item.item_id)!));
  return () => items[draw(run.chance)]!;
}

/** One to four different things that are there to be promised. */
export function wish(run: Run, draw: () => Item, warehouse: string, lines = run.chance.of([1, 1, 1, 2, 2, 3, 4])): Wanted[] {
  const wanted = new Map<string, number>();
  for (let tries = 0; wanted.size < lines && tries < 200; tries++) {
    const item = draw();
    const quantity = item.serial_control || item.oversize ? 1 : run.chance.of([1, 1, 1, 2, 2, 3, 6]);
    if (!wanted.has(item.item_id) && freeUnits(run, warehouse, item.item_id) >= quantity + 2) wanted.set(item.item_id, quantity);
  }
  return Array.from(wanted, ([itemId, quantity]) => ({ itemId, quantity }));
}

export function playHistory(run: Run): Past {
  const draw = demandPicker(run);
  const shipped: Placed[] = [];
  const today = startOfDay(run.now);
  for (let ago = 7; ago >= 1; ago--) {
    const day = today - ago * DAY;
    const busy = isWeekend(day) ? 0.5 : 1;
    planOrders(run, draw, day, 'LEEDS', Math.round(26 * busy), shipped);
    planOrders(run, draw, day, 'BREMEN', Math.round(4 * busy), []);
    for (let n = 0; n < 2; n++) planDelivery(run, draw, day, 'LEEDS', ago === 5 && n === 0, ago === 3 && n === 0);
    if (ago % 3 === 0) planDelivery(run, draw, day, 'BREMEN', false, false);
    if (ago <= 5) planReturns(run, day, shipped);
    planCounts(run, day, ago);
    planAdjustments(run, day, ago);
    planOddJobs(run, day, ago);
  }
  const swap = planSwap(run, today - DAY + 11 * HOUR);
  const transfer = planTransfer(run, today - 3 * DAY + 9 * HOUR);
  run.play();
  return { shipped, swap, transfer };
}

function planOrders(run: Run, draw: () => Item, day: number, warehouse: string, count: number, shipped: Placed[]): void {
  const [picker, packer] = warehouse === 'LEEDS' ? [who.picker, who.packer] : [who.bremenPicker, who.bremenFloor];
  for (let n = 0; n < count; n++) {
    const tote = toteId(n + 1);
    run.later(day + 6 * HOUR + run.chance.int(0, 7 * 60) * MINUTE, (at) => {
      const placed = placeOrder(run, at, wish(run, draw, warehouse), { warehouse, priority: run.chance.maybe(0.1) ? 1 : 0 });
      const picked = at + run.chance.int(35, 110) * MINUTE;
      run.later(picked, (time) => pickAll(run, time, run.chance.of([picker, picker, warehouse === 'LEEDS' ? who.silent : picker]), placed.fulfilmentId, tote, warehouse));
      run.later(picked + run.chance.int(8, 25) * MINUTE, (time) => {
        const parcelId = pack(run, time, packer, placed, warehouse);
        // The carrier fetches at half past four.
        run.later(Math.max(time + 5 * MINUTE, day + 16 * HOUR + 20 * MINUTE), (gone) => ship(run, gone, packer, placed, parcelId, warehouse));
        shipped.push(placed);
      });
    });
  }
}

function planDelivery(run: Run, draw: () => Item, day: number, warehouse: string, short: boolean, damaged: boolean): void {
  const receiver = warehouse === 'LEEDS' ? who.receiver : who.bremenFloor;
  const supplied = draw();
  const { items } = run.company.assortment;
  const range = items.filter((item) => item.supplier_id === supplied.supplier_id && !item.serial_control && !item.oversize && item.abc_class !== 'C');
  const lines = run.chance.some(range, run.chance.int(3, 5)).map((item, index) => {
    const expected = run.chance.int(2, 6) * 6;
    return { itemId: item.item_id, expected, comes: short && index === 0 ? expected - 6 : expected, damaged: damaged && index === 1 ? 2 : 0 };
  });
  if (lines.length === 0) return;
  const { deliveryId } = announceDelivery(run, { warehouse, orderedAt: day - run.chance.int(9, 25) * DAY, expectedAt: day + 8 * HOUR, lines, purchaseOrderState: 'CLOSED' });
  const start = day + run.chance.int(7 * 60 + 10, 10 * 60) * MINUTE;
  lines.forEach((line, index) => {
    const good = line.comes - line.damaged;
    run.later(start + index * 6 * MINUTE, (at) => {
      receive(run, at, receiver, deliveryId, line.itemId, good, 'N', warehouse);
      if (line.damaged > 0) receive(run, at + MINUTE, receiver, deliveryId, line.itemId, line.damaged, 'D', warehouse);
    });
    run.later(start + (50 + index * 8) * MINUTE, (at) => putAway(run, at, receiver, line.itemId, good, warehouse));
  });
  run.later(start + 45 * MINUTE, (at) => run.act(at, receiver, warehouse, 'delivery.finish', { deliveryId }));
  if (short || damaged) run.later(start + 26 * HOUR, (at) => resolveAbout(run, at, who.buyer, deliveryId, 'CLAIMED', 'the supplier sends a credit note', warehouse));
}

/** Grade, what is done with it, and where it goes; mostly it is as new. */
const verdicts: readonly (readonly [grade: string, disposition: string, attribution: string, reason: string])[] = [
  ['N', 'RESTOCK', 'CUSTOMER', 'CHANGED_MIND'], ['N', 'RESTOCK', 'CUSTOMER', 'SIZE_FIT'], ['A', 'RESTOCK', 'CUSTOMER', 'COLOUR'], ['B', 'RESTOCK_B', 'CARRIER', 'DAMAGED_PACKAGING'], ['D', 'DESTROY', 'CARRIER', 'DAMAGED_PACKAGING'],
  ['F', 'RETURN_TO_VENDOR', 'SUPPLIER', 'DEFECTIVE'], ['C', 'LIQUIDATE', 'CUSTOMER', 'NOT_AS_DESCRIBED'],
];

function planReturns(run: Run, day: number, shipped: readonly Placed[]): void {
  for (let n = 0; n < 4; n++) {
    run.later(day + run.chance.int(8 * 60, 13 * 60) * MINUTE, (at) => {
      const sold = soldLine(run, run.chance.of(shipped.slice(0, Math.max(1, shipped.length - 20))));
      if (!sold) return;
      const [grade, disposition, attribution, reason] = run.chance.of(verdicts);
      const rmaId = announceReturn(run, at - 2 * DAY, { orderId: sold.orderId, customerId: sold.customerId, itemId: sold.itemId, reason });
      const parcelId = returnArrives(run, at, who.receiver, rmaId, sold.customerId);
      run.later(at + 20 * MINUTE, (time) => {
        const unitId = openReturn(run, time, who.inspector, { parcelId, rmaId, orderId: sold.orderId, itemId: sold.itemId, lot: sold.lot, serial: sold.serial, reason });
        inspect(run, time + 3 * MINUTE, who.inspector, unitId, grade, attribution);
        const place = grade === 'N' || grade === 'A' ? homeOf(run, 'LEEDS', sold.itemId) : 'QUARANTINE-1';
        run.later(time + 25 * MINUTE, (done) => dispose(run, done, who.inspector, unitId, disposition, place));
      });
    });
  }
}

interface Sold {
  readonly orderId: string;
  readonly customerId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
}

/** A unit of an order that went out and whose return nobody announced yet. */
export function soldLine(run: Run, placed: Placed): Sold | undefined {
  const [parcel] = run.slice.list('parcel', { warehouse_id: 'LEEDS', fulfilment_id: placed.fulfilmentId });
  if (parcel?.state !== 'SHIPPED' || run.slice.list('rma', { order_id: placed.orderId }).length > 0) return undefined;
  const line = run.slice.list('parcel_line', { warehouse_id: 'LEEDS', parcel_id: parcel.parcel_id }).find((each) => {
    const ordered = run.slice.get('sales_order_line', placed.orderId, each.order_line)!;
    return ordered.returned === 0 && ordered.shipped > 0;
  });
  return line && { orderId: placed.orderId, customerId: placed.customerId, itemId: line.item_id, lot: line.lot, serial: line.serial };
}

function planCounts(run: Run, day: number, ago: number): void {
  for (let n = 0; n < 4; n++) {
    const counter = n % 2 === 0 ? who.counter : who.secondCounter;
    run.later(day + 7 * HOUR + (n * 70 + run.chance.int(0, 40)) * MINUTE, (at) => {
      const place = shelfToCount(run, 'LEEDS');
      const taskId = openCount(run, at, place, run.chance.of(['PERIODIC', 'ABC']));
      const differs = n === 0 && ago % 2 === 0;
      const [first] = run.slice.list('position', { warehouse_id: 'LEEDS', location_id: place });
      run.later(at + 12 * MINUTE, (time) => {
        countBin(run, time, counter, taskId, place, differs && first ? { [first.item_id]: -1 } : {});
        for (const row of proposedBy(run, taskId)) run.later(time + 2 * HOUR, (later) => decide(run, later, who.supervisor, 'adjustment.approve', row.adjustment_id));
      });
    });
  }
}

function planAdjustments(run: Run, day: number, ago: number): void {
  const goods = run.company.assortment.items.filter((item) => item.abc_class === 'B' && !item.lot_control && !item.serial_control);
  run.later(day + 9 * HOUR + run.chance.int(0, 180) * MINUTE, (at) => {
    const [bin] = binsWith(run, 'LEEDS', quietOne(run, goods));
    if (!bin) return;
    const id = adjust(run, at, who.picker, { itemId: bin.item_id, locationId: bin.location_id }, ago === 4 ? 2 : -1, ago === 4 ? 'FOUND' : 'DAMAGED', ago === 4 ? 'behind the pallet' : 'broken when picking');
    run.later(at + 3 * HOUR, (time) => decide(run, time, who.supervisor, ago === 6 ? 'adjustment.reject' : 'adjustment.approve', id));
    if (ago === 5) run.later(at + 27 * HOUR, (time) => decide(run, time, who.finance, 'adjustment.reverse', id));
  });
}

/** Replenishing, sets, holds and regrading: a little of each over the week. */
function planOddJobs(run: Run, day: number, ago: number): void {
  const popular = run.company.assortment.items.filter((item) => item.abc_class === 'A' && !item.lot_control && !item.serial_control && !item.oversize);
  run.later(day + 14 * HOUR, (at) => {
    const item = popular.filter((each) => isQuiet(run, 'LEEDS', each.item_id)).map((each) => binsWith(run, 'LEEDS', each.item_id)).find((bins) => bins.length === 2 && bins[1]!.quantity < bins[0]!.quantity - 12);
    if (item) run.act(at, who.silent, 'LEEDS', 'stock.move', { itemId: item[0]!.item_id, quantity: 6, fromLocation: item[0]!.location_id, toLocation: item[1]!.location_id });
  });
  if (ago === 5) run.later(day + 13 * HOUR, (at) => makeSets(run, at));
  if (ago === 2) run.later(day + 13 * HOUR, (at) => run.act(at, who.packer, 'LEEDS', 'pack.split', { itemId: bundleId, quantity: 1, locationId: homeOf(run, 'LEEDS', bundleId) }));
  if (ago === 4) {
    run.later(day + 10 * HOUR, (at) => {
      const bin = binsWith(run, 'LEEDS', quietOne(run, popular))[0]!;
      const aim = { holdId: 'HOLD-1', itemId: bin.item_id, locationId: bin.location_id };
      run.act(at, who.inspector, 'LEEDS', 'hold.place', { ...aim, code: 'QUALITY', note: 'colour comes off, asked the supplier' });
      run.later(at + DAY, (time) => run.act(time, who.supervisor, 'LEEDS', 'hold.release', aim));
    });
  }
  if (ago === 3) {
    run.later(day + 15 * HOUR, (at) => {
      const [bin] = binsWith(run, 'LEEDS', quietOne(run, popular));
      if (bin) run.act(at, who.inspector, 'LEEDS', 'stock.regrade', { itemId: bin.item_id, quantity: 1, locationId: bin.location_id, toCondition: 'B', reason: 'shelf-worn box' });
    });
  }
}

/** A random item on the shelf that no order waits for. */
function quietOne(run: Run, items: readonly Item[]): string {
  return run.chance.of(items.filter((item) => isQuiet(run, 'LEEDS', item.item_id) && binsWith(run, 'LEEDS', item.item_id).length > 0)).item_id;
}

/** Brings the parts of the gift set to the packing table, makes sets there and takes them to their bin. */
function makeSets(run: Run, at: number): void {
  const home = homeOf(run, 'LEEDS', bundleId);
  const parts = run.slice.list('item_component', { item_id: bundleId }).map((part) => ({ ...part, bin: isQuiet(run, 'LEEDS', part.component_id) ? binsWith(run, 'LEEDS', part.component_id)[0] : undefined }));
  const sets = Math.min(8, ...parts.map((part) => Math.floor((part.bin?.quantity ?? 0) / part.quantity)));
  if (sets === 0) return;
  parts.forEach((part, index) =>
    run.act(at + index * MINUTE, who.packer, 'LEEDS', 'stock.move', { itemId: part.component_id, quantity: part.quantity * sets, fromLocation: part.bin!.location_id, toLocation: 'PACK-2' }));
  run.act(at + 20 * MINUTE, who.packer, 'LEEDS', 'pack.assemble', { itemId: bundleId, quantity: sets, locationId: 'PACK-2' });
  run.act(at + 22 * MINUTE, who.packer, 'LEEDS', 'stock.move', { itemId: bundleId, quantity: sets, fromLocation: 'PACK-2', toLocation: home });
}

/** Two look-alikes in neighbouring bins: the picker scanned the right bin and took from the next one. */
function planSwap(run: Run, at: number): Swap {
  const [booked, sent] = neighbours(run);
  const order: { placed?: Placed } = {};
  run.later(at, () => {
    order.placed = placeOrder(run, at, [{ itemId: booked.item_id, quantity: 1 }], { channelId: 'WEB' });
    const placed = order.placed;
    run.later(at + 40 * MINUTE, (time) => pickAll(run, time, who.picker, placed.fulfilmentId, toteId(29)));
    run.later(at + 55 * MINUTE, (time) => {
      const parcelId = pack(run, time, who.packer, placed);
      run.later(at + 5 * HOUR, (gone) => ship(run, gone, who.packer, placed, parcelId));
    });
  });
  return {
    get order() {
      return order.placed!;
    },
    booked: booked.item_id, bookedBin: booked.location_id, sent: sent.item_id, sentBin: sent.location_id,
  };
}

function neighbours(run: Run): readonly [{ item_id: string; location_id: string }, { item_id: string; location_id: string }] {
  const only = (itemId: string) => {
    const bins = binsWith(run, 'LEEDS', itemId);
    return bins.length === 1 && bins[0]!.quantity >= 20 ? bins[0] : undefined;
  };
  for (const item of run.company.assortment.items) {
    if (item.abc_class !== 'B' || item.lot_control || zoneFor(run, item.item_id) !== 'SHELF') continue;
    const here = only(item.item_id);
    if (!here) continue;
    const place = run.slice.get('location', 'LEEDS', here.location_id)!;
    for (const twin of run.slice.list('item', { look_alike_group: item.look_alike_group })) {
      const there = twin.item_id === item.item_id || twin.abc_class !== 'B' ? undefined : only(twin.item_id);
      const next = there && run.slice.get('location', 'LEEDS', there.location_id);
      if (there && next && Math.abs(next.sequence - place.sequence) === 1) return [here, there];
    }
  }
  throw new Error('no two look-alikes lie side by side');
}

/** Bremen gives from what it has most of. */
function planTransfer(run: Run, at: number): Transfer {
  const [item] = run.company.assortment.items.filter((each) => each.abc_class === 'A' && !each.lot_control && !each.serial_control && (binsWith(run, 'BREMEN', each.item_id)[0]?.quantity ?? 0) > 30);
  const transferId = run.next('TR', 301);
  const quantity = 12;
  const itemId = item!.item_id;
  run.later(at, () => run.act(at, who.buyer, 'BREMEN', 'transfer.open', { transferId, fromWarehouse: 'BREMEN', toWarehouse: 'LEEDS', lines: [{ lineNo: 1, itemId, quantity }] }));
  run.later(at + DAY, (time) => run.act(time, who.bremenFloor, 'BREMEN', 'transfer.send', { transferId, lineNo: 1, itemId, quantity, locationId: binsWith(run, 'BREMEN', itemId)[0]!.location_id }));
  return { transferId, itemId, quantity };
}
