// Owns framing RFC 4180 records out of text lines so that one broken quote costs one line, not the rest of the file.
// A parser that streams the whole file would swallow everything up to the next quote, hence record by record.
import { parse } from 'csv-parse/sync';
import type { PhysicalLine } from './physical-lines.ts';

/** `line` is the first text line of the record; `raw` its text; `cells` null when it is no RFC 4180 record. */
export type CsvRecord = { line: number; raw: string } & ({ cells: string[] } | { cells: null; reason: string });

// How far an open quote may reach. Bounds the work a hostile file can cause; real fields have no line ends at all.
const MAX_LINES_OF_RECORD = 50;

/**
 * Frames lines into records. A record may run over several lines only where that makes it well formed with as many
 * cells as the first record (the header); otherwise its first line stands alone as unreadable and reading goes on
 * with the next line.
 */
export async function* csvRecords(lines: AsyncIterable<PhysicalLine>): AsyncGenerator<CsvRecord> {
  const source = withPutBack(lines);
  let columns: number | null = null;
  for (let first = await source.next(); first !== undefined; first = await source.next()) {
    const record: CsvRecord = await frame(first, columns, source);
    columns ??= record.cells?.length ?? 0;
    yield record;
  }
}

async function frame(first: PhysicalLine, columns: number | null, source: Source): Promise<CsvRecord> {
  const alone = { line: first.number, raw: first.text };
  if (first.problem !== null) return { ...alone, cells: null, reason: first.problem };
  if (!first.text.includes('"')) return { ...alone, cells: first.text.split(',') };
  if (!leavesQuoteOpen(first.text)) {
    const cells = parseOne(first.text);
    return cells === null ? { ...alone, cells, reason: 'quotes not as in RFC 4180' } : { ...alone, cells };
  }
  const { raw, further } = await readToClosingQuote(first.text, source);
  const cells = leavesQuoteOpen(raw) ? null : parseOne(raw);
  if (cells !== null && (columns === null || cells.length === columns)) return { line: first.number, raw, cells };
  source.putBack(further);
  return { ...alone, cells: null, reason: 'a quote is opened and not closed' };
}

async function readToClosingQuote(start: string, source: Source): Promise<{ raw: string; further: PhysicalLine[] }> {
  const further: PhysicalLine[] = [];
  let raw = start;
  while (leavesQuoteOpen(raw) && further.length < MAX_LINES_OF_RECORD - 1) {
    const line = await source.next();
    if (line === undefined) break;
    further.push(line);
    if (line.problem !== null) break;
    raw += `\n${line.text}`;
  }
  return { raw, further };
}

function leavesQuoteOpen(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

function parseOne(text: string): string[] | null {
  try {
    const records: string[][] = parse(text, { relax_column_count: true, record_delimiter: '\n' });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

type Source = { next(): Promise<PhysicalLine | undefined>; putBack(lines: PhysicalLine[]): void };

function withPutBack(lines: AsyncIterable<PhysicalLine>): Source {
  const iterator = lines[Symbol.asyncIterator]();
  let waiting: PhysicalLine[] = [];
  return {
    async next() {
      const again = waiting.shift();
      if (again !== undefined) return again;
      const next = await iterator.next();
      return next.done === true ? undefined : next.value;
    },
    putBack(again) {
      waiting = [...again, ...waiting];
    },
  };
}
