// The figures of orders as a table for other programs: RFC 4180, shares as fractions, times in minutes.
import type { OrderFigures } from '#domain/order-figures.ts';

const columns = ['of', 'orders', 'promised', 'on_time', 'on_time_share', 'lines', 'short_lines', 'short_share', 'perfect', 'perfect_share', 'units_ordered', 'units_filled', 'fill_rate', 'cycle_p50_min', 'cycle_p90_min', 'on_hold_p50_min'] as const;

export const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);
const fraction = (part: number, all: number): string => share(part, all)?.toFixed(4) ?? '';
const minutes = (value: number | null): string => (value === null ? '' : String(Math.round(value / 60_000)));
const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
/** What a spreadsheet would take for a formula stays text. */
const safe = (value: string): string => (/^[=+\-@\t]/.test(value) ? `'${value}` : value);

export function figuresCsv(rows: readonly OrderFigures[]): string {
  const lines = rows.map((row) => [
    safe(row.of === '' ? 'all' : row.of), row.orders, row.promised, row.onTime, fraction(row.onTime, row.promised), row.lines, row.shortLines, fraction(row.shortLines, row.lines), row.perfect, fraction(row.perfect, row.orders),
    row.ordered, row.filled, fraction(row.filled, row.ordered), minutes(row.p50), minutes(row.p90), minutes(row.heldP50),
  ].map((value) => quoted(String(value))).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}
