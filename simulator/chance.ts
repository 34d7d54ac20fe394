// All luck of a simulated life comes from here, and all of it from one seed.
import { seededRandom } from '#domain/seeded-random.ts';

export interface Chance {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True so often: 0 never, 1 always. */
  happens(probability: number): boolean;
  /** One of the list; undefined when it is empty. */
  pick<T>(list: readonly T[]): T | undefined;
  /** One of a list that is never empty. */
  one<T>(list: readonly [T, ...T[]]): T;
  /** A name that no other draw gives. */
  readonly id: () => string;
}

export function createChance(seed: number): Chance {
  const next = seededRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const digits = () => Math.floor(next() * 2 ** 32).toString(16).padStart(8, '0');
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)],
    one: (list) => list[Math.floor(next() * list.length)]!,
    id: () => `${digits()}${digits()}`,
  };
}

/** A seed of its own for a part of a life, so that what one part draws changes nothing in another. */
export const seedFor = (seed: number, part: number): number => Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(part + 1, 0xc2b2ae35);
