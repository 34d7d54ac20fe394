// Holds the reading against the published answers for real months; skipped where the data is not beside the checkout.
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '#test/support/shared-data.ts';
import { adjustmentReason } from './adjustment-reason.ts';
import type { ClassifiedLine, LineClass } from './classify.ts';
import { itemNames } from './item-names.ts';
import { createReturnMatcher } from './match-returns.ts';
import { continueWithLeastOpening, type StockAccounts } from './opening.ts';
import { type ReadFiles, readFiles } from './read-files.ts';
import { countsOf, ledgerHash } from './summary.ts';

const MONTHS = ['2010-12', '2011-01', '2011-02', '2011-03', '2011-04', '2011-05'];
const data = sharedData('online-retail/reference.json');
const folder = path.dirname(data ?? '');
const monthFile = (month: string) => path.join(folder, `${month}.csv.gz`);

type ClassReference = { lines: number; documents: number; units: number; value: string };
type MonthReference = Record<LineClass, ClassReference> & { rows: number };
type MatchReference = Record<'return_lines' | 'return_units' | 'no_customer_lines' | 'matched_full_lines' | 'matched_part_lines' | 'unmatched_lines' | 'matched_units' | 'unmatched_units', number>;
type Reference = {
  all_six: MonthReference;
  months: Record<string, MonthReference>;
  returns_matched_to_earlier_sales_same_customer_and_code: Record<string, MatchReference>;
  ledger_hash: Record<string, string>;
};
type Row = Record<string, string>;
const csv = (text: string): Row[] => parse(text, { columns: true });

const hashOf = (accounts: StockAccounts) => ledgerHash([...accounts].map(([code, account]) => ({ code, ...account })));

function matched(lines: Iterable<ClassifiedLine>): MatchReference {
  const matcher = createReturnMatcher();
  const sum = { return_lines: 0, return_units: 0, no_customer_lines: 0, matched_full_lines: 0, matched_part_lines: 0, unmatched_lines: 0, matched_units: 0, unmatched_units: 0 };
  const counter = { full: 'matched_full_lines', part: 'matched_part_lines', blind: 'unmatched_lines', no_customer: 'no_customer_lines' } as const;
  for (const line of lines) {
    const match = matcher.next(line);
    if (match === undefined) continue;
    sum.return_lines += 1;
    sum.return_units += line.units;
    sum[counter[match.kind]] += 1;
    sum.matched_units += match.links.reduce((units, link) => units + link.units, 0);
    // The reference counts the units of returns without customer apart.
    if (match.kind !== 'no_customer') sum.unmatched_units += match.unmatched;
  }
  return sum;
}

function expectCounts({ rows, lines, exceptions }: ReadFiles, reference: MonthReference): void {
  const counts = countsOf(lines, exceptions.length);
  const of = ({ documents, lines: count, units }: ClassReference) => ({ documents, lines: count, units: Math.abs(units) });
  expect(rows).toBe(reference.rows);
  expect(counts).toEqual({
    rows: reference.rows,
    sales: of(reference.SALE),
    returns: of(reference.RETURN),
    adjust_down: of(reference.ADJ_DOWN),
    adjust_up: of(reference.ADJ_UP),
    service: { lines: reference.SERVICE.lines },
    account: { lines: reference.ACCOUNT.lines },
    exceptions: 0,
  });
}

function valueOf(lines: ClassifiedLine[], lineClass: LineClass): number {
  return lines.filter((line) => line.class === lineClass).reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
}

