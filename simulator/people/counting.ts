// What people do about numbers that may be wrong: look, propose, approve, hold.
import { viewOf } from '#domain/adjustments.ts';
import type { CommandType } from '#domain/commands.ts';
import { deciders, everybody, nothing, units, type Doing } from './person.ts';
import { aBin, anItem, aRow, goodsOf, items, named, slips, stocked, PHOTOS } from './view.ts';
import type { View } from './view.ts';

const aTask = (view: View) => (slips(view, 0.15) ? undefined : aRow(view, 'count_task', (task) => slips(view, 0.2) || task.state === 'OPEN' || task.state === 'COUNTING'));
const about = (view: View, state: string) => aRow(view, 'adjustment', (row) => row.state === state) ?? (slips(view, 0.2) ? aRow(view, 'adjustment') : undefined);
const place = (row: { readonly location_id: string; readonly item_id: string; readonly serial: string } | undefined, view: View) => ({ locationId: row?.location_id ?? aBin(view), itemId: row?.item_id ?? anItem(view), serial: row?.serial ?? '' });

const aSheet = (view: View): string => (slips(view, 0.2) ? undefined : aRow(view, 'count_sheet', (sheet) => sheet.ended_at === null || slips(view, 0.3)))?.sheet_id ?? named(view, 'SHEET', 9);

