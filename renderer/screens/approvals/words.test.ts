// What late work did to a count, told to whoever signs: both figures, and whether something is posted already.
import { expect, it } from 'vitest';
import { signed } from '#renderer/numbers.ts';
import { lateWords, lookWords } from './words.ts';

const NOON = new Date(2026, 2, 2, 12, 0).getTime();
const was = { book: 10, units: -3 };

it('LED-20 tells both figures of a difference that waits', () => {
  expect(lateWords(was, { book: 8, units: -1 }, 0)).toBe(`Work from before the count reached the ERP after it. Before: book 10, difference ${signed(-3)}. Now: book 8, difference ${signed(-1)}.`);
});

it('LED-20 tells of a posted count that the bin stays as counted, and what is asked', () => {
  expect(lateWords(was, { book: 6, units: 1 }, 1)).toContain(`The bin holds what was counted; what is posted for it became ${signed(1)}. Approve the new figure, or have it counted again.`);
});

it('LED-18 tells when somebody looked, as a moment or as a span', () => {
  const count = { firstLook: NOON, lastLook: NOON + 1000, disturbed: false, posted: 0, was: null, earlier: [] };
  expect(lookWords(count, NOON)).toMatch(/^Looked at 12:00/);
  expect(lookWords({ ...count, lastLook: NOON + 180_000 }, NOON)).toMatch(/^Looked from 12:00 to 12:03/);
});
