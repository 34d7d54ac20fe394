// Shares seeds among processes; what they answer is the same in whatever order it comes.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Life } from './life.ts';
import type { Answer, Task } from './seed-process.ts';

export interface RunOptions {
  readonly from: number;
  readonly seeds: number;
  readonly steps: number;
  readonly stations: number;
  readonly processes: number;
  readonly lived: (life: Life) => void;
  /** A life that ended in an exception, which is a defect like any other. */
  readonly threw: (seed: number, error: string) => void;
}

const program = fileURLToPath(new URL('seed-process.ts', import.meta.url));

export async function runSeeds({ from, seeds, steps, stations, processes, lived, threw }: RunOptions): Promise<void> {
  let next = from;
  const tasks = (): Task | undefined => (next < from + seeds ? { seed: next++, steps, stations } : undefined);
  await Promise.all(Array.from({ length: Math.min(processes, seeds) }, () => work(tasks, (answer) => (answer.ok ? lived(answer.life) : threw(answer.seed, answer.error)))));
}

/** Hands out one task after the other to a process of its own. */
function work(tasks: () => Task | undefined, answered: (answer: Answer) => void): Promise<void> {
  const first = tasks();
  if (!first) return Promise.resolve();
  return new Promise((done, failed) => {
    const child: ChildProcess = fork(program, [], { execArgv: [] });
    let seed = first.seed;
    child.on('message', (answer: Answer) => {
      answered(answer);
      const task = tasks();
      if (!task) {
        child.disconnect();
        return;
      }
      seed = task.seed;
      child.send(task);
    });
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`the process that lived seed ${seed} ended with ${String(code)}`))));
    child.send(first);
  });
}
