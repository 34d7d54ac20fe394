// The century window and the days of the calendar.
import { expect, test } from 'vitest';
import { fullYear, isoDate } from './gs1-dates.ts';

test.each([
  [26, 2026, 2026],
  [76, 2026, 2076],
  [77, 2026, 1977],
  [99, 2026, 1999],
  [0, 2026, 2000],
  [0, 2050, 2100],
  [1, 2050, 2001],
  [49, 2099, 2149],
  [50, 2099, 2050],
])('year %i read in %i is %i', (yy, thisYear, year) => {
  expect(fullYear(yy, thisYear)).toBe(year);
});

test.each([
  ['270200', '2027-02-28'],
  ['280200', '2028-02-29'],
  ['280229', '2028-02-29'],
  ['270229', undefined],
  ['261200', '2026-12-31'],
  ['261301', undefined],
  ['260001', undefined],
  ['260431', undefined],
  ['26043', undefined],
  ['2604x1', undefined],
])('%s is %s', (yymmdd, iso) => {
  expect(isoDate(yymmdd, 2026)).toBe(iso);
});
