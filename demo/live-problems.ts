// One open exception for each family of conflict rules, each met the way it is met on the floor: the command that
// a station sent contradicted the books, was kept all the same, and now waits for its owner.
import { inspect, openReturn, pack, pickAll, placeOrder, resolveAbout, returnArrives, ship, tasksOf, type Placed } from './floor.ts';
import type { Past } from './history.ts';
import { soldOutId, type Item } from './items.ts';
import type { Clock } from './live-work.ts';
import { who } from './people.ts';
import { toteId } from './places.ts';
import type { Run } from './run.ts';
import { binsWith, serialsAt } from './stock.ts';

interface Scene {
  readonly run: Run;
  readonly clock: Clock;
  readonly past: Past;
  readonly order: (lines?: number) => Placed;
  readonly draw: () => Item;
  readonly partDelivery: string;
}

/** Answers the id of the open exception by family. */
export function openProblems(scene: Scene): Readonly<Record<string, string>> {
  const { run } = scene;
  const stories = { REC: notOnDelivery, SUS: movedMoreThanThere, CNT: countedAfterClose, PIK: pickedAfterCancel, PAK: packedAfterCancel, SHP: shippedAfterCancel, RET: gradedTwice, SCN: strangeScan, SER: serialTwice, TRF: transferTooMany };
  return Object.fromEntries(
    Object.entries(stories).map(([family, tell]) => {
      tell(scene);
      const found = run.slice.list('exception', { warehouse_id: 'LEEDS', state: 'OPEN' }).find((row) => row.rule.startsWith(`${family}-`));
      if (!found) throw new Error(`no exception of ${family}`);
      return [family, found.exception_id];
    }),
  );
}

/** A colour that nobody ordered lay in the carton. */
function notOnDelivery({ run, clock, partDelivery }: Scene): void {
  const lines = run.slice.list('delivery_line', { warehouse_id: 'LEEDS', delivery_id: partDelivery });
  const expected = new Set(lines.map((line) => line.item_id));
  const stray = lines.flatMap((line) => run.slice.list('item', { look_alike_group: run.slice.get('item', line.item_id)!.look_alike_group })).find((item) => !expected.has(item.item_id) && item.item_id !== soldOutId);
  run.act(clock.tick(), who.receiver, 'LEEDS', 'delivery.receive', { deliveryId: partDelivery, itemId: stray!.item_id, quantity: 2, locationId: 'DOCK-1' }, { verdict: 'flagged', rule: 'REC-4' });
}

/** More was in the bin than the books have: it had been put into the wrong bin before. */
function movedMoreThanThere({ run, clock }: Scene): void {
  const goods = run.company.assortment.items.filter((item) => item.abc_class === 'C' && !item.lot_control && !item.serial_control && !item.oversize);
  const promised = (itemId: string) => run.slice.list('pick_task', { warehouse_id: 'LEEDS', item_id: itemId, open: true }).length > 0;
  const bin = goods.flatMap((item) => binsWith(run, 'LEEDS', item.item_id)).find((row) => row.quantity >= 3 && row.quantity <= 6 && !promised(row.item_id))!;
  run.act(clock.tick(3), who.picker, 'LEEDS', 'stock.move', { itemId: bin.item_id, quantity: bin.quantity + 2, fromLocation: bin.location_id, toLocation: 'STAGE-2' }, { verdict: 'flagged', rule: 'SUS-1' });
}

/** The second person was still counting when the first had submitted. */
function countedAfterClose({ run, clock }: Scene): void {
  const place = run.slice.list('location', { warehouse_id: 'LEEDS', zone: 'SHELF' }).find(({ location_id }) =>
    run.slice.list('count_task', { warehouse_id: 'LEEDS', location_id }).length === 0 && run.slice.list('position', { warehouse_id: 'LEEDS', location_id }).filter((row) => row.quantity > 0).length === 1)!;
  const [row] = run.slice.list('position', { warehouse_id: 'LEEDS', location_id: place.location_id }).filter((each) => each.quantity > 0);
  const taskId = run.next('CT', 1001);
  const where = { taskId, locationId: place.location_id };
  const look = (at: number, quantity: number) => ({ ...where, itemId: row!.item_id, lot: row!.lot, hold: row!.hold, quantity, firstLook: at - 15_000, lastLook: at });
  run.act(clock.tick(), who.supervisor, 'LEEDS', 'count.open', { ...where, trigger: 'PERIODIC' });
  run.act(clock.tick(), who.counter, 'LEEDS', 'count.record', look(clock.at(), row!.quantity));
  run.act(clock.tick(), who.counter, 'LEEDS', 'count.submit', where);
  run.act(clock.tick(), who.secondCounter, 'LEEDS', 'count.record', look(clock.at(), 1), { verdict: 'flagged', rule: 'CNT-5' });
}

