// The label stays locked until what was seen equals what was picked.
import { describe, expect, it } from 'vitest';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { asOrdered, isComplete, missingUnits, packing, see, taskFor, type Seen } from './flow.ts';

type Task = WorkingRow<'pick_task'>;
const task = (taskId: string, itemId: string, picked: number, more: Partial<Task> = {}): Task => ({
  warehouse_id: 'W1', task_id: taskId, fulfilment_id: 'F1', order_id: 'SO-1', order_line: 1, item_id: itemId, location_id: 'A1', lot: '', quantity: picked, picked, packed: 0, short: 0,
  state: 'PICKED', open: false, tote: 'TOTE-1', sequence: 1, picked_by: 'ann', ...more,
});
const work: WorkingRow<'fulfilment'> = { warehouse_id: 'W1', fulfilment_id: 'F1', order_id: 'SO-1', state: 'PICKED', carrier_id: 'NW', priority: 0, promised_at: null, dealt_to: null, dealt_at: null, created_at: 0 };

describe('packing', () => {
  const tasks = [task('1', 'CUP', 2), task('2', 'LID', 1), task('3', 'CUP', 1, { lot: 'L2' })];

  it('sees each unit once, the scanned lot first, and nothing beyond', () => {
    let seen: Seen = {};
    for (const [lot, expected] of [['', '1'], ['L2', '3'], ['', '1']] as const) {
      const found = taskFor(tasks, seen, 'CUP', lot);
      expect(found?.task_id).toBe(expected);
      if (found) seen = see(seen, found, 1, '');
    }
    expect(taskFor(tasks, seen, 'CUP', '')).toBeUndefined();
    expect(missingUnits(tasks, seen)).toBe(1);
    expect(isComplete(tasks, seen)).toBe(false);
    seen = see(seen, tasks[1]!, 5, '');
    expect(isComplete(tasks, seen)).toBe(true);
  });

  it('is never complete with nothing in the totes', () => {
    expect(isComplete([task('1', 'CUP', 2, { packed: 2 })], {})).toBe(false);
  });

  it('of picks it has not heard of takes what was ordered, out of the tote on the bench, and packs what was seen', () => {
    const unheard = asOrdered([task('1', 'CUP', 0, { quantity: 3, short: 1, tote: '' }), task('2', 'LID', 1, { quantity: 2 })], 'TOTE-9');
    expect(unheard.map((each) => [each.picked, each.tote])).toEqual([[2, 'TOTE-9'], [2, 'TOTE-1']]);
    const seen = see({}, unheard[0]!, 1, '');
    expect([isComplete(unheard, seen), missingUnits(unheard, seen)]).toEqual([false, 3]);
    expect((packing(work, unheard, seen, 'NW').command.payload as { lines: unknown[] }).lines).toEqual([expect.objectContaining({ taskId: '1', quantity: 1, tote: 'TOTE-9' })]);
  });

  it('writes serial numbers one by one and the rest together', () => {
    const of = task('1', 'CAM', 3);
    const seen = see(see(see({}, of, 1, 'S1'), of, 1, 'S1'), of, 1, 'S2');
    expect(seen['1']).toEqual(['S1', 'S2']);
    const { command, parcelId } = packing(work, [of], see(seen, of, 1, ''), 'NW');
    expect(parcelId).toMatch(/^PC-[0-9A-F]{12}$/);
    expect((command.payload as { lines: unknown[] }).lines).toMatchObject([{ serial: 'S1', quantity: 1 }, { serial: 'S2', quantity: 1 }, { quantity: 1, tote: 'TOTE-1' }]);
  });
});
