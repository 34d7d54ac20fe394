// A few lives with each run of the tests; `npm run simulate` lives as many as one has time for.
import { describe, expect, it } from 'vitest';
import { runSeeds } from './run-seeds.ts';
import { tellStory } from './story.ts';
import { add, countsOf, nothingYet } from './totals.ts';

const SEEDS = 16;

describe('I1-I16 whatever goes wrong', () => {
  it(`no rule is broken in ${SEEDS} lives`, { timeout: 300_000 }, async () => {
    let counts = nothingYet;
    const broken: string[] = [];
    await runSeeds({
      from: 1, seeds: SEEDS, steps: 300, stations: 4, processes: 2,
      lived(life) {
        counts = add(counts, countsOf(life));
        if (life.violations.length > 0) broken.push(tellStory(life));
      },
      threw: (seed, error) => void broken.push(`seed ${seed}: ${error}`),
    });
    expect(broken.join('\n\n')).toBe('');
    // A simulator that does nothing breaks nothing either.
    expect(counts.commands).toBeGreaterThan(SEEDS * 50);
    expect(Object.keys(counts.faults).length).toBeGreaterThan(15);
    expect(Object.keys(counts.conflicts_by_rule).length).toBeGreaterThan(50);
  });
});
