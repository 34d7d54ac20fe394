// Every cell of the rule table: a world in which the command meets that reason, and what the rule promises then.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { viewOf } from '#domain/adjustments.ts';
import type { CommandType } from '#domain/commands.ts';
import { isDecision } from '#domain/duties.ts';
import { readmissionId } from '#domain/stations.ts';
import { allocate, announce, pack, pick, pickedOrder, ship, short, smallCompany, station, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import { HOUR, type World } from '#test/support/world.ts';
import type { Judgement } from './judge.ts';
import { ruleWords, type RuleWords } from './rule-words.ts';
import { rules, type Rule } from './rules.ts';

const cup = { itemId: 'CUP', quantity: 1 };
const ghost = { itemId: 'GHOST', quantity: 1 };
const shelves = { fromLocation: 'A1', toLocation: 'A2' };

const moves = (type: 'stock.put_away' | 'stock.move' | 'stock.put_back'): Scenarios => ({
  [`${type} unknown_item`]: (w) => w.submit(type, { ...ghost, ...shelves }),
  [`${type} unknown_location`]: (w) => (stock(w, 'A1', 'CUP', 1), w.submit(type, { ...cup, fromLocation: 'A1', toLocation: 'NOWHERE' })),
  [`${type} nothing_to_do`]: (w) => w.submit(type, { ...cup, fromLocation: 'A1', toLocation: 'A1' }),
  [`${type} not_enough_stock`]: (w) => w.submit(type, { ...cup, ...shelves }),
  [`${type} goods_held`]: (w) => recalled(w).submit(type, { ...cup, ...shelves }),
});
/** Cups in A1, all of them recalled. */
const recalled = (w: World, itemId = 'CUP', quantity = 5): World => (stock(w, 'A1', itemId, quantity), w.apply('hold.place', { holdId: 'H1', itemId, code: 'RECALL' }), w);
const sets = (type: 'pack.assemble' | 'pack.split'): Scenarios => ({
  [`${type} unknown_item`]: (w) => w.submit(type, { ...ghost, locationId: 'A1' }),
  [`${type} nothing_to_do`]: (w) => w.submit(type, { ...cup, locationId: 'A1' }),
  [`${type} not_enough_stock`]: (w) => w.submit(type, { itemId: 'SET', quantity: 1, locationId: 'A1' }),
  [`${type} goods_held`]: (w) => (stock(w, 'A1', 'LID', 1), recalled(w, type === 'pack.split' ? 'SET' : 'CUP').submit(type, { itemId: 'SET', quantity: 1, locationId: 'A1' })),
});

function transfer(w: World, quantity = 5): World {
  w.apply('transfer.open', { transferId: 'T1', fromWarehouse: 'W1', toWarehouse: 'W2', lines: [{ lineNo: 1, itemId: 'CUP', quantity }] }, { person: 'sue' });
  return w;
}
const end = { transferId: 'T1', lineNo: 1, locationId: 'A1' };
const transfers = (type: 'transfer.send' | 'transfer.receive', warehouse: string, other: string): Scenarios => ({
  [`${type} unknown_item`]: (w) => w.submit(type, { ...end, ...ghost }, { warehouse }),
  [`${type} unknown_document`]: (w) => w.submit(type, { ...end, ...cup }, { warehouse, confirmed: [] }),
  [`${type} not_this_document`]: (w) => transfer(w).submit(type, { ...end, ...cup }, { warehouse: other }),
  [`${type} over_expected`]: (w) => {
    stock(transfer(w), 'A1', 'CUP', 9);
    return w.submit(type, { ...end, itemId: 'CUP', quantity: 6 }, { warehouse });
  },
});

function counting(w: World, locationId = 'A1'): World {
  w.apply('count.open', { taskId: 'CT', locationId, trigger: 'SPOT' });
  return w;
}
function sheet(w: World): World {
  counting(w).apply('count.print_sheet', { sheetId: 'CS-1', taskIds: ['CT'] });
  return w;
}
const CODE = '4006381333931';
const taught = (w: World, itemId: string) => w.submit('barcode.teach', { barcode: CODE, itemId }, { person: 'sue' });
const withdrawn = (w: World, itemId: string) => w.submit('barcode.withdraw', { barcode: CODE, itemId }, { person: 'sue' });
function kept(w: World): string {
  w.apply('scan.keep', { raw: '???', screen: 'receive' });
  return w.all('exception').find((row) => row.kind === 'UNMATCHED_SCAN')!.exception_id;
}
const look = { taskId: 'CT', locationId: 'A1', itemId: 'CUP', quantity: 3, firstLook: 1, lastLook: 2 };
const about = { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CUP' };
function proposed(w: World): World {
  w.apply('adjustment.submit', { ...about, delta: 2, reason: 'FOUND' }, { person: 'ann' });
  return w;
}
const view = (w: World) => viewOf(w.rows.get('adjustment', 'W1', 'ADJ')!);
type Deciding = 'adjustment.approve' | 'adjustment.reject' | 'adjustment.reverse';
const decisions = (type: Deciding, ready: (w: World) => World): Scenarios => {
  const ask = (w: World, person: string, more: object = {}) => w.submit(type, { ...about, view: w.rows.get('adjustment', 'W1', 'ADJ') ? view(w) : 'none', ...more } as never, { person });
  return {
    [`${type} unknown_document`]: (w) => ask(w, 'sue'),
    [`${type} not_pending`]: (w) => {
      proposed(w).apply('adjustment.reject', about, { person: 'sue' });
      return ask(w, 'sam');
    },
    [`${type} approver_is_author`]: (w) => ask(ready(w), 'ann'),
    [`${type} view_changed`]: (w) => ask(ready(w), 'sam', { locationId: 'A2' }),
  };
};
const LIMITS = { roles: { supervisor: { one: 50_000, day: 100_000, item: 1_000_000, offline: 50_000 } } };
const person = (w: World, id: string, ...roles: string[]): World => (w.seed('person', { person_id: id, name: id, badge: id, roles, active: true }), w);
const enrolled = (w: World): World => (w.seed('device', { device_id: 'D9', name: 'D9', home_warehouse: 'W1', kind: 'station', state: 'ACTIVE', enrolled_at: 1, last_seen_at: null }), w);
const limited = (w: World, delta = 3): World => {
  person(person(w, 'sue', 'supervisor'), 'bob', 'buyer').seed('setting', { key: 'approval_limits', value: LIMITS });
  w.apply('adjustment.submit', { ...about, delta, reason: 'FOUND' }, { person: 'ann' });
  return w;
};
const reason = (w: World, code: string, attributes: Record<string, string>): World => (w.seed('code', { kind: 'adjustment_reason', code, label: code, attributes }), w);
const side = (locationId: string, delta: number, itemId = 'CUP') => ({ locationId, itemId, delta });
const correct = (w: World, lines: readonly ReturnType<typeof side>[], more: object = {}, by = 'ann') => w.submit('correction.submit', { correctionId: 'COR', reason: 'BIN', lines: [...lines], ...more }, { person: by });
const twoBins = [side('A1', -2), side('A2', 2)];
/** Signs the whole sheet as it is now, or as `shown` says. */
const signs = (w: World, by: string, more: object = {}, shown: object = {}, documentId = w.all('adjustment').at(-1)?.sheet_id ?? 'NONE') => {
  const rows = w.all('adjustment').filter((row) => row.sheet_id === documentId);
  const lines = rows.map((row) => ({ lineId: row.adjustment_id, itemId: row.item_id, locationId: row.location_id, decision: 'approve' as const, view: viewOf(row), units: row.delta, value: row.value, book: row.book, ...shown }));
  return w.submit('approval.sign', { kind: 'adjustment', documentId, lines: lines.length > 0 ? lines : [{ lineId: 'NONE', itemId: 'CUP', locationId: 'A1', decision: 'approve', view: 'v', units: 1, value: 1 }], ...more }, { person: by });
};
const approved = (w: World): World => {
  proposed(w).apply('adjustment.approve', { ...about, view: view(w) }, { person: 'sue' });
  return w;
};

const unit = (unitId: string, more: object = {}) => ({ unitId, itemId: 'CUP', quantity: 1, ...more });
function returned(w: World, more: object = {}): World {
  w.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [unit('U1', more)] });
  return w;
}
const system = { person: 'system', device: 'policy' };
const replenishing = (w: World): World => (w.seed('replenishment', { warehouse_id: 'W1', task_id: 'RP', item_id: 'CUP', lot: '', from_location: 'R1', to_location: 'A1', quantity: 6, moved: 0, state: 'OPEN', reason: 'MINIMUM', created_at: 0, ended_at: null, ended_by: null }), w);
const consider = (w: World) => w.submit('refund.consider', { refundId: 'RF', unitId: 'U1', itemId: 'CUP', orderId: 'O1', orderLine: 1 }, system);
/** A cup of a shipped order that came back, was graded and decided about, and whose money was looked at. */
function due(w: World, grade = 'N'): World {
  shippedOrder(w);
  w.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [unit('U1', { orderId: 'O1', orderLine: 1 })] });
  w.apply('return.inspect', { ...atDesk, grade }, { person: 'ivy' });
  w.apply('return.dispose', { ...atDesk, disposition: grade === 'N' ? 'RESTOCK' : 'RESTOCK_B' }, { person: 'ivy' });
  consider(w);
  return w;
}
const decideRefund = (w: World, more: object = {}) => w.submit('refund.decide', { refundId: 'RF', kind: 'REFUND', orderId: 'O1', orderLine: 1, note: '', ...more }, { person: 'fin' });
const elsewhere = (w: World, amount: number) => w.submit('refund.elsewhere', { refundId: 'E', orderId: 'O1', orderLine: 1, amount, source: 'web' }, { person: 'system' });
const report = (w: World, state: 'SETTLED' | 'FAILED' = 'SETTLED') => w.submit('refund.report', { refundId: 'RF', attempt: 1, state, reference: 'P' }, system);
const atDesk = { unitId: 'U1', itemId: 'CUP', locationId: 'DESK' };
function graded(w: World, grade = 'N'): World {
  returned(w).apply('return.inspect', { ...atDesk, grade }, { person: 'ivy' });
  return w;
}

