import { describe, expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import { proposeDisposition, readDispositions, recoveries, type Graded } from './disposing.ts';
import { percentagesFrom } from './valuing/grades.ts';

const item = { item_id: 'CUP', category: 'Kitchen', supplier_id: 'S1', standard_cost: 50_000 };
const unit = (grade: string, more: Partial<Graded> = {}): Graded => ({ item, grade, cause: 'UNKNOWN', ...more });
const policy = readDispositions({
  rules: [
    { disposition: 'RETURN_TO_VENDOR', grades: 'DF', suppliers: ['S1'], causes: ['SUPPLIER'] },
    { disposition: 'RECYCLE', grades: 'CDF', maxCost: 20_000 },
    { disposition: 'REFURBISH', grades: 'BCD', categories: ['Kitchen'], minCost: 40_000 },
    // Not with this grade, so it never fits.
    { disposition: 'RESTOCK', grades: 'X' },
  ],
  recovery: { RESTOCK_B: { percent: 90, of: 'grade', expense: 1000 }, REFURBISH: { percent: 100, expense: 15_000 }, LIQUIDATE: { percent: 10 }, RECYCLE: { percent: 0, expense: 2000 } },
});

describe('what is proposed', () => {
  it('is the first rule that fits grade, item, supplier, cause and cost, else what is usual', () => {
    expect(proposeDisposition(policy, unit('D', { cause: 'SUPPLIER' }))).toEqual({ disposition: 'RETURN_TO_VENDOR', rule: 1 });
    expect(proposeDisposition(policy, unit('D'))).toEqual({ disposition: 'REFURBISH', rule: 3 });
    expect(proposeDisposition(policy, unit('D', { item: { ...item, standard_cost: 15_000 } }))).toEqual({ disposition: 'RECYCLE', rule: 2 });
    expect(proposeDisposition(policy, unit('D', { item: { ...item, category: 'Books' } }))).toEqual({ disposition: 'LIQUIDATE', rule: null });
    expect([proposeDisposition(policy, unit('X')), proposeDisposition(policy, unit('U'))]).toEqual([{ disposition: 'DESTROY', rule: null }, undefined]);
    expect(proposeDisposition(readDispositions('nonsense'), unit('B'))).toEqual({ disposition: 'RESTOCK_B', rule: null });
  });
  it('shows what each possible way brings in, less what it takes', () => {
    expect(recoveries(policy, unit('B'), percentagesFrom(undefined))).toEqual({ RESTOCK_B: 35_000, REFURBISH: 35_000, LIQUIDATE: 5000 });
    expect(recoveries(policy, unit('F'), percentagesFrom(undefined))).toEqual({ REFURBISH: 35_000, LIQUIDATE: 5000, RECYCLE: -2000 });
  });
});

it('who decides otherwise says why, and it stays with the unit', () => {
  const world = smallCompany();
  world.seed('person', { person_id: 'ivy', name: 'Ivy', badge: 'ivy', roles: ['inspector'], active: true });
  stock(world, 'A1', 'CUP', 1);
  world.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1 }] });
  world.apply('return.inspect', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', grade: 'B' }, { person: 'ivy' });
  world.apply('return.dispose', { unitId: 'U1', itemId: 'CUP', locationId: 'DESK', disposition: 'DONATE', instead: { proposed: 'REFURBISH', reason: 'NOBODY_BUYS' } }, { person: 'ivy' });
  expect(world.all('return_unit')).toMatchObject([{ state: 'EXECUTED', disposition: 'DONATE', decided_because: 'NOBODY_BUYS, not REFURBISH' }]);
});
