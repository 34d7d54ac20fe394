// What people do at the dock and with goods on their way to a shelf.
import type { CommandType } from '#domain/commands.ts';
import { deliveries } from '#simulator/world/company.ts';
import { everybody, into, nothing, outOf, units, type Doing } from './person.ts';
import { aBin, anItem, aPlace, aRow, bins, goodsOf, items, named, slips, some, stocked } from './view.ts';
import type { View } from './view.ts';

const moving = (tell: string): Doing<'stock.move'> => ({
  weight: 5, by: everybody,
  draw(view) {
    const task = slips(view, 0.35) ? aRow(view, 'replenishment', (row) => row.state === 'OPEN') : undefined;
    if (task) return { itemId: task.item_id, lot: task.lot, serial: '', quantity: some(view, task.quantity), fromLocation: task.from_location, toLocation: task.to_location, replenishment: task.task_id };
    const { place, ...goods } = stocked(view);
    return { ...goods, fromLocation: slips(view, 0.1) ? aBin(view) : place, toLocation: aPlace(view) };
  },
  tell: (p) => `${tell} ${units(p)} from ${p.fromLocation} to ${p.toLocation}`,
  did: ({ payload: p }) => [outOf(p, p.fromLocation), into(p, p.toLocation)],
});

const aTransfer = (view: View, state = ''): string => (slips(view, 0.1) ? undefined : ((state === '' ? undefined : aRow(view, 'transfer', (row) => row.state === state)) ?? aRow(view, 'transfer')))?.transfer_id ?? named(view, 'TR', 9);