function shippedOrder(w: World): World {
  stock(w, 'A1', 'CUP', 5);
  const tasks = pickedOrder(w, 'O1', [['CUP', 2]]);
  pack(w, 'P1', [[tasks[0]!, 2]]);
  ship(w, 'P1', tasks[0]!.fulfilment_id, 'O1');
  return w;
}
function allocated(w: World): World {
  stock(w, 'A1', 'CUP', 5);
  takeIn(w, 'O1', [['CUP', 2]]);
  allocate(w, 'O1');
  return w;
}
const numbered = (w: World, parcelId: string, tracking: string) => w.submit('parcel.book', { parcelId, carrierId: 'ROYAL', tracking }, system);
/** One of two cups was not in its bin, and another bin has some. */
function missed(w: World): World {
  stock(w, 'A2', 'CUP', 3);
  short(allocated(w), task(w), 1, 'DAMAGED');
  return w;
}
const instead = (w: World, more: object = {}) => w.submit('pick.instead', { fulfilmentId: task(w).fulfilment_id, taskId: task(w).task_id, newTaskId: 'NEW', orderId: 'O1', orderLine: 1, itemId: 'CUP', fromLocation: 'A2', quantity: 1, ...more });
const works = (w: World) => w.all('fulfilment').map((each) => each.fulfilment_id);
const cancel = (w: World, orderId = 'O1') => w.submit('order.cancel', { orderId, fulfilmentIds: works(w) }, { person: 'sue' });
const task = (w: World) => tasksOf(w, 'O1')[0]!;
const takeInAs = (w: World, more: object) =>
  w.submit('order.take_in', { orderId: 'O1', channelId: 'web', channelNumber: 'N-O1', shipFrom: 'W1', orderedAt: 1, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 2, unitPrice: 5 }], ...more });

const openId = (w: World) => w.openExceptions()[0]!.exception_id;
function received(w: World): void {
  announce(w, 'D1', { CUP: 5 });
  w.apply('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 5, locationId: 'DOCK' });
}
function overDelivered(w: World): void {
  announce(w, 'D1', { CUP: 5 });
  w.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 7, locationId: 'DOCK' });
}
/** Two of five cups wait for the inspector. */
const sampled = (w: World): void => (w.seed('setting', { key: 'receipt_sampling', value: [{ first: 2 }] }), received(w));
const inspect = (w: World, accepted: number, exceptionId = openId(w)) => w.submit('delivery.settle_sample', { exceptionId, deliveryId: 'D1', itemId: 'CUP', locationId: 'DOCK', accepted, rejected: 0 }, { person: 'ivy' });
const settle = (w: World, exceptionId = openId(w), itemId = 'CUP') => w.submit('delivery.settle_surplus', { exceptionId, deliveryId: 'D1', itemId, locationId: 'DOCK', keep: true }, { person: 'bob' });
function disputed(w: World): World {
  graded(w).submit('return.inspect', { ...atDesk, grade: 'D' }, { person: 'ian' });
  return w;
}
function restocked(w: World): World {
  graded(w).apply('return.dispose', { ...atDesk, disposition: 'RESTOCK', toLocation: 'A1' });
  return w;
}
const settleGrade = (w: World, by: { person?: string } = {}, more: object = {}) => w.submit('return.settle_grade', { ...atDesk, grade: 'D', ...more }, { person: 'sue', ...by });
const reverse = (w: World, more: object = {}) => w.submit('return.reverse', { ...atDesk, fromLocation: 'A1', ...more }, { person: 'sue' });
const serverMade = (exceptionId: string, kind: string, deviceId: string, book: object) => ({
  warehouse_id: 'W1', exception_id: exceptionId, rule: 'PRK-1', kind, subject_kind: 'command', subject_id: exceptionId, item_id: '', location_id: '', quantity: 0, did: { type: 'stock.move' }, book: book as never,
  owner_role: 'supervisor', person_id: 'ann', device_id: deviceId, command_id: exceptionId, state: 'OPEN', opened_at: 1, due_at: 2, resolved_by: null, resolution: null, resolved_at: null, resolved_with: null, taken_by: null, taken_at: null,
});
function parked(w: World) {
  w.seed('exception', serverMade('P', 'PARKED', 'D1', { reason: 'names mo, who is not known' }));
  return { exceptionId: 'P' };
}
const copiedIds = { exceptionId: readmissionId('D9'), deviceId: 'D1', nextId: 'D9' };
function copied(w: World) {
  w.seed('exception', serverMade(copiedIds.exceptionId, 'STATION_COPIED', 'D1', { next: 'D9' }));
  return copiedIds;
}
const held = (w: World) => w.submit('order.place_hold', { orderId: 'O1', kind: 'ADDRESS' }, { person: 'sue' });
const rushed = (w: World) => w.submit('order.rush', { orderId: 'O1', fulfilmentIds: works(w), priority: 100 }, { person: 'sue' });
const rerouted = (w: World, more: object = {}) => w.submit('order.reroute', { orderId: 'O1', to: 'W2', ...more }, { person: 'sue' });
const channelTold = (w: World) => w.submit('channel.tell', { channelId: 'web', about: 'SHOP_NOT_TOLD', subjectId: 'web' }, system);
const changed = (w: World, more: object = {}) => w.submit('order.change', { orderId: 'O1', version: 2, fulfilmentIds: works(w), lines: [{ lineNo: 1, itemId: 'CUP', quantity: 1, unitPrice: 50_000 }], ...more }, system);
const pieces = (w: World) => works(w).map((id) => ({ kind: 'fulfilment' as const, id }));
const deal = (w: World, deviceId = 'D2') => w.submit('work.deal', { deviceId, work: pieces(w) }, { person: 'system' });
/** Its work is with another station than everybody else here works at. */
function dealt(w: World): World {
  station(w, 'D2');
  deal(allocated(w));
  return w;
}
const claimWork = (w: World, device = 'D1') => w.submit('work.claim', { kind: 'fulfilment', id: works(w)[0]! }, { device });
const cancelledWhileDealt = (w: World) => cancel(dealt(w));
const answer = (w: World, type: 'cancel.answer' | 'cancel.decide', fulfilmentId = works(w)[0]!) => w.submit(type, { orderId: 'O1', fulfilmentId });
function packedOrder(w: World): World {
  pick(allocated(w), task(w));
  pack(w, 'P1', [[task(w), 2]]);
  return w;
}
const about1 = (w: World, type: 'parcel.unpack' | 'parcel.caught' | 'parcel.gone_on', fulfilmentId = works(w)[0]!) => w.submit(type, { parcelId: 'P1', fulfilmentId, orderId: 'O1', tote: 'TOTE-1' } as never);

