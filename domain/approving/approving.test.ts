// Who may approve how much, in any order of days, devices and pieces.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announce, smallCompany, stock } from '#test/support/small-company.ts';
import { HOUR, type World } from '#test/support/world.ts';
import { viewOf } from '#domain/adjustments.ts';
import { needsServer } from '#domain/decide.ts';
import type { Json, Row } from '#domain/tables.ts';
import { approvalKinds, type SignedLine } from './kinds.ts';

const DAY = 24 * HOUR;
/** A cup costs 2.00: 20,000 in 1/10,000. */
const CUPS = 20_000;

function company(limits?: Json): World {
  const world = smallCompany();
  for (const [id, ...roles] of [['ann', 'floor'], ['cat', 'counter'], ['sue', 'supervisor'], ['sam', 'supervisor'], ['fin', 'finance'], ['bob', 'buyer']] as const) world.seed('person', { person_id: id, name: id, badge: id, roles, active: true });
  if (limits !== undefined) world.seed('setting', { key: 'approval_limits', value: limits });
  stock(world, 'A1', 'CUP', 500);
  return world;
}
const supervisor = (more: object): Json => ({ roles: { supervisor: { one: null, day: null, item: null, offline: 0, ...more }, finance: { one: null, day: null, item: null, offline: 0 } } });
let number = 0;
/** Cups to be taken off the books, by somebody else than the approver. */
function propose(world: World, delta: number, more: { itemId?: string; reason?: string } = {}): string {
  const adjustmentId = `ADJ-${number++}`;
  world.apply('adjustment.submit', { adjustmentId, locationId: 'A1', itemId: 'CUP', delta, reason: 'MISSING', ...more }, { person: 'ann' });
  return adjustmentId;
}
const rowsOf = (world: World, documentId: string) => world.all('adjustment').filter((row) => row.sheet_id === documentId);
const lineOf = (row: Row<'adjustment'>, decision: SignedLine['decision'] = 'approve'): SignedLine => ({ lineId: row.adjustment_id, itemId: row.item_id, locationId: row.location_id, serial: row.serial, decision, view: viewOf(row), units: row.delta, value: row.value, book: row.book });
const payloadFor = (world: World, documentId: string) => ({ kind: 'adjustment', documentId, lines: rowsOf(world, documentId).map((row) => lineOf(row)) });
const sign = (world: World, documentId: string, person = 'sue', more: { device?: string; at?: number } = {}) => world.submit('approval.sign', payloadFor(world, documentId), { person, ...more });

