// The judge as a whole: pure, told by questions, and with laws that hold after any day of work.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '#domain/adjustments.ts';
import { dispositions } from '#domain/returns.ts';
import type { Row } from '#domain/tables.ts';
import { allocate, announce, item, lineOf, pack, pick, settleCancelled, ship, short, smallCompany, station, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { judge, questionOf } from './judge.ts';

describe('a judgement', () => {
  it('CMD-5 is the same for the same command on the same rows, down to the ids', () => {
    const judged = ['one', 'two'].map(() => {
      const world = smallCompany();
      stock(world, 'A1', 'CUP', 5);
      takeIn(world, 'O1', [['CUP', 9]]);
      return [allocate(world, 'O1'), pick(world, tasksOf(world, 'O1')[0]!, 2), short(world, tasksOf(world, 'O1')[0]!, 3)];
    });
    expect(judged[0]).toEqual(judged[1]);
  });

  it('CMD-5 another command gives other ids', () => {
    const ids = ['first-id', 'other-id'].map((id) => {
      const world = smallCompany();
      stock(world, 'A1', 'CUP', 5);
      world.apply('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' }, { id });
      return world.movements.at(-1)!.movement_id;
    });
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('CMD-7 changes neither command nor rows, only its slice', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    const command = world.command('stock.move', { itemId: 'CUP', quantity: 9, fromLocation: 'A1', toLocation: 'A2' });
    const slice = world.sliceFor(command);
    const [position] = slice.list('position', { warehouse_id: 'W1', item_id: 'CUP', location_id: 'A1' });
    const before = structuredClone({ command, position });
    const first = judge(command, slice);
    expect({ command, position }).toEqual(before);
    expect(judge(command, world.sliceFor(command))).toEqual(first);
  });

  it('CMD-7 applies its events to its slice, so that the next command of a batch sees them', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    const commands = [1, 2].map(() => world.command('stock.move', { itemId: 'CUP', quantity: 4, fromLocation: 'A1', toLocation: 'A2' }));
    const slice = world.sliceFor(commands[0]!);
    expect(commands.map((command) => judge(command, slice).rule)).toEqual(['', 'SUS-1']);
  });
});

describe('a question', () => {
  const overdraw = { itemId: 'CUP', quantity: 9, fromLocation: 'A1', toLocation: 'A2' };
  const ask = (world: World, confirmed: string[]) => {
    const command = world.command('stock.move', overdraw, { confirmed });
    return questionOf(command, world.sliceFor(command));
  };

  it('OUT-6 is put to the person with the reason and the rule, and not again once it was answered', () => {
    const world = smallCompany();
    expect(ask(world, [])).toMatchObject({ rejection: { type: 'not_enough_stock', book: { book: 0, quantity: 9 } }, rule: { id: 'SUS-1' } });
    expect(ask(world, ['unknown_item'])).toBeDefined();
    expect(ask(world, ['not_enough_stock'])).toBeUndefined();
    stock(world, 'A1', 'CUP', 9);
    expect(ask(world, [])).toBeUndefined();
  });

  it('OUT-6 is not put where the thing is already so', () => {
    const world = smallCompany();
    const command = world.command('stock.move', { ...overdraw, toLocation: 'A1' });
    expect(questionOf(command, world.sliceFor(command))).toBeUndefined();
  });
});

// --- a day of work, in any order

