import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfEven, lineAmount, percentOf, shareOf } from '#domain/money.ts';
import { bringIn, meanCost, NOTHING, takeOut, worthOf, type Step, type Valued } from './average.ts';
import { NO_ALLOWANCE, percentagesFrom, release, writeDown } from './grades.ts';
import { ruleFor, type PostingRule } from './posting-rules.ts';

/** In with units at a cost, out with units; a history of one item. */
const history = fc.array(fc.oneof(
  fc.record({ in: fc.constant(true), units: fc.integer({ min: 1, max: 5000 }), cost: fc.integer({ min: 0, max: 1_000_000 }) }),
  fc.record({ in: fc.constant(false), units: fc.integer({ min: 1, max: 5000 }), cost: fc.constant(7777) }),
), { minLength: 1, maxLength: 60 });
const play = (steps: readonly { in: boolean; units: number; cost: number }[]): { end: Valued; made: readonly Step[] } => {
  let end = NOTHING;
  const made = steps.map((each) => {
    const step = each.in ? bringIn(end, each.units, each.cost) : takeOut(end, each.units, each.cost);
    end = step.after;
    return step;
  });
  return { end, made };
};

describe('moving average', () => {
  it('VAL-1 goods come in at their cost, leave at the average, and come back at what they left at', () => {
    const first = bringIn(NOTHING, 10, 20_000);
    const second = bringIn(first.after, 10, 30_000);
    expect(second.after).toEqual({ quantity: 20, average: 25_000, known: true });
    const sold = takeOut(second.after, 4, 0);
    expect([sold.unitCost, sold.value, sold.after.average]).toEqual([25_000, -1000, 25_000]);
    const dearer = bringIn(sold.after, 4, 45_000);
    expect(dearer.after.average).toBe(29_000);
    expect(bringIn(dearer.after, 1, sold.unitCost)).toMatchObject({ value: 250, after: { quantity: 21, average: 28_810 } });
  });

  it('VAL-2 stock is what came less what went, with rounding and differences, to the minor unit, whatever happens', () => {
    fc.assert(fc.property(history, (steps) => {
      const { end, made } = play(steps);
      const sum = (of: (step: Step) => number): number => made.reduce((total, step) => total + of(step), 0);
      expect(sum((step) => step.value) + sum((step) => step.rounding) + sum((step) => step.difference)).toBe(worthOf(end));
      expect(sum((step) => step.stock)).toBe(lineAmount(end.quantity, end.average));
      if (end.quantity === 0) expect(worthOf(end)).toBe(0);
    }));
  });

  it('VAL-2 rounding stays small: half of the last digit of the average a unit, and a minor unit', () => {
    fc.assert(fc.property(history, (steps) => {
      for (const [index, step] of play(steps).made.entries()) {
        const most = Math.max(Math.abs(step.after.quantity), steps[index]!.units) / 200 + 2;
        expect(Math.abs(step.rounding)).toBeLessThanOrEqual(most);
      }
    }));
  });

  it('VAL-3 goods taken before they came leave at what is known; what they turned out to cost is a difference of its own', () => {
    const taken = takeOut(NOTHING, 5, 20_000);
    expect(taken).toMatchObject({ unitCost: 20_000, value: -1000, after: { quantity: -5, average: 20_000 } });
    const came = bringIn(taken.after, 8, 30_000);
    expect(came).toMatchObject({ value: 2400, rounding: 0, difference: -500, after: { quantity: 3, average: 30_000 } });
    expect(worthOf(came.after)).toBe(900);
  });

  it('VAL-4 a grade writes its part off, and what leaves the grade takes its share of that along', () => {
    const percent = percentagesFrom({ C: 25 });
    expect([percent('N'), percent('C'), percent('D'), percent('?')]).toEqual([100, 25, 20, 100]);
    const three = writeDown(NO_ALLOWANCE, 3, 10_100, 25);
    expect(three).toEqual({ quantity: 3, amount: 227 });
    const two = release(three, 1);
    expect([two.amount, release(two, 2)]).toEqual([151, NO_ALLOWANCE]);
  });

  it('VAL-5 posting rules are data: the first that fits by priority, and none is an error', () => {
    const rule = (rule_id: string, priority: number, more: Partial<PostingRule> = {}): PostingRule => ({ rule_id, priority, event: 'stock.out', movement_type: '', counterpart: '', reason: '', debit: 'A', credit: 'B', cost: 'average', ...more });
    const rules = [rule('any', 99), rule('ship', 10, { movement_type: 'parcel.%' }), rule('road', 10, { counterpart: '~transit:%' }), rule('gift', 5, { reason: 'DONATE' })];
    const out = (type: string, counterpart = '~customer', reason = '') => ruleFor(rules, { event: 'stock.out', type, counterpart, reason }).rule_id;
    expect([out('parcel.ship'), out('transfer.send', '~transit:out:T1'), out('return.dispose', '~donated', 'DONATE'), out('else')]).toEqual(['ship', 'road', 'gift', 'any']);
    expect(() => ruleFor(rules, { event: 'stock.in', type: 'x', counterpart: '', reason: '' })).toThrow(/no posting rule/);
  });
});

describe('amounts', () => {
  it('VAL-6 round half-even, below zero too', () => {
    expect([halfEven(5, 10), halfEven(15, 10), halfEven(25, 10), halfEven(-5, 10), halfEven(-15, 10), halfEven(-16, 10), halfEven(7, 7)]).toEqual([0, 2, 2, 0, -2, -2, 1]);
    expect([lineAmount(3, 10_050), lineAmount(1, 50), lineAmount(1, 150), percentOf(333, 10)]).toEqual([302, 0, 2, 33]);
    expect(meanCost([{ units: 1, unitCost: 1 }, { units: 1, unitCost: 2 }])).toBe(2);
    expect(meanCost([])).toBeUndefined();
  });

  it('VAL-6 shares of an amount add up to it', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (amount, parts) => {
      const all = parts.reduce((sum, each) => sum + each, 0);
      let before = 0;
      const shares = parts.map((units) => { const share = shareOf(amount, before, units, all); before += units; return share; });
      expect(shares.reduce((sum, each) => sum + each, 0)).toBe(amount);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    }));
  });
});
