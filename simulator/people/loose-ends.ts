// What people do about work items, names nobody knew, and work that was kept back.
import type { CommandType } from '#domain/commands.ts';
import { givenUpBy } from '#domain/parked-work.ts';
import { into, nothing, outOf, units, type Doing } from './person.ts';
import { aBin, anItem, aRow, goodsOf, named, PHOTOS, slips, stocked } from './view.ts';
import type { View } from './view.ts';

const open = (view: View, ...kinds: readonly string[]) => (slips(view, 0.06) ? undefined : aRow(view, 'exception', (row) => (row.state === 'OPEN' || slips(view, 0.1)) && (kinds.length === 0 || kinds.includes(row.kind))));
const surplus = ['OVER_DELIVERED', 'NOT_ON_DELIVERY'];
const owners = ['dana', 'sam', 'fin', 'lee'];

export const looseEnds = {
  'scan.keep': {
    weight: 1, by: ['mara', 'joe', 'lee', 'sam'],
    draw: (view) => ({ raw: named(view, 'torn label', 9), screen: 'home' }),
    tell: (p) => `scans "${p.raw}", which nothing answers to`,
    did: nothing,
  },
  'scan.match': {
    weight: 3, by: ['mara', 'sam', 'fin'],
    draw(view) {
      const row = open(view, 'UNMATCHED_SCAN', 'UNKNOWN_ITEM');
      return { exceptionId: row?.exception_id ?? named(view, 'EX', 3), itemId: slips(view, 0.1) ? 'GHOST-2' : 'LID-14', heldAs: row?.kind === 'UNKNOWN_ITEM' && slips(view, 0.6) ? row.item_id : '' };
    },
    tell: (p) => `finds that ${p.heldAs || 'a scan'} is ${p.itemId}`,
    // As many as stood there when the server heard of it: told by its own movements, which balance.
    did: ({ id, warehouse }, books) => books.rows('movement').filter((row) => row.command_id === id && row.warehouse_id === warehouse && row.type === 'scan.match')
      .map((row) => (row.from_location.startsWith('~') ? into({ itemId: row.item_id, quantity: row.quantity }, row.to_location) : outOf({ itemId: row.item_id, quantity: row.quantity }, row.from_location))),
  },
  'barcode.teach': {
    weight: 3, by: ['dana', 'fin'],
    draw(view) {
      const taught = slips(view, 0.25) ? aRow(view, 'barcode') : undefined;
      if (taught) return { barcode: taught.code, itemId: taught.item_id, units: taught.units };
      return { barcode: slips(view, 0.25) ? 'RB-DANA' : named(view, 'CODE', 4), itemId: slips(view, 0.1) ? 'GHOST-1' : anItem(view), units: view.chance.between(1, 2) };
    },
    tell: (p) => `teaches that ${p.barcode} is ${p.units} ${p.itemId}`,
    did: nothing,
  },
  'barcode.withdraw': {
    weight: 3.5, by: ['dana', 'fin'],
    draw(view) {
      const row = slips(view, 0.15) ? undefined : ((slips(view, 0.3) ? aRow(view, 'barcode', (each) => each.source === 'WITHDRAWN') : undefined) ?? aRow(view, 'barcode'));
      return { barcode: row?.code ?? named(view, 'CODE', 9), itemId: row?.item_id ?? anItem(view) };
    },
    tell: (p) => `withdraws ${p.barcode} for ${p.itemId}`,
    did: nothing,
  },
  'exception.resolve': {
    weight: 4, by: owners,
    draw(view) {
      const row = open(view);
      return { exceptionId: row?.exception_id ?? named(view, 'EX', 3), subjectId: row?.subject_id ?? '', resolution: 'DONE' };
    },
    tell: (p) => `closes work item ${p.exceptionId.slice(0, 6)}`,
    did: nothing,
  },
  'exception.assign': {
    weight: 2, by: owners,
    draw(view) {
      const row = open(view);
      return { exceptionId: row?.exception_id ?? named(view, 'EX', 3), subjectId: row?.subject_id ?? '', to: view.chance.one(['dana', 'sam', '']), seen: slips(view, 0.2) ? 'fin' : (row?.taken_by ?? '') };
    },
    tell: (p) => `gives work item ${p.exceptionId.slice(0, 6)} to ${p.to || 'nobody'}`,
    did: nothing,
  },
  'parked.release': {
    weight: 14, by: ['dana', 'sam'],
    draw(view) {
      const row = open(view, 'PARKED');
      return row || slips(view, 0.03) ? { exceptionId: row?.exception_id ?? named(view, 'EX', 3) } : undefined;
    },
    tell: (p) => `releases what was kept back as ${p.exceptionId.slice(0, 6)}`,
    did: nothing,
  },
  'parked.abandon': {
    weight: 6, by: ['dana', 'sam'],
    draw(view) {
      const row = aRow(view, 'exception', (each) => each.kind === 'PARKED' && each.state === 'OPEN' && (givenUpBy(each)?.by ?? view.person) !== view.person) ?? open(view, 'PARKED');
      return row || slips(view, 0.03) ? { exceptionId: row?.exception_id ?? named(view, 'EX', 3), reason: 'a test of the vendor' } : undefined;
    },
    tell: (p) => `gives up what was kept back as ${p.exceptionId.slice(0, 6)}`,
    did: nothing,
  },
  'station.readmit': {
    weight: 9, by: ['dana', 'sam'],
    draw(view) {
      const row = slips(view, 0.4) ? aRow(view, 'exception', (each) => each.kind === 'STATION_COPIED' && (each.state !== 'OPEN' || slips(view, 0.3))) : open(view, 'STATION_COPIED');
      return row ? { exceptionId: row.exception_id, deviceId: row.device_id, nextId: row.subject_id } : slips(view, 0.02) ? { exceptionId: named(view, 'EX', 3), deviceId: 'D1', nextId: 'D77' } : undefined;
    },
    tell: (p) => `lets the copy of ${p.deviceId} in again as ${p.nextId.slice(0, 6)}`,
    did: nothing,
  },
  // Seldom, because everybody who is revoked is one fewer to play with until the ERP lets them in again.
  'person.revoke': {
    weight: 0.7, by: ['dana', 'sam'],
    draw: (view) => ({ personId: view.chance.one(['gone', 'gone', 'gone', 'system', 'system', view.person, 'joe', 'mara', 'NOBODY']), reason: 'left the company' }),
    tell: (p) => `revokes ${p.personId}`,
    did: nothing,
  },
  'person.reset_pin': {
    weight: 0.5, by: ['dana', 'sam'],
    draw: (view) => ({ personId: view.chance.one(['joe', 'mara', 'system', view.person, 'NOBODY']), reason: 'forgot it' }),
    tell: (p) => `lets ${p.personId} choose a new PIN`,
    did: nothing,
  },
  'device.revoke': {
    weight: 0.1, by: ['dana', 'sam'],
    draw: (view) => ({ deviceId: slips(view, 0.3) ? 'D99' : (aRow(view, 'device')?.device_id ?? 'D99'), reason: 'stolen' }),
    tell: (p) => `revokes the device ${p.deviceId}`,
    did: nothing,
  },
  'delivery.settle_surplus': {
    weight: 6, by: ['dana', 'sam', 'fin'],
    draw(view) {
      const row = open(view, ...surplus);
      return row ? { exceptionId: row.exception_id, deliveryId: slips(view, 0.5) ? named(view, 'NOTE', 9) : row.subject_id, itemId: row.item_id, locationId: row.location_id || 'DOCK', keep: view.chance.happens(0.6) } : slips(view, 0.05) ? { exceptionId: named(view, 'EX', 3), deliveryId: 'DN-1', itemId: 'CUP-RED', locationId: 'DOCK', keep: true } : undefined;
    },
    tell: (p) => `${p.keep ? 'keeps' : 'sends back'} what came too much of ${p.itemId} with ${p.deliveryId}`,
    did: nothing,
  },
  'stock.identify': {
    weight: 2, by: ['dana', 'fin', 'lee', 'mara'],
    draw(view) {
      const { place, ...goods } = stocked(view);
      const to = goodsOf(view, slips(view, 0.3) ? goods.itemId : slips(view, 0.1) ? 'GHOST-2' : 'LID-14');
      return { ...goods, locationId: place, toItemId: to.itemId, toLot: to.lot, toSerial: goods.quantity === 1 ? to.serial : '' };
    },
    tell: (p) => `finds that ${units(p)} in ${p.locationId} are ${p.toItemId}`,
    did: ({ payload: p }) => [outOf(p, p.locationId), into({ itemId: p.toItemId, quantity: p.quantity }, p.locationId)],
  },
  'return.settle_grade': {
    weight: 4.5, by: ['dana', 'sam'],
    draw(view) {
      const unit = slips(view, 0.06) ? undefined : aRow(view, 'return_unit', (each) => each.state === 'DISPUTED' || slips(view, 0.25));
      return unit || slips(view, 0.05) ? { unitId: unit?.unit_id ?? named(view, 'RU', 9), itemId: unit?.item_id ?? 'CUP-RED', locationId: unit && !unit.location_id.startsWith('~') ? unit.location_id : 'DESK', grade: view.chance.one(['N', 'B', 'D']) } : undefined;
    },
    tell: (p) => `settles the grade of ${p.unitId}: ${p.grade}`,
    did: nothing,
  },
  'return.reverse': {
    weight: 2, by: ['dana', 'sam'],
    draw(view) {
      const unit = slips(view, 0.06) ? undefined : aRow(view, 'return_unit', (each) => each.state === 'EXECUTED' || slips(view, 0.1));
      return unit || slips(view, 0.05)
        ? { unitId: unit?.unit_id ?? named(view, 'RU', 9), itemId: unit?.item_id ?? 'CUP-RED', serial: unit?.serial ?? '', locationId: slips(view, 0.1) ? 'A-99' : view.chance.happens(0.5) ? 'DESK' : aBin(view), fromLocation: unit && !unit.location_id.startsWith('~') ? unit.location_id : '' }
        : undefined;
    },
    tell: (p) => `takes the decision about ${p.unitId} back, with the unit in hand at ${p.locationId}`,
    did({ warehouse, payload: p }, books) {
      const unit = books.rows('return_unit').find((each) => each.warehouse_id === warehouse && each.unit_id === p.unitId);
      if (!unit) return [];
      const goods = { itemId: unit.item_id, quantity: unit.quantity };
      return [into(goods, p.locationId), ...(p.fromLocation === '' ? [] : [outOf(goods, p.fromLocation)])];
    },
  },
  'work.replan': {
    weight: 1, by: ['system'],
    draw(view) {
      const tasks = view.rows('pick_task').filter((task) => task.open && task.item_id === 'CUP-RED');
      return { itemId: 'CUP-RED', cause: named(view, 'cause', 99), orderIds: [...new Set(tasks.map((task) => task.order_id))], fulfilmentIds: [...new Set(tasks.map((task) => task.fulfilment_id))] };
    },
    tell: (p) => `plans the work on ${p.itemId} anew`,
    did: nothing,
  },
  'attachment.arrive': {
    weight: 1, by: ['system'],
    draw: (view) => (view.chance.happens(0.9) ? aPhoto(view) : { hash: PHOTOS[0] }),
    tell: (p) => `has photo ${p.hash.slice(0, 6)}`,
    did: nothing,
  },
  'attachment.miss': { weight: 0.5, by: ['system'], draw: (view) => aPhoto(view), tell: (p) => `misses photo ${p.hash.slice(0, 6)}`, did: nothing },
} satisfies { readonly [T in CommandType]?: Doing<T> };

function aPhoto(view: View) {
  const row = aRow(view, 'attachment');
  return row && { hash: row.hash };
}

