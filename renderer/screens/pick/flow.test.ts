// Picking step by step, without a screen.
import { describe, expect, it } from 'vitest';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { doing, EMPTY_HAND, inWalkingOrder, picking, reduce, settle, shortPick, startOf } from './flow.ts';

type Task = WorkingRow<'pick_task'>;
const task = (taskId: string, more: Partial<Task> = {}): Task => ({
  warehouse_id: 'W1', task_id: taskId, fulfilment_id: 'F1', order_id: 'SO-1', order_line: 1, item_id: `item ${taskId}`, location_id: `bin ${taskId}`, lot: '', quantity: 3, picked: 0, packed: 0, short: 0,
  state: 'OPEN', open: true, tote: '', sequence: 1, picked_by: null, ...more,
});

describe('picking', () => {
  it('goes bin, item, tote, and counts each unit', () => {
    const of = task('A');
    let state = startOf(of, '');
    expect(state.step).toBe('bin');
    state = reduce(state, { type: 'bin', locationId: 'bin A' }, of);
    expect(state.step).toBe('item');
    for (let units = 0; units < 3; units += 1) {
      expect(state.step).toBe('item');
      state = reduce(state, { type: 'item', units: 1, lot: '', serial: '' }, of);
    }
    expect(state.step).toBe('tote');
    state = reduce(state, { type: 'tote', unitId: 'TOTE-1' }, of);
    expect(picking(of, state).payload).toMatchObject({ quantity: 3, fromLocation: 'bin A', tote: 'TOTE-1', taskId: 'A' });
  });

  it('a serial number is its own pick', () => {
    const of = task('A');
    const state = reduce(reduce(startOf(of, 'T'), { type: 'bin', locationId: 'bin A' }, of), { type: 'item', units: 1, lot: '', serial: 'S1' }, of);
    expect(state).toMatchObject({ step: 'tote', inHand: 1, serial: 'S1' });
  });

  it('what is in hand can be put back', () => {
    const of = task('A');
    const holding = reduce(reduce(startOf(of, 'T'), { type: 'bin', locationId: 'bin A' }, of), { type: 'item', units: 2, lot: '', serial: '' }, of);
    expect(reduce(holding, { type: 'take_back' }, of)).toMatchObject({ step: 'item', inHand: 0 });
  });

  it('moves on as soon as a task was submitted, and comes back when more of it is open', () => {
    const [a, b] = [task('A'), task('B')];
    const after = settle(EMPTY_HAND, a);
    expect(doing([a, b], EMPTY_HAND)?.task.task_id).toBe('A');
    expect(doing([a, b], after)?.task.task_id).toBe('B');
    expect(doing([{ ...a, picked: 1 }, b], after)?.task.task_id).toBe('A');
    expect(doing([{ ...a, picked: 3, open: false }], after)).toBeUndefined();
  });

  it('goes the planned walk, ends what was begun, and leaves what the walk does not know for last', () => {
    const [a, b, c] = [task('A'), task('B'), task('C')];
    expect(doing([a, b, c], EMPTY_HAND, ['C', 'A'])?.task.task_id).toBe('C');
    expect(doing([a, b, c], settle(EMPTY_HAND, c), ['C', 'A'])?.task.task_id).toBe('A');
    expect(doing([b, { ...a, open: false }, { ...c, picked: 3 }], EMPTY_HAND, ['C', 'A'])?.task.task_id).toBe('B');
    const begun = { ...EMPTY_HAND, held: reduce(startOf(a, ''), { type: 'bin', locationId: 'bin A' }, a) };
    expect(doing([a, b, c], begun, ['C', 'B', 'A'])?.task.task_id).toBe('A');
    expect(doing([{ ...a, open: false }, b, c], begun, ['C', 'B', 'A'])?.task.task_id).toBe('C');
    expect(inWalkingOrder([a, b, c], ['C', 'B']).map((each) => each.task_id)).toEqual(['C', 'B', 'A']);
  });

  it('on a cart each order has its tote, and the bin is scanned once for all that lies in it', () => {
    const [a, b, c] = [task('A', { location_id: 'B-1' }), task('B', { fulfilment_id: 'F2', location_id: 'B-1' }), task('C', { fulfilment_id: 'F2', location_id: 'B-2', tote: 'TOTE-9' })];
    const cart = (at: string) => ({ toteOf: (id: string) => (id === 'F1' ? 'TOTE-1' : 'TOTE-2'), at });
    expect(doing([a, b], EMPTY_HAND, ['A', 'B'], cart(''))?.state).toMatchObject({ step: 'bin', tote: 'TOTE-1' });
    const held = { ...startOf(a, 'TOTE-1'), taskId: '' };
    expect(doing([a, b], { ...settle(EMPTY_HAND, a), held }, ['A', 'B'], cart('B-1'))?.state).toMatchObject({ taskId: 'B', step: 'item', tote: 'TOTE-2' });
    expect(doing([a, b, c], settle(EMPTY_HAND, a), ['A', 'B', 'C'], cart('B-1'))?.state).toMatchObject({ taskId: 'B', tote: 'TOTE-9' });
    expect(doing([c], EMPTY_HAND, [], cart('B-1'))?.state.step).toBe('bin');
  });

  it('reports what is missing from where it was looked for', () => {
    expect(shortPick(task('A'), 2, 'NOT_FOUND', 'bin X').payload).toMatchObject({ missing: 2, reason: 'NOT_FOUND', fromLocation: 'bin X', orderId: 'SO-1' });
  });
});