type Scenarios = Record<string, (w: World) => Judgement>;
const scenarios: Scenarios = {
  'delivery.receive unknown_item': (w) => (announce(w, 'D1', { CUP: 5 }), w.submit('delivery.receive', { deliveryId: 'D1', ...ghost, locationId: 'DOCK' })),
  'delivery.receive unknown_document': (w) => w.submit('delivery.receive', { deliveryId: 'D1', ...cup, locationId: 'DOCK' }),
  'delivery.receive document_closed': (w) => {
    announce(w, 'D1', { CUP: 5 });
    w.apply('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 4, locationId: 'DOCK' });
    w.apply('delivery.finish', { deliveryId: 'D1' });
    return w.submit('delivery.receive', { deliveryId: 'D1', ...cup, locationId: 'DOCK' });
  },
  'delivery.receive serial_elsewhere': (w) => {
    announce(w, 'D1', { CAM: 5 });
    w.apply('delivery.receive', { deliveryId: 'D1', itemId: 'CAM', quantity: 1, serial: 'S1', locationId: 'DOCK' });
    return w.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CAM', quantity: 1, serial: 'S1', locationId: 'DOCK' });
  },
  'delivery.receive not_this_document': (w) => (announce(w, 'D1', { CUP: 5 }), w.submit('delivery.receive', { deliveryId: 'D1', itemId: 'LID', quantity: 1, locationId: 'DOCK' })),
  'delivery.receive over_expected': (w) => (announce(w, 'D1', { CUP: 5 }), w.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 6, locationId: 'DOCK' })),
  'delivery.take_back not_this_document': (w) => (announce(w, 'D1', { CUP: 5 }), w.submit('delivery.take_back', { deliveryId: 'D1', ...cup, locationId: 'DOCK' })),
  'delivery.take_back document_closed': (w) => (received(w), w.apply('delivery.finish', { deliveryId: 'D1' }), w.submit('delivery.take_back', { deliveryId: 'D1', ...cup, locationId: 'DOCK' })),
  'delivery.take_back not_enough_stock': (w) => (received(w), w.submit('delivery.take_back', { deliveryId: 'D1', ...cup, locationId: 'A1' })),
  'delivery.take_back goods_held': (w) => (received(w), w.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }), w.submit('delivery.take_back', { deliveryId: 'D1', ...cup, locationId: 'DOCK' })),
  'pack.propose unknown_item': (w) => w.submit('pack.propose', { itemId: 'GHOST', listed: 12, found: 10 }),
  'pack.propose nothing_to_do': (w) => w.submit('pack.propose', { itemId: 'CUP', listed: 12, found: 12 }),
  'delivery.finish_for_all unknown_document': (w) => w.submit('delivery.finish_for_all', { deliveryId: 'D1' }, { person: 'sue' }),
  'delivery.finish_for_all already_done': (w) => (received(w), w.apply('delivery.finish', { deliveryId: 'D1' }), w.submit('delivery.finish_for_all', { deliveryId: 'D1' }, { person: 'sue' })),
  'delivery.finish unknown_document': (w) => w.submit('delivery.finish', { deliveryId: 'D1' }),
  'delivery.finish already_done': (w) => (announce(w, 'D1', { CUP: 5 }), w.apply('delivery.finish', { deliveryId: 'D1' }), w.submit('delivery.finish', { deliveryId: 'D1' })),
  'unit.draw_numbers nothing_to_do': (w) => w.submit('unit.draw_numbers', { left: 0 }),
  'unit.build already_done': (w) => (w.apply('unit.build', { unitId: 'PAL-1', locationId: 'DOCK' }), w.submit('unit.build', { unitId: 'PAL-1', locationId: 'DOCK' })),
  'unit.build unknown_location': (w) => w.submit('unit.build', { unitId: 'PAL-1', locationId: 'NOWHERE' }),
  'unit.move unknown_unit': (w) => w.submit('unit.move', { unitId: 'PAL-9', toLocation: 'A1' }),
  'unit.move unknown_location': (w) => (w.apply('unit.build', { unitId: 'PAL-1', locationId: 'DOCK' }), w.submit('unit.move', { unitId: 'PAL-1', toLocation: 'NOWHERE' })),
  'unit.move nothing_to_do': (w) => (w.apply('unit.build', { unitId: 'PAL-1', locationId: 'DOCK' }), w.submit('unit.move', { unitId: 'PAL-1', toLocation: 'DOCK' })),
  'delivery.refuse unknown_item': (w) => (announce(w, 'D1', { CUP: 5 }), w.submit('delivery.refuse', { deliveryId: 'D1', ...ghost, reason: 'WET' })),
  'delivery.refuse unknown_document': (w) => w.submit('delivery.refuse', { deliveryId: 'D1', ...cup, reason: 'WET' }),
  'delivery.refuse document_closed': (w) => (received(w), w.apply('delivery.finish', { deliveryId: 'D1' }), w.submit('delivery.refuse', { deliveryId: 'D1', ...cup, reason: 'WET' })),
  'delivery.settle_sample unknown_document': (w) => inspect(w, 1, 'X'),
  'delivery.settle_sample already_done': (w) => (sampled(w), inspect(w, 2), inspect(w, 1, w.all('exception')[0]!.exception_id)),
  'delivery.settle_sample not_this_document': (w) => (overDelivered(w), inspect(w, 1)),
  'delivery.settle_sample not_enough_stock': (w) => (sampled(w), inspect(w, 3)),
  'delivery.settle_surplus unknown_document': (w) => settle(w, 'X'),
  'delivery.settle_surplus already_done': (w) => (overDelivered(w), settle(w), settle(w, w.all('exception')[0]!.exception_id)),
  'delivery.settle_surplus not_this_document': (w) => (overDelivered(w), settle(w, openId(w), 'LID')),
  ...moves('stock.put_away'),
  ...moves('stock.move'),
  ...moves('stock.put_back'),
  'stock.open serial_elsewhere': (w) => (w.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S1', locationId: 'A1' }), w.submit('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S1', locationId: 'A2' })),
  'stock.open unknown_item': (w) => w.submit('stock.open', { ...ghost, locationId: 'A1' }),
  'stock.identify unknown_item': (w) => w.submit('stock.identify', { ...cup, locationId: 'A1', toItemId: 'GHOST' }),
  'stock.identify serial_elsewhere': (w) => {
    for (const [serial, locationId] of [['S8', 'A1'], ['S3', 'A2']] as const) w.apply('stock.open', { itemId: 'CAM', quantity: 1, serial, locationId });
    return w.submit('stock.identify', { itemId: 'CAM', quantity: 1, serial: 'S8', locationId: 'A1', toItemId: 'CAM', toSerial: 'S3' });
  },
  'stock.identify nothing_to_do': (w) => w.submit('stock.identify', { ...cup, locationId: 'A1', toItemId: 'CUP' }),
  'stock.identify goods_held': (w) => recalled(w).submit('stock.identify', { ...cup, locationId: 'A1', toItemId: 'LID' }),
  'stock.identify not_enough_stock': (w) => w.submit('stock.identify', { ...ghost, locationId: 'A1', toItemId: 'CUP' }),
  'stock.regrade unknown_item': (w) => w.submit('stock.regrade', { ...ghost, locationId: 'A1', toCondition: 'D' }),
  'stock.regrade nothing_to_do': (w) => w.submit('stock.regrade', { ...cup, locationId: 'A1', toCondition: 'N' }),
  'stock.regrade goods_held': (w) => recalled(w).submit('stock.regrade', { ...cup, locationId: 'A1', toCondition: 'D' }),
  'stock.regrade not_enough_stock': (w) => w.submit('stock.regrade', { ...cup, locationId: 'A1', toCondition: 'D' }),
  'transfer.open already_done': (w) => transfer(w).submit('transfer.open', { transferId: 'T1', fromWarehouse: 'W1', toWarehouse: 'W2', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 1 }] }),
  'transfer.open unknown_location': (w) => w.submit('transfer.open', { transferId: 'T1', fromWarehouse: 'W1', toWarehouse: 'W9', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 1 }] }),
  ...transfers('transfer.send', 'W1', 'W2'),
  ...transfers('transfer.receive', 'W2', 'W1'),
  'transfer.send goods_held': (w) => transfer(recalled(w)).submit('transfer.send', { ...end, ...cup }),
  'transfer.send not_enough_stock': (w) => transfer(w).submit('transfer.send', { ...end, ...cup }),
  'count.open unknown_location': (w) => w.submit('count.open', { taskId: 'CT', locationId: 'NOWHERE', trigger: 'SPOT' }),
  'count.open already_done': (w) => counting(w).submit('count.open', { taskId: 'CT2', locationId: 'A1', trigger: 'SPOT' }),
  'count.glance unknown_item': (w) => w.submit('count.glance', { locationId: 'A1', itemId: 'GHOST', counted: 1 }),
  'count.glance unknown_location': (w) => w.submit('count.glance', { locationId: 'NOWHERE', itemId: 'CUP', counted: 1 }),
  'count.assign unknown_document': (w) => w.submit('count.assign', { taskId: 'NONE', personId: 'ann' }),
  'count.assign already_done': (w) => (counting(w).apply('count.assign', { taskId: 'CT', personId: 'ann' }), w.submit('count.assign', { taskId: 'CT', personId: 'ann' })),
  'count.assign not_your_decision': (w) => {
    person(person(counting(w), 'ann', 'counter'), 'cat', 'counter').apply('count.assign', { taskId: 'CT', personId: 'cat' }, { person: 'cat' });
    return w.submit('count.assign', { taskId: 'CT', personId: 'ann' });
  },
  'count.record unknown_item': (w) => counting(w).submit('count.record', { ...look, itemId: 'GHOST' }),
  'count.record unknown_document': (w) => w.submit('count.record', look),
  'count.record document_closed': (w) => (counting(w).apply('count.submit', { taskId: 'CT', locationId: 'A1' }), w.submit('count.record', look)),
  'count.record not_this_document': (w) => counting(w, 'A2').submit('count.record', look),
  'count.record counted_before': (w) => {
    counting(w).seed('count_task', { ...w.rows.get('count_task', 'W1', 'CT')!, not_by: ['ann'] });
    return w.submit('count.record', look);
  },
  'count.explain unknown_document': (w) => w.submit('count.explain', { taskId: 'CT', locationId: 'A1', lineId: 'L', note: 'fell down' }),
  'count.explain document_closed': (w) => {
    counting(w).apply('count.record', { ...look, quantity: 0 });
    w.apply('count.submit', { taskId: 'CT', locationId: 'A1' });
    return w.submit('count.explain', { taskId: 'CT', locationId: 'A1', lineId: w.all('count_line')[0]!.line_id, note: 'fell down' });
  },
  'transfer.finish unknown_document': (w) => w.submit('transfer.finish', { transferId: 'T1' }),
  'transfer.finish not_this_document': (w) => (w.apply('transfer.open', { transferId: 'T1', fromWarehouse: 'W2', toWarehouse: 'W2', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 1 }] }, { person: 'sue' }), w.submit('transfer.finish', { transferId: 'T1' })),
  'transfer.finish already_done': (w) => (transfer(w).apply('transfer.finish', { transferId: 'T1' }), w.submit('transfer.finish', { transferId: 'T1' })),
  'transfer.settle unknown_document': (w) => w.submit('transfer.settle', { transferId: 'T1' }, { person: 'sue' }),
  'transfer.settle nothing_to_do': (w) => transfer(w).submit('transfer.settle', { transferId: 'T1' }, { person: 'sue' }),
  'count.print_sheet already_done': (w) => sheet(w).submit('count.print_sheet', { sheetId: 'CS-1', taskIds: ['CT'] }),
  'count.start_sheet unknown_document': (w) => w.submit('count.start_sheet', { sheetId: 'CS-1' }),
  'count.start_sheet already_done': (w) => (sheet(w).apply('count.start_sheet', { sheetId: 'CS-1' }), w.submit('count.start_sheet', { sheetId: 'CS-1' }, { person: 'cat' })),
  'count.end_sheet unknown_document': (w) => w.submit('count.end_sheet', { sheetId: 'CS-1' }),
  'count.end_sheet document_closed': (w) => (sheet(w).apply('count.end_sheet', { sheetId: 'CS-1' }), w.submit('count.end_sheet', { sheetId: 'CS-1' }, { person: 'cat' })),
  'count.submit unknown_document': (w) => w.submit('count.submit', { taskId: 'CT', locationId: 'A1' }),
  'count.submit already_done': (w) => (counting(w).apply('count.submit', { taskId: 'CT', locationId: 'A1' }), w.submit('count.submit', { taskId: 'CT', locationId: 'A1' })),
  'count.submit not_this_document': (w) => counting(w, 'A2').submit('count.submit', { taskId: 'CT', locationId: 'A1' }),
  'adjustment.submit unknown_item': (w) => w.submit('adjustment.submit', { ...about, itemId: 'GHOST', delta: 1, reason: 'FOUND' }),
  'adjustment.submit already_done': (w) => proposed(w).submit('adjustment.submit', { ...about, delta: 2, reason: 'FOUND' }),
  'adjustment.submit reason_not_allowed': (w) => reason(w, 'FOUND', { direction: 'up' }).submit('adjustment.submit', { ...about, delta: -2, reason: 'FOUND' }),
  'adjustment.submit serial_elsewhere': (w) => (w.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S1', locationId: 'A1' }), w.submit('adjustment.submit', { ...about, locationId: 'A2', itemId: 'CAM', serial: 'S1', delta: 1, reason: 'FOUND' })),
  'adjustment.submit evidence_missing': (w) => reason(w, 'STOLEN', { evidence: 'note' }).submit('adjustment.submit', { ...about, delta: -2, reason: 'STOLEN' }),
  'correction.submit unknown_item': (w) => correct(w, [side('A1', -2, 'GHOST'), side('A2', 2, 'GHOST')]),
  'correction.submit already_done': (w) => (correct(w, twoBins), correct(w, twoBins)),
  'correction.submit not_balanced': (w) => correct(w, [side('A1', -3), side('A2', 2)]),
  'correction.submit reason_not_allowed': (w) => correct(reason(w, 'BIN', { direction: 'down' }), twoBins),
  'correction.submit evidence_missing': (w) => correct(reason(w, 'BIN', { direction: 'zero', evidence: 'photo' }), twoBins),
  'correction.submit unknown_document': (w) => correct(w, twoBins, { replaces: ['NONE'] }),
  'correction.submit not_pending': (w) => correct(approved(w), twoBins, { replaces: ['ADJ'] }, 'sam'),
  'correction.submit not_your_decision': (w) => correct(person(proposed(w), 'cat', 'counter'), twoBins, { replaces: ['ADJ'] }, 'cat'),
  'correction.submit approver_is_author': (w) => correct(proposed(w), twoBins, { replaces: ['ADJ'] }, 'ann'),
  'approval.sign unknown_document': (w) => signs(w, 'sue'),
  'approval.sign not_pending': (w) => signs(approved(w), 'sam'),
  'approval.sign not_your_decision': (w) => signs(limited(w), 'bob'),
  'approval.sign approver_is_author': (w) => signs(proposed(w), 'ann'),
  'approval.sign view_changed': (w) => signs(proposed(w), 'sue', {}, { view: 'old', units: 1 }),
  'approval.sign not_balanced': (w) => {
    correct(w, twoBins);
    const [line] = w.all('adjustment');
    return signs(w, 'sue', { lines: [{ lineId: line!.adjustment_id, itemId: 'CUP', locationId: 'A1', decision: 'approve', view: viewOf(line!), units: -2, value: -40_000, book: 0 }] });
  },
  'approval.sign above_limit': (w) => signs(limited(w), 'sue'),
  'approval.sign break_glass': (w) => signs(limited(w), 'sue', { breakGlass: 'the recall cannot wait' }),
  'approval.sign changed_smaller': (w) => {
    const row = limited(w, 2).rows.get('adjustment', 'W1', 'ADJ')!;
    return signs(w, 'sue', {}, { units: 4, value: 80_000, book: 1, view: viewOf({ ...row, delta: 4, value: 80_000, book: 1 }) });
  },
  'approval.draw nothing_to_do': (w) => w.submit('approval.draw', {}, { person: 'sue' }),
  'approval.give_back nothing_to_do': (w) => w.submit('approval.give_back', {}, { person: 'sue' }),
  'approval.delegate unknown_document': (w) => w.submit('approval.delegate', { deputyId: 'nobody', fromAt: 1, untilAt: 2 }, { person: 'sue' }),
  'approval.delegate not_your_decision': (w) => person(w, 'bob', 'buyer').submit('approval.delegate', { deputyId: 'bob', fromAt: 1, untilAt: 2 }, { person: 'sue' }),
  'adjustment.approve above_limit': (w) => limited(w).submit('adjustment.approve', { ...about, view: view(w) }, { person: 'sue' }),
  'adjustment.reverse above_limit': (w) => {
    approved(w).seed('setting', { key: 'approval_limits', value: LIMITS });
    return person(w, 'sam', 'supervisor').submit('adjustment.reverse', about, { person: 'nobody' });
  },
  ...decisions('adjustment.approve', proposed),
  ...decisions('adjustment.reject', proposed),
  ...decisions('adjustment.reverse', approved),
  'hold.place already_done': (w) => (w.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }), w.submit('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' })),
  'hold.release unknown_document': (w) => w.submit('hold.release', { holdId: 'H1', itemId: 'CUP' }),
  'hold.release already_done': (w) => {
    w.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' });
    w.apply('hold.release', { holdId: 'H1', itemId: 'CUP' });
    return w.submit('hold.release', { holdId: 'H1', itemId: 'CUP' });
  },
  'hold.release not_this_document': (w) => (w.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }), w.submit('hold.release', { holdId: 'H1', itemId: 'LID' })),
  ...sets('pack.assemble'),
  ...sets('pack.split'),
  'return.receive unknown_item': (w) => w.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [unit('U1', { itemId: 'GHOST' })] }),
  'return.receive already_done': (w) => returned(w).submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [unit('U1'), unit('U2')] }),
  'return.receive unknown_document': (w) => w.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', rmaId: 'RMA-9', units: [unit('U1')] }),
  'return.receive serial_elsewhere': (w) => returned(w, { itemId: 'CAM', serial: 'S1' }).submit('return.receive', { parcelId: 'R2', locationId: 'DESK', units: [unit('U2', { itemId: 'CAM', serial: 'S1' })] }),
  'return.receive over_expected': (w) => shippedOrder(w).submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: ['U1', 'U2', 'U3'].map((id) => unit(id, { orderId: 'O1', orderLine: 1 })) }),
  'return.split unknown_unit': (w) => w.submit('return.split', { ...atDesk, newUnitId: 'U9', quantity: 1 }),
  'return.split already_done': (w) => returned(w).submit('return.split', { ...atDesk, newUnitId: atDesk.unitId, quantity: 1 }),
  'return.split not_open': (w) => graded(w).submit('return.split', { ...atDesk, newUnitId: 'U9', quantity: 1 }),
  'return.inspect unknown_unit': (w) => w.submit('return.inspect', { ...atDesk, grade: 'N' }),
  'return.inspect grade_differs': (w) => graded(w).submit('return.inspect', { ...atDesk, grade: 'D' }, { person: 'ian' }),
  'return.inspect already_done': (w) => graded(w).submit('return.inspect', { ...atDesk, grade: 'N' }, { person: 'ian' }),
  'return.inspect not_enough_stock': (w) => returned(w).submit('return.inspect', { ...atDesk, locationId: 'A3', grade: 'N' }),
  'return.inspect document_closed': (w) => (restocked(w), w.submit('return.inspect', { ...atDesk, grade: 'D' }, { person: 'ian' })),
  'return.dispose grade_differs': (w) => disputed(w).submit('return.dispose', { ...atDesk, disposition: 'RESTOCK' }),
  'return.settle_grade unknown_unit': (w) => settleGrade(w),
  'return.settle_grade document_closed': (w) => settleGrade(restocked(w)),
  'return.settle_grade not_pending': (w) => settleGrade(graded(w)),
  'return.settle_grade approver_is_author': (w) => settleGrade(disputed(w), { person: 'ian' }),
  'return.settle_grade view_changed': (w) => settleGrade(disputed(w), {}, { locationId: 'A1' }),
  'return.reverse unknown_unit': (w) => reverse(w),
  'return.reverse not_pending': (w) => reverse(graded(w)),
  'return.reverse view_changed': (w) => reverse(restocked(w), { fromLocation: 'A3' }),
  'return.reverse unknown_location': (w) => reverse(restocked(w), { locationId: 'NOWHERE' }),
  'return.dispose unknown_unit': (w) => w.submit('return.dispose', { ...atDesk, disposition: 'RESTOCK' }),
  'return.dispose already_done': (w) => (graded(w).apply('return.dispose', { ...atDesk, disposition: 'RESTOCK' }), w.submit('return.dispose', { ...atDesk, disposition: 'RESTOCK' })),
  'return.dispose not_pending': (w) => (graded(w).apply('return.dispose', { ...atDesk, disposition: 'RESTOCK' }), w.submit('return.dispose', { ...atDesk, disposition: 'DONATE' })),
  'return.dispose not_open': (w) => graded(w, 'D').submit('return.dispose', { ...atDesk, disposition: 'RESTOCK' }),
  'return.dispose unknown_location': (w) => graded(w).submit('return.dispose', { ...atDesk, disposition: 'RESTOCK', toLocation: 'NOWHERE' }),
  'return.dispose not_enough_stock': (w) => graded(w).submit('return.dispose', { ...atDesk, locationId: 'A3', disposition: 'RESTOCK' }),
  'refund.consider unknown_unit': (w) => w.submit('refund.consider', { refundId: 'RF', unitId: 'U9', itemId: 'CUP' }, system),
  'refund.consider already_done': (w) => (due(w), consider(w)),
  'refund.decide unknown_document': (w) => w.submit('refund.decide', { refundId: 'X', kind: 'REFUSE', refusal: 'NR' }, { person: 'fin' }),
  'refund.decide not_this_document': (w) => (due(w, 'C'), decideRefund(w, { orderId: 'O2' })),
  'refund.decide not_pending': (w) => (due(w), decideRefund(w)),
  'refund.decide reason_not_allowed': (w) => (due(w, 'C'), decideRefund(w, { kind: 'REFUSE', refusal: 'ZZ' })),
  'refund.decide unknown_item': (w) => (due(w, 'C'), decideRefund(w, { kind: 'EXCHANGE', exchange: [{ itemId: 'GHOST', quantity: 1, unitPrice: 1 }] })),
  'refund.decide over_expected': (w) => (due(w, 'C'), decideRefund(w, { amount: 99_999 })),
  'refund.decide not_balanced': (w) => (due(w, 'C'), decideRefund(w, { kind: 'EXCHANGE', exchange: [{ itemId: 'CUP', quantity: 1, unitPrice: 9_000_000 }] })),
  'refund.supplement already_done': (w) => (due(w, 'C'), w.submit('refund.supplement', { refundId: 'RF', supplements: 'RF', orderId: 'O1', amount: 1, note: '' }, { person: 'fin' })),
  'refund.supplement unknown_document': (w) => w.submit('refund.supplement', { refundId: 'RF', supplements: 'X', orderId: 'O1', amount: 1, note: '' }, { person: 'fin' }),
  'refund.supplement over_expected': (w) => (due(w), w.submit('refund.supplement', { refundId: 'S', supplements: 'RF', orderId: 'O1', amount: 99_999, note: '' }, { person: 'fin' })),
  'refund.elsewhere already_done': (w) => (due(w, 'C'), elsewhere(w, 100), elsewhere(w, 100)),
  'refund.elsewhere unknown_document': (w) => elsewhere(w, 100),
  'refund.elsewhere over_expected': (w) => (due(w), elsewhere(w, 99_999)),
  'refund.report unknown_document': (w) => report(w),
  'refund.report already_done': (w) => (due(w), report(w), report(w)),
  'refund.retry unknown_document': (w) => w.submit('refund.retry', { refundId: 'RF' }, { person: 'fin' }),
  'refund.retry not_pending': (w) => (due(w), w.submit('refund.retry', { refundId: 'RF' }, { person: 'fin' })),
  'order.take_in already_done': (w) => (takeInAs(w, {}), takeInAs(w, { orderId: 'O2' })),
  'order.take_in unknown_location': (w) => takeInAs(w, { shipFrom: 'W9' }),
  'order.take_in unknown_item': (w) => takeInAs(w, { lines: [{ lineNo: 1, itemId: 'GHOST', quantity: 1, unitPrice: 1 }] }),
  'order.allocate unknown_document': (w) => w.submit('order.allocate', { orderId: 'O9', itemIds: ['CUP'] }),
  'order.allocate order_cancelled': (w) => (takeIn(w, 'O1', [['CUP', 2]]), cancel(w), allocate(w, 'O1')),
  'order.allocate not_open': (w) => (takeIn(w, 'O1', [['CUP', 2]], ['FRAUD']), allocate(w, 'O1')),
  'order.allocate nothing_to_do': (w) => allocate(allocated(w), 'O1'),
  'work.replan nothing_to_do': (w) => w.submit('work.replan', { itemId: 'CUP', cause: 'none', orderIds: [], fulfilmentIds: [] }, { person: 'system' }),
  'order.rush unknown_document': (w) => rushed(w),
  'order.rush document_closed': (w) => rushed(shippedOrder(w)),
  'order.rush already_done': (w) => (rushed(allocated(w)), rushed(w)),
  'order.reroute unknown_document': (w) => rerouted(w),
  'order.reroute unknown_location': (w) => (takeIn(w, 'O1', [['CUP', 2]]), rerouted(w, { to: 'W9' })),
  'order.reroute document_closed': (w) => rerouted(shippedOrder(w)),
  'order.reroute already_done': (w) => (takeIn(w, 'O1', [['CUP', 2]]), rerouted(w, { to: 'W1' })),
  'order.reroute view_changed': (w) => (takeIn(w, 'O1', [['CUP', 2]]), w.submit('order.reroute', { orderId: 'O1', to: 'W2' }, { person: 'sue', warehouse: 'W2' }), rerouted(w), rerouted(w, { to: 'W1' })),
  'order.reroute not_open': (w) => rerouted(allocated(w)),
  'channel.tell already_done': (w) => (channelTold(w), channelTold(w)),
  'order.change unknown_document': (w) => changed(w),
  'order.change already_done': (w) => (allocated(w), changed(w, { version: 1 })),
  'order.change document_closed': (w) => changed(shippedOrder(w)),
  'order.change view_changed': (w) => (allocated(w), changed(w, { fulfilmentIds: [] })),
  'order.change unknown_item': (w) => changed(allocated(w), { lines: [{ lineNo: 2, itemId: 'GHOST', quantity: 1, unitPrice: 1 }] }),
  'order.change not_this_document': (w) => changed(allocated(w), { lines: [{ lineNo: 1, itemId: 'LID', quantity: 1, unitPrice: 1 }] }),
  'order.change not_open': (w) => (pick(allocated(w), task(w), 1), changed(w)),
  'order.release_hold not_your_decision': (w) => (person(w, 'sue', 'supervisor'), takeIn(w, 'O1', [['CUP', 2]], ['PAYMENT']), w.submit('order.release_hold', { orderId: 'O1', holdId: 'PAYMENT' }, { person: 'sue' })),
  'order.release_hold unknown_document': (w) => (takeIn(w, 'O1', [['CUP', 2]]), w.submit('order.release_hold', { orderId: 'O1', holdId: 'FRAUD' })),
  'order.release_hold already_done': (w) => {
    takeIn(w, 'O1', [['CUP', 2]], ['FRAUD']);
    w.apply('order.release_hold', { orderId: 'O1', holdId: 'FRAUD' });
    return w.submit('order.release_hold', { orderId: 'O1', holdId: 'FRAUD' });
  },
  'order.cancel unknown_document': (w) => cancel(w, 'O9'),
  'order.cancel already_done': (w) => (takeIn(w, 'O1', [['CUP', 2]]), cancel(w), cancel(w)),
  'order.cancel document_closed': (w) => cancel(shippedOrder(w)),
  'order.cancel view_changed': (w) => allocated(w).submit('order.cancel', { orderId: 'O1', fulfilmentIds: [] }),
  'order.place_hold unknown_document': (w) => held(w),
  'order.place_hold document_closed': (w) => held(shippedOrder(w)),
  'order.place_hold already_done': (w) => (held(allocated(w)), held(w)),
  'cancel.answer unknown_document': (w) => answer(w, 'cancel.answer', 'NONE'),
  'cancel.answer already_done': (w) => (cancelledWhileDealt(w), answer(w, 'cancel.answer'), answer(w, 'cancel.answer')),
  'cancel.decide unknown_document': (w) => answer(w, 'cancel.decide', 'NONE'),
  'cancel.decide already_done': (w) => (cancelledWhileDealt(w), answer(w, 'cancel.answer'), answer(w, 'cancel.decide')),
  'order.settle_cancel unknown_document': (w) => w.submit('order.settle_cancel', { orderId: 'O9', fulfilmentIds: [] }),
  'order.settle_cancel nothing_to_do': (w) => w.submit('order.settle_cancel', { orderId: 'O1', fulfilmentIds: works(allocated(w)) }),
  'work.deal unknown_document': (w) => deal(allocated(w), 'NOBODY'),
  'work.deal nothing_to_do': (w) => (deal(dealt(w)), deal(w)),
  'work.claim unknown_document': (w) => w.submit('work.claim', { kind: 'fulfilment', id: 'NONE' }),
  'work.claim document_closed': (w) => claimWork(shippedOrder(w)),
  'work.claim already_done': (w) => claimWork(dealt(w), 'D2'),
  'work.claim dealt_elsewhere': (w) => claimWork(dealt(w)),
  'work.ask already_done': (w) => (w.apply('work.ask', { kind: 'fulfilment' }), w.submit('work.ask', { kind: 'fulfilment' })),
  'work.hand_back nothing_to_do': (w) => w.submit('work.hand_back', { work: [{ kind: 'fulfilment', id: works(dealt(w))[0]! }] }),
  'work.take_back unknown_document': (w) => w.submit('work.take_back', { deviceId: 'D2', to: 'NOBODY', work: pieces(dealt(w)), reason: 'SILENT' }),
  'work.take_back nothing_to_do': (w) => (station(w, 'D3'), w.submit('work.take_back', { deviceId: 'D3', work: pieces(dealt(w)), reason: 'SILENT' })),
  'receipt.overdue nothing_to_do': (w) => w.submit('receipt.overdue', { kind: 'delivery', id: 'D9' }, system),
  'purchase.propose nothing_to_do': (w) => { const more = { proposalId: 'PP-1', supplierId: 'SUP', leadDays: 3, lines: [{ itemId: 'CUP', quantity: 6, unitCost: 1, why: {} }] }; return (w.apply('purchase.propose', more, system), w.submit('purchase.propose', more, system)); },
  'replenish.drop already_done': (w) => { const gone = { taskId: 'RP', itemId: 'CUP', fromLocation: 'R1', reason: 'BLOCKED' }; replenishing(w).apply('replenish.drop', gone); return w.submit('replenish.drop', gone); },
  'replenish.drop unknown_document': (w) => w.submit('replenish.drop', { taskId: 'RP', itemId: 'CUP', fromLocation: 'R1', reason: 'BLOCKED' }),
  'replenish.plan nothing_to_do': (w) => w.submit('replenish.plan', { itemId: 'CUP', cause: 'c' }, system),
  'put_away.explain already_done': (w) => { const why = { overrideId: 'OV', itemId: 'CUP', suggested: 'A1', taken: 'A2', reason: 'FULL' }; return (w.apply('put_away.explain', why), w.submit('put_away.explain', why)); },
  'put_back.missing already_done': (w) => w.submit('put_back.missing', { locationId: 'TOTE-1', itemId: 'CUP' }),
  'pick.pick unknown_item': (w) => pick(allocated(w), task(w), 1, { itemId: 'GHOST' }),
  'pick.pick unknown_document': (w) => pick(allocated(w), { ...task(w), task_id: 'NONE' }, 1),
  'pick.pick not_this_document': (w) => (stock(w, 'A1', 'LID', 1), pick(allocated(w), task(w), 1, { itemId: 'LID' })),
  'pick.pick order_cancelled': (w) => (cancel(allocated(w)), pick(w, task(w), 1)),
  'pick.pick already_done': (w) => (pick(allocated(w), task(w)), pick(w, task(w), 2)),
  'pick.pick over_expected': (w) => pick(allocated(w), task(w), 3),
  'pick.pick goods_held': (w) => (allocated(w).apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }), pick(w, task(w), 2)),
  'pick.pick not_enough_stock': (w) => pick(allocated(w), task(w), 2, { fromLocation: 'A2' }),
  'pick.pick dealt_elsewhere': (w) => pick(dealt(w), task(w)),
  'pick.short unknown_document': (w) => short(allocated(w), { ...task(w), task_id: 'NONE' }, 1),
  'pick.short already_done': (w) => (pick(allocated(w), task(w)), short(w, task(w), 1)),
  'parcel.book unknown_document': (w) => numbered(w, 'NONE', 'RM1'),
  'parcel.book already_done': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[task(w), 2]]), numbered(w, 'P1', 'RM1'), numbered(w, 'P1', 'RM1')),
  'parcel.book not_open': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[task(w), 2]]), numbered(w, 'P1', 'RM1'), numbered(w, 'P1', 'RM2')),
  'pick.instead unknown_item': (w) => instead(missed(w), { itemId: 'GHOST' }),
  'pick.instead unknown_location': (w) => instead(missed(w), { fromLocation: 'X9' }),
  'pick.instead unknown_document': (w) => instead(missed(w), { taskId: 'NONE' }),
  'pick.instead already_done': (w) => (instead(missed(w)), instead(w)),
  'pick.instead order_cancelled': (w) => (cancel(missed(w)), instead(w)),
  'pick.instead over_expected': (w) => instead(missed(w), { quantity: 2 }),
  'pick.instead not_enough_stock': (w) => instead(missed(w), { fromLocation: 'A3' }),
  'pick.instead reason_not_allowed': (w) => (stock(w, 'A2', 'LID', 1), instead(missed(w), { itemId: 'LID' })),
  'parcel.pack unknown_document': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[{ ...task(w), fulfilment_id: 'NONE' }, 2]])),
  'parcel.pack already_done': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[task(w), 2]]), pack(w, 'P1', [[task(w), 2]])),
  'parcel.pack order_cancelled': (w) => (pick(allocated(w), task(w)), cancel(w), pack(w, 'P1', [[task(w), 2]])),
  'parcel.pack over_expected': (w) => (pick(allocated(w), task(w), 3), pack(w, 'P1', [[task(w), 3]])),
  'parcel.pack not_this_document': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[{ ...task(w), task_id: 'NONE' }, 2]])),
  'parcel.pack not_open': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[task(w), 1]]), pack(w, 'P1', [[task(w), 2]])),
  'parcel.pack not_enough_stock': (w) => {
    pick(allocated(w), task(w));
    w.apply('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'TOTE-1', toLocation: 'A3' });
    return pack(w, 'P1', [[task(w), 2]]);
  },
  'parcel.pack goods_held': (w) => (pick(allocated(w), task(w)), w.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }), pack(w, 'P1', [[task(w), 2]])),
  'parcel.ship goods_held': (w) => (packedOrder(w), w.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }), ship(w, 'P1', works(w)[0]!, 'O1')),
  'parcel.pack order_held': (w) => (pick(allocated(w), task(w)), held(w), pack(w, 'P1', [[task(w), 2]])),
  'parcel.ship order_held': (w) => (packedOrder(w), held(w), ship(w, 'P1', works(w)[0]!, 'O1')),
  'parcel.ship not_open': (w) => (packedOrder(w), about1(w, 'parcel.unpack'), ship(w, 'P1', works(w)[0]!, 'O1')),
  'parcel.unpack unknown_document': (w) => about1(w, 'parcel.unpack', 'F9'),
  'parcel.unpack already_done': (w) => (packedOrder(w), about1(w, 'parcel.unpack'), about1(w, 'parcel.unpack')),
  'parcel.unpack not_this_document': (w) => (packedOrder(w), about1(w, 'parcel.unpack', 'F9')),
  'parcel.unpack document_closed': (w) => about1(shippedOrder(w), 'parcel.unpack'),
  'parcel.caught unknown_document': (w) => about1(w, 'parcel.caught', 'F9'),
  'parcel.caught already_done': (w) => about1(packedOrder(w), 'parcel.caught'),
  'parcel.caught not_this_document': (w) => about1(shippedOrder(w), 'parcel.caught', 'F9'),
  'parcel.gone_on unknown_document': (w) => about1(w, 'parcel.gone_on', 'F9'),
  'parcel.gone_on not_open': (w) => about1(packedOrder(w), 'parcel.gone_on'),
  'parcel.gone_on already_done': (w) => about1(shippedOrder(w), 'parcel.gone_on'),
  'parcel.ship unknown_document': (w) => ship(w, 'P9', 'F9', 'O9'),
  'parcel.ship already_done': (w) => ship(shippedOrder(w), 'P1', works(w)[0]!, 'O1'),
  'parcel.ship order_cancelled': (w) => {
    pick(allocated(w), task(w));
    pack(w, 'P1', [[task(w), 2]]);
    cancel(w);
    return ship(w, 'P1', works(w)[0]!, 'O1');
  },
  'parcel.ship not_this_document': (w) => (pick(allocated(w), task(w)), pack(w, 'P1', [[task(w), 2]]), ship(w, 'P1', works(w)[0]!, 'O2')),
  'scan.match unknown_item': (w) => w.submit('scan.match', { exceptionId: kept(w), itemId: 'GHOST' }),
  'scan.match unknown_document': (w) => w.submit('scan.match', { exceptionId: 'X', itemId: 'CUP' }),
  'scan.match already_done': (w) => {
    const exceptionId = kept(w);
    w.apply('scan.match', { exceptionId, itemId: 'CUP' });
    return w.submit('scan.match', { exceptionId, itemId: 'LID' });
  },
  'barcode.teach unknown_item': (w) => taught(w, 'GHOST'),
  'barcode.teach not_teachable': (w) => w.submit('barcode.teach', { barcode: 'RB-1001', itemId: 'CUP' }, { person: 'sue' }),
  'barcode.teach already_done': (w) => (taught(w, 'CUP'), taught(w, 'CUP')),
  'barcode.teach code_elsewhere': (w) => (taught(w, 'LID'), taught(w, 'CUP')),
  'barcode.withdraw unknown_document': (w) => withdrawn(w, 'CUP'),
  'barcode.withdraw already_done': (w) => (taught(w, 'CUP'), withdrawn(w, 'CUP'), withdrawn(w, 'CUP')),
  'barcode.withdraw not_your_decision': (w) => {
    w.seed('barcode', { code: CODE, item_id: 'CUP', pack_code: '', units: 1, source: 'GTIN' });
    return withdrawn(w, 'CUP');
  },
  'exception.resolve unknown_document': (w) => w.submit('exception.resolve', { exceptionId: 'X', resolution: 'SEEN' }),
  'exception.resolve already_done': (w) => {
    w.apply('scan.keep', { raw: '???', screen: 'receive' });
    const exceptionId = w.openExceptions()[0]!.exception_id;
    w.apply('exception.resolve', { exceptionId, resolution: 'SEEN' });
    return w.submit('exception.resolve', { exceptionId, resolution: 'SEEN' });
  },
  'exception.assign unknown_document': (w) => w.submit('exception.assign', { exceptionId: 'X', to: 'sue' }),
  'exception.assign already_done': (w) => {
    const exceptionId = kept(w);
    w.apply('exception.resolve', { exceptionId, resolution: 'SEEN' });
    return w.submit('exception.assign', { exceptionId, to: 'sue' });
  },
  'exception.assign nothing_to_do': (w) => w.submit('exception.assign', { exceptionId: kept(w), to: '' }),
  'exception.assign view_changed': (w) => {
    const exceptionId = kept(w);
    w.apply('exception.assign', { exceptionId, to: 'sue' });
    return w.submit('exception.assign', { exceptionId, to: 'sam' });
  },
  'parked.release unknown_document': (w) => w.submit('parked.release', { exceptionId: kept(w) }),
  'parked.release already_done': (w) => (w.apply('parked.release', parked(w)), w.submit('parked.release', { exceptionId: 'P' })),
  'parked.abandon unknown_document': (w) => w.submit('parked.abandon', { exceptionId: 'P', reason: 'junk' }),
  'parked.abandon already_done': (w) => (w.apply('parked.release', parked(w)), w.submit('parked.abandon', { exceptionId: 'P', reason: 'junk' })),
  'parked.abandon approver_is_author': (w) => (w.apply('parked.abandon', { ...parked(w), reason: 'junk' }, { person: 'sue' }), w.submit('parked.abandon', { exceptionId: 'P', reason: 'junk' }, { person: 'sue' })),
  'station.readmit unknown_document': (w) => w.submit('station.readmit', { exceptionId: kept(w), deviceId: 'D1', nextId: 'D9' }),
  'station.readmit already_done': (w) => (w.apply('station.readmit', copied(w)), w.submit('station.readmit', copiedIds)),
  'person.reset_pin unknown_document': (w) => w.submit('person.reset_pin', { personId: 'joe' }, { person: 'sue' }),
  'person.reset_pin not_your_decision': (w) => person(w, 'sue', 'supervisor').submit('person.reset_pin', { personId: 'sue' }, { person: 'sue' }),
  'person.revoke unknown_document': (w) => w.submit('person.revoke', { personId: 'joe', reason: 'left' }, { person: 'sue' }),
  'person.revoke not_your_decision': (w) => person(w, 'sue', 'supervisor').submit('person.revoke', { personId: 'sue', reason: 'left' }, { person: 'sue' }),
  'person.revoke already_done': (w) => (person(w, 'joe', 'floor').apply('person.revoke', { personId: 'joe', since: 5, reason: 'left' }, { person: 'sue' }), w.submit('person.revoke', { personId: 'joe', reason: 'left' }, { person: 'sam' })),
  'device.revoke unknown_document': (w) => w.submit('device.revoke', { deviceId: 'D9', reason: 'stolen' }, { person: 'sue' }),
  'device.revoke already_done': (w) => (enrolled(w).apply('device.revoke', { deviceId: 'D9', since: 5, reason: 'stolen' }, { person: 'sue' }), w.submit('device.revoke', { deviceId: 'D9', reason: 'stolen' }, { person: 'sue' })),
  'exception.resolve not_pending': (w) => (w.submit('stock.move', { ...cup, ...shelves }), w.submit('exception.resolve', { exceptionId: w.openExceptions()[0]!.exception_id, resolution: 'SEEN' })),
};