const bins = ['DOCK', 'A1', 'A2', 'A3', 'TOTE-1'] as const;
const items = ['CUP', 'LID', 'SET'] as const;
const small = fc.integer({ min: 1, max: 6 });
const nth = fc.nat({ max: 1000 });
const action = fc.oneof(
  fc.record({ do: fc.constant('receive' as const), item: fc.constantFrom(...items), quantity: small, n: nth }),
  fc.record({ do: fc.constant('move' as const), item: fc.constantFrom(...items), quantity: small, from: fc.constantFrom(...bins), to: fc.constantFrom(...bins) }),
  fc.record({ do: fc.constant('set' as const), quantity: small, at: fc.constantFrom(...bins), make: fc.boolean() }),
  fc.record({ do: fc.constant('hold' as const), item: fc.constantFrom(...items), at: fc.constantFrom('', ...bins), n: nth }),
  fc.record({ do: fc.constant('lift' as const), n: nth }),
  fc.record({ do: fc.constant('count' as const), item: fc.constantFrom(...items), at: fc.constantFrom(...bins), counted: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ do: fc.constant('decide' as const), n: nth, how: fc.constantFrom('adjustment.approve' as const, 'adjustment.reject' as const, 'adjustment.reverse' as const) }),
  fc.record({ do: fc.constant('order' as const), item: fc.constantFrom(...items), other: fc.constantFrom(...items), quantity: small }),
  fc.record({ do: fc.constant('allocate' as const), n: nth }),
  fc.record({ do: fc.constant('pick' as const), n: nth, quantity: small }),
  fc.record({ do: fc.constant('short' as const), n: nth, missing: small }),
  fc.record({ do: fc.constant('pack' as const), n: nth, quantity: small }),
  fc.record({ do: fc.constant('ship' as const), n: nth }),
  fc.record({ do: fc.constant('cancel' as const), n: nth }),
  fc.record({ do: fc.constant('deal' as const), n: nth, to: fc.constantFrom('D1', 'D2') }),
  fc.record({ do: fc.constant('answer' as const), n: nth, how: fc.constantFrom('cancel.answer' as const, 'cancel.decide' as const) }),
  fc.record({ do: fc.constant('put_back' as const), n: nth, quantity: small, to: fc.constantFrom('A1', 'TOTE-2', 'missing') }),
  fc.record({ do: fc.constant('unpack' as const), n: nth, how: fc.constantFrom('parcel.unpack' as const, 'parcel.caught' as const, 'parcel.gone_on' as const) }),
  fc.record({ do: fc.constant('return' as const), n: nth, grade: fc.constantFrom('N', 'A', 'D'), way: fc.constantFrom(...Object.keys(dispositions)) }),
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const any = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** Does what a careful person would do: only what the screen offers, in the quantities that are open. */
function work(world: World, one: Action, step: number): void {
  switch (one.do) {
    case 'receive':
      return void world.submit('delivery.receive', { deliveryId: `D${one.n % 3}`, itemId: one.item, quantity: one.quantity, locationId: 'DOCK' });
    case 'move':
      return void world.submit('stock.move', { itemId: one.item, quantity: one.quantity, fromLocation: one.from, toLocation: one.to });
    case 'set':
      return void world.submit(one.make ? 'pack.assemble' : 'pack.split', { itemId: 'SET', quantity: one.quantity, locationId: one.at });
    case 'hold':
      return void world.submit('hold.place', { holdId: `H${step}`, itemId: one.item, locationId: one.at, code: one.n % 2 === 0 ? 'RECALL' : 'COUNT_HOLD' });
    case 'lift': {
      const hold = any(world.all('hold'), one.n);
      return void (hold && world.submit('hold.release', { holdId: hold.hold_id, itemId: hold.item_id, locationId: hold.location_id }));
    }
    case 'count': {
      const taskId = `CT${step}`;
      world.submit('count.record', { taskId, locationId: one.at, itemId: one.item, quantity: one.counted, firstLook: world.now, lastLook: world.now });
      return void world.submit('count.submit', { taskId, locationId: one.at }, { person: 'cat' });
    }
    case 'decide': {
      const row = any(world.all('adjustment'), one.n);
      return void (row && world.submit(one.how, { adjustmentId: row.adjustment_id, itemId: row.item_id, locationId: row.location_id, view: viewOf(row) } as never, { person: 'sue' }));
    }
    case 'order':
      return takeIn(world, `O${step}`, one.item === one.other ? [[one.item, one.quantity]] : [[one.item, one.quantity], [one.other, 2]]);
    case 'allocate': {
      const order = any(world.all('sales_order'), one.n);
      return void (order && allocate(world, order.order_id));
    }
    case 'pick': {
      const task = any(world.all('pick_task').filter((each) => each.open), one.n);
      return void (task && pick(world, task, Math.min(one.quantity, task.quantity - task.picked - task.short)));
    }
    case 'short': {
      const task = any(world.all('pick_task').filter((each) => each.open), one.n);
      return void (task && short(world, task, one.missing));
    }
    case 'pack': {
      const back = (taskId: string) => world.all('put_back').reduce((sum, row) => (row.task_id === taskId ? sum + (row.open ? row.done : row.quantity) : sum), 0);
      const task = any(world.all('pick_task').filter((each) => each.picked - each.packed > back(each.task_id)), one.n);
      // From one tote: what was unpacked may lie in another than the rest.
      if (new Set(world.all('put_back').filter((row) => row.open && row.task_id === task?.task_id).map((row) => row.location_id).concat(task?.tote ?? [])).size > 1) return undefined;
      return void (task && pack(world, `P${step}`, [[task, Math.min(one.quantity, task.picked - task.packed - back(task.task_id))]]));
    }
    case 'ship': {
      const parcel = any(world.all('parcel'), one.n);
      return void (parcel && ship(world, parcel.parcel_id, parcel.fulfilment_id, parcel.order_id));
    }
    case 'cancel': {
      const order = any(world.all('sales_order'), one.n);
      const fulfilmentIds = world.all('fulfilment').filter((each) => each.order_id === order?.order_id).map((each) => each.fulfilment_id);
      return void (order && world.submit('order.cancel', { orderId: order.order_id, fulfilmentIds }, { person: 'sue' }));
    }
    case 'deal': {
      const works = world.all('fulfilment').slice(one.n % 3);
      return void (works.length > 0 && world.submit('work.deal', { deviceId: one.to, work: works.map((each) => ({ kind: 'fulfilment' as const, id: each.fulfilment_id })) }, { person: 'system' }));
    }
    case 'answer': {
      const asked = any(world.all('fulfilment').filter((each) => each.state === 'CANCEL_REQUESTED'), one.n);
      return void (asked && world.submit(one.how, { orderId: asked.order_id, fulfilmentId: asked.fulfilment_id }));
    }
    case 'put_back': {
      const row = any(world.all('put_back').filter((each) => each.open), one.n);
      if (!row) return undefined;
      if (one.to === 'missing') return void world.submit('put_back.missing', { locationId: row.location_id, itemId: row.item_id });
      return void world.submit('stock.put_back', { itemId: row.item_id, quantity: Math.min(one.quantity, row.quantity - row.done), fromLocation: row.location_id, toLocation: one.to });
    }
    case 'unpack': {
      const parcel = any(world.all('parcel').filter((each) => world.rows.list('sales_order_line', { order_id: each.order_id }).every((line) => line.returned === 0)), one.n);
      if (!parcel) return undefined;
      const named = { parcelId: parcel.parcel_id, fulfilmentId: parcel.fulfilment_id, orderId: parcel.order_id };
      return void (one.how === 'parcel.unpack' ? world.submit(one.how, { ...named, tote: 'TOTE-2' }) : world.submit(one.how, named));
    }
    case 'return': {
      const unit = { unitId: `U${step}`, itemId: 'CUP', locationId: 'DESK' };
      const line = any(world.all('sales_order_line').filter((each) => each.item_id === 'CUP' && each.shipped > each.returned), one.n);
      world.submit('return.receive', { parcelId: `R${step}`, locationId: 'DESK', units: [{ unitId: unit.unitId, itemId: 'CUP', quantity: 1, ...(line ? { orderId: line.order_id, orderLine: line.line_no } : {}) }] });
      world.submit('return.inspect', { ...unit, grade: one.grade });
      return void world.submit('return.dispose', { ...unit, disposition: one.way, toLocation: 'A1' });
    }
  }
}

/** What is wrong with the documents; the ledger is proved by the world after each command. */
function disorder(world: World): readonly string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || wrong.push(what));
  const tasks = world.all('pick_task');
  for (const line of world.all('sales_order_line')) {
    const name = `${line.order_id} line ${line.line_no}`;
    const mine = tasks.filter((task) => task.order_id === line.order_id && task.order_line === line.line_no);
    // Of cancelled work that nobody picks any more, what is in parcels or waits to be put back.
    const held = (task: Row<'pick_task'>): number => (isOver(world, task) ? task.packed + world.all('put_back').reduce((sum, row) => (row.task_id === task.task_id && row.open && row.reason === 'CANCELLED' ? sum + row.quantity - row.done : sum), 0) : task.quantity - task.short);
    const inWork = mine.reduce((sum, task) => sum + held(task), 0);
    must(line.cancelled >= 0 && line.shipped >= 0, `${name} is below zero`);
    must(line.shipped <= line.quantity - line.cancelled, `${name} shipped ${line.shipped} of ${line.quantity} less ${line.cancelled}`);
    must(line.allocated <= line.quantity - line.cancelled, `${name} promised ${line.allocated} of ${line.quantity} less ${line.cancelled}`);
    must(line.shipped <= line.allocated, `${name} shipped ${line.shipped}, promised ${line.allocated}`);
    must(line.allocated === inWork || isEndedByCancel(world, line.order_id), `${name} promised ${line.allocated}, its picks say ${inWork}`);
    must(line.returned <= line.shipped, `${name} returned ${line.returned} of ${line.shipped}`);
  }
  for (const task of tasks) {
    must(task.packed <= task.picked && task.picked + task.short <= task.quantity, `task: packed ${task.packed}, picked ${task.picked}, short ${task.short} of ${task.quantity}`);
    must(task.open === ['OPEN', 'PICKING'].includes(task.state), `task is ${task.state} and ${task.open ? '' : 'not '}open`);
    must(task.open === (task.picked + task.short < task.quantity) || task.state === 'CANCELLED', `task ${task.state} with ${task.picked} picked and ${task.short} short of ${task.quantity}`);
  }
  for (const order of world.all('sales_order')) {
    const lines = world.rows.list('sales_order_line', { order_id: order.order_id });
    const inHand = lines.some((line) => line.allocated > line.shipped);
    if (order.state === 'CANCEL_REQUESTED') must(inHand, `${order.order_id} waits for goods that nobody has`);
    if (order.state === 'CANCELLED') must(lines.every((line) => line.cancelled === line.quantity), `${order.order_id} is cancelled and still wants goods`);
    if (order.state === 'SHIPPED') must(!inHand, `${order.order_id} is shipped with goods in hand`);
  }
  for (const work_ of world.all('fulfilment')) {
    const mine = tasks.filter((task) => task.fulfilment_id === work_.fulfilment_id);
    const parcels = world.all('parcel').filter((parcel) => parcel.fulfilment_id === work_.fulfilment_id);
    if (work_.state === 'SHIPPED') must(mine.every((task) => !task.open) && parcels.every((parcel) => parcel.state !== 'PACKED') && parcels.some((parcel) => parcel.state === 'SHIPPED'), `work is shipped too early`);
    if (work_.state === 'CANCELLED') must(mine.every((task) => !task.open) && parcels.every((parcel) => parcel.state === 'VOIDED') && world.all('put_back').every((row) => !row.open || row.reason !== 'CANCELLED' || row.fulfilment_id !== work_.fulfilment_id), 'work is cancelled with goods in hand');
  }
  return wrong;
}

