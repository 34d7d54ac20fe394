import { describe, expect, it } from 'vitest';
import { allocate, smallCompany, stock, takeIn } from '#test/support/small-company.ts';
import { MINUTE, START, type Options, type World } from '#test/support/world.ts';
import { viewOf } from './adjustments.ts';

/** The look, after the stock of each test came in. */
const MOMENT = START + 10 * MINUTE;
function opened(): World {
  const world = smallCompany();
  world.apply('count.open', { taskId: 'CT', locationId: 'A1', trigger: 'SPOT' });
  return world;
}
function look(world: World, itemId: string, quantity: number, more: object = {}, options: Options = {}) {
  world.advance(Math.max(0, MOMENT + 20_000 - world.now));
  return world.apply('count.record', { taskId: 'CT', locationId: 'A1', itemId, quantity, firstLook: MOMENT, lastLook: MOMENT + 1000, ...more }, { person: 'cat', ...options });
}
const submit = (world: World) => world.apply('count.submit', { taskId: 'CT', locationId: 'A1' }, { person: 'cat' });
const task = (world: World) => world.rows.get('count_task', 'W1', 'CT')!;
const proposals = (world: World) => world.all('adjustment').filter((row) => row.state === 'PENDING');
function decide(world: World, type: 'adjustment.approve' | 'adjustment.reject' | 'adjustment.reverse', person = 'sue') {
  const row = world.all('adjustment')[0]!;
  return world.submit(type, { adjustmentId: row.adjustment_id, locationId: row.location_id, itemId: row.item_id, view: viewOf(row) } as never, { person });
}
const state = (world: World) => [world.quantity('A1', 'CUP', { hold: '' }), world.quantity('A1', 'CUP', { hold: 'COUNT_HOLD' })];

describe('counting a bin', () => {
  it('LED-11 adds looks up and keeps the first and the last', () => {
    const world = opened();
    look(world, 'CUP', 2);
    look(world, 'CUP', 3, { firstLook: MOMENT - 500, lastLook: MOMENT + 9000 });
    expect(world.all('count_line')).toMatchObject([{ counted: 5, first_look: MOMENT - 500, last_look: MOMENT + 9000, counted_by: 'cat' }]);
    expect(task(world)).toMatchObject({ state: 'COUNTING', counted_by: 'cat' });
  });

  it('LED-13 closes a count that agrees without asking anybody', () => {
    const world = opened();
    stock(world, 'A1', 'CUP', 5);
    look(world, 'CUP', 5);
    submit(world);
    expect([task(world).state, proposals(world)]).toEqual(['MATCHED', []]);
  });

  it('LED-11 leaves what nobody entered uncounted', () => {
    const world = opened();
    stock(world, 'A1', 'CUP', 5);
    stock(world, 'A1', 'LID', 5);
    look(world, 'CUP', 5);
    submit(world);
    expect([task(world).state, proposals(world)]).toEqual(['MATCHED', []]);
  });

  it('LED-11 takes "none here" for what it says', () => {
    const world = opened();
    stock(world, 'A1', 'CUP', 5);
    look(world, 'CUP', 0);
    submit(world);
    expect(proposals(world)).toMatchObject([{ delta: -5, book: 5, counted: 0 }]);
  });

  it('LED-11 an entry that was taken back is not entered, and can be entered again', () => {
    const world = opened();
    stock(world, 'A1', 'CUP', 5);
    look(world, 'CUP', 5);
    look(world, 'CUP', -5);
    look(world, 'LID', 2);
    look(world, 'LID', -1);
    look(world, 'SET', 1);
    look(world, 'SET', -1);
    look(world, 'SET', 0);
    submit(world);
    expect(proposals(world)).toMatchObject([{ item_id: 'LID', delta: 1 }]);
  });

  it('LED-11 a later look after one that was taken back counts from its own time', () => {
    const world = opened();
    look(world, 'CUP', 5);
    look(world, 'CUP', -5);
    look(world, 'CUP', 3, { firstLook: MOMENT + 7000, lastLook: MOMENT + 8000 });
    expect(world.all('count_line')).toMatchObject([{ counted: 3, first_look: MOMENT + 7000, last_look: MOMENT + 8000 }]);
  });

  it('LED-12 a plain line stands for held goods too, and a line of their own for itself', () => {
    const world = opened();
    stock(world, 'A1', 'CUP', 3);
    stock(world, 'A1', 'CUP', 2, { hold: 'RECALL' });
    stock(world, 'A1', 'LID', 3);
    stock(world, 'A1', 'LID', 2, { hold: 'RECALL' });
    look(world, 'CUP', 5);
    look(world, 'LID', 3);
    look(world, 'LID', 1, { hold: 'RECALL' });
    submit(world);
    expect(proposals(world)).toMatchObject([{ item_id: 'LID', hold: 'RECALL', delta: -1 }]);
  });

  it('LED-12 does not mix lots, conditions or owners', () => {
    const world = opened();
    stock(world, 'A1', 'MILK', 2, { lot: 'L1' });
    stock(world, 'A1', 'MILK', 3, { lot: 'L2' });
    stock(world, 'A1', 'MILK', 4, { lot: 'L1', condition: 'D' });
    look(world, 'MILK', 2, { lot: 'L1' });
    look(world, 'MILK', 3, { lot: 'L2' });
    look(world, 'MILK', 4, { lot: 'L1', condition: 'D' });
    submit(world);
    expect(task(world).state).toBe('MATCHED');
  });

  it('SUS-5 sees the bin with its suspense, and posting settles both', () => {
    const world = opened();
    world.submit('stock.move', { itemId: 'CUP', quantity: 3, fromLocation: 'A1', toLocation: 'A2' });
    look(world, 'CUP', 2);
    submit(world);
    expect(proposals(world)).toMatchObject([{ book: -3, counted: 2, delta: 5 }]);
    expect(decide(world, 'adjustment.approve').verdict).toBe('applied');
    expect([state(world), world.quantity('~suspense:A1', 'CUP'), world.openExceptions()]).toEqual([[2, 0], 0, []]);
  });
});