/** Goods that come off the road are in transit, whatever was sent: nothing can be missing there. */
const cannotHappen = ['transfer.receive not_enough_stock', 'transfer.receive goods_held'];

const cells = Object.entries(rules).flatMap(([type, byReason]) =>
  Object.entries(byReason as Record<string, Rule>).map(([reason, rule]) => ({ id: rule.id, type: type as CommandType, reason, rule, cell: `${type} ${reason}` })),
);

describe('the rule table', () => {
  it('has a world for each of its cells', () => {
    expect(Object.keys(scenarios).toSorted()).toEqual(cells.map(({ cell }) => cell).filter((cell) => !cannotHappen.includes(cell)).toSorted());
  });

  it('refuses decisions only', () => {
    // Opening a count and claiming a piece of work is asking; nothing physical is told by them.
    const asks = ['count.open', 'count.assign', 'work.claim', 'adjustment.submit', 'correction.submit'];
    expect(cells.filter(({ rule, type }) => rule.verdict === 'refused' && !isDecision(type) && !asks.includes(type)).map(({ cell }) => cell)).toEqual([]);
  });

  it.each(cells.filter(({ id, cell }) => /^HLD-[456]$/.test(id) && cell in scenarios))('$id $type: the ledger opens the work item that SPEC.md names', ({ id, cell }) => {
    const world = smallCompany();
    scenarios[cell]!(world);
    const [look] = world.openExceptions().filter((row) => row.rule === id);
    expect([look?.owner_role, (look!.due_at - look!.opened_at) / HOUR]).toEqual(['supervisor', id === 'HLD-4' ? 4 : 2]);
  });

  it.each(cells.filter(({ cell }) => cell in scenarios))('$id $type, $reason', ({ rule, reason, cell }) => {
    const world = smallCompany();
    const judgement = scenarios[cell]!(world);
    expect(judgement).toMatchObject({ rule: rule.id, verdict: rule.verdict, rejection: { type: reason } });
    const raised = judgement.events.filter((event) => event.kind === 'became' && event.table === 'exception');
    if (!rule.effects) expect(judgement.events).toEqual(raised);
    if (rule.verdict === 'refused' || rule.verdict === 'merged') expect(raised).toEqual([]);
    if (rule.verdict === 'flagged') expect(raised.length).toBeGreaterThan(0);
    if (!rule.look) return;
    const look = world.openExceptions().filter((row) => row.rule === rule.id);
    expect(look).toMatchObject([{ kind: rule.look.kind, owner_role: rule.look.ownerRole, command_id: expect.stringMatching(/^command-/) as string }]);
    expect(look[0]!.due_at - look[0]!.opened_at).toBe(rule.look.maxAgeHours * HOUR);
    expect(look[0]!.did).toHaveProperty('type');
  });
});

