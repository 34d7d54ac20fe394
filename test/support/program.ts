// Runs one of the project's commands as a person would, with the project's own Node, and reads its JSON line.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Program {
  readonly child: ChildProcess;
  /** The first complete line of JSON on standard output. */
  readonly result: Promise<Record<string, unknown>>;
  /** What was said on standard error so far. */
  readonly said: () => string;
  /** Exit code or signal. */
  readonly ended: Promise<number | string>;
}

export function runProgram(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, [path.join(root, file), ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let said = '';
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const result = new Promise<Record<string, unknown>>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const line = out.split('\n').slice(0, -1).find((each) => each.startsWith('{'));
      if (line !== undefined) resolve(JSON.parse(line) as Record<string, unknown>);
    });
    void ended.then((code) => reject(new Error(`${file} ended (${code}) without a result:\n${said}${out}`)));
  });
  result.catch(() => {});
  return { child, result, said: () => said, ended };
}