describe('a difference', () => {
  function shortBy3(): World {
    const world = opened();
    stock(world, 'A1', 'CUP', 10);
    look(world, 'CUP', 7);
    submit(world);
    return world;
  }

  it('LED-13 changes no quantity, holds the shortage from new promises, and waits', () => {
    const world = shortBy3();
    expect(state(world)).toEqual([7, 3]);
    expect(task(world).state).toBe('PENDING_APPROVAL');
    takeIn(world, 'O1', [['CUP', 10]]);
    allocate(world, 'O1');
    expect(world.rows.get('sales_order_line', 'O1', 1)).toMatchObject({ allocated: 7, backordered: true });
  });

  it('LED-13 a surplus is not there until it is approved', () => {
    const world = opened();
    stock(world, 'A1', 'CUP', 5);
    look(world, 'CUP', 8);
    submit(world);
    expect(state(world)).toEqual([5, 0]);
    decide(world, 'adjustment.approve');
    expect(state(world)).toEqual([8, 0]);
  });

  it('LED-14 is posted against the variance account, dated at the look, and frees what was held', () => {
    const world = shortBy3();
    expect(decide(world, 'adjustment.approve').verdict).toBe('applied');
    expect(state(world)).toEqual([7, 0]);
    expect(world.movements.at(-1)).toMatchObject({ type: 'adjustment.count', quantity: 3, from_location: 'A1', to_location: '~count-variance', effective_at: MOMENT + 1000 });
    expect(task(world).state).toBe('CLOSED');
  });

  it('LED-14 that was posted is taken back by the same movement backwards', () => {
    const world = shortBy3();
    decide(world, 'adjustment.approve');
    expect(decide(world, 'adjustment.reverse', 'sam').verdict).toBe('applied');
    expect([world.quantity('A1', 'CUP'), world.all('adjustment')[0]!.state]).toEqual([10, 'REVERSED']);
    expect(decide(world, 'adjustment.reverse', 'sam')).toMatchObject({ verdict: 'refused', rule: 'APP-2' });
  });

  it('LED-13 that is rejected stays held and asks for another count', () => {
    const world = shortBy3();
    decide(world, 'adjustment.reject');
    expect(state(world)).toEqual([7, 3]);
    expect(world.all('count_task').filter((row) => row.state === 'OPEN')).toMatchObject([{ trigger: 'RECOUNT', location_id: 'A1', item_id: 'CUP' }]);
  });

  it('LED-13 that another count does not find frees what was held', () => {
    const world = shortBy3();
    world.apply('count.open', { taskId: 'CT-2', locationId: 'A1', trigger: 'RECOUNT' });
    world.apply('count.record', { taskId: 'CT-2', locationId: 'A1', itemId: 'CUP', quantity: 10, firstLook: MOMENT + 5000, lastLook: MOMENT + 5000 });
    world.apply('count.submit', { taskId: 'CT-2', locationId: 'A1' });
    expect(state(world)).toEqual([10, 0]);
  });

  it.each(['cat', 'dan'])('LED-15 APP-3 is never approved by %s, who counted it or closed the count', (person) => {
    const world = opened();
    stock(world, 'A1', 'CUP', 10);
    look(world, 'CUP', 7);
    world.apply('count.submit', { taskId: 'CT', locationId: 'A1' }, { person: 'dan' });
    expect(decide(world, 'adjustment.approve', person)).toMatchObject({ verdict: 'refused', rule: 'APP-3' });
  });

  it('LED-15 APP-1 is approved as it was shown or not at all', () => {
    const world = shortBy3();
    const row = world.all('adjustment')[0]!;
    const approve = (view: string) => world.submit('adjustment.approve', { adjustmentId: row.adjustment_id, locationId: 'A1', itemId: 'CUP', view }, { person: 'sue' });
    expect(approve(viewOf({ ...row, delta: -2 }))).toMatchObject({ verdict: 'refused', rule: 'APP-1', rejection: { book: { delta: -3 } } });
    stock(world, 'A1', 'CUP', 50);
    expect(approve(viewOf(row)).verdict).toBe('applied');
  });

  it('CNT-2 has at most one open task for a place and item, and one for the place itself', () => {
    const world = opened();
    expect(world.submit('count.open', { taskId: 'X', locationId: 'A1', itemId: 'CUP', trigger: 'SPOT' }).verdict).toBe('applied');
    expect(world.submit('count.open', { taskId: 'Y', locationId: 'A1', itemId: 'CUP', trigger: 'SPOT' })).toMatchObject({ rule: 'CNT-2', rejection: { book: { task: 'X' } } });
  });

  it('CNT-2 a label that is in use is no new task, also once its count is over', () => {
    const world = opened();
    world.apply('count.open', { taskId: 'X', locationId: 'A2', itemId: 'CUP', trigger: 'SPOT' });
    world.apply('count.submit', { taskId: 'X', locationId: 'A2', items: [] });
    expect(world.submit('count.open', { taskId: 'X', locationId: 'A1', itemId: 'MILK', trigger: 'SPOT' })).toMatchObject({ rule: 'CNT-2', rejection: { book: { task: 'X' } } });
    expect(world.rows.get('count_task', 'W1', 'X')).toMatchObject({ location_id: 'A2', state: 'MATCHED' });
  });
});
