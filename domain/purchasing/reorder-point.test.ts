import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposalFor, readReorderPolicy, type Need, type ReorderPolicy } from './reorder-point.ts';

const policy = (more: object = {}): ReorderPolicy => readReorderPolicy({ lookBackDays: 10, coverDays: 10, safetyDays: 2, ...more }).policy!;
const need = (more: Partial<Need> = {}): Need => ({ itemId: 'CUP', supplierId: 'SUP', leadDays: 5, unitCost: 20_000, packUnits: 1, shipped: 40, free: 100, incoming: 0, waiting: 0, ...more });

describe('the reorder point', () => {
  it('is the demand of the lead time and safety stock; at it as many are bought as last until the next time', () => {
    // 4 a day: 20 in five days, 8 for safety.
    expect(proposalFor(policy(), 'SUP', [need({ free: 29 })])).toEqual([]);
    expect(proposalFor(policy(), 'SUP', [need({ free: 28 })])).toMatchObject([{ itemId: 'CUP', quantity: 40, why: { daily: 4000, leadDays: 5, safety: 8, point: 28, free: 28, incoming: 0, waiting: 0 } }]);
  });
  it('counts what is on its way and what orders wait for', () => {
    expect(proposalFor(policy(), 'SUP', [need({ free: 10, incoming: 30 })])).toEqual([]);
    expect(proposalFor(policy(), 'SUP', [need({ free: 10, incoming: 30, waiting: 15 })])[0]?.quantity).toBe(28 + 40 - 25);
  });
  it('is not there for what nobody asked for, unless orders wait or the item has a floor of its own', () => {
    expect(proposalFor(policy(), 'SUP', [need({ shipped: 0, free: 0 })])).toEqual([]);
    expect(proposalFor(policy(), 'SUP', [need({ shipped: 0, free: 0, waiting: 3 })])[0]?.quantity).toBe(3);
    expect(proposalFor(policy({ items: { CUP: { safetyStock: 6 } } }), 'SUP', [need({ shipped: 0, free: 2 })])[0]?.quantity).toBe(4);
    expect(proposalFor(policy({ items: { CUP: { reorderPoint: 50 } } }), 'SUP', [need({ free: 45 })])[0]?.why.point).toBe(50);
  });
  it('buys whole packs, and lets an order last longer until it is worth the supplier’s minimum', () => {
    expect(proposalFor(policy(), 'SUP', [need({ free: 20, packUnits: 12 })])[0]?.quantity).toBe(48);
    expect(proposalFor(policy({ items: { CUP: { multiple: 50 } } }), 'SUP', [need({ free: 20, packUnits: 12 })])[0]?.quantity).toBe(50);
    // 40 cups are worth 800,000; the minimum takes 60.
    expect(proposalFor(policy({ suppliers: { SUP: { minimumValue: 1_200_000 } } }), 'SUP', [need({ free: 28 })])[0]?.quantity).toBe(60);
  });
  it('what is bought lifts every item above its point, in whole packs, whatever the figures', () => {
    const count = fc.integer({ min: 0, max: 500 });
    fc.assert(fc.property(count, count, count, count, fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 60 }), (shipped, free, incoming, waiting, packUnits, leadDays) => {
      const asked = need({ shipped, free, incoming, waiting, packUnits, leadDays });
      for (const line of proposalFor(policy(), 'SUP', [asked])) {
        expect(line.quantity % packUnits).toBe(0);
        expect(line.quantity).toBeGreaterThan(0);
        expect(proposalFor(policy(), 'SUP', [{ ...asked, incoming: incoming + line.quantity }]).every((again) => shipped === 0 || again.quantity < line.quantity)).toBe(true);
        if (shipped > 0) expect(free + incoming + line.quantity - waiting).toBeGreaterThan(line.why.point);
      }
    }));
  });
});

it('a policy that cannot be read proposes nothing and says where', () => {
  expect(readReorderPolicy(undefined)).toEqual({ policy: undefined, problem: '' });
  const { policy: none, problem } = readReorderPolicy({ coverDays: -1 });
  expect([none, problem]).toEqual([undefined, expect.stringContaining('coverDays') as string]);
});
