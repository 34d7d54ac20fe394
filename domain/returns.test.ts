import { unjudged } from './announcing/unjudged.ts';
import { describe, expect, it } from 'vitest';
import { lineOf, pack, pickedOrder, ship, smallCompany, stock } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { destructionKind } from './approving/destruction-kind.ts';
import { dispositions, isAllowed } from './returns.ts';

const receive = (world: World, more: object = {}) => world.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1, ...more }] });
const inspect = (world: World, grade: string, person = 'ivy', locationId = 'DESK') => world.submit('return.inspect', { unitId: 'U1', itemId: 'CUP', locationId, grade, attribution: 'CARRIER', answers: { sealed: 'no' } }, { person });
const dispose = (world: World, disposition: string, toLocation = '', locationId = 'DESK') => world.submit('return.dispose', { unitId: 'U1', itemId: 'CUP', locationId, disposition, toLocation }, { person: 'ivy' });
/** The second person's signature. */
function destroy(world: World, person = 'sue', decision: 'approve' | 'reject' = 'approve') {
  const row = unit(world);
  const sheet = destructionKind.sheet(world.rows, 'W1', 'U1');
  return world.submit('approval.sign', { kind: 'destruction', documentId: 'U1', lines: [{ lineId: 'U1', itemId: row.item_id, locationId: 'DESK', serial: row.serial, decision, view: sheet.lines[0]?.view() ?? 'none', units: -row.quantity, value: sheet.lines[0]?.value ?? 0 }] }, { person });
}
const settleGrade = (world: World, grade: string, person: string) => world.submit('return.settle_grade', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', grade }, { person });
const unit = (world: World) => world.rows.get('return_unit', 'W1', 'U1')!;
function graded(grade: string): World {
  const world = smallCompany();
  receive(world);
  inspect(world, grade);
  return world;
}

describe('a returned unit', () => {
  it('SER-1 two units of one parcel cannot have one serial number', () => {
    const world = smallCompany();
    const units = ['U1', 'U2'].map((unitId) => ({ unitId, itemId: 'CAM', serial: 'S1', quantity: 1 }));
    expect(world.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units })).toMatchObject({ verdict: 'flagged', rule: 'SER-1', rejection: { book: { serial: 'S1', location: 'DESK' } } });
    expect(world.quantity('DESK', 'CAM')).toBe(2);
  });

  it('LED-16 enters pending inspection, ungraded', () => {
    const world = smallCompany();
    expect(receive(world, { reason: 'SIZE_FIT' }).verdict).toBe('applied');
    expect(unit(world)).toMatchObject({ state: 'RECEIVED', grade: 'U', reason: 'SIZE_FIT', parcel_id: 'R1' });
    expect(world.quantity('DESK', 'CUP', { condition: 'U', hold: 'INSPECTION' })).toBe(1);
    expect(world.rows.get('return_parcel', 'W1', 'R1')).toMatchObject({ state: 'OPENED' });
  });

  it('LED-16 is graded where it lies, and the same inspector may correct that', () => {
    const world = smallCompany();
    receive(world);
    expect(inspect(world, 'A').verdict).toBe('applied');
    expect(inspect(world, 'C').verdict).toBe('applied');
    expect(unit(world)).toMatchObject({ state: 'GRADED', grade: 'C', attribution: 'CARRIER', inspected_by: 'ivy', answers: { sealed: 'no' } });
    expect([world.quantity('DESK', 'CUP'), world.quantity('DESK', 'CUP', { condition: 'C', hold: 'INSPECTION' })]).toEqual([1, 1]);
  });

  it('LED-16 is inspected where it was carried to', () => {
    const world = smallCompany();
    receive(world);
    world.apply('stock.move', { itemId: 'CUP', quantity: 1, condition: 'U', hold: 'INSPECTION', fromLocation: 'DESK', toLocation: 'A3' });
    expect(inspect(world, 'N', 'ivy', 'A3').verdict).toBe('applied');
    expect(unit(world).location_id).toBe('A3');
    expect(dispose(world, 'RESTOCK', '', 'A3').verdict).toBe('applied');
    expect(world.quantity('A3', 'CUP', { condition: 'N', hold: '' })).toBe(1);
  });

  const allowed = Object.keys(dispositions).flatMap((disposition) => [...dispositions[disposition]!.grades].map((grade) => [disposition, grade] as const));
  const gone: Record<string, string> = { LIQUIDATE: '~liquidated', DONATE: '~donated', RECYCLE: '~scrap', DESTROY: '~scrap', RETURN_TO_CUSTOMER: '~customer' };
  const holdAfter: Record<string, string> = { REFURBISH: 'REWORK', QUARANTINE: 'QUARANTINE', RETURN_TO_VENDOR: 'CLAIM' };

  it.each(allowed)('LED-16 %s of grade %s moves it once, to where that says', (disposition, grade) => {
    const world = grade === 'U' ? smallCompany() : graded(grade);
    if (grade === 'U') receive(world);
    expect(dispose(world, disposition, 'A1').verdict).toBe('applied');
    if (disposition === 'DESTROY') destroy(world);
    expect(unit(world)).toMatchObject({ state: 'EXECUTED', disposition });
    expect(world.quantity('DESK', 'CUP')).toBe(0);
    const moved = world.movements.at(-1)!;
    expect(moved.to_location).toBe(gone[disposition] ?? 'A1');
    if (!(disposition in gone)) {
      const condition = disposition === 'RESTOCK' ? 'N' : grade;
      expect(world.quantity('A1', 'CUP', { condition, hold: holdAfter[disposition] ?? '' })).toBe(1);
    }
    const before = world.movements.length;
    expect(dispose(world, disposition, 'A1')).toMatchObject({ verdict: 'merged', rule: 'RET-11' });
    expect(world.movements).toHaveLength(before);
  });

  it.each(['N', 'A', 'B', 'C', 'D', 'F', 'X', 'W', 'M'])('RET-9 a unit of grade %s refuses every other disposition', (grade) => {
    for (const disposition of Object.keys(dispositions).filter((each) => !isAllowed(each, grade))) {
      expect(dispose(graded(grade), disposition)).toMatchObject({ verdict: 'refused', rule: 'RET-9' });
    }
    expect(dispose(graded(grade), 'NONSENSE').verdict).toBe('refused');
  });

  it.each([
    ['return.inspect', { grade: 'N' }, 'RET-5'],
    ['return.dispose', { disposition: 'RESTOCK', toLocation: 'A1' }, 'RET-5'],
    ['return.settle_grade', { grade: 'N' }, 'DEC-1'],
    ['return.reverse', {}, 'DEC-1'],
  ] as const)('RET-5 %s of a unit that was received as another item leaves that one alone', (type, more, rule) => {
    const world = graded('A');
    expect(world.submit(type, { unitId: 'U1', itemId: 'LID', locationId: 'DESK', ...more } as never, { person: 'ivy' })).toMatchObject({ rule, rejection: { type: 'unknown_unit' } });
    expect(unit(world)).toMatchObject({ item_id: 'CUP', state: 'GRADED', grade: 'A' });
    expect(world.quantity('DESK', 'CUP', { condition: 'A', hold: 'INSPECTION' })).toBe(1);
    expect(world.rows.list('exception', { warehouse_id: 'W1' }).filter((row) => row.kind === 'SUSPENSE')).toEqual([]);
  });

  it('RET-6 is disputed by another inspector: the first grade stands, and nobody decides about it', () => {
    const world = graded('N');
    expect(inspect(world, 'D', 'ian')).toMatchObject({ rule: 'RET-6', rejection: { book: { grade: 'N', by: 'ivy' } } });
    // Both with what they were based on.
    expect(world.openExceptions()).toMatchObject([{ kind: 'GRADE_DISPUTE', did: { grade: 'D', answers: { sealed: 'no' } }, book: { answers: 'sealed: no' } }]);
    expect(unit(world)).toMatchObject({ grade: 'N', state: 'DISPUTED', inspected_by: 'ivy' });
    const before = world.movements.length;
    expect(inspect(world, 'C', 'ivy').rule).toBe('RET-6');
    expect(inspect(world, 'N', 'ida')).toMatchObject({ rule: 'RET-7' });
    expect(dispose(world, 'RESTOCK', 'A1')).toMatchObject({ verdict: 'flagged', rule: 'RET-12' });
    expect([world.movements.length, world.openExceptions().at(-1)]).toMatchObject([before, { kind: 'DISPOSED_IN_DISPUTE', did: { disposition: 'RESTOCK', toLocation: 'A1' } }]);
  });

  it('RET-6 APP-3 a third person settles the grade, which closes every dispute about it, and then it is decided about', () => {
    const world = graded('N');
    inspect(world, 'D', 'ian');
    inspect(world, 'C', 'ida');
    for (const grader of ['ivy', 'ian', 'ida']) expect(settleGrade(world, 'D', grader)).toMatchObject({ verdict: 'refused', rule: 'APP-3' });
    expect(settleGrade(world, 'D', 'sue')).toMatchObject({ verdict: 'applied' });
    expect(unit(world)).toMatchObject({ state: 'GRADED', grade: 'D', inspected_by: 'sue' });
    expect(world.quantity('DESK', 'CUP', { condition: 'D', hold: 'INSPECTION' })).toBe(1);
    expect(world.openExceptions()).toEqual([]);
    expect(world.all('exception')).toMatchObject([{ resolution: 'SETTLED: D', resolved_by: 'sue' }, { resolution: 'SETTLED: D' }]);
    expect(dispose(world, 'DESTROY')).toMatchObject({ verdict: 'applied' });
    destroy(world, 'sam');
    expect(settleGrade(world, 'N', 'sam').rule).toBe('RET-14');
  });

  it('RET-6 settling on the first grade moves nothing', () => {
    const world = graded('N');
    inspect(world, 'D', 'ian');
    const before = world.movements.length;
    settleGrade(world, 'N', 'sue');
    expect([world.movements.length, unit(world).state]).toEqual([before, 'GRADED']);
  });

  it('RET-13 a grade that comes after the decision is kept and moves nothing', () => {
    const world = graded('N');
    dispose(world, 'RESTOCK', 'A1');
    const before = world.movements.length;
    expect(inspect(world, 'F', 'ivy')).toMatchObject({ rule: 'RET-13', rejection: { book: { disposition: 'RESTOCK' } } });
    expect([world.movements.length, unit(world)]).toMatchObject([before, { grade: 'N', state: 'EXECUTED' }]);
  });

  const reversals = Object.keys(dispositions).map((disposition) => [disposition, [...dispositions[disposition]!.grades][0]!] as const).filter(([, grade]) => grade !== 'U');
  it.each(reversals)('RET-8 %s is taken back with the unit in hand, and another decision follows', (disposition, grade) => {
    const world = graded(grade);
    dispose(world, disposition, 'A1');
    if (disposition === 'DESTROY') destroy(world);
    dispose(world, disposition === 'QUARANTINE' ? 'REFURBISH' : 'QUARANTINE', 'A2');
    expect(world.openExceptions().map((row) => row.kind)).toEqual(['DISPOSITION_REVERSAL']);
    const fromLocation = unit(world).location_id.startsWith('~') ? '' : 'A1';
    expect(world.submit('return.reverse', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', fromLocation }, { person: 'sue' })).toMatchObject({ verdict: 'applied' });
    expect(unit(world)).toMatchObject({ state: 'GRADED', disposition: '', location_id: 'DESK', grade });
    expect([world.quantity('A1', 'CUP'), world.quantity('DESK', 'CUP', { condition: grade, hold: 'INSPECTION' })]).toEqual([0, 1]);
    expect([world.openExceptions(), world.all('exception')[0]!.resolution]).toEqual([[], 'REVERSED']);
    expect(dispose(world, disposition, 'A2').verdict).toBe('applied');
  });

  it('RET-8 SUS-1 a unit in hand that the bin had given away is taken from suspense', () => {
    const world = graded('N');
    dispose(world, 'RESTOCK', 'A1');
    world.apply('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' });
    expect(world.submit('return.reverse', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', fromLocation: 'A1' }, { person: 'sue' })).toMatchObject({ verdict: 'flagged', rule: 'SUS-1' });
    expect([world.quantity('DESK', 'CUP'), world.quantity('~suspense:A1', 'CUP')]).toEqual([1, -1]);
  });

  it('RET-8 a later different disposition is a request, and moves nothing', () => {
    const world = graded('A');
    dispose(world, 'RESTOCK', 'A1');
    const before = world.movements.length;
    expect(dispose(world, 'DONATE')).toMatchObject({ rule: 'RET-8', rejection: { book: { disposition: 'RESTOCK' } } });
    expect(world.movements).toHaveLength(before);
  });

  it('RET-17 is destroyed when two different people have said so, of whom one at most inspected it', () => {
    const world = graded('D');
    dispose(world, 'DESTROY');
    expect(unit(world)).toMatchObject({ state: 'TO_DESTROY', proposed: 'DESTROY', disposed_by: 'ivy', second_by: null });
    expect(world.quantity('DESK', 'CUP', { condition: 'D', hold: 'INSPECTION' })).toBe(1);
    expect(dispose(world, 'DESTROY')).toMatchObject({ verdict: 'merged', rule: 'RET-11' });
    expect(destroy(world, 'ivy')).toMatchObject({ verdict: 'refused' });
    expect(destroy(world, 'sue')).toMatchObject({ verdict: 'applied' });
    expect(unit(world)).toMatchObject({ state: 'EXECUTED', disposition: 'DESTROY', disposed_by: 'ivy', second_by: 'sue' });
    expect(world.quantity('DESK', 'CUP')).toBe(0);
    expect(destroy(world, 'sam')).toMatchObject({ verdict: 'refused', rule: 'APP-2' });
  });

  it('RET-17 is spared when the second person turns it down, is decided otherwise, or is graded anew', () => {
    const spared = graded('D');
    dispose(spared, 'DESTROY');
    destroy(spared, 'sue', 'reject');
    expect(unit(spared)).toMatchObject({ state: 'GRADED', proposed: '', disposed_by: null });
    const otherwise = graded('D');
    dispose(otherwise, 'DESTROY');
    expect(dispose(otherwise, 'RECYCLE').verdict).toBe('applied');
    expect(destroy(otherwise, 'sue')).toMatchObject({ verdict: 'refused' });
    const anew = graded('D');
    dispose(anew, 'DESTROY');
    inspect(anew, 'N', 'ian');
    expect(unit(anew).state).toBe('DISPUTED');
    expect(destroy(anew, 'sue')).toMatchObject({ verdict: 'refused' });
  });

  it('LED-16 with a serial is followed by the registry until it is gone', () => {
    const world = smallCompany();
    receive(world, { itemId: 'CAM', serial: 'S1' });
    world.apply('return.inspect', { unitId: 'U1', itemId: 'CAM', locationId: 'DESK', grade: 'D' });
    world.apply('return.dispose', { unitId: 'U1', itemId: 'CAM', locationId: 'DESK', disposition: 'DESTROY' });
    expect(world.rows.get('serial', 'CAM', 'S1')).toMatchObject({ state: 'ON_HAND', at_location: 'DESK' });
    destroy(world);
    expect(world.rows.get('serial', 'CAM', 'S1')).toMatchObject({ state: 'GONE', at_location: '~scrap' });
  });
});

describe('a returned parcel', () => {
  const units = (...ids: string[]) => ids.map((unitId) => ({ unitId, itemId: 'CUP', quantity: 1 }));

  it('LED-16 arrives first and is opened later, by the same report or another', () => {
    const world = smallCompany();
    world.apply('return.receive', { parcelId: 'R1', tracking: 'T', locationId: 'DESK', units: [] }, { person: 'ann' });
    expect(world.rows.get('return_parcel', 'W1', 'R1')).toMatchObject({ state: 'ARRIVED', tracking: 'T' });
    world.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: units('U1') }, { person: 'bob' });
    expect(world.rows.get('return_parcel', 'W1', 'R1')).toMatchObject({ state: 'OPENED', tracking: 'T', received_by: 'ann' });
  });

  it('LED-10 an authorisation is received once all its lines are', () => {
    const world = smallCompany();
    world.seed('rma', { rma_id: 'RMA', order_id: null, customer_id: null, state: 'AUTHORISED', reason: 'SIZE_FIT', created_at: 1, ...unjudged });
    world.seed('rma_line', { rma_id: 'RMA', line_no: 1, item_id: 'CUP', order_id: null, order_line: null, quantity: 2, received: 0, reason: '' });
    const send = (unitIds: string[]) => world.apply('return.receive', { parcelId: 'R1', rmaId: 'RMA', locationId: 'DESK', units: units(...unitIds) });
    send([]);
    expect(world.rows.get('rma', 'RMA')!.state).toBe('AUTHORISED');
    send(['U1']);
    expect(world.rows.get('rma', 'RMA')!.state).toBe('PARTIALLY_RECEIVED');
    send(['U2']);
    expect([world.rows.get('rma', 'RMA')!.state, world.rows.get('rma_line', 'RMA', 1)!.received]).toEqual(['RECEIVED', 2]);
  });

  it('RET-4 counts the units of one report together against what was shipped', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 2);
    const [task] = pickedOrder(world, 'O1', [['CUP', 2]]);
    pack(world, 'P1', [[task!, 2]]);
    ship(world, 'P1', task!.fulfilment_id, 'O1');
    const send = (...ids: string[]) => world.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: units(...ids).map((one) => ({ ...one, orderId: 'O1', orderLine: 1 })) });
    expect(send('U1').verdict).toBe('applied');
    expect(send('U2', 'U3')).toMatchObject({ rule: 'RET-4', rejection: { book: { expected: 1, quantity: 2 } } });
    expect(lineOf(world, 'O1').returned).toBe(3);
  });

  it('RET-2 keeps the other units when one label is in use already', () => {
    const world = smallCompany();
    receive(world);
    expect(world.submit('return.receive', { parcelId: 'R2', locationId: 'DESK', units: units('U1', 'U2') }).rule).toBe('RET-2');
    expect([world.quantity('DESK', 'CUP'), world.rows.get('return_unit', 'W1', 'U1')!.parcel_id]).toEqual([2, 'R1']);
  });

  it('SER-1 tells one serial number on two units of a parcel, and on more than one piece', () => {
    const world = smallCompany();
    const send = (parcelId: string, ...found: readonly (readonly [unitId: string, serial: string, quantity: number])[]) =>
      world.submit('return.receive', { parcelId, locationId: 'DESK', units: found.map(([unitId, serial, quantity]) => ({ unitId, itemId: 'CAM', quantity, serial })) });
    expect(send('R1', ['U1', 'S1', 1], ['U2', 'S1', 1])).toMatchObject({ verdict: 'flagged', rule: 'SER-1', rejection: { book: { serial: 'S1', location: 'DESK' } } });
    expect(send('R2', ['U3', 'S2', 2])).toMatchObject({ rule: 'SER-1' });
    expect(send('R3', ['U4', 'S3', 1], ['U5', 'S4', 1])).toMatchObject({ verdict: 'applied' });
  });
});