export const receivingWork = {
  'delivery.receive': {
    weight: 9, by: everybody,
    draw(view) {
      const itemId = slips(view) ? 'GHOST-1' : view.chance.happens(0.75) ? view.chance.one(['CUP-RED', 'LID-14', 'MILK-1L']) : anItem(view);
      const goods = goodsOf(view, itemId);
      return {
        deliveryId: slips(view, 0.08) ? named(view, 'NOTE', 2) : view.chance.one(deliveries), ...(view.chance.happens(0.5) ? { purchaseOrderId: 'PO-1' } : {}), ...goods,
        ...(goods.lot === 'L2' ? { expiresOn: '2027-04-01' } : {}), condition: slips(view, 0.1) ? 'D' : 'N', locationId: view.chance.happens(0.6) ? 'DOCK' : aBin(view),
      };
    },
    tell: (p) => `receives ${units(p)} of delivery ${p.deliveryId} at ${p.locationId}`,
    did: ({ payload: p }) => [into(p, p.locationId)],
  },
  'receipt.overdue': {
    weight: 1.5, by: ['system'],
    draw: (view) => (slips(view, 0.3) ? { kind: 'purchase_order', id: 'PO-1' } : { kind: 'delivery', id: slips(view, 0.1) ? named(view, 'NOTE', 2) : view.chance.one(deliveries) }),
    tell: (p) => `looks whether ${p.id} is late`,
    did: nothing,
  },
  'purchase.propose': {
    weight: 2, by: ['system'],
    draw(view) {
      const lines = ['CUP-RED', 'LID-14'].filter(() => slips(view, 0.8)).map((itemId) => ({ itemId, quantity: slips(view, 0.2) ? 0 : 12 * some(view, 4), unitCost: 20_000, why: { point: 10, free: 3 } }));
      return { proposalId: view.chance.one(['PP-1', 'PP-2', 'PP-3']), supplierId: 'SUP-1', leadDays: 3, needed: slips(view, 0.3) ? 2 : 1, lines: lines.length > 0 ? lines : [{ itemId: 'MILK-1L', quantity: 6, unitCost: 10_000, why: {} }] };
    },
    tell: (p) => `proposes to buy ${p.lines.map((line) => `${line.quantity} ${line.itemId}`).join(', ')} as ${p.proposalId}`,
    did: nothing,
  },
  'replenish.plan': {
    weight: 1.5, by: ['system'],
    draw: (view) => ({ itemId: slips(view) ? 'GHOST-1' : anItem(view), awaited: slips(view, 0.7) ? 0 : some(view, 4), cause: named(view, 'LOOK', 9) }),
    tell: (p) => `looks at the pick faces of ${p.itemId}`,
    did: nothing,
  },
  'replenish.drop': {
    weight: 7, by: everybody,
    draw(view) {
      const task = aRow(view, 'replenishment', (row) => row.state === 'OPEN' || slips(view, 0.7));
      if (!task && !slips(view, 0.1)) return undefined;
      return { taskId: task?.task_id ?? named(view, 'RPN', 9), itemId: task?.item_id ?? anItem(view), lot: task?.lot ?? '', fromLocation: task?.from_location ?? aBin(view), reason: view.chance.one(['NOT_THERE', 'BLOCKED', 'FACE_FULL']) };
    },
    tell: (p) => `cannot bring ${p.taskId.slice(0, 8)}: ${p.reason}`,
    did: nothing,
  },
  'put_away.explain': {
    weight: 2.5, by: everybody,
    draw: (view) => ({ overrideId: named(view, 'OV', 3), itemId: slips(view) ? 'GHOST-1' : anItem(view), suggested: aBin(view), taken: aBin(view), reason: view.chance.one(['FULL', 'BLOCKED', 'ON_THE_WAY']) }),
    tell: (p) => `says why it is not in ${p.suggested}: ${p.reason}`,
    did: nothing,
  },
  'delivery.take_back': {
    weight: 4, by: everybody,
    draw(view) {
      const over = view.rows('delivery').filter((each) => each.state === 'RECEIVED').map((each) => each.delivery_id);
      const line = aRow(view, 'delivery_line', (each) => each.received > 0 && (over.includes(each.delivery_id) || slips(view, 0.7)));
      const label = goodsOf(view, slips(view, 0.1) ? anItem(view) : (line?.item_id ?? 'CUP-RED'));
      const goods = { ...label, quantity: line && !slips(view, 0.2) ? Math.min(label.quantity, line.received) : label.quantity };
      return { deliveryId: line?.delivery_id ?? view.chance.one(deliveries), ...(view.chance.happens(0.5) ? { purchaseOrderId: 'PO-1' } : {}), ...goods, condition: slips(view, 0.1) ? 'D' : 'N', locationId: view.chance.happens(0.7) ? 'DOCK' : aBin(view) };
    },
    tell: (p) => `takes the receipt of ${units(p)} of delivery ${p.deliveryId} at ${p.locationId} back`,
    did: ({ payload: p }, _books, rule) => (rule === 'REC-9' ? [] : [outOf(p, p.locationId)]),
  },
  'delivery.refuse': {
    weight: 2, by: everybody,
    draw: (view) => ({ deliveryId: slips(view, 0.15) ? named(view, 'NOTE', 2) : view.chance.one(deliveries), itemId: slips(view, 0.1) ? 'GHOST-1' : anItem(view), quantity: some(view), reason: view.chance.one(['WRONG_ITEM', 'DAMAGED']) }),
    tell: (p) => `sends ${p.quantity} ${p.itemId} of delivery ${p.deliveryId} away at the door`,
    did: nothing,
  },
  'delivery.settle_sample': {
    weight: 3, by: ['lee', 'dana', 'sam'],
    draw(view) {
      const row = aRow(view, 'exception', (each) => each.kind === 'SAMPLE_WAITS' && (each.state === 'OPEN' || slips(view, 0.1)));
      if (!row) return undefined;
      const rejected = view.chance.happens(0.4) ? some(view, Math.max(1, row.quantity)) : 0;
      return { exceptionId: row.exception_id, deliveryId: slips(view, 0.05) ? named(view, 'NOTE', 2) : row.subject_id, itemId: row.item_id, locationId: slips(view, 0.1) ? aBin(view) : row.location_id, accepted: Math.max(rejected > 0 ? 0 : 1, row.quantity - rejected), rejected };
    },
    tell: (p) => `looks at what was set aside of ${p.itemId} of delivery ${p.deliveryId}: ${p.accepted} good, ${p.rejected} not`,
    did: nothing,
  },
  'pack.propose': {
    weight: 2, by: everybody,
    draw: (view) => ({ itemId: slips(view, 0.25) ? 'GHOST-1' : anItem(view), listed: 12, found: view.chance.one([10, 12]) }),
    tell: (p) => `finds ${p.found} instead of ${p.listed} in a pack of ${p.itemId}`,
    did: nothing,
  },
  'delivery.finish_for_all': {
    weight: 1, by: ['dana', 'sam'],
    draw: (view) => ({ deliveryId: slips(view, 0.1) ? named(view, 'NOTE', 3) : view.chance.one(deliveries) }),
    tell: (p) => `finishes delivery ${p.deliveryId} for every station`,
    did: nothing,
  },
  'delivery.finish': {
    weight: 4, by: everybody,
    draw: (view) => ({ deliveryId: slips(view, 0.1) ? named(view, 'NOTE', 3) : view.chance.one(deliveries) }),
    tell: (p) => `says that this station has finished delivery ${p.deliveryId}`,
    did: nothing,
  },
  'stock.put_away': { ...moving('puts away') as unknown as Doing<'stock.put_away'>, weight: 5 },
  'stock.move': moving('moves'),
  'stock.put_back': { ...moving('puts back') as unknown as Doing<'stock.put_back'>, weight: 2 },
  'stock.open': {
    weight: 3, by: ['system'],
    draw(view) {
      if (view.chance.happens(0.4)) return { itemId: 'CUP-RED', lot: '', serial: '', quantity: 6, locationId: 'R-1' };
      const itemId = slips(view, 0.3) ? 'GHOST-1' : slips(view, 0.3) ? 'CAM-X' : view.chance.one(items);
      return { ...goodsOf(view, itemId), locationId: view.chance.one(bins) };
    },
    tell: (p) => `takes over an opening stock of ${units(p)} in ${p.locationId}`,
    did: ({ payload: p }) => [into(p, p.locationId)],
  },
  'stock.regrade': {
    weight: 2, by: everybody,
    draw(view) {
      const { place, ...goods } = stocked(view);
      return { ...goods, locationId: place, toCondition: view.chance.one(['N', 'B', 'D']), reason: 'LOOKED_AT' };
    },
    tell: (p) => `finds ${units(p)} in ${p.locationId} to be of condition ${p.toCondition} instead of ${p.condition}`,
    did: nothing,
  },
  'unit.draw_numbers': { weight: 0.5, by: everybody, draw: (view) => ({ left: view.chance.one([0, 60]) }), tell: () => 'asks for numbers of pallets', did: nothing },
  'unit.build': { weight: 1.5, by: everybody, draw: (view) => ({ unitId: named(view, 'PAL', 6), locationId: slips(view, 0.1) ? 'A-99' : 'DOCK' }), tell: (p) => `makes pallet ${p.unitId} at ${p.locationId}`, did: nothing },
  'unit.move': { weight: 1.5, by: everybody, draw: (view) => ({ unitId: named(view, 'PAL', 6), toLocation: slips(view, 0.1) ? 'A-99' : aBin(view) }), tell: (p) => `brings pallet ${p.unitId} to ${p.toLocation}`, did: nothing },
  'transfer.open': {
    weight: 2, by: deciderOfTransfers(),
    draw: (view) => ({
      transferId: named(view, 'TR', 4), fromWarehouse: slips(view, 0.2) ? 'W9' : 'W1', toWarehouse: 'W2',
      lines: [{ lineNo: 1, itemId: 'CUP-RED', quantity: some(view, 5) }, { lineNo: 2, itemId: 'LID-14', quantity: some(view, 5) }],
    }),
    tell: (p) => `opens transfer ${p.transferId} from ${p.fromWarehouse} to ${p.toWarehouse}`,
    did: nothing,
  },
  'transfer.send': {
    weight: 3, by: everybody,
    draw(view) {
      const line = slips(view, 0.2) ? undefined : aRow(view, 'transfer_line');
      const goods = goodsOf(view, slips(view, 0.1) ? anItem(view) : (line?.item_id ?? 'CUP-RED'));
      return { transferId: line?.transfer_id ?? named(view, 'TR', 5), lineNo: line?.line_no ?? 1, ...goods, locationId: aBin(view) };
    },
    tell: (p) => `sends ${units(p)} from ${p.locationId} on transfer ${p.transferId}`,
    did: ({ payload: p }) => [outOf(p, p.locationId)],
  },
  'transfer.finish': { weight: 2, by: everybody, draw: (view) => ({ transferId: aTransfer(view) }), tell: (p) => `says that this side of transfer ${p.transferId} is done`, did: nothing },
  'transfer.compare': { weight: 0.5, by: ['system'], draw: (view) => ({ transferId: aTransfer(view) }), tell: (p) => `compares both sides of transfer ${p.transferId}`, did: nothing },
  'transfer.settle': { weight: 1.5, by: ['dana', 'sam', 'fin'], draw: (view) => ({ transferId: aTransfer(view, 'UNEVEN') }), tell: (p) => `settles transfer ${p.transferId}`, did: nothing },
  'transfer.receive': {
    weight: 3, by: everybody,
    draw(view) {
      const line = slips(view, 0.2) ? undefined : aRow(view, 'transfer_line');
      const goods = goodsOf(view, slips(view, 0.1) ? anItem(view) : (line?.item_id ?? 'LID-14'));
      return { transferId: line?.transfer_id ?? named(view, 'TR', 5), lineNo: line?.line_no ?? 1, ...goods, locationId: view.chance.happens(0.5) ? 'DOCK' : aBin(view) };
    },
    tell: (p) => `takes ${units(p)} off transfer ${p.transferId} at ${p.locationId}`,
    did: ({ payload: p }) => [into(p, p.locationId)],
  },
  'pack.assemble': {
    weight: 2, by: everybody,
    draw: (view) => ({ itemId: slips(view, 0.15) ? anItem(view) : 'SET-2', quantity: some(view, 2), locationId: aBin(view) }),
    tell: (p) => `makes ${p.quantity} ${p.itemId} in ${p.locationId}`,
    did: ({ payload: p }, books) => parts(p, books).length === 0 ? [] : [into(p, p.locationId), ...parts(p, books).map((part) => outOf(part, p.locationId))],
  },
  'pack.split': {
    weight: 2, by: everybody,
    draw: (view) => ({ itemId: slips(view, 0.15) ? anItem(view) : 'SET-2', quantity: some(view, 2), locationId: aBin(view) }),
    tell: (p) => `takes ${p.quantity} ${p.itemId} apart in ${p.locationId}`,
    did: ({ payload: p }, books) => parts(p, books).length === 0 ? [] : [outOf(p, p.locationId), ...parts(p, books).map((part) => into(part, p.locationId))],
  },
} satisfies { readonly [T in CommandType]?: Doing<T> };

function deciderOfTransfers(): readonly string[] {
  return ['dana', 'sam', 'fin'];
}
const parts = (p: { readonly itemId: string; readonly quantity: number }, books: Parameters<Doing<'pack.split'>['did']>[1]) =>
  books.rows('item_component').filter((part) => part.item_id === p.itemId).map((part) => ({ itemId: part.component_id, quantity: part.quantity * p.quantity }));
