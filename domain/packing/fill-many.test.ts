import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '#test/support/shared-data.ts';
import type { BoxKind, Size } from './boxes.ts';
import { fillMany } from './fill-many.ts';
import { packingFaults } from './packing-faults.ts';

const kindArbitrary: fc.Arbitrary<BoxKind> = fc.record({
  size: fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 5 })),
  copies: fc.integer({ min: 1, max: 20 }),
  rotations: fc.constantFrom('all' as const, ['XYZ', 'YXZ'] as const),
  weight: fc.integer({ min: 0, max: 50 }),
});

describe('equal containers', () => {
  it('hold every unit exactly once, in possible ways', () => {
    fc.assert(
      fc.property(fc.array(kindArbitrary, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 0.75), (kinds, support) => {
        const container = { size: [10, 8, 6], maxWeight: 300 } as const;
        const packed = fillMany({ container, kinds, rules: { support }, effort: 40 });
        if ('tooLarge' in packed) throw new Error('everything fits');
        expect(packingFaults(packed.containers.map((placements) => ({ container, placements })), kinds, { support }, true)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('name kinds that fit in no way', () => {
    expect(fillMany({ container: { size: [10, 8, 6] }, kinds: [{ size: [1, 1, 1], copies: 1 }, { size: [9, 9, 1], copies: 1 }], rules: { support: 0 }, effort: 40 })).toEqual({ tooLarge: [1] });
  });

  it('are as few as can be where that is known', () => {
    const count = (size: Size, kinds: readonly BoxKind[]): number => {
      const packed = fillMany({ container: { size }, kinds, rules: { support: 0 }, effort: 100 });
      return 'containers' in packed ? packed.containers.length : NaN;
    };
    expect(count([10, 10, 10], [{ size: [5, 5, 5], copies: 16 }])).toBe(2);
    // One large and one small pair fill a container; two of a kind do not fit.
    expect(count([10, 4, 4], [{ size: [7, 4, 4], copies: 6 }, { size: [3, 4, 4], copies: 6 }])).toBe(6);
    expect(count([6, 6, 6], [{ size: [4, 4, 4], copies: 5 }])).toBe(5);
  });
});

interface Problem {
  readonly id: string;
  readonly container: Size;
  readonly items: readonly BoxKind[];
  readonly bounds: { readonly bestKnown: number };
}

const file = sharedData('packing/multi-container.json');

describe('published problems', () => {
  it.skipIf(file === undefined)('need at most 1 % more containers than the best known (needs ../shared/data/packing)', () => {
    const problems = JSON.parse(readFileSync(file!, 'utf8')) as Problem[];
    let used = 0;
    for (const { id, container, items } of problems) {
      const packed = fillMany({ container: { size: container }, kinds: items, rules: { support: 0 }, effort: 1000 });
      if ('tooLarge' in packed) throw new Error(`${id}: everything fits`);
      expect([id, ...packingFaults(packed.containers.map((placements) => ({ container: { size: container }, placements })), items, { support: 0 }, true)]).toEqual([id]);
      used += packed.containers.length;
    }
    const known = problems.reduce((sum, { bounds }) => sum + bounds.bestKnown, 0);
    console.info(`${used} containers, best known ${known}`);
    expect(used / known).toBeLessThanOrEqual(1.01);
  }, 240_000);
});
