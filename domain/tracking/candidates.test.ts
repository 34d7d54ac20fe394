// Couriers' own test numbers, where they lie beside the repository, and what holds without them.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trackingCandidates } from './candidates.ts';

type TestNumber = { readonly courier: string; readonly format: string; readonly number: string; readonly valid: boolean };
const file = fileURLToPath(new URL('../../../shared/data/tracking-numbers/test-numbers.json', import.meta.url));
const numbers: TestNumber[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestNumber[]) : [];
if (numbers.length === 0) console.log('skipped: ../shared/data/tracking-numbers is not there, the couriers’ test numbers were not run');

test.skipIf(numbers.length === 0)('couriers’ test numbers: a valid one has its courier and format among the candidates, an invalid one has not', () => {
  const wrong = numbers.filter(({ courier, format, number, valid }) => trackingCandidates(number).some((one) => one.courier === courier && one.format === format) !== valid);
  expect(wrong).toEqual([]);
});

test('a number shows its service, and whether goods come back', () => {
  expect(trackingCandidates('1Z 999 AA1 22 1234 567 8').map((one) => one.courier)).not.toContain('ups');
  const [returned] = trackingCandidates('1Z5R89390357567127');
  expect(returned).toMatchObject({ courier: 'ups', number: '1Z5R89390357567127', checked: true });
  expect(trackingCandidates('RB123456785GB')).toEqual([expect.objectContaining({ courier: 's10', name: 'Royal Mail Group plc' })]);
});

test('any text, however long, is answered', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9A-Z ]{0,200}$/)), (text) => {
    expect(Array.isArray(trackingCandidates(text))).toBe(true);
  }));
  expect(trackingCandidates('9'.repeat(5000))).toEqual([]);
});
