// Figures of counts on counts that the real judge made.
import { describe, expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import { HOUR, type World } from '#test/support/world.ts';
import { viewOf } from './adjustments.ts';
import { countFigures, figuresByPerson, partsOf, shareByValue, shareWithin } from './count-figures.ts';

let number = 0;
function count(world: World, locationId: string, itemId: string, counted: number, trigger: string, person = 'cat'): string {
  const taskId = `CT-${number++}`;
  world.advance(HOUR);
  world.submit('count.open', { taskId, locationId, trigger });
  world.submit('count.record', { taskId, locationId, itemId, quantity: counted, firstLook: world.now, lastLook: world.now }, { person });
  world.submit('count.submit', { taskId, locationId, items: [itemId] }, { person });
  return taskId;
}
const figures = (world: World) => countFigures(world.all('adjustment'), world.all('count_task'), world.now);
function shelves(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 10);
  stock(world, 'A2', 'LID', 10);
  stock(world, 'A3', 'CUP', 5);
  return world;
}

describe('figures of counts', () => {
  it('FIG-1 accuracy is of planned first counts, by position and by value; triggered ones stand apart', () => {
    const world = shelves();
    count(world, 'A1', 'CUP', 10, 'ABC');
    count(world, 'A2', 'LID', 8, 'PERIODIC');
    count(world, 'A3', 'CUP', 4, 'SPOT');
    const { planned, triggered } = figures(world);
    expect([planned.counts, planned.within, triggered.counts, triggered.within]).toEqual([2, 1, 1, 0]);
    expect([shareWithin(planned), shareByValue(planned)]).toEqual([0.5, 0.9]);
    expect(shareWithin(countFigures([], [], 0).planned)).toBeNull();
  });

  it('FIG-1 what was seen in passing is in no figure', () => {
    const world = shelves();
    world.submit('count.glance', { locationId: 'A3', itemId: 'CUP', counted: 5 });
    expect(figures(world)).toMatchObject({ planned: { counts: 0 }, triggered: { counts: 0 } });
  });

  it('FIG-2 a recount that finds the same difference confirms the first, and is itself no first count', () => {
    const world = shelves();
    count(world, 'A1', 'CUP', 7, 'ABC');
    count(world, 'A1', 'CUP', 7, 'RECOUNT', 'ali');
    const { recounts, planned } = figures(world);
    expect([recounts.all, recounts.confirmed, planned.counts]).toEqual([1, 1, 1]);
  });

  it('FIG-3 approval is timed from handing in to the decision, and overdue is what is open beyond its time', () => {
    const world = shelves();
    count(world, 'A1', 'CUP', 7, 'ABC');
    count(world, 'A1', 'CUP', 7, 'RECOUNT', 'ali');
    const row = world.all('adjustment').find((each) => each.state === 'PENDING')!;
    world.advance(2 * HOUR);
    world.submit('adjustment.approve', { adjustmentId: row.adjustment_id, locationId: 'A1', itemId: 'CUP', view: viewOf(row) }, { person: 'sue' });
    world.submit('count.open', { taskId: 'LATE', locationId: 'A3', trigger: 'ABC', dueAt: world.now });
    world.advance(HOUR);
    const { approval, overdue } = figures(world);
    expect([approval.decided, overdue]).toEqual([1, 1]);
    expect(approval.p50).toBeGreaterThanOrEqual(2 * HOUR);
    expect(approval.p90).toBe(approval.p50);
  });

  it('FIG-4 by person: whose counts agree', () => {
    const world = shelves();
    count(world, 'A1', 'CUP', 10, 'ABC', 'ali');
    count(world, 'A2', 'LID', 9, 'ABC', 'cat');
    expect(figuresByPerson(world.all('adjustment'), world.all('count_task'), world.now).map((each) => [each.of, shareWithin(each.planned)])).toEqual([['ali', 1], ['cat', 0]]);
  });
});

it('FIG-6 each figure is the number of the counts it opens to', () => {
  const world = shelves();
  count(world, 'A1', 'CUP', 10, 'ABC');
  count(world, 'A2', 'LID', 8, 'SPOT');
  world.submit('count.open', { taskId: 'LATE', locationId: 'A3', trigger: 'PERIODIC', dueAt: world.now - HOUR });
  const [parts, shown] = [partsOf(world.all('adjustment'), world.all('count_task'), world.now), figures(world)];
  expect([parts.planned.map((row) => row.location_id), parts.triggered.map((row) => row.location_id), parts.overdue.map((row) => row.task_id)]).toEqual([['A1'], ['A2'], ['LATE']]);
  expect([parts.planned.length, parts.triggered.length, parts.recounts.length, parts.approval.length, parts.overdue.length]).toEqual([shown.planned.counts, shown.triggered.counts, shown.recounts.all, shown.approval.decided, shown.overdue]);
});
