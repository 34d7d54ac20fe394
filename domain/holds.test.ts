import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { readsOf } from './decide.ts';
import type { Command } from './commands.ts';

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

it('LED-28 SUS-2 held goods that arrive cover what plain hands took too many of', () => {
  const world = shelves();
  world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 6, fromLocation: 'A1', toLocation: 'A3' });
  world.apply('hold.place', { holdId: 'H1', itemId: 'MILK', code: 'RECALL' });
  world.apply('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 3, hold: 'RECALL', fromLocation: 'A2', toLocation: 'A1' });
  expect([world.quantity('~suspense:A1', 'MILK'), world.quantity('A1', 'MILK'), world.openExceptions()]).toEqual([0, 1, []]);
});

it('LED-28 LED-6 goods caught in a bin are freed where they were carried', () => {
  const world = shelves();
  place(world, 'H1', { locationId: 'A1' });
  expect(world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 3, fromLocation: 'A1', toLocation: 'A3' })).toMatchObject({ verdict: 'flagged', rule: 'HLD-4', rejection: { type: 'goods_held', book: { hold: 'RECALL', held: 3 } } });
  expect(held(world)).toEqual(['A1 CAM  S1 1', 'A1 CAM  S2 1', 'A1 MILK L1  1', 'A3 MILK L1  3']);
  world.apply('hold.release', { holdId: 'H1', locationId: 'A1', itemIds: ['MILK', 'CAM'] });
  expect([held(world), world.quantity('A3', 'MILK', { hold: '' })]).toEqual([[], 3]);
});

it('LED-6 what comes while a hold is open is held as it comes, and freed with it', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK', lot: 'L1' });
  world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'MILK', lot: 'L1', quantity: 5, locationId: 'DOCK' });
  world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'MILK', lot: 'L2', quantity: 5, locationId: 'DOCK' });
  world.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'MILK', lot: 'L1', quantity: 1 }] });
  world.apply('return.inspect', { unitId: 'U1', itemId: 'MILK', locationId: 'DESK', grade: 'N' });
  world.apply('return.dispose', { unitId: 'U1', itemId: 'MILK', locationId: 'DESK', disposition: 'RESTOCK', toLocation: 'A3' });
  expect(held(world)).toEqual(['A1 MILK L1  4', 'A2 MILK L1  3', 'A3 MILK L1  1', 'DOCK MILK L1  5']);
  lift(world, 'H1', { itemId: 'MILK' });
  expect([held(world), world.quantity('DOCK', 'MILK', { hold: '' })]).toEqual([[], 10]);
});

it('LED-6 goods freed from one hold fall under another that stands open', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK', lot: 'L1' });
  place(world, 'H2', { itemId: 'MILK' });
  lift(world, 'H1', { itemId: 'MILK' });
  expect(held(world)).toEqual(['A1 MILK L1  4', 'A2 MILK L1  3', 'A2 MILK L2  2']);
  lift(world, 'H2', { itemId: 'MILK' });
  expect(held(world)).toEqual([]);
});

it('LED-6 units that suspense stands in for are held as well', () => {
  const world = shelves();
  place(world, 'H1', { itemId: 'MILK', lot: 'L1' });
  world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 6, fromLocation: 'A1', toLocation: 'A3' });
  expect([held(world), world.quantity('~suspense:A1', 'MILK')]).toEqual([['A2 MILK L1  3', 'A3 MILK L1  6'], -2]);
});

it('LED-28 returned units that wait for inspection are not taken by a hand that picks', () => {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 2, { hold: 'INSPECTION' });
  expect(world.submit('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A3' })).toMatchObject({ rule: 'SUS-1' });
});

