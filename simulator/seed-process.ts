// One of the processes that share the seeds of a run: takes seeds from its parent and answers what came of each.
import { live, type Life } from './life.ts';
import { scriptOf } from './script.ts';

export interface Task {
  readonly seed: number;
  readonly steps: number;
  readonly stations: number;
}
/** The story of a life in which all is well is nobody's business. */
export type Answer = { readonly ok: true; readonly life: Life } | { readonly ok: false; readonly seed: number; readonly error: string };

process.on('message', (task: Task) => {
  void liveOne(task).then((answer) => process.send!(answer));
});
process.on('disconnect', () => process.exit(0));

async function liveOne({ seed, steps, stations }: Task): Promise<Answer> {
  try {
    const life = await live({ seed, script: scriptOf(seed, steps), stations });
    return { ok: true, life: life.violations.length > 0 ? life : { ...life, story: [] } };
  } catch (error) {
    return { ok: false, seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
