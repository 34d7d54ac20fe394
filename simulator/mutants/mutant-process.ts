// One of the processes that share the mutants: lives seed after seed with the defect until it is found often enough.
import { scriptOf } from '#simulator/script.ts';
import { lifeWith } from './mutation.ts';
import { mutants } from './mutants.ts';

export interface MutantTask {
  readonly number: number;
  readonly seeds: number;
  readonly steps: number;
  /** A seed that has found it before is tried first. */
  readonly known?: number;
  /** Found so often, it is found. */
  readonly enough: number;
}
export interface MutantAnswer {
  readonly number: number;
  readonly seeds: number;
  readonly caught: number;
  /** The first seed that found it. */
  readonly found?: number;
  /** Which invariants found it. */
  readonly by: readonly string[];
  /** A mutant that cannot be tried is none. */
  readonly problem: string;
}

process.on('message', (task: MutantTask) => {
  void hunt(task).then((answer) => process.send!(answer));
});
process.on('disconnect', () => process.exit(0));
process.on('unhandledRejection', () => {});

async function hunt({ number, seeds, steps, enough, known }: MutantTask): Promise<MutantAnswer> {
  const by = new Set<string>();
  let [lived, caught] = [0, 0];
  let life;
  try {
    life = await lifeWith(mutants, number);
  } catch (error) {
    return { number, seeds: 0, caught: 0, by: [], problem: error instanceof Error ? error.message : String(error) };
  }
  let found: number | undefined;
  const tries = [...(known === undefined ? [] : [known]), ...Array.from({ length: seeds }, (_, i) => i + 1).filter((seed) => seed !== known)];
  for (const seed of tries) {
    if (caught >= enough) break;
    lived += 1;
    try {
      const { violations } = await life.live({ seed, script: scriptOf(seed, steps), stations: 3 });
      if (violations.length === 0) continue;
      caught += 1;
      found ??= seed;
      by.add(violations[0]!.rule);
    } catch {
      // A program that throws is found as well.
      caught += 1;
      found ??= seed;
      by.add('throws');
    }
  }
  return { number, seeds: lived, caught, by: [...by], problem: '', ...(found === undefined ? {} : { found }) };
}