it('LED-28 goods said to be held go as they are when the hold was lifted meanwhile', () => {
  const world = shelves();
  expect(world.apply('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 3, hold: 'RECALL', fromLocation: 'A1', toLocation: 'A3' }).verdict).toBe('applied');
  expect([held(world), world.quantity('A3', 'MILK', { hold: '' }), world.openExceptions()]).toEqual([[], 3, []]);
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

describe('LED-6 LED-28 in whatever order the work reaches the books, the same goods are where they are and held', () => {
  type Stamped = ReturnType<World['command']>;
  /** What each device did, in its order: goods come and are put away, an order is picked, packed and shipped, others move, a supervisor holds and perhaps lifts. */
  function told(world: World, aim: Aim, shipped: boolean, lifted: boolean, picked: number): readonly (readonly Stamped[])[] {
    const [task] = tasksOf(world, 'O1') as [ReturnType<typeof tasksOf>[number]];
    const work = { fulfilmentId: task.fulfilment_id, orderId: 'O1', carrierId: 'ROYAL' };
    const did = (device: string) => <T extends Parameters<World['command']>[0]>(type: T, payload: Parameters<World['command']>[1]) => world.command(type, payload as never, { device });
    const [one, two, three, four] = ['D1', 'D2', 'D3', 'D4'].map(did) as [ReturnType<typeof did>, ReturnType<typeof did>, ReturnType<typeof did>, ReturnType<typeof did>];
    return [
      [three('hold.place', { holdId: 'H1', code: 'RECALL', ...aim }), ...(lifted ? [three('hold.release', { holdId: 'H1', itemId: aim.itemId ?? '' })] : [])],
      [
        two('pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: 'MILK', lot: 'L1', quantity: picked, fromLocation: 'A1', tote: 'TOTE-1' }),
        two('parcel.pack', { parcelId: 'P1', ...work, lines: [{ taskId: task.task_id, orderLine: 1, itemId: 'MILK', lot: 'L1', quantity: picked, tote: 'TOTE-1' }] }),
        ...(shipped ? [two('parcel.ship', { parcelId: 'P1', ...work })] : []),
      ],
      [one('delivery.receive', { deliveryId: 'D1', itemId: 'MILK', lot: 'L1', quantity: 4, locationId: 'DOCK' }), one('stock.put_away', { itemId: 'MILK', lot: 'L1', quantity: 3, fromLocation: 'DOCK', toLocation: 'A1' })],
      [four('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 2, fromLocation: 'A2', toLocation: 'A3' }), four('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 1, fromLocation: 'A3', toLocation: 'A1' })],
    ];
  }
  const world = () => {
    const fresh = shelves();
    takeIn(fresh, 'O1', [['MILK', 4]]);
    allocate(fresh, 'O1');
    return fresh;
  };

  it.each<[string, Aim]>([['an item', { itemId: 'MILK' }], ['a lot', { itemId: 'MILK', lot: 'L1' }]])('under a hold of %s', (_, aim) => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.nat()), (shipped, lifted, picked, order) => {
        const arrive = (next: (left: number) => number) => {
          const there = world();
          const queues = told(there, aim, shipped, lifted, picked).map((queue) => [...queue]);
          while (queues.some((queue) => queue.length > 0)) {
            const waiting = queues.filter((queue) => queue.length > 0);
            there.send(waiting[next(waiting.length)]!.shift()!);
          }
          return there;
        };
        const first = arrive(() => 0);
        const other = arrive((left) => order.next().value % left);
        expect(picture(other)).toEqual(picture(first));
        if (!lifted) expect(first.all('position').filter((row) => row.item_id === 'MILK' && row.lot === 'L1' && row.quantity > 0 && row.hold === '')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

it('HLD-1 nothing is promised in the moment in which its bin is held: a promise and a hold of a whole bin wait for each other', () => {
  const world = smallCompany();
  const locks = (command: Command): readonly string[] => readsOf(command).flatMap(({ lock }) => lock ?? []);
  const promise = world.command('order.allocate', { orderId: 'O1', itemIds: ['CUP'] });
  const hold = (more: object): Command => world.command('hold.place', { holdId: 'H1', code: 'RECALL', ...more } as never);
  const meet = (one: Command, other: Command): boolean => locks(one).some((lock) => locks(other).includes(lock));
  expect([{ locationId: 'A1' }, { itemId: 'CUP' }, { itemId: 'CUP', locationId: 'A1' }].map((aim) => meet(promise, hold(aim)))).toEqual([true, true, true]);
  expect(meet(promise, world.command('hold.release', { holdId: 'H1', locationId: 'A1' }))).toBe(true);
});
