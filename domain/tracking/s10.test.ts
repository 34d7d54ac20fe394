import { expect, it } from 'vitest';
import { trackingCandidates } from './candidates.ts';
import { s10Number } from './s10.ts';

it('makes numbers that carriers read, check digit and all', () => {
  expect(s10Number('RB', 12_345_678, 'GB')).toBe('RB123456785GB');
  for (const serial of [0, 1, 9, 47_312_482, 99_999_999]) expect(trackingCandidates(s10Number('CX', serial, 'GB'))).toContainEqual(expect.objectContaining({ checked: true, format: expect.stringMatching(/s10/i) as string }));
});
