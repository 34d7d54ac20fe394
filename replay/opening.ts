// Owns opening stock, which the data does not tell: the least per item with which a replay in time order never goes
// below 0, its topping up when further months follow, and the file that states it instead.
import type { ClassifiedLine } from './classify.ts';
import { isServiceCode } from './classify.ts';
import { csvRecords } from './csv-records.ts';
import { physicalLines } from './physical-lines.ts';
import { foldCode } from './read-fields.ts';
import type { LineException } from './read-lines.ts';

/** Opening stock and stock after all lines so far, in units. */
export type StockAccount = { opening: number; end: number };
export type StockAccounts = ReadonlyMap<string, StockAccount>;

/**
 * Continues accounts (empty at the beginning) by lines in time order. `topUp` holds, per code, the units above 0 that
 * must be added to its opening so that these lines never take the stock below 0; `accounts` has them added. Topping
 * up month by month gives the same openings as all months at once.
 */
export function continueWithLeastOpening(
  lines: Iterable<ClassifiedLine>,
  before: StockAccounts = new Map(),
): { accounts: Map<string, StockAccount>; topUp: Map<string, number> } {
  const moves = movesPerCode(lines);
  const accounts = new Map(before);
  const topUp = new Map<string, number>();
  for (const [code, { net, lowest }] of moves) {
    const { opening, end } = before.get(code) ?? { opening: 0, end: 0 };
    const missing = Math.max(0, -(end + lowest));
    if (missing > 0) topUp.set(code, missing);
    accounts.set(code, { opening: opening + missing, end: end + net + missing });
  }
  return { accounts, topUp };
}

/** Continues accounts by lines without adding anything: stock may end below 0 where an opening was stated too low. */
export function continueWithGivenOpening(lines: Iterable<ClassifiedLine>, before: StockAccounts): Map<string, StockAccount> {
  const accounts = new Map(before);
  for (const [code, { net }] of movesPerCode(lines)) {
    const { opening, end } = before.get(code) ?? { opening: 0, end: 0 };
    accounts.set(code, { opening, end: end + net });
  }
  return accounts;
}

// Per code: the sum of all changes, and the lowest sum on the way (0 at the start).
function movesPerCode(lines: Iterable<ClassifiedLine>): Map<string, { net: number; lowest: number }> {
  const moves = new Map<string, { net: number; lowest: number }>();
  for (const { code, stockChange } of lines) {
    if (stockChange === 0) continue;
    const move = moves.get(code) ?? { net: 0, lowest: 0 };
    move.net += stockChange;
    move.lowest = Math.min(move.lowest, move.net);
    moves.set(code, move);
  }
  return moves;
}

/** Opening stock stated by a `code,opening` file (header, plain or gzipped), in units, and the lines it does not take. */
export async function readOpening(file: string): Promise<{ opening: Map<string, number>; exceptions: LineException[] }> {
  const opening = new Map<string, number>();
  const exceptions: LineException[] = [];
  let header: { code: number; opening: number } | undefined;
  for await (const record of csvRecords(physicalLines(file))) {
    if (header === undefined) {
      const names = record.cells?.map((name) => name.trim().toLowerCase()) ?? [];
      header = { code: names.indexOf('code'), opening: names.indexOf('opening') };
      if (header.code !== -1 && header.opening !== -1) continue;
    }
    const reason = record.cells === null ? record.reason : takeOpening(record.cells, header, opening);
    if (reason !== null) exceptions.push({ file, line: record.line, raw: record.raw, reason });
  }
  return { opening, exceptions };
}

// Adds the line to `opening`, or says why not.
function takeOpening(
  cells: string[],
  header: { code: number; opening: number },
  opening: Map<string, number>,
): string | null {
  if (header.code === -1 || header.opening === -1) return 'the first line does not name the columns code and opening';
  const code = foldCode(cells[header.code] ?? '');
  const units = (cells[header.opening] ?? '').trim();
  if (code === '') return 'no code';
  if (isServiceCode(code)) return 'a service holds no stock';
  if (!/^\d{1,9}$/.test(units)) return 'opening is no whole number from 0 to 999999999';
  if (opening.has(code)) return 'the code stands twice';
  opening.set(code, Number(units));
  return null;
}