describe('limits', () => {
  it('APR-2 at once: what is above waits for somebody with a higher limit', () => {
    const world = company(supervisor({ one: 3 * CUPS }));
    const document = propose(world, -4);
    expect(sign(world, document)).toMatchObject({ rule: 'APP-4', rejection: { book: { which: 'one', limit: 60_000, value: 80_000 } } });
    expect(sign(world, document, 'fin').verdict).toBe('applied');
  });

  it('APR-2 in a day, over requests and devices; the next day begins anew', () => {
    const world = company(supervisor({ day: 10 * CUPS }));
    for (const device of ['D1', 'D2', 'D3']) expect(sign(world, propose(world, -3), 'sue', { device }).verdict).toBe('applied');
    const last = propose(world, -2);
    expect(sign(world, last, 'sue', { device: 'D4' })).toMatchObject({ rule: 'APP-4', rejection: { book: { which: 'day' } } });
    expect(sign(world, propose(world, -1)).verdict).toBe('applied');
    world.advance(DAY);
    expect(sign(world, last).verdict).toBe('applied');
  });

  it('APR-2 of one item within thirty days, whoever approves', () => {
    const world = company(supervisor({ item: 5 * CUPS }));
    expect(sign(world, propose(world, -3)).verdict).toBe('applied');
    world.advance(20 * DAY);
    const split = propose(world, -3);
    expect(sign(world, split, 'sam')).toMatchObject({ rule: 'APP-4', rejection: { book: { which: 'item', item: 'CUP' } } });
    world.advance(11 * DAY);
    expect(sign(world, split, 'sam').verdict).toBe('applied');
  });

  it('APR-2 a clock that is set ahead finds no fresh limit of an item', () => {
    const world = company(supervisor({ item: 5 * CUPS }));
    expect(sign(world, propose(world, -3), 'sue', { at: world.now + 3 * DAY }).verdict).toBe('applied');
    expect(sign(world, propose(world, -3))).toMatchObject({ rule: 'APP-4' });
  });

  it('APR-2 whoever changed the limits does not use them the same day, and limits that cannot be read allow nothing', () => {
    const world = company({ ...(supervisor({}) as object), changedBy: 'sue', changedOn: '2026-03-02' });
    const document = propose(world, -1);
    expect(sign(world, document)).toMatchObject({ rule: 'APP-4', rejection: { book: { which: 'changed_today' } } });
    world.seed('setting', { key: 'approval_limits', value: { supervisor: 'all' } });
    expect(sign(world, document, 'sam')).toMatchObject({ rule: 'APP-4' });
  });

  it('APR-6 a reason passes a limit, and everybody sees it', () => {
    const world = company(supervisor({ one: CUPS }));
    const document = propose(world, -4);
    expect(world.submit('approval.sign', { ...payloadFor(world, document), breakGlass: 'recall, nobody of finance is here' }, { person: 'sue' })).toMatchObject({ rule: 'APP-6', verdict: 'flagged' });
    expect(world.openExceptions()).toMatchObject([{ kind: 'BREAK_GLASS', owner_role: 'finance', subject_id: document }]);
    expect(world.quantity('A1', 'CUP')).toBe(496);
    const own = propose(world, -4);
    expect(world.submit('approval.sign', { ...payloadFor(world, own), breakGlass: 'please' }, { person: 'ann' }).rule).toBe('APP-7');
  });
});

describe('budgets', () => {
  const drawn = (world: World, device: string) => world.submit('approval.draw', {}, { person: 'sue', device }).verdict;
  const asks = (world: World, document: string, device: string): boolean => {
    const command = world.command('approval.sign', payloadFor(world, document), { person: 'sue', device });
    return needsServer(command, world.sliceFor(command));
  };

  it('APR-3 a station decides alone what it was handed out, and asks for more than that', () => {
    const world = company(supervisor({ day: 10 * CUPS, offline: 4 * CUPS }));
    const document = propose(world, -3);
    expect(asks(world, document, 'D1')).toBe(true);
    expect([drawn(world, 'D1'), drawn(world, 'D1')]).toEqual(['applied', 'merged']);
    expect([asks(world, document, 'D1'), asks(world, document, 'D2')]).toEqual([false, true]);
    expect(sign(world, document, 'sue', { device: 'D1' }).verdict).toBe('applied');
    expect(world.rows.get('approval_budget', 'D1', 'sue')).toMatchObject({ granted: 4 * CUPS, spent: 3 * CUPS });
    expect(asks(world, propose(world, -2), 'D1')).toBe(true);
  });

  it('APR-3 what is not spent goes back to the day; a budget of yesterday is none', () => {
    const world = company(supervisor({ day: 6 * CUPS, offline: 4 * CUPS }));
    drawn(world, 'D1');
    expect(sign(world, propose(world, -3), 'sue', { device: 'D2' }).rule).toBe('APP-4');
    world.apply('approval.give_back', {}, { person: 'sue', device: 'D1' });
    expect(sign(world, propose(world, -5), 'sue', { device: 'D2' }).verdict).toBe('applied');
    drawn(world, 'D1');
    world.advance(DAY);
    expect(asks(world, propose(world, -1), 'D1')).toBe(true);
  });

  it('APR-3 in any order of drawing, giving back and approving on any devices, no day exceeds its limit', () => {
    const step = fc.record({ do: fc.constantFrom('draw', 'give', 'sign', 'later'), device: fc.constantFrom('D1', 'D2', 'D3'), cups: fc.integer({ min: 1, max: 6 }) });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = company(supervisor({ day: 10 * CUPS, offline: 4 * CUPS }));
      const posted = new Map<string, number>();
      for (const { do: what, device, cups } of steps) {
        if (what === 'draw') drawn(world, device);
        else if (what === 'give') world.submit('approval.give_back', {}, { person: 'sue', device });
        else if (what === 'later') world.advance(7 * HOUR);
        else if (sign(world, propose(world, -cups), 'sue', { device }).verdict === 'applied') {
          const day = new Date(world.now).toISOString().slice(0, 10);
          posted.set(day, (posted.get(day) ?? 0) + cups);
        }
      }
      for (const cups of posted.values()) expect(cups).toBeLessThanOrEqual(10);
    }), { numRuns: 60 });
  });
});