describe('SPEC.md', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../SPEC.md'), 'utf8');
  const chapter = text.slice(text.indexOf('## Conflict rules'), text.indexOf('## Sync rules'));
  const stated = [...chapter.matchAll(/^\| ([A-Z]{3}-\d+) \|/gm)].map((match) => match[1]!);
  /** Rules that effects state themselves, without a rejection. */
  const fromEffects = ['RFD-1', 'RFD-2', 'CNT-9', 'REC-5', 'REC-12', 'REC-17', 'ORD-6', 'CHN-2', 'INT-1', 'RPL-1', 'SCN-1', 'PRK-1', 'PRK-3', 'PRK-4', 'PRK-5', 'STA-1', 'STA-2', 'PHO-1', 'TRF-8', 'REV-3', 'REV-4', 'RGT-1', 'RGT-2'];
  /** Columns of a rule's row: its id, when, what is recorded, the outcome, who looks, what the app says. */
  const lineOf = (id: string): readonly string[] => chapter.split('\n').find((each) => each.startsWith(`| ${id} |`))?.slice(2, -2).split(' | ') ?? [];

  it('states every rule of the table, once, and no other', () => {
    const known = [...new Set([...cells.map(({ id }) => id), ...fromEffects])].toSorted();
    expect(stated.toSorted()).toEqual(known);
    expect(Object.keys(ruleWords).toSorted()).toEqual(known);
  });

  it.each(Object.entries<RuleWords>(ruleWords))('%s in the words that the app shows', (id, { when, recorded, says }) => {
    expect([when, recorded, says]).toEqual([lineOf(id)[1], lineOf(id)[2], lineOf(id)[5]]);
  });

  it('says of each who looks and by when, as the table has it', () => {
    for (const { id, rule } of cells) {
      const [, , , outcome, who] = lineOf(id);
      if (rule.look) expect([id, who]).toEqual([id, `${rule.look.ownerRole}, ${rule.look.maxAgeHours} h`]);
      else if (!/^SUS-1$|^SER-1$|^HLD-[456]$/.test(id)) expect([id, who]).toEqual([id, 'nobody']);
      expect([id, outcome]).toEqual([id, rule.verdict]);
    }
  });
});
