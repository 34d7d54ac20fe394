// Owns the figures a replay ends with, in the shape and with the rules of the published reference answers.
import { createHash } from 'node:crypto';
import type { ClassifiedLine, LineClass } from './classify.ts';

/** Units are positive numbers; a document is an invoice with at least one line of the class. */
export type ClassCount = { documents: number; lines: number; units: number };

export type Counts = {
  rows: number;
  sales: ClassCount;
  returns: ClassCount;
  adjust_down: ClassCount;
  adjust_up: ClassCount;
  service: { lines: number };
  account: { lines: number };
  exceptions: number;
};

/** Counts lines accepted (`rows` = lines + exceptions). */
export function countsOf(lines: readonly ClassifiedLine[], exceptions: number): Counts {
  const of = counter(lines);
  return {
    rows: lines.length + exceptions,
    sales: of('SALE'),
    returns: of('RETURN'),
    adjust_down: of('ADJ_DOWN'),
    adjust_up: of('ADJ_UP'),
    service: { lines: of('SERVICE').lines },
    account: { lines: of('ACCOUNT').lines },
    exceptions,
  };
}

/** Counts of two runs over different files, together. */
export function addCounts(a: Counts, b: Counts): Counts {
  const sum = (x: ClassCount, y: ClassCount): ClassCount => ({
    documents: x.documents + y.documents,
    lines: x.lines + y.lines,
    units: x.units + y.units,
  });
  return {
    rows: a.rows + b.rows,
    sales: sum(a.sales, b.sales),
    returns: sum(a.returns, b.returns),
    adjust_down: sum(a.adjust_down, b.adjust_down),
    adjust_up: sum(a.adjust_up, b.adjust_up),
    service: { lines: a.service.lines + b.service.lines },
    account: { lines: a.account.lines + b.account.lines },
    exceptions: a.exceptions + b.exceptions,
  };
}

export type LedgerRow = { code: string; opening: number; end: number };

/** SHA-256 (hex) of the lines `code,opening,end\n`, sorted by code in the order of its UTF-8 bytes. */
export function ledgerHash(rows: readonly LedgerRow[]): string {
  const hash = createHash('sha256');
  const keyed = rows.map((row) => ({ row, bytes: Buffer.from(row.code) }));
  for (const { row } of keyed.toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))) {
    hash.update(`${row.code},${row.opening},${row.end}\n`);
  }
  return hash.digest('hex');
}

function counter(lines: readonly ClassifiedLine[]): (lineClass: LineClass) => ClassCount {
  const groups = Map.groupBy(lines, (line) => line.class);
  return (lineClass) => {
    const group = groups.get(lineClass) ?? [];
    return {
      documents: new Set(group.map((line) => line.invoice)).size,
      lines: group.length,
      units: group.reduce((sum, line) => sum + line.units, 0),
    };
  };
}