describe('a sheet', () => {
  function counted(world: World): string {
    stock(world, 'A2', 'LID', 10);
    stock(world, 'A2', 'CUP', 10);
    for (const itemId of ['LID', 'CUP']) world.submit('count.record', { taskId: 'CT', locationId: 'A2', itemId, quantity: 7, firstLook: world.now, lastLook: world.now }, { person: 'cat' });
    world.submit('count.submit', { taskId: 'CT', locationId: 'A2' }, { person: 'cat' });
    return 'CT';
  }

  it('APR-1 is signed once; a line that is taken out is counted again or waits on', () => {
    const world = company();
    const document = counted(world);
    const [first, second] = rowsOf(world, document) as [Row<'adjustment'>, Row<'adjustment'>];
    expect(world.submit('approval.sign', { kind: 'adjustment', documentId: document, lines: [lineOf(first), lineOf(second, 'reject')] }, { person: 'sue' }).verdict).toBe('applied');
    expect(rowsOf(world, document).map((row) => row.state)).toEqual(['POSTED', 'REJECTED']);
    expect(world.all('count_task').filter((task) => task.trigger === 'RECOUNT')).toMatchObject([{ location_id: 'A2', item_id: second.item_id }]);
  });

  it('APR-1 whoever counted any line of it signs none', () => {
    const world = company();
    const document = counted(world);
    world.seed('person', { person_id: 'cat', name: 'cat', badge: 'cat', roles: ['counter', 'supervisor'], active: true });
    expect(sign(world, document, 'cat')).toMatchObject({ rule: 'APP-3' });
    expect(sign(world, document, 'sue').verdict).toBe('applied');
  });

  it('APR-4 a signature stands for what was shown: other figures are asked again, smaller ones in the same direction stand', () => {
    const world = company();
    const row = world.rows.get('adjustment', 'W1', propose(world, -5))!;
    const shown = lineOf(row);
    const become = (delta: number): void => world.seed('adjustment', { ...row, delta, value: delta * CUPS });
    const signed = () => world.submit('approval.sign', { kind: 'adjustment', documentId: row.adjustment_id, lines: [shown] }, { person: 'sue' });
    become(-6);
    expect(signed()).toMatchObject({ verdict: 'refused', rule: 'APP-1' });
    become(2);
    expect(signed()).toMatchObject({ verdict: 'refused', rule: 'APP-1' });
    world.seed('adjustment', { ...row, delta: -3, value: -3 * CUPS, reason: 'STOLEN' });
    expect(signed()).toMatchObject({ verdict: 'refused', rule: 'APP-1' });
    become(-3);
    expect(signed()).toMatchObject({ verdict: 'flagged', rule: 'APP-5' });
    expect(world.quantity('A1', 'CUP')).toBe(497);
  });

  it('APR-5 two people stand behind a destruction, and the second signs the same as the first', () => {
    const world = company();
    world.seed('code', { kind: 'adjustment_reason', code: 'DESTROYED', label: '', attributes: { direction: 'down', two: 0 } });
    const document = propose(world, -2, { reason: 'DESTROYED' });
    expect(sign(world, document, 'sue').verdict).toBe('applied');
    expect([world.quantity('A1', 'CUP'), rowsOf(world, document)[0]!.state]).toEqual([500, 'PENDING']);
    expect(sign(world, document, 'sue').rule).toBe('APP-3');
    expect(world.submit('adjustment.approve', { adjustmentId: document, locationId: 'A1', itemId: 'CUP', view: viewOf(rowsOf(world, document)[0]!) }, { person: 'sue' }).rule).toBe('APP-3');
    const row = rowsOf(world, document)[0]!;
    world.seed('adjustment', { ...row, delta: -3, value: -3 * CUPS });
    expect(sign(world, document, 'sam').verdict).toBe('applied');
    expect(rowsOf(world, document)[0]).toMatchObject({ state: 'PENDING', signatures: [{ person: 'sam' }] });
    expect(sign(world, document, 'sue').verdict).toBe('applied');
    expect([world.quantity('A1', 'CUP'), world.movements.at(-1)!.to_location]).toEqual([497, '~scrap']);
  });

  it('APR-1 goods beyond the delivery are accepted, or wait for the supplier; not by who received them', () => {
    for (const [decision, hold, resolution] of [['approve', '', 'KEPT'], ['reject', 'CLAIM', 'FOR_SUPPLIER']] as const) {
      const world = company();
      announce(world, 'D1', { CUP: 5 });
      world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 7, locationId: 'DOCK' }, { person: 'ann' });
      const [open] = world.openExceptions() as [Row<'exception'>];
      const line = (view: string): SignedLine => ({ lineId: open.exception_id, itemId: 'CUP', locationId: 'DOCK', serial: '', decision, view, units: 2, value: 2 * CUPS, book: 0 });
      const signed = (person: string, view: string) => world.submit('approval.sign', { kind: 'over_receipt', documentId: open.exception_id, lines: [line(view)] }, { person });
      const seen = approvalKinds['over_receipt']!.sheet(world.rows, 'W1', open.exception_id).lines[0]!.view();
      expect([signed('ann', seen).rule, signed('bob', 'other').rule, signed('bob', seen).verdict]).toEqual(['APP-7', 'APP-1', 'applied']);
      expect([world.quantity('DOCK', 'CUP', { hold: 'SURPLUS' }), world.quantity('DOCK', 'CUP', { hold })]).toEqual([0, hold === '' ? 7 : 2]);
      expect(world.all('exception')).toMatchObject([{ state: 'RESOLVED', resolution }]);
    }
  });
});

