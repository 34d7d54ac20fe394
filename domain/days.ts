// Calendar days without a clock: a lot expires by the day on which somebody decides.

const DAY = 86_400_000;

/** The UTC day of a time in ms since 1970, as an ISO date (civil from days, after Howard Hinnant). */
export function dayOf(ms: number): string {
  const days = Math.floor(ms / DAY) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Days from one ISO date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from);
}
/** Days since 1970 of an ISO date (days from civil, after Howard Hinnant). */
function numberOf(iso: string): number {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}
/** The last moment (ms) of a UTC day. */
export const endOfDay = (iso: string): number => (numberOf(iso) + 1) * DAY - 1;
export function dayAfter(iso: string, days: number): string {
  return dayOf((numberOf(iso) + days) * DAY);
}
/** Monday = 1 … Sunday = 7; 1970-01-01 was a Thursday. */
export function weekdayOf(iso: string): number {
  return ((((numberOf(iso) + 3) % 7) + 7) % 7) + 1;
}
