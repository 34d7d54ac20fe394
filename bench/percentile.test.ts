import { describe, expect, it } from 'vitest';
import { percentile, spreadOf } from './percentile.ts';

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  it.each([[0.5, 50], [0.99, 99], [1, 100], [0, 1]])('%d of 1 to 100 is %d', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });
  it('one value is every percentile; none is a mistake of the caller', () => {
    expect(spreadOf([7])).toEqual({ p50: 7, p99: 7, count: 1 });
    expect(() => percentile([], 0.5)).toThrow('nothing was measured');
  });
  it('leaves what was given as it is', () => {
    const given = [3, 1, 2];
    percentile(given, 0.5);
    expect(given).toEqual([3, 1, 2]);
  });
});
