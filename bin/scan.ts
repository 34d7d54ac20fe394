// `npm run scan -- [FILE] [--lenient] [--json]`: reads one raw scan a line (a JSON string, `\u001d` for FNC1; a line that is no
// JSON string is the scan itself) from FILE or standard input and prints what it is, one JSON object a line with --json.
// --lenient leaves out which GS1 fields need which others: a label may be one of several on a thing.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { reportScan } from '#domain/barcode/scan-report.ts';
import type { ScanReport } from '#domain/barcode/scan-report.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false }, lenient: { type: 'boolean', default: false } }, allowPositionals: true });
const [file] = positionals;

function scanOf(line: string): string {
  if (!line.trimStart().startsWith('"')) return line;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : line;
  } catch {
    return line;
  }
}

function inWords({ ok, kind, ais, data, error, class: productClass, candidates }: ScanReport): string {
  const what = ais ? ais.map(([ai, value]) => `(${ai})${value}`).join('') : (data ?? '');
  const couriers = [...new Set(candidates.map(({ courier }) => courier))].join(' or ');
  return [ok ? kind : `not read: ${error}`, what, productClass ?? '', couriers].filter((part) => part !== '').join('\t');
}

const year = new Date().getUTCFullYear();
const lines = createInterface({ input: file === undefined ? process.stdin : createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
for await (const line of lines) {
  if (line === '') continue;
  const report = reportScan(scanOf(line), { year, lenient: values.lenient });
  console.log(values.json ? JSON.stringify(report) : inWords(report));
}
