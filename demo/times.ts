// Spans and calendar days of the demo company; all of it is counted from a given "now", in UTC milliseconds.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Midnight at the start of the day of `at`. */
export const startOfDay = (at: number): number => Math.floor(at / DAY) * DAY;
export const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());
/** `YYYY-MM-DD` */
export const isoDate = (at: number): string => new Date(at).toISOString().slice(0, 10);
