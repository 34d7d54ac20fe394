// `npm run reasons -- [FILE] [--json]`: reads free texts of stock adjustments (from FILE or standard input; one a line,
// or the first column of a CSV) and prints the reason each is read as: `text<TAB>label` lines, or one line of JSON.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adjustmentReason } from '#replay/adjustment-reason.ts';
import { reasonTexts } from '#replay/reason-texts.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const file = positionals[0];
const input = readFileSync(file ?? 0, 'utf8');
const rows = reasonTexts(input, file?.toLowerCase().endsWith('.csv') ?? false).map((text) => ({
  text,
  label: adjustmentReason(text),
}));
if (values.json) console.log(JSON.stringify(rows));
else for (const { text, label } of rows) console.log(`${text}\t${label}`);