describe('what comes back and is not what it should be', () => {
  const send = (world: World, more: object) => world.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [], ...more });
  const odd = (world: World) => world.openExceptions().filter((row) => row.kind === 'RETURN_UNEXPECTED').map((row) => [row.rule, (row.book as { what: string }).what, row.subject_id]);
  it('RET-18 an empty box is received as one, and goes to a person once', () => {
    const world = smallCompany();
    send(world, { tracking: 'T' });
    expect(send(world, { empty: true }).verdict).toBe('applied');
    send(world, { empty: true });
    expect(world.rows.get('return_parcel', 'W1', 'R1')).toMatchObject({ state: 'OPENED', outcome: 'EMPTY_BOX', tracking: 'T' });
    expect(odd(world)).toEqual([['RET-18', 'EMPTY_BOX', 'R1']]);
    expect(world.quantity('DESK', 'CUP')).toBe(0);
  });
  it('RET-18 a parcel out of which somebody takes goods was no empty box', () => {
    const world = smallCompany();
    receive(world);
    send(world, { empty: true });
    expect(world.rows.get('return_parcel', 'W1', 'R1')).toMatchObject({ outcome: '' });
    expect(odd(world)).toEqual([]);
  });
  it('RET-18 an article nobody knows lies aside under its label, whatever is told twice', () => {
    const world = smallCompany();
    const found = [{ label: 'RU-7', code: '4711', note: 'a toy' }];
    send(world, { found });
    send(world, { found: [...found, { label: 'RU-8', code: '?' }], orderIds: ['O1', 'O1'] });
    expect(world.rows.get('return_parcel', 'W1', 'R1')).toMatchObject({ orders: ['O1'], found: [{ label: 'RU-7', code: '4711', note: 'a toy' }, { label: 'RU-8', code: '?', note: '' }] });
    expect(odd(world)).toEqual([['RET-18', 'UNKNOWN_ARTICLE', 'R1'], ['RET-18', 'UNKNOWN_ARTICLE', 'R1']]);
  });
  it('RET-18 a serial number that was sold on another order is received, and looked at; several orders in one parcel are not odd', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    const tasks = pickedOrder(world, 'O1', [['CUP', 2]]);
    pack(world, 'P1', tasks.map((task) => [task, task.quantity] as const));
    ship(world, 'P1', tasks[0]!.fulfilment_id, tasks[0]!.order_id);
    const { order_id: orderId, order_line: orderLine, item_id: itemId } = tasks[0]!;
    world.seed('serial', { item_id: itemId, serial: 'S2', state: 'GONE', at_warehouse: 'W1', at_location: '~customer', order_id: 'O-OTHER', command_id: 'x', effective_at: 1 });
    const units = [{ unitId: 'U1', itemId, quantity: 1, serial: 'S2', orderId, orderLine }, { unitId: 'U2', itemId, quantity: 1, orderId: 'O-OTHER', orderLine: 1 }, { unitId: 'U3', itemId, quantity: 1 }];
    expect(send(world, { units }).verdict).toBe('applied');
    expect(['U1', 'U2', 'U3'].map((id) => world.rows.get('return_unit', 'W1', id)?.outcome)).toEqual(['WRONG_SERIAL', 'NOT_IN_ORDER', 'NO_ORDER']);
    expect(odd(world)).toEqual([['RET-18', 'WRONG_SERIAL', 'U1']]);
  });
});

