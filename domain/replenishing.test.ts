// From reserve to the bins that pickers go to.
import { describe, expect, it } from 'vitest';
import { allocate, place, smallCompany, stock, takeIn } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

const policy = { person: 'system', device: 'policy' };
/** Cups are picked from A1, 4 to 10 of them; R1 and R2 are reserve. */
function world(faces: readonly (readonly [string, number, number])[] = [['A1', 4, 10]]): World {
  const w = smallCompany();
  for (const id of ['R1', 'R2']) w.seed('location', { ...place('W1', id, 9, false), kind: 'reserve' });
  for (const [location_id, minimum, maximum] of faces) w.seed('pick_face', { warehouse_id: 'W1', item_id: 'CUP', location_id, minimum, maximum });
  return w;
}
const look = (w: World, awaited = 0) => w.submit('replenish.plan', { itemId: 'CUP', awaited, cause: 'c' }, policy);
const tasks = (w: World) => w.all('replenishment').map((row) => [row.from_location, row.to_location, row.quantity, row.reason, row.state]);
const bring = (w: World, quantity: number, n = 0) => {
  const task = w.all('replenishment')[n]!;
  return w.apply('stock.move', { itemId: 'CUP', quantity, fromLocation: task.from_location, toLocation: task.to_location, replenishment: task.task_id });
};

describe('replenishment', () => {
  it('RPN-1 fills a face to its maximum once it is below its minimum, and asks once', () => {
    const w = world();
    stock(w, 'A1', 'CUP', 5);
    stock(w, 'R1', 'CUP', 50);
    expect(look(w)).toMatchObject({ verdict: 'merged', rule: 'RPN-1' });
    w.apply('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'A2' });
    expect(look(w).verdict).toBe('applied');
    expect(tasks(w)).toEqual([['R1', 'A1', 7, 'MINIMUM', 'OPEN']]);
    expect(look(w)).toMatchObject({ verdict: 'merged', rule: 'RPN-1' });
  });

  it('counts what is promised to orders as gone', () => {
    const w = world();
    stock(w, 'A1', 'CUP', 8);
    stock(w, 'R1', 'CUP', 50);
    takeIn(w, 'O1', [['CUP', 5]]);
    allocate(w, 'O1');
    look(w);
    expect(tasks(w)).toEqual([['R1', 'A1', 7, 'MINIMUM', 'OPEN']]);
  });

  it('takes what expires first, then the smallest rest, and no more than there is; held and suspect goods stay', () => {
    const w = world();
    stock(w, 'R1', 'CUP', 6);
    stock(w, 'R2', 'CUP', 2);
    w.apply('stock.open', { itemId: 'CUP', quantity: 40, locationId: 'R2', condition: 'D' }, policy);
    w.apply('stock.open', { itemId: 'CUP', quantity: 40, locationId: 'R2', hold: 'QC' }, policy);
    look(w);
    expect(tasks(w)).toEqual([['R2', 'A1', 2, 'MINIMUM', 'OPEN'], ['R1', 'A1', 6, 'MINIMUM', 'OPEN']]);
    expect(look(w).rule).toBe('RPN-1');
  });

  it('brings what orders wait for, beyond the maximum, at once and only once', () => {
    const w = world();
    stock(w, 'A1', 'CUP', 9);
    stock(w, 'R1', 'CUP', 50);
    look(w, 30);
    expect(tasks(w)).toEqual([['R1', 'A1', 30, 'DEMAND', 'OPEN']]);
    expect(look(w, 30).rule).toBe('RPN-1');
  });

  it('is done when what was asked for is there, in as many goes as it takes', () => {
    const w = world();
    stock(w, 'R1', 'CUP', 50);
    look(w);
    bring(w, 4);
    expect(w.all('replenishment')).toMatchObject([{ moved: 4, state: 'OPEN', ended_by: null }]);
    bring(w, 6);
    expect(w.all('replenishment')).toMatchObject([{ moved: 10, state: 'DONE', ended_by: 'ann' }]);
    expect([w.quantity('A1', 'CUP'), w.quantity('R1', 'CUP')]).toEqual([10, 40]);
    bring(w, 1);
    expect(w.all('replenishment')).toMatchObject([{ moved: 10, state: 'DONE' }]);
  });

  it('RPN-2 RPN-3 is given up where nothing is, and the place is counted', () => {
    const w = world();
    stock(w, 'R1', 'CUP', 50);
    look(w);
    const [task] = w.all('replenishment');
    const gone = { taskId: task!.task_id, itemId: 'CUP', fromLocation: 'R1', reason: 'NOT_THERE' };
    expect(w.submit('replenish.drop', { ...gone, fromLocation: 'R2' })).toMatchObject({ verdict: 'merged', rule: 'RPN-2' });
    w.apply('replenish.drop', gone);
    expect(w.all('count_task').map((row) => [row.location_id, row.item_id, row.trigger])).toEqual([['R1', 'CUP', 'AFTER_SHORT_PICK']]);
    expect(w.submit('replenish.drop', gone)).toMatchObject({ verdict: 'merged', rule: 'RPN-3' });
    expect(look(w).rule).toBe('RPN-1');
    stock(w, 'R2', 'CUP', 20);
    look(w);
    expect(tasks(w).map((row) => [row[0], row.at(-1)])).toEqual([['R1', 'CANCELLED'], ['R2', 'OPEN']]);
  });
});