/** What is done to it afterwards does not open it again. */
function isEndedByCancel(world: World, orderId: string): boolean {
  const order = world.rows.get('sales_order', orderId);
  return order !== undefined && order.cancel_reason !== null && order.state !== 'CANCEL_REQUESTED';
}
function isOver(world: World, task: Row<'pick_task'>): boolean {
  const work_ = world.rows.get('fulfilment', 'W1', task.fulfilment_id);
  return task.state === 'CANCELLED' || work_?.state === 'CANCELLED' || (work_?.state === 'CANCEL_REQUESTED' && work_.dealt_to === null) || (work_?.state === 'SHIPPED' && world.all('put_back').some((row) => row.task_id === task.task_id && row.reason === 'CANCELLED'));
}

describe('any day of work', () => {
  it('LED-2 LED-3 LED-9 LED-10 SUS-4 leaves a ledger that balances and documents that agree with it', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 60, size: 'max' }), (actions) => {
        const world = smallCompany();
        world.seed('item', item('CUP', { standard_cost: 100 }));
        for (const id of ['D1', 'D2']) station(world, id);
        for (const id of ['D0', 'D1', 'D2']) announce(world, id, { CUP: 6, LID: 3 });
        for (const bin of ['A1', 'A2']) for (const itemId of items) stock(world, bin, itemId, 5);
        actions.forEach((one, step) => {
          work(world, one, step);
          settleCancelled(world);
          const wrong = disorder(world);
          if (wrong.length > 0) throw new Error(`after ${one.do}: ${wrong.join('; ')}`);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('LED-10 an order that is taken in, found, picked, packed and shipped is complete', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 4);
    takeIn(world, 'O1', [['CUP', 4]]);
    allocate(world, 'O1');
    for (const task of tasksOf(world, 'O1')) pick(world, task);
    const [task] = tasksOf(world, 'O1');
    pack(world, 'P1', [[task!, 4]]);
    ship(world, 'P1', task!.fulfilment_id, 'O1');
    expect([lineOf(world, 'O1'), disorder(world), world.openExceptions()]).toMatchObject([{ allocated: 4, shipped: 4 }, [], []]);
  });
});
