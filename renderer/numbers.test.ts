// Figures as people read them.
import { expect, it } from 'vitest';
import { age, signed, signedMoney } from './numbers.ts';

it('money carries its sign and its currency', () => {
  expect(signedMoney(-5_271_000, 'GBP')).toBe('− £527.10');
  expect(signedMoney(36_000, 'EUR')).toBe('+ €3.60');
  expect(signedMoney(0, 'GBP')).toBe('± £0.00');
  expect(signedMoney(36_000, 'no currency')).toBe('+ 3.60');
});

it('a loss carries a real minus', () => {
  expect(signed(-1200)).toBe('− 1,200');
});

it('an age is said in the unit that fits', () => {
  expect([20_000, 38 * 60_000, 19 * 3_600_000, 3 * 86_400_000].map(age)).toEqual(['20 s', '38 min', '19 h', '3 d']);
});
