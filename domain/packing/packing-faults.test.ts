import { describe, expect, it } from 'vitest';
import type { BoxKind, Placement } from './boxes.ts';
import { packingFaults } from './packing-faults.ts';

const kinds: readonly BoxKind[] = [
  { size: [4, 3, 2], copies: 2, rotations: ['XYZ', 'YXZ'], weight: 500 },
  { size: [4, 3, 1], copies: 1, weight: 100, bears: 0 },
  { size: [2, 2, 2], copies: 1, weight: 300, bears: 400 },
];
const container = { size: [8, 6, 4], maxWeight: 1300 } as const;
const low: Placement = { item: 0, at: [0, 0, 0], size: [4, 3, 2] };

const faultsOf = (placements: readonly Placement[], complete = false, support = 0.75): string => packingFaults([{ container, placements }], kinds, { support }, complete).join('\n');

describe('the check of a packing', () => {
  it('finds nothing wrong with a possible one', () => {
    expect(faultsOf([low, { item: 0, at: [4, 0, 0], size: [3, 4, 2] }, { item: 1, at: [0, 0, 2], size: [4, 3, 1] }])).toBe('');
  });

  it.each<[string, readonly Placement[]]>([
    ['sticks out', [{ ...low, at: [5, 0, 0] }]],
    ['sticks out', [{ ...low, at: [-1, 0, 0] }]],
    ['may not lie as 2,3,4', [{ ...low, size: [2, 3, 4] }]],
    ['overlaps another', [low, { ...low, at: [3, 2, 1] }]],
    ['hangs in the air', [low, { ...low, at: [2, 0, 2] }]],
    ['hangs in the air', [{ ...low, at: [0, 0, 1] }]],
    ['there is no item 7', [{ ...low, item: 7 }]],
    ['bears too much', [{ item: 1, at: [0, 0, 0], size: [4, 3, 1] }, { item: 2, at: [0, 0, 1], size: [2, 2, 2] }]],
    ['bears too much', [{ item: 2, at: [0, 0, 0], size: [2, 2, 2] }, { item: 0, at: [0, 0, 2], size: [4, 3, 2] }]],
    ['packed 3 times, there are 2', [low, { ...low, at: [4, 0, 0] }, { ...low, at: [0, 3, 0] }]],
    ['too heavy: 1500 g', [low, { ...low, at: [4, 0, 0] }, { ...low, at: [0, 3, 0] }]],
  ])('names it: %s', (fault, placements) => {
    expect(faultsOf(placements)).toContain(fault);
  });

  it('counts what stands on something through others', () => {
    const tower: Placement[] = [{ item: 2, at: [0, 0, 0], size: [2, 2, 2] }, { item: 1, at: [0, 0, 2], size: [4, 3, 1] }, { item: 1, at: [0, 0, 3], size: [4, 3, 1] }];
    expect(faultsOf(tower, false, 0)).toContain('item 1 at 0,0,2 bears too much');
    expect(faultsOf(tower.slice(0, 2), false, 0)).toBe('');
  });

  it('lets boxes hang where no support is asked, and misses copies only when all are asked', () => {
    expect(faultsOf([{ ...low, at: [0, 0, 1] }], false, 0)).toBe('');
    expect(faultsOf([low], true)).toContain('item 0 is packed 1 of 2 times');
  });
});
