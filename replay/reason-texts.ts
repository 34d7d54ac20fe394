// Owns which texts `npm run reasons` is asked about: the lines of its input, or the first column where it is CSV.
// Texts hold commas themselves, so CSV is told by its header or its file name, never by a comma.
import { parse } from 'csv-parse/sync';

/** `csv` says that the name of the input ends in `.csv`. Empty texts count; the end of the last line adds none. */
export function reasonTexts(input: string, csv: boolean): string[] {
  const body = input.replace(/^\uFEFF/, '');
  const hasHeader = /^"?text"?(,|\r?\n|$)/i.test(body);
  if (csv || hasHeader) return firstColumn(body).slice(hasHeader ? 1 : 0);
  const lines = body.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function firstColumn(body: string): string[] {
  const records: string[][] = parse(body, { relax_column_count: true, relax_quotes: true });
  return records.map((record) => record[0] ?? '');
}
