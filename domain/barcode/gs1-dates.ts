// Six-digit GS1 dates (YYMMDD) as ISO dates: day 00 is the last day of the month, the century comes from
// the 50-year window of the GS1 General Specifications (7.12) around the year the label is read in.

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

/** ISO date of YYMMDD, or undefined when there is no such day. `thisYear` is the year of reading. */
export function isoDate(yymmdd: string, thisYear: number): string | undefined {
  if (!/^[0-9]{6}$/.test(yymmdd)) return undefined;
  const year = fullYear(Number(yymmdd.slice(0, 2)), thisYear);
  const month = Number(yymmdd.slice(2, 4));
  if (month < 1 || month > 12) return undefined;
  const last = daysIn(month, year);
  const day = Number(yymmdd.slice(4)) || last;
  if (day > last) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
