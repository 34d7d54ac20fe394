import { describe, expect, it } from 'vitest';
import { isMet, shown, tableOf, type Figure } from './figure.ts';

const slow: Figure = { name: 'submit ÷ bare', value: 1.62, unit: 'x', goal: { atMost: 1.5 } };
const fast: Figure = { name: 'upload', value: 0.5, unit: 'x', goal: { atLeast: 0.5 } };
const bare: Figure = { name: 'bare', value: 0.3124, unit: 'ms' };

describe('a figure', () => {
  it('meets its goal at the bound itself, in its own direction', () => {
    expect([slow, fast, bare].map(isMet)).toEqual([false, true, undefined]);
    expect(isMet({ ...slow, value: 1.5 })).toBe(true);
    expect(isMet({ ...fast, value: 0.49 })).toBe(false);
  });
  it.each([[0, '0.00'], [0.3124, '0.312'], [0.000_012, '0.0000'], [1.62, '1.62'], [99.96, '100.0'], [12_345.6, '12346'], [-3.14159, '-3.14']])('%d is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });
  it('stands in columns', () => {
    expect(tableOf([slow, fast, bare])).toBe(['submit ÷ bare   1.62 x   ≤ 1.5  MISSED', 'upload         0.500 x   ≥ 0.5  met', 'bare           0.312 ms'].join('\n'));
  });
  it('no figures are no lines', () => {
    expect(tableOf([])).toBe('');
  });
});
