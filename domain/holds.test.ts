import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allocate, smallCompany, stock, takeIn } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

interface Aim {
  readonly itemId?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly locationId?: string;
}
const place = (world: World, holdId: string, aim: Aim, code = 'RECALL') => world.apply('hold.place', { holdId, code, ...aim });
const lift = (world: World, holdId: string, { itemId, locationId }: Aim) => world.apply('hold.release', { holdId, ...(itemId === undefined ? {} : { itemId }), ...(locationId === undefined ? {} : { locationId }) }, { person: 'sue' });
const held = (world: World) => world.all('position').filter((row) => row.hold === 'RECALL' && row.quantity > 0).map((row) => [row.location_id, row.item_id, row.lot, row.serial, row.quantity].join(' ')).toSorted();
const picture = (world: World) => world.all('position').filter((row) => row.quantity !== 0).map((row) => ({ ...row })).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

function shelves(): World {
  const world = smallCompany();
  stock(world, 'A1', 'MILK', 4, { lot: 'L1' });
  stock(world, 'A2', 'MILK', 3, { lot: 'L1' });
  stock(world, 'A2', 'MILK', 2, { lot: 'L2' });
  stock(world, 'A1', 'CAM', 1, { serial: 'S1' });
  stock(world, 'A1', 'CAM', 1, { serial: 'S2' });
  return world;
}

it.each<[string, Aim, string[]]>([
  ['an item', { itemId: 'MILK' }, ['A1 MILK L1  4', 'A2 MILK L1  3', 'A2 MILK L2  2']],
  ['a lot', { itemId: 'MILK', lot: 'L1' }, ['A1 MILK L1  4', 'A2 MILK L1  3']],
  ['a serial', { itemId: 'CAM', serial: 'S1' }, ['A1 CAM  S1 1']],
  ['a bin', { locationId: 'A1' }, ['A1 CAM  S1 1', 'A1 CAM  S2 1', 'A1 MILK L1  4']],
  ['an item in a bin', { itemId: 'MILK', locationId: 'A2' }, ['A2 MILK L1  3', 'A2 MILK L2  2']],
])('LED-6 a hold by %s takes just that, and lifting it leaves everything as it was', (_, aim, expected) => {
  const world = shelves();
  const before = picture(world);
  place(world, 'H1', aim);
  expect(held(world)).toEqual(expected);
  lift(world, 'H1', aim);
  expect(picture(world)).toEqual(before);
});

it('LED-6 lifting frees no goods that are held under the same code for another reason', () => {
  const world = shelves();
  stock(world, 'A1', 'MILK', 5, { lot: 'L1', hold: 'RECALL' });
  stock(world, 'A0', 'MILK', 7, { lot: 'L1', hold: 'RECALL' });
  const before = picture(world);
  place(world, 'H1', { itemId: 'MILK' });
  lift(world, 'H1', { itemId: 'MILK' });
  expect(picture(world)).toEqual(before);
});

it('LED-6 two holds that overlap are lifted each for itself', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK', lot: 'L1' });
  place(world, 'H2', { itemId: 'MILK' });
  lift(world, 'H2', { itemId: 'MILK' });
  expect(held(world)).toEqual(['A1 MILK L1  4', 'A2 MILK L1  3']);
  lift(world, 'H1', { itemId: 'MILK' });
  expect(held(world)).toEqual([]);
});

it('LED-6 lifting finds held goods where they were carried', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK', lot: 'L1' });
  world.apply('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 3, hold: 'RECALL', fromLocation: 'A1', toLocation: 'A3' });
  lift(world, 'H1', { itemId: 'MILK' });
  expect([held(world), world.quantity('A3', 'MILK', { hold: '' })]).toEqual([[], 3]);
});

it('LED-6 lifting frees goods it took here and goods carried here in one movement', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK', lot: 'L1' });
  world.apply('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 2, hold: 'RECALL', fromLocation: 'A2', toLocation: 'A1' });
  lift(world, 'H1', { itemId: 'MILK' });
  expect(world.movements.filter((each) => each.type === 'hold.release').map((each) => [each.from_location, each.quantity])).toEqual([['A1', 6], ['A2', 1]]);
});

it('LED-6 LED-9 held goods are not promised, and are again once lifted', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK' });
  takeIn(world, 'O1', [['MILK', 9]]);
  allocate(world, 'O1');
  expect(world.all('pick_task')).toEqual([]);
  lift(world, 'H1', { itemId: 'MILK' });
  allocate(world, 'O1');
  expect(world.all('pick_task').reduce((sum, task) => sum + task.quantity, 0)).toBe(9);
});

it('LED-6 SUS-2 a hold lifted in a bin covers its suspense', () => {
  const world = shelves();
  place(world, 'H1', { locationId: 'A1' });
  world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 1, fromLocation: 'A1', toLocation: 'A3' });
  expect(world.openExceptions()).toHaveLength(1);
  lift(world, 'H1', { locationId: 'A1' });
  expect([world.openExceptions(), world.quantity('A1', 'MILK')]).toEqual([[], 3]);
});

it('LED-6 SUS-2 a hold lifted by item in many bins leaves suspense to the next movement', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK' });
  world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 1, fromLocation: 'A1', toLocation: 'A3' });
  lift(world, 'H1', { itemId: 'MILK' });
  expect([world.quantity('~suspense:A1', 'MILK'), world.openExceptions().length]).toEqual([-1, 1]);
  stock(world, 'A1', 'MILK', 1, { lot: 'L1' });
  expect([world.quantity('~suspense:A1', 'MILK'), world.quantity('A1', 'MILK'), world.openExceptions()]).toEqual([0, 4, []]);
});

it('LED-6 placing and lifting any holds in any nesting ends where it began', () => {
  const aims: readonly Aim[] = [{ itemId: 'MILK' }, { itemId: 'MILK', lot: 'L1' }, { itemId: 'CAM', serial: 'S2' }, { locationId: 'A1' }, { itemId: 'MILK', locationId: 'A2' }];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...aims), { maxLength: 5 }), fc.infiniteStream(fc.nat()), (chosen, order) => {
      const world = shelves();
      const before = picture(world);
      chosen.forEach((aim, i) => place(world, `H${i}`, aim));
      const open = chosen.map((aim, i) => ({ aim, id: `H${i}` }));
      while (open.length > 0) {
        const [one] = open.splice(order.next().value % open.length, 1);
        lift(world, one!.id, one!.aim);
      }
      expect(picture(world)).toEqual(before);
    }),
    { numRuns: 40 },
  );
});
