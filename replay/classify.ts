// Owns the reading rules of Online Retail: what each line is, and which documents its lines make up. Whether an
// invoice is a stock adjustment shows only when all of its lines are known, so this works on whole files.
import type { Line, LineException, UnreadLine } from './read-lines.ts';

export type LineClass = 'SALE' | 'RETURN' | 'ADJ_DOWN' | 'ADJ_UP' | 'SERVICE' | 'ACCOUNT';

export type ClassifiedLine = Line & {
  class: LineClass;
  /** Always above 0. */
  units: number;
  /** What the line does to stock on hand: below 0 takes, above 0 brings, 0 for SERVICE and ACCOUNT. */
  stockChange: number;
};

const SERVICE_CODES = new Set(['POST', 'DOT', 'M', 'D', 'C2', 'S', 'B', 'CRUK', 'AMAZONFEE', 'BANK CHARGES']);

/** `code` folded. A service never moves stock, whatever the invoice. */
export function isServiceCode(code: string): boolean {
  return SERVICE_CODES.has(code) || code.startsWith('GIFT_0001_');
}

/** Classifies the lines of one file. Every line comes out once: classified in the order given, or as an exception. */
export function classify(
  lines: readonly Line[],
  unread: readonly UnreadLine[],
): { lines: ClassifiedLine[]; exceptions: LineException[] } {
  const adjusts = adjustmentTest(lines, unread);
  const out: { lines: ClassifiedLine[]; exceptions: LineException[] } = { lines: [], exceptions: [] };
  for (const line of lines) {
    const verdict = classOf(line, adjusts);
    if (typeof verdict === 'string') out.lines.push(withClass(line, verdict));
    else out.exceptions.push({ file: line.file, line: line.line, raw: line.raw, reason: verdict.reason });
  }
  return out;
}

// In the order in which the rules are published: the first that fits decides. So a bookkeeping (A) document of a
// service code is SERVICE.
function classOf(line: Line, adjusts: AdjustmentTest): LineClass | { reason: string } {
  if (isServiceCode(line.code)) return 'SERVICE';
  const prefix = line.invoice.charAt(0).toUpperCase();
  if (prefix === 'A') return 'ACCOUNT';
  if (line.unitPrice < 0) return { reason: 'goods with a price below 0' };
  if (prefix === 'C') return line.quantity < 0 ? 'RETURN' : { reason: 'a return with a quantity above 0' };
  const adjustment = adjusts(line.invoice);
  if (adjustment === 'unknown') {
    return { reason: 'an unreadable line of the invoice leaves open whether it is a sale or an adjustment' };
  }
  if (adjustment === 'yes') return line.quantity < 0 ? 'ADJ_DOWN' : 'ADJ_UP';
  return line.quantity > 0 ? 'SALE' : { reason: 'a sale with a quantity below 0' };
}

function withClass(line: Line, lineClass: LineClass): ClassifiedLine {
  const units = Math.abs(line.quantity);
  return { ...line, class: lineClass, units, stockChange: units * DIRECTION[lineClass] };
}

const DIRECTION: Record<LineClass, -1 | 0 | 1> = { SALE: -1, RETURN: 1, ADJ_DOWN: -1, ADJ_UP: 1, SERVICE: 0, ACCOUNT: 0 };

type AdjustmentTest = (invoice: string) => 'yes' | 'no' | 'unknown';

// An adjustment is an invoice without letter of which every line, service lines too, has price 0 and no customer.
// An unreadable line speaks too as far as it can be read: a sale must never be taken for stock found.
function adjustmentTest(lines: readonly Line[], unread: readonly UnreadLine[]): AdjustmentTest {
  const no = new Set<string>();
  const unknown = new Set<string>();
  for (const { invoice, unitPrice, customer } of lines) {
    if (unitPrice !== 0 || customer !== null) no.add(invoice);
  }
  for (const { invoice, couldBeAdjustment } of unread) {
    if (invoice === null || couldBeAdjustment === true) continue;
    (couldBeAdjustment === false ? no : unknown).add(invoice);
  }
  return (invoice) => {
    if (/\p{L}/u.test(invoice) || no.has(invoice)) return 'no';
    return unknown.has(invoice) ? 'unknown' : 'yes';
  };
}