describe('a purchase that is proposed', () => {
  const propose = (world: World, quantities: Readonly<Record<string, number>>, needed = 1) =>
    world.submit('purchase.propose', { proposalId: 'PP-1', supplierId: 'SUP', leadDays: 3, needed, lines: Object.entries(quantities).map(([itemId, quantity]) => ({ itemId, quantity, unitCost: CUPS, why: { point: 9 } })) }, { person: 'system' });
  const lines = (world: World) => approvalKinds['purchase']!.sheet(world.rows, 'W1', 'PP-1').lines.filter((line) => line.state === 'PENDING');
  const sign = (world: World, person: string, decisions: Readonly<Record<string, SignedLine['decision']>>, seen = lines(world)) => world.submit('approval.sign', {
    kind: 'purchase', documentId: 'PP-1', lines: Object.entries(decisions).map(([itemId, decision]) => {
      const line = seen.find((each) => each.itemId === itemId)!;
      return { lineId: itemId, itemId, locationId: 'SUP', serial: '', decision, view: line.view(), units: line.units, value: line.value, book: 0 };
    }),
  }, { person });

  it('BUY-1 follows the policy until it is signed, and becomes an order that is expected', () => {
    const world = company(supervisor({ one: 1 }));
    world.seed('approval_spent', { kind: 'item', subject_id: 'CUP', days: { '1970-01-01': 5 } });
    expect([propose(world, { CUP: 12, LID: 6 }).verdict, propose(world, { CUP: 12, LID: 6 })]).toMatchObject(['applied', { verdict: 'merged', rule: 'BUY-1' }]);
    const before = lines(world);
    propose(world, { CUP: 24, LID: 0, TEA: 5 });
    expect([lines(world).map((line) => [line.itemId, line.units]), sign(world, 'bob', { CUP: 'approve' }, before).rule]).toEqual([[['CUP', 24], ['TEA', 5]], 'APP-1']);
    // Of the shelf nobody loses anything: limits of losses say nothing of it, and neither does it use them up.
    expect([sign(world, 'ann', { CUP: 'approve' }).rule, sign(world, 'bob', { CUP: 'approve', TEA: 'reject' }).verdict, world.all('approval_spent').length]).toEqual(['APP-7', 'applied', 1]);
    const [order] = world.all('purchase_order');
    expect([order, world.all('purchase_order_line')]).toMatchObject([{ supplier_id: 'SUP', state: 'OPEN' }, [{ purchase_order_id: order!.purchase_order_id, line_no: 1, item_id: 'CUP', quantity: 24, received: 0, unit_cost: CUPS }]]);
    expect(order!.expected_at - order!.ordered_at).toBe(3 * DAY);
    expect(world.all('purchase_proposal').map((row) => [row.item_id, row.state, row.decided_by])).toEqual([['CUP', 'ORDERED', 'bob'], ['LID', 'WITHDRAWN', null], ['TEA', 'DECLINED', 'bob']]);
    // What was decided stays so.
    expect(propose(world, { CUP: 99, TEA: 0 }).rule).toBe('BUY-1');
  });

  it('APR-1 two people sign what is large, and the order is one', () => {
    const world = company();
    propose(world, { CUP: 12, LID: 6 }, 2);
    expect([sign(world, 'bob', { CUP: 'approve', LID: 'approve' }).verdict, world.all('purchase_order'), sign(world, 'bob', { CUP: 'approve', LID: 'approve' }).rule]).toEqual(['applied', [], 'APP-3']);
    expect([sign(world, 'sue', { CUP: 'approve', LID: 'approve' }).rule, sign(world, 'fin', { CUP: 'approve', LID: 'approve' }).verdict]).toEqual(['APP-7', 'applied']);
    expect([world.all('purchase_order').length, world.all('purchase_order_line').map((line) => line.item_id)]).toEqual([1, ['CUP', 'LID']]);
  });
});

