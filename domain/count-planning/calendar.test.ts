import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween } from '#domain/days.ts';
import { calendar, dueOf, readPlan, type Bin, type CountPlan } from './calendar.ts';

const MONDAY = '2026-03-02';
const plan: CountPlan = readPlan({ perDay: 2, classes: { A: 30, B: 90 }, zones: { COLD: 7 }, empty: 60, since: MONDAY })!;
const bin = (locationId: string, more: Partial<Bin> = {}): Bin => ({ locationId, zone: 'DRY', sequence: 1, classes: ['A'], countedOn: '2026-02-01', isOpen: false, ...more });

describe('PLN-1 when a bin is due', () => {
  it.each([
    ['by the best class in it', { classes: ['B', 'A'] }, 'ABC', '2026-03-03'],
    ['by its zone where that is sooner', { zone: 'COLD' }, 'PERIODIC', '2026-02-08'],
    ['although its class is not planned, by its zone', { zone: 'COLD', classes: ['C'] }, 'PERIODIC', '2026-02-08'],
    ['when it should be empty', { classes: [] }, 'EMPTY_LOCATION', '2026-04-02'],
  ] as const)('%s', (_, more, trigger, dueOn) => {
    expect(dueOf(bin('A1', more), plan)).toMatchObject({ trigger, dueOn });
  });

  it('never, where the plan says nothing of it', () => {
    expect(dueOf(bin('A1', { classes: ['C'] }), plan)).toBeUndefined();
  });

  it('on a day of its own within the period when it was never counted', () => {
    const days = Array.from({ length: 300 }, (_, n) => daysBetween(MONDAY, dueOf(bin(`A${n}`, { countedOn: undefined }), plan)!.dueOn));
    expect([Math.min(...days) >= 0, Math.max(...days) < 30, new Set(days).size]).toEqual([true, true, 30]);
  });

  it('not at all by a plan that cannot be read', () => {
    expect([readPlan(undefined), readPlan({ perDay: 0 }), readPlan('all')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('PLN-2 the days ahead', () => {
  it('take the most overdue first, at most so many, none at the weekend and none that is open', () => {
    const bins = [bin('LATE', { countedOn: '2026-01-01' }), bin('SOON', { countedOn: '2026-01-31' }), bin('NEXT', { countedOn: '2026-01-30' }), bin('OPEN', { countedOn: '2025-01-01', isOpen: true })];
    const days = calendar(bins, { ...plan, perDay: 1 }, MONDAY, 7);
    expect(days.map(({ bins: of }) => of.map((each) => each.locationId))).toEqual([['LATE'], ['NEXT'], ['SOON'], [], [], [], []]);
    const weekend = calendar(bins, { ...plan, perDay: 9 }, '2026-02-28', 3);
    expect(weekend.map((day) => day.bins.length)).toEqual([0, 0, 3]);
  });

  it('spread the work: no bin twice, never more than the limit, and the same whatever the order of the rows', () => {
    const some = fc.record({ locationId: fc.string({ minLength: 1, maxLength: 3 }), zone: fc.constantFrom('DRY', 'COLD'), sequence: fc.nat(50), classes: fc.subarray(['A', 'B', 'C']), countedOn: fc.constantFrom(undefined, '2025-11-30', '2026-02-20'), isOpen: fc.boolean() });
    fc.assert(fc.property(fc.uniqueArray(some, { selector: (each) => each.locationId, maxLength: 60 }), (bins) => {
      const days = calendar(bins, plan, MONDAY, 60);
      const all = days.flatMap((day) => day.bins.map((each) => each.locationId));
      expect(new Set(all).size).toBe(all.length);
      expect(Math.max(...days.map((day) => day.bins.length))).toBeLessThanOrEqual(2);
      expect(calendar(bins.toReversed(), plan, MONDAY, 60)).toEqual(days);
      for (const { day, bins: of } of days) for (const each of of) expect(daysBetween(each.dueOn, day)).toBeGreaterThanOrEqual(0);
    }));
  });
});
