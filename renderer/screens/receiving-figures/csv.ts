// The figures of goods coming in as a table for other programs: shares as fractions, times in minutes.
import type { ReceivingFigures } from '#domain/receiving-figures.ts';
import { csvOf, fraction, minutes, share } from '#renderer/csv.ts';

const columns = ['of', 'deliveries', 'promised', 'late', 'late_share', 'lines', 'lines_as_announced', 'accuracy', 'short', 'over', 'damaged', 'wrong_item', 'refused', 'dock_to_stock_p50_min', 'dock_to_stock_p90_min', 'units_at_dock'] as const;

export const figuresCsv = (rows: readonly ReceivingFigures[]): string => csvOf(columns, rows.map((row) => [
  row.of === '' ? 'all' : row.of, row.deliveries, row.promised, row.late, fraction(share(row.late, row.promised)), row.lines, row.exact, fraction(share(row.exact, row.lines)), row.short, row.over, row.damaged, row.wrong, row.refused, minutes(row.p50), minutes(row.p90), row.standing,
]));
