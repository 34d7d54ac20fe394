// A life as a list of steps, drawn from its seed before it begins. Each step has its own time and its own luck, so that
// any of them can be left out and the others stay what they are.
import { createChance, seedFor } from './chance.ts';

export const stepKinds = [
  'work', 'office', 'again', 'impostor', 'plug', 'partition', 'weather', 'crash', 'quit', 'old disk', 'clone', 'clock',
  'server crash', 'database', 'backup', 'restore', 'erp', 'damage', 'late',
] as const;
export type StepKind = (typeof stepKinds)[number];

export interface Step {
  /** Virtual ms from the start. */
  readonly at: number;
  readonly kind: StepKind;
  readonly seed: number;
}

/** How often each kind comes in a life with all faults; a calm life has work and nothing else. */
const weights: Readonly<Record<StepKind, number>> = {
  work: 150, office: 18, again: 3, impostor: 6, plug: 8, partition: 4, weather: 5, crash: 9, quit: 2, 'old disk': 1.5, clone: 0.25, clock: 4,
  'server crash': 2, database: 3, backup: 2, restore: 1.2, erp: 3, damage: 1.2, late: 2,
};
const calm: ReadonlySet<StepKind> = new Set(['work', 'office', 'plug']);

export function scriptOf(seed: number, steps: number): readonly Step[] {
  const chance = createChance(seedFor(seed, 0));
  // One life in ten is calm, and each of the others has its own mix: faults that always come together hide each other.
  const isCalm = chance.happens(0.1);
  const mix = stepKinds.map((kind) => ({ kind, weight: isCalm && !calm.has(kind) ? 0 : weights[kind] * (kind === 'work' || kind === 'office' ? 1 : chance.happens(0.25) ? 0 : chance.next() * 2) }));
  const total = mix.reduce((sum, { weight }) => sum + weight, 0);
  const pause = chance.one([100, 400, 1500]);
  let at = 2000;
  return Array.from({ length: steps }, () => {
    let left = chance.next() * total;
    const { kind } = mix.find(({ weight }) => (left -= weight) < 0) ?? mix[0]!;
    at += chance.between(1, pause * 2);
    return { at, kind, seed: chance.between(1, 2 ** 31 - 1) };
  });
}
