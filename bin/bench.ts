// `npm run bench`: what Restow costs, as ratios to a limit or peer measured in the same run on the same disk, so that
// the figures say something on any machine. No test asserts them.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench } from '#bench/bench.ts';
import { isMet, tableOf, type Figure } from '#bench/figure.ts';
import { benchOtherStation } from '#bench/other-station.ts';
import { benchRebase } from '#bench/rebase.ts';
import { benchSubmit } from '#bench/submit.ts';
import { benchTrust } from '#bench/trust.ts';
import { benchUpload } from '#bench/upload.ts';
import { benchWindow } from '#bench/window.ts';
import { printResult, readFlags, say } from './command-line.ts';

const benches: Readonly<Record<string, (bench: Bench) => Promise<readonly Figure[]>>> = { submit: benchSubmit, trust: benchTrust, rebase: benchRebase, upload: benchUpload, 'other-station': benchOtherStation, window: benchWindow };
const notMeasured = ['bootstrap of a station from a file', '200 stations reconnecting at once'];

const usage = `npm run bench -- [--only ${Object.keys(benches).join('|')}] [--quick] [--data DIR] [--json]`;
const { flags } = readFlags(usage, { only: { type: 'string' }, quick: { type: 'boolean' }, data: { type: 'string' } });
const chosen = Object.entries(benches).filter(([name]) => flags.only === undefined || flags.only === name);
if (chosen.length === 0) {
  process.stderr.write(`There is no measurement "${flags.only ?? ''}".\n${usage}\n`);
  process.exit(2);
}

/** On a disk: the folder for temporary files is often memory, where waiting for the disk costs nothing. */
const base = path.resolve(flags.data ?? (existsSync('/var/tmp') ? '/var/tmp' : tmpdir()));
const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(path.join(base, 'restow-bench-'));
  folders.push(folder);
  // Postgres does not run as root and must be able to pass.
  chmodSync(folder, 0o711);
  return folder;
}
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const began = performance.now();
const figures: { readonly bench: string; readonly figure: Figure }[] = [];
for (const [bench, run] of chosen) {
  const found = await run({ folder: newFolder(), now: Date.now, quick: flags.quick ?? false, say: (sentence) => process.stderr.write(`${sentence}\n`) });
  say(flags.json, `\n${tableOf(found)}\n`);
  figures.push(...found.map((figure) => ({ bench, figure })));
}
say(flags.json, `Not measured yet: ${notMeasured.join('; ')}.`);
printResult(flags.json, {
  quick: flags.quick ?? false,
  seconds: Math.round((performance.now() - began) / 1000),
  figures: figures.map(({ bench, figure }) => ({ bench, ...figure, ...(figure.goal === undefined ? {} : { met: isMet(figure) }) })),
  not_measured: notMeasured,
});
