import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayOf } from './days.ts';

it.each([[0, '1970-01-01'], [-1, '1969-12-31'], [951_782_400_000, '2000-02-29'], [951_868_800_000, '2000-03-01'], [4_107_542_399_999, '2100-02-28'], [4_107_542_400_000, '2100-03-01']])('LED-9 %i is a moment of %s', (ms, day) => {
  expect(dayOf(ms)).toBe(day);
});

it('LED-9 days are those of the calendar', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1600-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (date) => dayOf(date.getTime()) === date.toISOString().slice(0, 10)), { numRuns: 2000 });
});
