// The figures of counts as a table for other programs: shares as fractions, times in minutes.
import { shareByValue, shareWithin, type FiguresOf } from '#domain/count-figures.ts';
import { csvOf, fraction, minutes } from '#renderer/csv.ts';

const columns = ['who', 'planned_counts', 'planned_within', 'accuracy_by_position', 'accuracy_by_value', 'triggered_counts', 'triggered_within', 'recounts', 'recounts_confirmed', 'approvals', 'approval_p50_min', 'approval_p90_min', 'overdue'] as const;

export const figuresCsv = (rows: readonly FiguresOf[], nameOf: (of: string) => string): string => csvOf(columns, rows.map((row) => [
  nameOf(row.of), row.planned.counts, row.planned.within, fraction(shareWithin(row.planned)), fraction(shareByValue(row.planned)), row.triggered.counts, row.triggered.within,
  row.recounts.all, row.recounts.confirmed, row.approval.decided, minutes(row.approval.p50), minutes(row.approval.p90), row.overdue,
]));
