// The figures of orders as a table for other programs: shares as fractions, times in minutes.
import type { OrderFigures } from '#domain/order-figures.ts';
import { csvOf, fraction, minutes, share } from '#renderer/csv.ts';

const columns = ['of', 'orders', 'promised', 'on_time', 'on_time_share', 'lines', 'short_lines', 'short_share', 'perfect', 'perfect_share', 'units_ordered', 'units_filled', 'fill_rate', 'cycle_p50_min', 'cycle_p90_min', 'on_hold_p50_min'] as const;

export const figuresCsv = (rows: readonly OrderFigures[]): string => csvOf(columns, rows.map((row) => [
  row.of === '' ? 'all' : row.of, row.orders, row.promised, row.onTime, fraction(share(row.onTime, row.promised)), row.lines, row.shortLines, fraction(share(row.shortLines, row.lines)), row.perfect, fraction(share(row.perfect, row.orders)),
  row.ordered, row.filled, fraction(share(row.filled, row.ordered)), minutes(row.p50), minutes(row.p90), minutes(row.heldP50),
]));
