import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoxKind, Rotation } from './boxes.ts';
import { chooseCartons, type CartonType } from './choose-cartons.ts';
import { packingFaults } from './packing-faults.ts';

interface Named extends CartonType {
  readonly name: string;
}

const cartons: readonly Named[] = [
  { name: 'S', size: [200, 150, 100], maxWeight: 5000 },
  { name: 'M', size: [300, 200, 150], maxWeight: 10_000 },
  { name: 'L', size: [400, 300, 250], maxWeight: 15_000 },
  { name: 'tube', size: [900, 80, 80], maxWeight: 3000 },
];

const namesOf = (kinds: readonly BoxKind[], among = cartons): string[] => {
  const choice = chooseCartons({ cartons: among, kinds });
  return 'cartons' in choice ? choice.cartons.map(({ type }) => type.name) : [`too large: ${choice.tooLarge.join()}`];
};

const upright: readonly Rotation[] = ['XYZ', 'YXZ'];
const kindArbitrary: fc.Arbitrary<BoxKind> = fc.record({
  size: fc.tuple(fc.integer({ min: 20, max: 260 }), fc.integer({ min: 20, max: 180 }), fc.integer({ min: 10, max: 140 })),
  copies: fc.integer({ min: 1, max: 4 }),
  rotations: fc.constantFrom('all' as const, upright),
  weight: fc.integer({ min: 0, max: 4000 }),
  bears: fc.constantFrom(0, 500, 3000, 1_000_000),
});

describe('the choice of cartons', () => {
  it('never packs the impossible, whatever the units weigh, bear and may lie like', () => {
    fc.assert(
      fc.property(fc.array(kindArbitrary, { minLength: 1, maxLength: 4 }), fc.constantFrom(0.75, 1), (kinds, support) => {
        const choice = chooseCartons({ cartons, kinds, rules: { support }, effort: 5 });
        if ('tooLarge' in choice) {
          for (const kind of choice.tooLarge) expect(cartons.every(({ size }) => kinds[kind]!.size.toSorted((a, b) => b - a).some((side, i) => side > size.toSorted((a, b) => b - a)[i]!) || kinds[kind]!.rotations !== 'all')).toBe(true);
          return;
        }
        expect(packingFaults(choice.cartons.map(({ type, placements }) => ({ container: type, placements })), kinds, { support }, true)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('takes the cheapest one carton that holds everything', () => {
    expect(namesOf([{ size: [190, 140, 90], copies: 1 }])).toEqual(['S']);
    expect(namesOf([{ size: [190, 140, 90], copies: 2 }])).toEqual(['M']);
    expect(namesOf([{ size: [100, 75, 50], copies: 8 }])).toEqual(['S']);
    expect(namesOf([{ size: [100, 75, 50], copies: 9 }])).toEqual(['tube']);
    expect(namesOf([{ size: [100, 75, 50], copies: 10 }])).toEqual(['M']);
    expect(namesOf([])).toEqual([]);
  });

  it('obeys a price when there is one', () => {
    const priced = cartons.map((carton) => ({ ...carton, cost: carton.name === 'L' ? 1 : 5 }));
    expect(namesOf([{ size: [190, 140, 90], copies: 1 }], priced)).toEqual(['L']);
  });

  it('goes by weight as well as by size', () => {
    expect(namesOf([{ size: [50, 50, 50], copies: 2, weight: 2600 }])).toEqual(['M']);
    expect(namesOf([{ size: [50, 50, 50], copies: 4, weight: 6000 }])).toEqual(['L', 'L']);
    expect(namesOf([{ size: [50, 50, 50], copies: 1, weight: 16_000 }])).toEqual(['too large: 0']);
  });

  it('turns only what may be turned', () => {
    expect(namesOf([{ size: [90, 140, 190], copies: 1 }])).toEqual(['S']);
    expect(namesOf([{ size: [90, 140, 190], copies: 1, rotations: upright }])).toEqual(['L']);
  });

  it('puts nothing on what is fragile', () => {
    const flat = { size: [200, 150, 50], copies: 2 } as const;
    expect(namesOf([flat])).toEqual(['S']);
    expect(namesOf([{ ...flat, weight: 10, bears: 0 }])).not.toEqual(['S']);
    expect(namesOf([{ ...flat, copies: 1, weight: 10, bears: 0 }, { ...flat, copies: 1, weight: 10 }])).toEqual(['S']);
  });

  it('shrinks the last of several cartons', () => {
    const names = namesOf([{ size: [400, 300, 125], copies: 2 }, { size: [200, 150, 100], copies: 1 }]);
    expect(names.toSorted()).toEqual(['L', 'S']);
  });

  it('takes different cartons when no one kind takes all', () => {
    expect(namesOf([{ size: [850, 60, 60], copies: 1 }, { size: [250, 250, 200], copies: 1 }]).toSorted()).toEqual(['L', 'tube']);
  });

  it('names what fits no carton', () => {
    expect(namesOf([{ size: [10, 10, 10], copies: 1 }, { size: [500, 500, 10], copies: 1 }])).toEqual(['too large: 1']);
  });

  it('gives the units from the bottom up, with fill and weight', () => {
    const choice = chooseCartons({ cartons, kinds: [{ size: [200, 150, 50], copies: 2, weight: 700 }] });
    if (!('cartons' in choice)) throw new Error('fits');
    const [carton] = choice.cartons;
    expect(carton?.placements.map(({ at }) => at[2])).toEqual([0, 50]);
    expect(carton).toMatchObject({ fill: 1, weight: 1400 });
  });
});
