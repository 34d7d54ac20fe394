// How figures, ages and times read, the same on every screen.

const LOCALE = 'en-GB';
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const whole = new Intl.NumberFormat(LOCALE);
const hourMinute = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const withSeconds = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const moneyIn = (currency: string): Intl.NumberFormat => {
  try {
    return new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  } catch {
    // No currency of ISO 4217: better a bare figure than none.
    return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
};

export const figure = (value: number | undefined): string => (value === undefined ? '–' : whole.format(value));
/** With its sign, and a real minus. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'} ${whole.format(Math.abs(value))}`;
/** From 1/10,000 of the currency unit; the currency as its ISO 4217 code. */
export const signedMoney = (value: number, currency: string): string => `${value < 0 ? '−' : value > 0 ? '+' : '±'} ${moneyIn(currency).format(Math.abs(value) / 10_000)}`;
/** From whole minor units (pence, cents). */
export const money = (minor: number, currency: string): string => `${minor < 0 ? '−' : ''}${moneyIn(currency).format(Math.abs(minor) / 100)}`;
export const clock = (at: number): string => hourMinute.format(new Date(at));
export const clockSeconds = (at: number): string => withSeconds.format(new Date(at));

/** "10:42" today, "Fri 10:42" this week, "3 Mar" before. */
export function moment(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return clock(at);
  return (Math.abs(now - at) < 6 * DAY ? weekday : date).format(new Date(at));
}

/** "20 s", "38 min", "19 h", "3 d". */
export function age(ms: number): string {
  const past = Math.max(0, ms);
  if (past < MINUTE) return `${Math.floor(past / 1000)} s`;
  if (past < 100 * MINUTE) return `${Math.floor(past / MINUTE)} min`;
  return past < 48 * HOUR ? `${Math.floor(past / HOUR)} h` : `${Math.floor(past / DAY)} d`;
}
export const isOld = (at: number, now: number): boolean => now - at > 15 * MINUTE;
export const plural = (count: number, one: string, many = `${one}s`): string => `${figure(count)} ${count === 1 ? one : many}`;