describe('units that came as several alike', () => {
  it('RET-20 RET-19 are split before they are graded, five into three, one and one, and each has its own way; nothing moves twice', () => {
    const world = smallCompany();
    for (const [id, ...roles] of [['ivy', 'inspector'], ['sue', 'supervisor']] as const) world.seed('person', { person_id: id, name: id, badge: id, roles, active: true });
    const at = { itemId: 'CUP', locationId: 'DESK' };
    world.apply('return.receive', { parcelId: 'R5', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 5 }] });
    const split = (newUnitId: string, quantity: number) => world.submit('return.split', { ...at, unitId: 'U1', newUnitId, quantity }, { person: 'ivy' });
    expect([split('U2', 1).verdict, split('U3', 1).verdict, split('U2', 1), split('U4', 3)]).toMatchObject(['applied', 'applied', { verdict: 'merged', rule: 'RET-19' }, { verdict: 'merged', rule: 'RET-20' }]);
    for (const [unitId, grade, disposition] of [['U1', 'N', 'RESTOCK'], ['U2', 'B', 'REFURBISH'], ['U3', 'X', 'DESTROY']] as const) {
      world.apply('return.inspect', { ...at, unitId, grade }, { person: 'ivy' });
      world.apply('return.dispose', { ...at, unitId, disposition }, { person: 'ivy' });
    }
    expect(split('U9', 1).rule).toBe('RET-20');
    expect(world.all('return_unit').map((row) => [row.unit_id, row.quantity, row.split_from, row.state])).toEqual([['U1', 3, null, 'EXECUTED'], ['U2', 1, 'U1', 'EXECUTED'], ['U3', 1, 'U1', 'TO_DESTROY']]);
    expect([world.quantity('DESK', 'CUP', { condition: 'N', hold: '' }), world.quantity('DESK', 'CUP', { condition: 'B', hold: 'REWORK' }), world.quantity('DESK', 'CUP', { condition: 'X', hold: 'INSPECTION' })]).toEqual([3, 1, 1]);
  });
});
