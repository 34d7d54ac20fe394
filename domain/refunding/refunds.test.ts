import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalKinds } from '#domain/approving/kinds.ts';
import { createSlice } from '#domain/slice.ts';
import { tableNames, type Json, type Row } from '#domain/tables.ts';
import { allocate, ship, smallCompany, stock, tasksOf, pick, pack } from '#test/support/small-company.ts';
import { START, type World } from '#test/support/world.ts';
import { consider } from './consider.ts';
import { refundPolicyOf } from './policy.ts';
import { payoutOf, refundIdOf } from './refunds.ts';

interface Bought {
  readonly quantity?: number;
  readonly goods?: number;
  readonly tax?: number;
  readonly shipping?: number;
}
/** An order of cups that was paid with these amounts (minor units), and is with the customer. */
function sold({ quantity = 3, ...paid }: Bought = {}): World {
  const world = smallCompany();
  world.seed('customer', { customer_id: 'CU', name: 'Cus', country: 'GB' });
  stock(world, 'A1', 'CUP', 10);
  world.apply('order.take_in', { orderId: 'O1', channelId: 'web', channelNumber: 'N1', customerId: 'CU', shipFrom: 'W1', orderedAt: START, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'CUP', quantity, unitPrice: 33_300, ...paid }] }, { person: 'system' });
  allocate(world, 'O1');
  for (const task of tasksOf(world, 'O1')) pick(world, task);
  const tasks = tasksOf(world, 'O1');
  pack(world, 'P1', tasks.map((task) => [task, task.picked] as const));
  ship(world, 'P1', tasks[0]!.fulfilment_id, 'O1');
  return world;
}
const policy = (world: World, value: Json): World => (world.seed('setting', { key: 'refund_policy', value }), world);

interface Back {
  readonly grade?: string;
  readonly quantity?: number;
  readonly order?: boolean;
  readonly attribution?: string;
  readonly reason?: string;
  readonly disposition?: string;
}
function back(world: World, unitId: string, { grade = 'N', quantity = 1, order = true, attribution = 'UNKNOWN', reason = '', disposition = 'RESTOCK' }: Back = {}): Row<'refund'> {
  world.submit('return.receive', { parcelId: `R-${unitId}`, customerId: 'CU', locationId: 'DESK', units: [{ unitId, itemId: 'CUP', quantity, reason, ...(order ? { orderId: 'O1', orderLine: 1 } : {}) }] });
  world.apply('return.inspect', { unitId, itemId: 'CUP', locationId: 'DESK', grade, attribution }, { person: 'ivy' });
  world.apply('return.dispose', { unitId, itemId: 'CUP', locationId: 'DESK', disposition }, { person: 'ivy' });
  return look(world, unitId, order);
}
function look(world: World, unitId: string, order = true): Row<'refund'> {
  const refundId = refundIdOf('W1', unitId);
  world.submit('refund.consider', { refundId, unitId, itemId: 'CUP', customerId: 'CU', ...(order ? { orderId: 'O1', orderLine: 1 } : {}) }, { person: 'system', device: 'policy' });
  return world.rows.get('refund', refundId)!;
}
const row = (world: World, refundId: string): Row<'refund'> => world.rows.get('refund', refundId)!;
const paid = (world: World): Row<'paid_line'> => world.rows.get('paid_line', 'O1', 1)!;
const fin = { person: 'fin' };
function sign(world: World, refundId: string, decision: 'approve' | 'reject' = 'approve', person = 'sue') {
  const slice = createSlice();
  slice.load('refund', world.all('refund'));
  const [line] = approvalKinds['refund']!.sheet(slice, 'W1', refundId).lines;
  return world.submit('approval.sign', { kind: 'refund', documentId: refundId, lines: [{ lineId: line!.lineId, itemId: line!.itemId, locationId: line!.locationId, decision, view: line!.view(), units: line!.units, value: line!.value }] }, { person });
}

