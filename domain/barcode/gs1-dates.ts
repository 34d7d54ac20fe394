// GS1 dates: YYMMDD and YYYYMMDD, where day 00 may stand for the last day of the month; the century of a short year comes
// from the 50-year window of the GS1 General Specifications (7.12) around the year the label is read in.

/** Without a year from the caller labels still mean the same century for decades: dates lie near it. */
export const DEFAULT_YEAR = 2026;

/** Full year of two digits, never more than 49 years behind or 50 ahead of `thisYear`. */
export function fullYear(yy: number, thisYear: number): number {
  const century = thisYear - (thisYear % 100);
  const ahead = yy - (thisYear % 100);
  if (ahead >= 51) return century - 100 + yy;
  if (ahead <= -50) return century + 100 + yy;
  return century + yy;
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const dayFault = (year: number, monthDay: string, firstDay: 0 | 1): string | undefined => {
  const month = Number(monthDay.slice(0, 2));
  const day = Number(monthDay.slice(2));
  if (month < 1 || month > 12) return 'ILLEGAL_MONTH';
  return day < firstDay || day > daysIn(month, year) ? 'ILLEGAL_DAY' : undefined;
};

const shapeFault = (value: string, length: number): string | undefined => {
  if (value.length !== length) return value.length < length ? 'DATE_TOO_SHORT' : 'DATE_TOO_LONG';
  return /^[0-9]*$/.test(value) ? undefined : 'NON_DIGIT_CHARACTER';
};

/** The kind of fault of a YYMMDD date; `firstDay` 0 allows a day 00. */
export function shortDateFault(value: string, firstDay: 0 | 1 = 1, thisYear = DEFAULT_YEAR): string | undefined {
  return shapeFault(value, 6) ?? dayFault(fullYear(Number(value.slice(0, 2)), thisYear), value.slice(2), firstDay);
}

/** The same of a YYYYMMDD date. */
export function longDateFault(value: string, firstDay: 0 | 1 = 1): string | undefined {
  return shapeFault(value, 8) ?? dayFault(Number(value.slice(0, 4)), value.slice(4), firstDay);
}

/** ISO date of YYMMDD, or undefined when there is no such day. `thisYear` is the year of reading. */
export function isoDate(yymmdd: string, thisYear: number): string | undefined {
  if (shortDateFault(yymmdd, 0, thisYear) !== undefined) return undefined;
  const year = fullYear(Number(yymmdd.slice(0, 2)), thisYear);
  const month = Number(yymmdd.slice(2, 4));
  const day = Number(yymmdd.slice(4)) || daysIn(month, year);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