describe.skipIf(data === undefined)('real months (needs ../shared/data/online-retail)', () => {
  const reference = data === undefined ? undefined : (JSON.parse(readFileSync(data, 'utf8')) as Reference);
  const months = new Map<string, ReadFiles>();
  let all: ReadFiles;
  beforeAll(async () => {
    for (const month of MONTHS) months.set(month, await readFiles([monthFile(month)]));
    all = await readFiles(MONTHS.map(monthFile));
  });
  const monthOf = (month: string): ReadFiles => {
    const found = months.get(month);
    if (found === undefined) throw new Error(`no ${month}`);
    return found;
  };

  it.each(MONTHS)('%s: counts by class and values', (month) => {
    const expected = reference?.months[month];
    if (expected === undefined) throw new Error(`no reference for ${month}`);
    expectCounts(monthOf(month), expected);
    for (const lineClass of ['SALE', 'RETURN', 'SERVICE'] as const) {
      expect(valueOf(monthOf(month).lines, lineClass)).toBe(Math.round(Number(expected[lineClass].value) * 10_000));
    }
  });

  it('all six together: counts, ledger, matches', () => {
    if (reference === undefined) throw new Error('no reference');
    expectCounts(all, reference.all_six);
    expect(hashOf(continueWithLeastOpening(all.lines).accounts)).toBe(reference.ledger_hash['all_six']);
    const matches = reference.returns_matched_to_earlier_sales_same_customer_and_code;
    expect(matched(all.lines)).toEqual(matches['all_six']);
    expect(matched(all.documents.flatMap((document) => document.lines))).toEqual(matches['all_six']);
    expect(matched(monthOf('2010-12').lines)).toEqual(matches['2010-12']);
  });

  it('2010-12: opening and end of every item', () => {
    const rows = csv(gunzipSync(readFileSync(path.join(folder, 'by-code-2010-12.csv.gz'))).toString());
    const { accounts } = continueWithLeastOpening(monthOf('2010-12').lines);
    expect(Object.fromEntries(accounts)).toEqual(
      Object.fromEntries(rows.map((row) => [row['code'], { opening: Number(row['opening_needed']), end: Number(row['end_balance']) }])),
    );
    expect(hashOf(accounts)).toBe(reference?.ledger_hash['2010-12']);
  });

  it('month after month, topped up, ends where all six end', () => {
    let accounts = continueWithLeastOpening([]).accounts;
    for (const month of MONTHS) accounts = continueWithLeastOpening(monthOf(month).lines, accounts).accounts;
    expect(hashOf(accounts)).toBe(reference?.ledger_hash['all_six']);
  });

  it('document by document the least opening suffices as well', () => {
    const { accounts } = continueWithLeastOpening(all.lines);
    const opened = new Map([...accounts].map(([code, { opening }]) => [code, { opening, end: opening }]));
    const played = continueWithLeastOpening(all.documents.flatMap((document) => document.lines), opened);
    expect(played.topUp.size).toBe(0);
    expect(hashOf(played.accounts)).toBe(reference?.ledger_hash['all_six']);
  });

  it('a month given beside another lists the invoices that the other holds', async () => {
    const twice = await readFiles([monthFile('2011-02'), `${folder}/./2011-02.csv.gz`]);
    expect(twice.exceptions).toHaveLength(27707);
    expect(twice.lines).toHaveLength(27707);
  });

  it('every listed reason gets an accepted label, and nothing of the list is missing', () => {
    const listed = csv(readFileSync(path.join(folder, 'adjustment-reasons.csv'), 'utf8'));
    const wrong = listed.filter((row) => !(row['accepted_labels'] ?? '').split('|').includes(adjustmentReason(row['text'] ?? '')));
    expect(wrong).toEqual([]);
    const names = itemNames(all.lines);
    const known = new Set(listed.map((row) => row['text']));
    const adjustments = all.lines.filter((line) => line.class === 'ADJ_DOWN' || line.class === 'ADJ_UP');
    const catalogue = adjustments.filter((line) => names.isName(line.code, line.description));
    expect(catalogue).toHaveLength(5);
    const texts = adjustments.filter((line) => !catalogue.includes(line)).map((line) => line.description.trim().toLowerCase().replace(/\s+/g, ' '));
    expect(texts.filter((text) => !known.has(text))).toEqual([]);
  });
});