describe('a code taught for two items', () => {
  const CODE = '4006381333931';
  function taught(): { readonly world: World; readonly sign: (decisions: Readonly<Record<string, SignedLine['decision']>>, person?: string) => string } {
    const world = company();
    for (const itemId of ['CUP', 'LID']) world.submit('barcode.teach', { barcode: CODE, itemId }, { person: 'sue' });
    return {
      world,
      sign(decisions, person = 'sam') {
        const sheet = approvalKinds['taught_code']!.sheet(world.rows, 'W1', CODE);
        const lines = sheet.lines.filter((line) => line.lineId in decisions).map((line) => ({ lineId: line.lineId, itemId: line.itemId, locationId: line.locationId, decision: decisions[line.lineId]!, view: line.view(), units: line.units, value: 0, book: 0 }));
        return world.submit('approval.sign', { kind: 'taught_code', documentId: CODE, lines }, { person }).rule;
      },
    };
  }

  it('APR-1 is withdrawn from the item that does not carry it, or stays with both; not by who taught it', () => {
    const one = taught();
    expect([one.sign({ CUP: 'approve', LID: 'reject' }, 'sue'), one.sign({ CUP: 'approve', LID: 'reject' })]).toEqual(['APP-3', '']);
    expect(one.world.all('barcode').map((row) => `${row.item_id} ${row.source}`).toSorted()).toEqual(['CUP TAUGHT', 'LID WITHDRAWN']);
    const both = taught();
    expect(both.sign({ CUP: 'approve', LID: 'approve' })).toBe('');
    expect(both.world.all('exception')).toMatchObject([{ state: 'RESOLVED', resolution: 'BOTH' }]);
  });
});

