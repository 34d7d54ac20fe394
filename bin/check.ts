// `npm run check`: what is quick enough to run before every commit. Stops at the first step that fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

type Result = { code: number; output: string };
type Step = { name: string; command: string[]; /** A reason why this failure says nothing about the project. */ excuse?: (output: string) => string | undefined };

const root = path.join(import.meta.dirname, '..');
const tool = (file: string): string[] => [process.execPath, path.join(root, 'node_modules', file)];
const npm = (): string[] => {
  const cli = process.env['npm_execpath']; // set by `npm run`; without a shell in between it works on Windows too
  return cli === undefined ? ['npm'] : [process.execPath, cli];
};

const isOffline = (output: string): string | undefined =>
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/.test(output) ? 'no registry in reach' : undefined;

const steps: Step[] = [
  // When a platform's package of some tool is missing, npm writes a lockfile that every later `npm ci` refuses.
  { name: 'lockfile is complete', command: [...npm(), 'ci', '--dry-run', '--loglevel=error'], excuse: isOffline },
  { name: 'types', command: [...tool('typescript/bin/tsc'), '-p', '.'] },
  { name: 'lint', command: [...tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '.'] },
  { name: 'layout and unit tests', command: [...tool('vitest/vitest.mjs'), 'run', '--project', 'unit', '--project', 'dom', '--reporter=dot'] },
];

const run = async ([program = '', ...args]: string[]): Promise<Result> => {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output };
};

/** Whether the run may go on. */
const check = async ({ name, command, excuse }: Step): Promise<boolean> => {
  const before = performance.now();
  const { code, output } = await run(command);
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const excused = code === 0 ? undefined : excuse?.(output);
  const verdict = code === 0 ? 'ok     ' : excused === undefined ? 'FAILED ' : 'skipped';
  console.log(`${verdict} ${seconds.padStart(5)} s  ${name}${excused === undefined ? '' : ` (${excused})`}`);
  if (code !== 0 && excused === undefined) console.log(output);
  return code === 0 || excused !== undefined;
};

for (const step of steps) {
  if (await check(step)) continue;
  process.exitCode = 1;
  break;
}
