// Has processes hunt for the mutants, and tells how often each was found.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MutantAnswer, MutantTask } from './mutant-process.ts';
import { mutants } from './mutants.ts';
import seeds from './known-seeds.json' with { type: 'json' };

const knownSeeds: Readonly<Record<string, number>> = seeds;
const program = fileURLToPath(new URL('mutant-process.ts', import.meta.url));

export interface HuntOptions extends Omit<MutantTask, 'number' | 'known'> {
  readonly processes: number;
  readonly only?: readonly number[];
  readonly answered?: (answer: MutantAnswer) => void;
}

export async function huntAll({ processes, only, answered, ...options }: HuntOptions): Promise<readonly MutantAnswer[]> {
  const left = [...(only ?? mutants.keys())];
  const answers: MutantAnswer[] = [];
  await Promise.all(Array.from({ length: processes }, () => new Promise<void>((done, failed) => {
    const child = fork(program, [], { execArgv: [] });
    const next = () => {
      const number = left.shift();
      if (number === undefined) child.disconnect();
      else child.send({ ...options, number, ...(knownSeeds[mutants[number]!.name] === undefined ? {} : { known: knownSeeds[mutants[number]!.name]! }) } satisfies MutantTask);
    };
    child.on('message', (answer: MutantAnswer) => {
      answers.push(answer);
      answered?.(answer);
      next();
    });
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`the hunt ended with ${String(code)}`))));
    next();
  })));
  return answers.toSorted((a, b) => a.number - b.number);
}

export const lineFor = ({ number, seeds, caught, by, problem }: MutantAnswer): string =>
  `${problem === '' ? `${caught} of ${seeds} lives` : 'cannot be tried'}  ${mutants[number]!.name}  ${problem || by.join(' ')}`;
