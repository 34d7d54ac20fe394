import { expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { glancesOf } from './glance.ts';

const look = (world: World, counted: number) => world.submit('count.glance', { locationId: 'A1', itemId: 'CUP', counted });
function shelf(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 4);
  return world;
}

it('GLA-1 agreement is kept as an observation, moves nothing and asks nobody', () => {
  const world = shelf();
  expect(look(world, 4).verdict).toBe('applied');
  expect(world.all('count_task')).toMatchObject([{ trigger: 'GLANCE', state: 'MATCHED', item_id: 'CUP' }]);
  expect(world.all('count_line')).toMatchObject([{ counted: 4 }]);
  expect([world.movements.length, world.all('adjustment').length]).toEqual([1, 0]);
});

it('GLA-2 disagreement opens a spot count and posts nothing, once', () => {
  const world = shelf();
  look(world, 3);
  look(world, 2);
  expect(world.all('count_task')).toMatchObject([{ trigger: 'SPOT', state: 'OPEN', item_id: 'CUP', location_id: 'A1' }]);
  expect([world.quantity('A1', 'CUP'), world.all('adjustment').length, world.all('count_line').length]).toEqual([4, 0, 0]);
});

it('GLA-1 what suspense took from the bin is not there any more', () => {
  const world = shelf();
  world.submit('stock.move', { itemId: 'CUP', quantity: 6, fromLocation: 'A1', toLocation: 'A2' });
  look(world, 0);
  expect(world.all('count_task').map((task) => task.trigger)).toEqual(['SPOT']);
});

it('GLA-3 asks only as the company set it', () => {
  expect([glancesOf({ most: 5, perHour: 6 }), glancesOf({ most: 5 }), glancesOf(null)]).toEqual([{ most: 5, perHour: 6 }, undefined, undefined]);
});