describe('standing in', () => {
  it('APR-7 a deputy has the limits of the absent one while it lasts, but not for what that one proposed', () => {
    const world = company({ roles: { supervisor: { one: CUPS }, finance: { one: null } } });
    world.apply('approval.delegate', { deputyId: 'sue', fromAt: world.now, untilAt: world.now + DAY, note: 'on leave' }, { person: 'fin' });
    expect(sign(world, propose(world, -3)).verdict).toBe('applied');
    world.apply('adjustment.submit', { adjustmentId: 'FIN', locationId: 'A1', itemId: 'CUP', delta: -3, reason: 'MISSING' }, { person: 'fin' });
    expect(sign(world, 'FIN').rule).toBe('APP-4');
    world.advance(2 * DAY);
    expect(sign(world, propose(world, -3)).rule).toBe('APP-4');
  });
});

describe('a correction', () => {
  const lines = (units: number) => [{ locationId: 'A1', itemId: 'CUP', delta: -units }, { locationId: 'A2', itemId: 'LID', delta: units }];
  it('APR-8 is one document of zero units, decided whole and worth what is left of it', () => {
    const world = company(supervisor({ one: CUPS - 1 }));
    world.seed('item', { ...world.rows.get('item', 'LID')!, standard_cost: 15_000 });
    world.apply('correction.submit', { correctionId: 'COR', reason: 'MISTAKEN_ITEM', lines: lines(3) }, { person: 'ann' });
    expect(sign(world, 'COR').verdict).toBe('applied');
    expect([world.quantity('A1', 'CUP'), world.quantity('A2', 'LID')]).toEqual([497, 3]);
    world.apply('correction.submit', { correctionId: 'COR-2', reason: 'MISTAKEN_ITEM', lines: lines(4) }, { person: 'ann' });
    expect(sign(world, 'COR-2').rule).toBe('APP-4');
    const [row] = rowsOf(world, 'COR-2');
    expect(world.submit('adjustment.approve', { adjustmentId: row!.adjustment_id, locationId: 'A1', itemId: 'CUP', view: viewOf(row!) }, { person: 'fin' }).rule).toBe('APP-2');
  });

  it('APR-8 explains a waiting difference: posted at once where its reason asks nobody, and the difference is replaced', () => {
    const world = company();
    world.seed('code', { kind: 'adjustment_reason', code: 'BIN_CORRECTION', label: '', attributes: { direction: 'zero', auto: 0 } });
    world.submit('count.record', { taskId: 'CT', locationId: 'A1', itemId: 'CUP', quantity: 497, firstLook: world.now, lastLook: world.now }, { person: 'cat' });
    world.submit('count.submit', { taskId: 'CT', locationId: 'A1' }, { person: 'cat' });
    const [difference] = rowsOf(world, 'CT');
    world.apply('correction.submit', { correctionId: 'COR', reason: 'BIN_CORRECTION', replaces: [difference!.adjustment_id], lines: [{ locationId: 'A1', itemId: 'CUP', delta: -3 }, { locationId: 'A2', itemId: 'CUP', delta: 3 }] }, { person: 'sue' });
    expect(rowsOf(world, 'CT').map((row) => row.state)).toEqual(['REPLACED']);
    expect([world.quantity('A1', 'CUP', { hold: '' }), world.quantity('A1', 'CUP'), world.quantity('A2', 'CUP')]).toEqual([497, 497, 3]);
    expect(world.rows.get('count_task', 'W1', 'CT')!.state).toBe('CLOSED');
  });

  it('APR-8 small losses by a reason ask nobody until the day of their author is full', () => {
    const world = company();
    world.seed('code', { kind: 'adjustment_reason', code: 'DAMAGED', label: '', attributes: { direction: 'down', auto: 2 * CUPS, autoDay: 3 * CUPS } });
    const states = [2, 2, 1, 1].map((cups) => rowsOf(world, propose(world, -cups, { reason: 'DAMAGED' }))[0]!.state);
    expect(states).toEqual(['POSTED', 'PENDING', 'POSTED', 'PENDING']);
    expect(world.quantity('A1', 'CUP')).toBe(497);
  });
});
