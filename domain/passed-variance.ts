// How much has passed without anybody approving it, per item and per counter, over the last 30 days: one row each
// with a sum per day, so that a limit over all devices is one look.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import type { Read, Slice } from './slice.ts';

export type PassedBy = 'item' | 'counter';
const DAY = 86_400_000;
const DAYS = 30;

export const passedReads = (warehouse: string, kind: PassedBy, subject: string): Read =>
  ({ table: 'tolerance_use', where: { warehouse_id: warehouse, kind, subject_id: subject }, lock: `passed:${warehouse}:${kind}:${subject}` });

const recent = (slice: Slice, warehouse: string, kind: PassedBy, subject: string, at: number): readonly (readonly [day: string, value: number])[] =>
  Object.entries((slice.get('tolerance_use', warehouse, kind, subject)?.days ?? {}) as Readonly<Record<string, number>>).filter(([day]) => Number(day) > Math.floor(at / DAY) - DAYS);

export const passedSince = (slice: Slice, warehouse: string, kind: PassedBy, subject: string, at: number): number =>
  recent(slice, warehouse, kind, subject, at).reduce((sum, [, value]) => sum + value, 0);

export function addPassed(book: Book<CommandType>, kind: PassedBy, subject: string, value: number): void {
  const { warehouse } = book.command;
  const days = new Map(recent(book.slice, warehouse, kind, subject, book.at));
  const today = String(Math.floor(book.at / DAY));
  days.set(today, (days.get(today) ?? 0) + value);
  book.became('tolerance_use', { warehouse_id: warehouse, kind, subject_id: subject, days: Object.fromEntries([...days].toSorted(([a], [b]) => Number(a) - Number(b))) });
}
