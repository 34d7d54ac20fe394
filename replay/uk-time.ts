// Owns reading a local UK time without zone as an instant. The rules of Europe/London come from the runtime's own
// time zone data, asked once per hour of the calendar.

const HOUR = 3_600_000;
const SHAPE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * `YYYY-MM-DD HH:MM[:SS]` in Europe/London → ms since the epoch; null when it is no such time, also for the hour
 * that the clocks skip in March. In the hour that happens twice in October the first one (summer time) is taken:
 * local order then stays instant order.
 */
export function ukTimeToEpoch(text: string): number | null {
  const parts = SHAPE.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return null;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC turns the 31st of April into the 1st of May; such a date is no date.
  if (new Date(asUtc).getUTCMonth() !== month - 1 || new Date(asUtc).getUTCDate() !== day || year < 1900) return null;
  if (londonOffset(asUtc - HOUR) === HOUR) return asUtc - HOUR;
  return londonOffset(asUtc) === 0 ? asUtc : null;
}

const offsets = new Map<number, number>();
const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
});

// The clocks change at whole hours of UTC, so one answer holds for its hour.
function londonOffset(instant: number): number {
  const hourStart = Math.floor(instant / HOUR) * HOUR;
  const known = offsets.get(hourStart);
  if (known !== undefined) return known;
  const part = new Map(london.formatToParts(hourStart).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(part.get('year') ?? 0, (part.get('month') ?? 0) - 1, part.get('day'), part.get('hour'));
  offsets.set(hourStart, local - hourStart);
  return local - hourStart;
}
