// Tables for other programs: RFC 4180, and nothing in them that a spreadsheet would take for a formula.
const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const safe = (value: string): string => (/^[=+\-@\t]/.test(value) ? `'${value}` : value);

/** Numbers stand as they are, null as nothing, text so that it stays text. */
export function csvOf(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [columns.join(','), ...rows.map((row) => row.map((value) => quoted(typeof value === 'string' ? safe(value) : String(value ?? ''))).join(',')), ''].join('\r\n');
}

/** A share as a fraction; null where there is nothing to divide by. */
export const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);
/** To four places. */
export const fraction = (value: number | null): string | null => value?.toFixed(4) ?? null;
export const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 60_000));
