// `npm run replay`: plays months of a real retailer's orders, returns and adjustments through real stations, a real
// sync service and a real Postgres, and ends with the figures and the hash of the ledger.
import path from 'node:path';
import { replay } from '#replay/run.ts';
import { printResult, readFlags, say } from './command-line.ts';

const usage = 'npm run replay -- FILES… [--stations N] [--warehouse W] [--opening FILE] [--data DIR] [--seed N] [--json]';
const { flags, files } = readFlags(usage, {
  stations: { type: 'string' }, warehouse: { type: 'string' }, opening: { type: 'string' }, data: { type: 'string' }, seed: { type: 'string' },
});
const stations = Number(flags.stations ?? 1);
if (files.length === 0 || !Number.isInteger(stations) || stations < 1 || stations > 16) {
  process.stderr.write(`${files.length === 0 ? 'No file is given.' : `--stations ${flags.stations ?? ''} is not a number from 1 to 16.`}\n${usage}\n`);
  process.exit(2);
}
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(130);
    say(flags.json, 'Ending; the same command goes on later.');
    ending.abort();
  });
}
try {
  const result = await replay({
    files: [...files], stations, warehouse: flags.warehouse, openingFile: flags.opening, seed: Number(flags.seed ?? 1),
    folder: flags.data ?? path.resolve(import.meta.dirname, '..', '.restow-replay'), wall: Date.now, say: (sentence) => say(flags.json, sentence), ending: ending.signal,
  });
  if (result === undefined) process.exit(130);
  if (flags.json) printResult(true, result);
  else process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
