// A count sheet being typed in, without a screen: which line is next, what time a bin was counted at, what is sent.
import { intent, type AnyIntent } from '#renderer/commands.ts';
import type { CountSheetAnswer, CountSheetBin } from '#electron/contract.ts';

export interface SheetLine {
  readonly taskId: string;
  readonly locationId: string;
  readonly itemId: string;
  readonly lot: string;
}
export const lineKey = ({ taskId, itemId, lot }: Pick<SheetLine, 'taskId' | 'itemId' | 'lot'>): string => `${taskId}\u001f${itemId}\u001f${lot}`;
const linesOf = ({ taskId, locationId, expected }: CountSheetBin): readonly SheetLine[] => expected.map((line) => ({ taskId, locationId, ...line }));
export const enteredOf = (bin: CountSheetBin, { itemId, lot }: Pick<SheetLine, 'itemId' | 'lot'>): number | undefined => {
  const lines = bin.entered.filter((line) => line.itemId === itemId && line.lot === lot);
  return lines.length === 0 ? undefined : lines.reduce((sum, line) => sum + line.counted, 0);
};

/** What is to be typed next: the bins in their order, without what is entered, passed over or closed meanwhile. */
export function nextLine({ bins }: Pick<CountSheetAnswer, 'bins'>, passed: ReadonlySet<string>, from?: string): SheetLine | undefined {
  const open = bins.filter((bin) => !bin.closed);
  const order = from === undefined ? open : [...open.filter((bin) => bin.taskId === from), ...open.filter((bin) => bin.taskId !== from)];
  return order.flatMap((bin) => linesOf(bin).filter((line) => enteredOf(bin, line) === undefined)).find((line) => !passed.has(lineKey(line)));
}

const DAY = 86_400_000;
/** The moment of a time of day (`9:05`, `09:05`, `905`) between the set-out and now; undefined where there is none. */
export function noted(text: string, startedAt: number, now: number): number | undefined {
  const [, hours = '', minutes = ''] = /^\s*(\d{1,2})\s*[:.h]?\s*(\d{2})\s*$/.exec(text) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const day = new Date(now);
  for (let at = new Date(day.getFullYear(), day.getMonth(), day.getDate(), Number(hours), Number(minutes)).getTime(); at + MINUTE > startedAt; at -= DAY) if (at <= now) return at;
  return undefined;
}
const MINUTE = 60_000;

export interface Window {
  readonly firstLook: number;
  readonly lastLook: number;
}
/** From the set-out to now, or over the minute that was noted. */
export const windowOf = (startedAt: number, now: number, time: number | undefined): Window =>
  (time === undefined ? { firstLook: Math.min(startedAt, now), lastLook: now } : { firstLook: time, lastLook: Math.min(now, time + MINUTE - 1) });

export const writing = (sheetId: string, { taskId, locationId, itemId, lot }: SheetLine, quantity: number, window: Window, serial = ''): AnyIntent =>
  intent('count.record', { taskId, locationId, itemId, lot, serial, quantity, ...window, sheetId });

/** Hands in every bin of which something was written; what nobody wrote stays uncounted. */
export function handingIn({ sheetId, bins }: CountSheetAnswer): readonly AnyIntent[] {
  const written = bins.filter((bin) => !bin.closed && bin.entered.length > 0);
  return [...written.map(({ taskId, locationId, entered }) => intent('count.submit', { taskId, locationId, items: [...new Set(entered.map((line) => line.itemId))] })), intent('count.end_sheet', { sheetId })];
}