/** The customer cancelled while the picker was out of reach. */
function pickedAfterCancel({ run, clock, order }: Scene): void {
  const placed = order(1);
  const tasks = tasksOf(run, placed.fulfilmentId);
  run.act(clock.tick(), who.supervisor, 'LEEDS', 'order.cancel', { orderId: placed.orderId, fulfilmentIds: [placed.fulfilmentId], reason: 'ordered twice' });
  const [task] = tasks;
  run.act(clock.tick(4), who.picker, 'LEEDS', 'pick.pick', { taskId: task!.task_id, fulfilmentId: task!.fulfilment_id, itemId: task!.item_id, lot: task!.lot, quantity: 1, fromLocation: task!.location_id, tote: toteId(51) }, { verdict: 'flagged', rule: 'PIK-4' });
}

function packedAfterCancel({ run, clock, past }: Scene): void {
  const placed = plainOrder(run, clock, past);
  pickAll(run, clock.tick(3), who.picker, placed.fulfilmentId, toteId(52));
  run.act(clock.tick(2), who.supervisor, 'LEEDS', 'order.cancel', { orderId: placed.orderId, fulfilmentIds: [placed.fulfilmentId], reason: 'wrong address' });
  pack(run, clock.tick(2), who.packer, placed, 'LEEDS', { verdict: 'flagged', rule: 'PAK-3' });
}

function shippedAfterCancel({ run, clock, past }: Scene): void {
  const placed = plainOrder(run, clock, past);
  pickAll(run, clock.tick(3), who.picker, placed.fulfilmentId, toteId(53));
  const parcelId = pack(run, clock.tick(2), who.packer, placed);
  run.act(clock.tick(2), who.supervisor, 'LEEDS', 'order.cancel', { orderId: placed.orderId, fulfilmentIds: [placed.fulfilmentId], reason: 'changed my mind' });
  ship(run, clock.tick(1), who.packer, placed, parcelId, 'LEEDS', { verdict: 'flagged', rule: 'SHP-3' });
  resolveAbout(run, clock.tick(2), who.supervisor, placed.orderId, 'TOO_LATE', 'the lorry has left');
}

/** One unit of something without a serial, so that the story is only about the cancelling. */
function plainOrder(run: Run, clock: Clock, past: Past): Placed {
  return placeOrder(run, clock.tick(), [{ itemId: past.swap.booked, quantity: 1 }], { channelId: 'MARKET' });
}

/** Two people looked at one unit and saw different things. */
function gradedTwice({ run, clock, past }: Scene): void {
  const parcelId = returnArrives(run, clock.tick(), who.receiver, undefined, undefined);
  const unitId = openReturn(run, clock.tick(), who.receiver, { parcelId, itemId: past.transfer.itemId, reason: 'NOT_GIVEN' });
  inspect(run, clock.tick(), who.inspector, unitId, 'B', 'CARRIER');
  inspect(run, clock.tick(), who.secondInspector, unitId, 'C', 'CUSTOMER', 'LEEDS', { verdict: 'flagged', rule: 'RET-6' });
}

function strangeScan({ run, clock }: Scene): void {
  run.act(clock.tick(), who.packer, 'LEEDS', 'scan.keep', { raw: 'LL-2019/44-OLD', screen: 'pack', neighbours: [], why: 'a label from before the move, on a carton without any other' });
}

/** Somebody sends back a serial number that the books have on the shelf. */
function serialTwice({ run, clock }: Scene): void {
  const bin = run.company.assortment.items.filter((item) => item.serial_control).flatMap((item) => binsWith(run, 'LEEDS', item.item_id))[0]!;
  const [serial] = serialsAt(run, 'LEEDS', bin.item_id, bin.location_id);
  const parcelId = returnArrives(run, clock.tick(), who.receiver, undefined, undefined);
  openReturn(run, clock.tick(), who.inspector, { parcelId, itemId: bin.item_id, serial: serial!, reason: 'DEFECTIVE' }, 'LEEDS', { verdict: 'flagged', rule: 'SER-1' });
}

/** One more came out of the transfer from Bremen than its papers say. */
function transferTooMany({ run, clock, past: { transfer } }: Scene): void {
  run.act(clock.tick(2), who.receiver, 'LEEDS', 'transfer.receive', { transferId: transfer.transferId, lineNo: 1, itemId: transfer.itemId, quantity: transfer.quantity + 1, locationId: 'DOCK-2' }, { verdict: 'flagged', rule: 'TRF-2' });
}
