// `npm run reasons -- [FILE] [--json]`: reads free texts of stock adjustments (from FILE or standard input; one a line,
// or the first column of a CSV) and prints the reason each is read as: `text<TAB>label`, or as JSON with how sure it is and
// the words that decided; a line each. The method: ordered rules over words (replay/adjustment-reason.ts).
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readReason } from '#replay/adjustment-reason.ts';
import { reasonTexts } from '#replay/reason-texts.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const file = positionals[0];
const input = readFileSync(file ?? 0, 'utf8');
for (const text of reasonTexts(input, file?.toLowerCase().endsWith('.csv') ?? false)) {
  const read = readReason(text);
  console.log(values.json ? JSON.stringify({ text, ...read }) : `${text}\t${read.label}`);
}
