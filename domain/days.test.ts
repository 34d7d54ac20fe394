import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayAfter, dayOf, daysBetween, weekdayOf } from './days.ts';

it.each([[0, '1970-01-01'], [-1, '1969-12-31'], [951_782_400_000, '2000-02-29'], [951_868_800_000, '2000-03-01'], [4_107_542_399_999, '2100-02-28'], [4_107_542_400_000, '2100-03-01']])('LED-9 %i is a moment of %s', (ms, day) => {
  expect(dayOf(ms)).toBe(day);
});

it('LED-9 days are those of the calendar', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1600-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (date) => dayOf(date.getTime()) === date.toISOString().slice(0, 10)), { numRuns: 2000 });
});

it('PLN-2 days between, after and of the week are those of the calendar', () => {
  const date = fc.date({ min: new Date('1600-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
  fc.assert(fc.property(date, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
    const day = dayOf(from.getTime());
    expect(daysBetween(day, dayAfter(day, days))).toBe(days);
    expect(weekdayOf(day)).toBe(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);
  }), { numRuns: 1000 });
});