describe('money for a returned unit', () => {
  it('RFD-18 waits until the unit is graded and decided about, and then goes by itself', () => {
    const world = sold();
    world.apply('return.receive', { parcelId: 'R-U1', customerId: 'CU', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1, orderId: 'O1', orderLine: 1 }] });
    expect(look(world, 'U1')).toMatchObject({ state: 'GATED', reasons: ['NOT_INSPECTED'], amount: 0 });
    world.apply('return.inspect', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', grade: 'N' }, { person: 'ivy' });
    expect(look(world, 'U1')).toMatchObject({ state: 'GATED', reasons: ['NOT_DECIDED'] });
    world.apply('return.dispose', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', disposition: 'RESTOCK' }, { person: 'ivy' });
    expect(look(world, 'U1')).toMatchObject({ state: 'REQUESTED', amount: 333, attempt: 1, currency: 'GBP' });
    expect(paid(world)).toMatchObject({ goods: 999, refunded: 333, refunded_units: 1 });
  });

  it('RFD-18 a disputed grade holds the money back', () => {
    const world = sold();
    world.apply('return.receive', { parcelId: 'R-U1', customerId: 'CU', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1, orderId: 'O1', orderLine: 1 }] });
    world.apply('return.inspect', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', grade: 'N' }, { person: 'ivy' });
    world.submit('return.inspect', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', grade: 'D' }, { person: 'ian' });
    expect(look(world, 'U1')).toMatchObject({ state: 'GATED', reasons: ['GRADE_DISPUTE'] });
  });

  it('RFD-19 gives back the price after discount and the tax, shipping only where it was our fault, less the fee for the work', () => {
    const world = sold({ quantity: 3, goods: 1000, tax: 200, shipping: 300 });
    expect(back(world, 'U1')).toMatchObject({ goods: 333, tax: 66, shipping: 0, fee: 0, amount: 399, state: 'REQUESTED' });
    expect(back(world, 'U2', { reason: 'WRONG_ITEM' })).toMatchObject({ goods: 333, tax: 67, shipping: 100, amount: 500 });
    expect(back(world, 'U3', { grade: 'B', disposition: 'RESTOCK_B' })).toMatchObject({ goods: 334, tax: 67, fee: 33, amount: 368, reasons: ['LESS_THAN_PRICE'] });
  });

  it('RFD-19 line by line, unit by unit the shares are the whole, to the minor unit', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 20_000 }), (slices, goods, tax) => {
      const quantity = slices.reduce((sum, each) => sum + each, 0);
      const world = policy(smallCompany(), { approveAbove: null, customerAbove: null });
      stock(world, 'A1', 'CUP', quantity);
      world.apply('order.take_in', { orderId: 'O1', channelId: 'web', channelNumber: 'N1', customerId: 'CU', shipFrom: 'W1', orderedAt: START, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'CUP', quantity, unitPrice: 0, goods, tax }] }, { person: 'system' });
      allocate(world, 'O1');
      for (const task of tasksOf(world, 'O1')) pick(world, task);
      pack(world, 'P1', tasksOf(world, 'O1').map((task) => [task, task.picked] as const));
      ship(world, 'P1', tasksOf(world, 'O1')[0]!.fulfilment_id, 'O1');
      slices.forEach((units, index) => back(world, `U${index}`, { quantity: units }));
      expect(paid(world)).toMatchObject({ refunded: goods + tax, refunded_units: quantity });
    }), { numRuns: 25 });
  });

  it('RFD-19 a unit whose share rounds to nothing leaves the rest to the next one', () => {
    const world = sold({ quantity: 2, goods: 1 });
    expect(back(world, 'U1')).toMatchObject({ amount: 0, state: 'NOTHING_DUE' });
    expect(back(world, 'U2')).toMatchObject({ amount: 1, state: 'REQUESTED' });
    expect(paid(world)).toMatchObject({ refunded: 1, refunded_units: 2 });
  });

  it('RFD-20 what is dear, of a customer who gets much back, late or of a doubtful grade waits for a second person', () => {
    const dear = policy(sold({ goods: 90_000 }), { approveAbove: 20_000, customerAbove: 50_000 });
    expect(back(dear, 'U1')).toMatchObject({ state: 'PENDING_APPROVAL', reasons: ['HIGH_VALUE'], amount: 30_000 });
    expect(back(dear, 'U2')).toMatchObject({ state: 'PENDING_APPROVAL', reasons: ['HIGH_VALUE', 'CUSTOMER_RISK'] });
    expect(back(sold(), 'U1', { grade: 'C', disposition: 'RESTOCK_B' })).toMatchObject({ state: 'PENDING_APPROVAL', reasons: ['POLICY', 'LESS_THAN_PRICE'] });
    const late = sold();
    late.advance(200 * 86_400_000);
    expect(back(late, 'U1')).toMatchObject({ state: 'PENDING_APPROVAL', reasons: ['LATE'] });
  });

  it('RFD-20 is signed by somebody who did not grade it, once, as it was shown', () => {
    const world = policy(sold(), { approveAbove: 0 });
    const { refund_id: id } = back(world, 'U1');
    expect(sign(world, id, 'approve', 'ivy')).toMatchObject({ verdict: 'refused', rule: 'APP-3' });
    expect(sign(world, id)).toMatchObject({ verdict: 'applied' });
    expect(row(world, id)).toMatchObject({ state: 'REQUESTED', approver: 'sue', attempt: 1 });
    expect(sign(world, id, 'approve', 'sam')).toMatchObject({ verdict: 'refused', rule: 'APP-2' });
  });

  it('RFD-20 turned down it lets go of what it held of the line', () => {
    const world = policy(sold(), { approveAbove: 0 });
    const { refund_id: id } = back(world, 'U1');
    expect(paid(world).refunded).toBe(333);
    sign(world, id, 'reject');
    expect([row(world, id).state, paid(world).refunded, paid(world).refunded_units]).toEqual(['DENIED', 0, 0]);
  });

  it('RFD-1 RFD-21 what was never bought, or more than that, is received, and its money refused or looked at as the policy says', () => {
    const world = sold({ quantity: 1 });
    expect(back(world, 'U1', { quantity: 2 })).toMatchObject({ state: 'PENDING_APPROVAL', reasons: ['BEYOND_BOUGHT'], quantity: 1, amount: 333 });
    expect(back(world, 'U2')).toMatchObject({ state: 'REVIEW', reasons: ['BEYOND_BOUGHT'], amount: 0 });
    expect(back(world, 'U3', { order: false })).toMatchObject({ state: 'REVIEW', reasons: ['NO_SALE'] });
    expect(world.openExceptions().filter((each) => each.kind === 'REFUND_REVIEW')).toHaveLength(2);
    const strict = policy(sold({ quantity: 1 }), { noSale: { known: 'refuse', unknown: 'refuse' } });
    expect(back(strict, 'U3', { order: false })).toMatchObject({ state: 'DENIED', refusal: 'NR' });
    expect(back(strict, 'U1', { quantity: 2 })).toMatchObject({ state: 'REQUESTED', reasons: ['BEYOND_BOUGHT'], quantity: 1 });
    expect(back(strict, 'U2')).toMatchObject({ state: 'DENIED', refusal: 'QD' });
    expect(strict.rows.get('return_unit', 'W1', 'U2')).toMatchObject({ state: 'EXECUTED' });
  });

  it('RFD-21 somebody finds the sale, and somebody else signs', () => {
    const world = sold({ quantity: 2 });
    const { refund_id: id } = back(world, 'U3', { order: false });
    expect(world.submit('refund.decide', { refundId: id, kind: 'REFUND', orderId: 'O1', orderLine: 1, note: 'by the receipt' }, fin)).toMatchObject({ verdict: 'applied' });
    expect(row(world, id)).toMatchObject({ state: 'PENDING_APPROVAL', order_id: 'O1', amount: 333, currency: 'GBP', decided_by: 'fin' });
    expect(world.openExceptions().filter((each) => each.kind === 'REFUND_REVIEW')).toEqual([]);
    expect(sign(world, id, 'approve', 'fin').rule).toBe('APP-3');
    expect(sign(world, id).verdict).toBe('applied');
  });

  it('RFD-22 what was paid back elsewhere counts: less is left, and what waits for a signature becomes less', () => {
    const world = policy(sold({ quantity: 2, goods: 1000 }), { approveAbove: 0 });
    const { refund_id: id, amount } = back(world, 'U1');
    expect(amount).toBe(500);
    const slice = createSlice();
    slice.load('refund', world.all('refund'));
    const before = approvalKinds['refund']!.sheet(slice, 'W1', id).lines[0]!.view();
    world.apply('refund.elsewhere', { refundId: 'E1', orderId: 'O1', orderLine: 1, amount: 700, source: 'web' }, { person: 'system' });
    expect(row(world, id)).toMatchObject({ amount: 300, state: 'PENDING_APPROVAL', reasons: ['HIGH_VALUE', 'REFUNDED_BEFORE'] });
    expect(paid(world)).toMatchObject({ refunded: 300, elsewhere: 700 });
    const shown = { lineId: id, itemId: 'CUP', locationId: 'O1', decision: 'approve' as const, view: before, units: 1, value: 50_000 };
    expect(world.submit('approval.sign', { kind: 'refund', documentId: id, lines: [shown] }, { person: 'sue' })).toMatchObject({ verdict: 'refused', rule: 'APP-1' });
    expect(sign(world, id).verdict).toBe('applied');
    expect(back(world, 'U2')).toMatchObject({ state: 'NOTHING_DUE', reasons: ['REFUNDED_BEFORE'], amount: 0 });
  });

  it('RFD-13 RFD-22 what was paid back elsewhere before anybody knew the order counts once it is taken in', () => {
    const world = smallCompany();
    world.submit('refund.elsewhere', { refundId: 'E0', orderId: 'O9', orderLine: 1, amount: 300, source: 'web' }, { person: 'system' });
    world.apply('order.take_in', { orderId: 'O9', channelId: 'WEB', channelNumber: '9', shipFrom: 'W1', orderedAt: 1, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 2, unitPrice: 50_000 }] }, { person: 'system' });
    world.apply('refund.elsewhere', { refundId: 'E1', orderId: 'O9', orderLine: 1, amount: 200, source: 'web' }, { person: 'system' });
    expect(world.rows.get('paid_line', 'O9', 1)).toMatchObject({ goods: 1000, elsewhere: 500 });
  });

  it('RFD-23 a supplement is a decision of its own that somebody else signs', () => {
    const world = sold({ quantity: 1, goods: 1000 });
    const { refund_id: id, amount } = back(world, 'U1', { grade: 'B', disposition: 'RESTOCK_B' });
    expect(amount).toBe(900);
    world.apply('refund.supplement', { refundId: 'S1', supplements: id, orderId: 'O1', amount: 100, note: 'the box was ours' }, fin);
    expect(row(world, 'S1')).toMatchObject({ state: 'PENDING_APPROVAL', kind: 'SUPPLEMENT', amount: 100 });
    sign(world, 'S1');
    expect([row(world, 'S1').state, paid(world).refunded]).toEqual(['REQUESTED', 1000]);
  });

  it('RFD-24 an exchange orders other goods, and what they cost less goes back', () => {
    const world = sold({ quantity: 1, goods: 1000 });
    const { refund_id: id } = back(world, 'U1', { grade: 'C', disposition: 'RESTOCK_B' });
    world.apply('refund.decide', { refundId: id, kind: 'EXCHANGE', orderId: 'O1', orderLine: 1, amount: 1000, note: 'a lid instead', exchange: [{ itemId: 'LID', quantity: 2, unitPrice: 30_000 }] }, fin);
    sign(world, id);
    const done = row(world, id);
    expect([done.state, payoutOf(done), done.exchange_order_id !== null]).toEqual(['REQUESTED', 400, true]);
    expect(world.rows.get('sales_order', done.exchange_order_id!)).toMatchObject({ state: 'RELEASED', customer_id: 'CU', ship_from: 'W1' });
    expect(world.rows.get('sales_order_line', done.exchange_order_id!, 1)).toMatchObject({ item_id: 'LID', quantity: 2, unit_price: 30_000 });
    stock(world, 'A2', 'LID', 5);
    expect(allocate(world, done.exchange_order_id!).verdict).toBe('applied');
    expect(tasksOf(world, done.exchange_order_id!)).toMatchObject([{ item_id: 'LID', quantity: 2 }]);
  });

  it('RFD-2 is followed to settled or failed, and asked again under a new key only after a failure', () => {
    const world = sold();
    const { refund_id: id } = back(world, 'U1');
    const report = (attempt: number, state: 'SETTLED' | 'FAILED') => world.submit('refund.report', { refundId: id, attempt, state, reference: 'P1', note: 'closed card' }, { person: 'system', device: 'policy' });
    expect(report(1, 'FAILED').verdict).toBe('applied');
    expect(world.openExceptions()).toMatchObject([{ kind: 'REFUND_FAILED', rule: 'RFD-2', owner_role: 'finance' }]);
    world.apply('refund.retry', { refundId: id }, fin);
    expect([row(world, id).state, row(world, id).attempt, world.openExceptions()]).toEqual(['REQUESTED', 2, []]);
    expect(report(1, 'SETTLED')).toMatchObject({ verdict: 'merged', rule: 'RFD-16' });
    expect(report(2, 'SETTLED').verdict).toBe('applied');
    expect([row(world, id).state, paid(world).refunded]).toEqual(['SETTLED', 333]);
  });

  it('RFD-19 a policy that cannot be read lets nothing go by itself', () => {
    const world = policy(sold(), { rules: 'none' });
    expect(back(world, 'U1')).toMatchObject({ state: 'PENDING_APPROVAL', reasons: ['POLICY', 'HIGH_VALUE'] });
  });

  it('RFD-25 a station says from its own rows what the server will decide', () => {
    const world = sold();
    world.apply('return.receive', { parcelId: 'R-U1', customerId: 'CU', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1, orderId: 'O1', orderLine: 1 }] });
    const slice = createSlice();
    for (const table of tableNames) slice.load(table, world.all(table) as never);
    const unit = { ...world.rows.get('return_unit', 'W1', 'U1')!, state: 'EXECUTED', grade: 'N', disposition: 'RESTOCK' };
    expect(consider(slice, unit, { customerId: 'CU', rmaId: null }, world.now)).toMatchObject({ state: 'REQUESTED', amount: 333, policy: refundPolicyOf(slice).version });
    expect(back(sold(), 'U1')).toMatchObject({ state: 'REQUESTED', amount: 333 });
  });
});

it('RFD-3 looks at money under the number of its own unit only: another unit would take what the first one holds (seed 20157)', () => {
  const world = policy(sold(), { approveAbove: 0 });
  const held = back(world, 'U1');
  const before = paid(world);
  back(world, 'U2', { order: false });
  const judged = world.submit('refund.consider', { refundId: held.refund_id, unitId: 'U2', itemId: 'CUP', customerId: 'CU' }, { person: 'system', device: 'policy' });
  expect([judged.verdict, judged.rule, row(world, held.refund_id), paid(world)]).toEqual(['merged', 'RFD-3', held, before]);
});