export const countingWork = {
  'count.open': {
    weight: 3, by: everybody,
    draw: (view) => ({ taskId: named(view, 'COUNT', 12), locationId: slips(view, 0.08) ? 'A-99' : aBin(view), itemId: view.chance.happens(0.5) ? '' : anItem(view), trigger: 'MANUAL' }),
    tell: (p) => `asks for a count of ${p.itemId || 'everything'} in ${p.locationId} (${p.taskId})`,
    did: nothing,
  },
  'count.assign': {
    weight: 2, by: [...everybody, 'dana'],
    draw(view) {
      const task = aTask(view);
      return { taskId: task?.task_id ?? named(view, 'COUNT', 14), personId: view.chance.one([view.person, view.person, 'joe', '']) };
    },
    tell: (p) => `gives the count ${p.taskId} to ${p.personId || 'nobody'}`,
    did: nothing,
  },
  'count.glance': {
    weight: 2, by: everybody,
    draw: (view) => ({ locationId: slips(view, 0.08) ? 'A-99' : aBin(view), itemId: anItem(view), counted: view.chance.between(0, 6) }),
    tell: (p) => `sees ${p.counted} of ${p.itemId} left in ${p.locationId}`,
    did: nothing,
  },
  'count.record': {
    weight: 6, by: everybody,
    draw(view) {
      const task = (slips(view, 0.3) ? aRow(view, 'count_task', (each) => each.trigger === 'RECOUNT' && each.state !== 'CLOSED') : undefined) ?? aTask(view);
      const { condition, hold, owner, place: _place, ...goods } = slips(view, 0.7) ? stocked(view) : { ...goodsOf(view, task?.item_id || anItem(view)), condition: 'N', hold: '', owner: '', place: '' };
      const look = view.now - view.chance.between(0, 60_000);
      return {
        taskId: task?.task_id ?? named(view, 'COUNT', 14), locationId: task && !slips(view, 0.1) ? task.location_id : aBin(view), ...goods, condition, hold, owner,
        quantity: slips(view, 0.1) ? 0 : slips(view, 0.1) ? -1 : goods.quantity, firstLook: Math.max(0, look - view.chance.between(0, 30_000)), lastLook: Math.max(0, look), ...(slips(view, 0.25) ? { sheetId: aSheet(view) } : {}),
      };
    },
    tell: (p) => `counts ${units(p)} in ${p.locationId} (${p.taskId})`,
    did: nothing,
  },
  'count.print_sheet': {
    weight: 2, by: [...everybody, 'dana'],
    draw: (view) => ({ sheetId: named(view, 'SHEET', 5), taskIds: [aTask(view)?.task_id ?? named(view, 'COUNT', 14)] }),
    tell: (p) => `prints count sheet ${p.sheetId}`,
    did: nothing,
  },
  'count.start_sheet': { weight: 3, by: everybody, draw: (view) => ({ sheetId: aSheet(view) }), tell: (p) => `sets out with count sheet ${p.sheetId}`, did: nothing },
  'count.end_sheet': { weight: 3, by: everybody, draw: (view) => ({ sheetId: aSheet(view) }), tell: (p) => `has typed count sheet ${p.sheetId} in`, did: nothing },
  'count.submit': {
    weight: 3, by: everybody,
    draw(view) {
      const task = slips(view, 0.15) ? aRow(view, 'count_task') : aTask(view);
      return { taskId: task?.task_id ?? named(view, 'COUNT', 14), locationId: task && !slips(view, 0.08) ? task.location_id : aBin(view), items: [...items, 'GHOST-1'] };
    },
    tell: (p) => `closes count ${p.taskId} of ${p.locationId}`,
    did: nothing,
  },
  'count.explain': {
    weight: 4, by: [...everybody, 'dana'],
    draw(view) {
      const line = slips(view, 0.1) ? undefined : aRow(view, 'count_line');
      return { taskId: line?.task_id ?? named(view, 'COUNT', 14), locationId: line?.location_id ?? aBin(view), lineId: line?.line_id ?? 'LINE-9', reason: view.chance.one(['MISCOUNTED', '', 'BROKEN']), note: '' };
    },
    tell: (p) => `explains a difference of ${p.taskId} by ${p.reason || 'nothing'}`,
    did: nothing,
  },
  'adjustment.submit': {
    weight: 4, by: [...everybody, 'sam', 'dana', 'fin'],
    draw(view) {
      const { quantity, place: where, ...goods } = stocked(view);
      return { adjustmentId: named(view, 'ADJ', 12), locationId: where, ...goods, ...(slips(view, 0.06) ? { itemId: 'GHOST-1' } : {}), delta: view.chance.happens(0.5) ? quantity : -quantity, reason: view.chance.one(['FOUND', 'BROKEN', 'BROKEN', 'STOLEN', 'DESTROYED', 'LOST', 'LOST', 'IMPORTED']), note: slips(view, 0.5) ? 'seen by Joe' : '', ...(slips(view, 0.3) ? { evidence: [view.chance.one(PHOTOS)] } : {}) };
    },
    tell: (p) => `proposes ${p.delta > 0 ? '+' : ''}${p.delta} ${p.itemId} in ${p.locationId} (${p.adjustmentId}, ${p.reason})`,
    did: nothing,
  },
  'adjustment.approve': {
    weight: 7, by: deciders,
    draw(view) {
      const row = about(view, 'PENDING');
      return row ? { adjustmentId: row.adjustment_id, ...place(slips(view, 0.03) ? undefined : row, view), view: viewOf(row) } : undefined;
    },
    tell: (p) => `approves ${p.adjustmentId} (${p.itemId} in ${p.locationId})`,
    did: nothing,
  },
  'adjustment.reject': {
    weight: 2, by: deciders,
    draw(view) {
      const row = about(view, 'PENDING');
      return row ? { adjustmentId: row.adjustment_id, ...place(row, view) } : undefined;
    },
    tell: (p) => `rejects ${p.adjustmentId} (${p.itemId} in ${p.locationId})`,
    did: nothing,
  },
  'adjustment.reverse': {
    weight: 4, by: deciders,
    draw(view) {
      const row = about(view, 'POSTED');
      return row ? { adjustmentId: row.adjustment_id, ...place(row, view) } : undefined;
    },
    tell: (p) => `takes ${p.adjustmentId} back (${p.itemId} in ${p.locationId})`,
    did: nothing,
  },
  'hold.place': {
    weight: 3, by: everybody,
    draw(view) {
      // Recalls come when the goods are on their way already.
      const packed = slips(view, 0.4) ? aRow(view, 'parcel', (each) => each.state === 'PACKED') : undefined;
      const inside = packed && aRow(view, 'parcel_line', (line) => line.parcel_id === packed.parcel_id);
      if (inside) return { holdId: named(view, 'HOLD', 10), itemId: inside.item_id, locationId: '', code: 'RECALL' };
      const itemId = slips(view, 0.25) ? '' : anItem(view);
      return { holdId: named(view, 'HOLD', 10), itemId, locationId: itemId === '' || view.chance.happens(0.5) ? aBin(view) : '', code: view.chance.one(['QC', 'RECALL']) };
    },
    tell: (p) => `holds ${p.itemId || 'everything'} ${p.locationId ? `in ${p.locationId}` : 'everywhere'} (${p.holdId}, ${p.code})`,
    did: nothing,
  },
  'hold.release': {
    weight: 3, by: ['dana', 'sam'],
    draw(view) {
      const row = slips(view, 0.05) ? undefined : aRow(view, 'hold', (each) => slips(view, 0.3) || each.state === 'PLACED');
      return row ? { holdId: row.hold_id, itemId: slips(view, 0.15) ? (row.item_id === 'LID-14' ? 'CUP-RED' : 'LID-14') : row.item_id, locationId: row.location_id } : { holdId: named(view, 'HOLD', 12), itemId: 'CUP-RED' };
    },
    tell: (p) => `lifts the hold ${p.holdId}`,
    did: nothing,
  },
} satisfies { readonly [T in CommandType]?: Doing<T> };
