// The figures as a table for other programs: RFC 4180, shares as fractions, times in minutes.
import { shareByValue, shareWithin, type FiguresOf } from '#domain/count-figures.ts';

const columns = ['who', 'planned_counts', 'planned_within', 'accuracy_by_position', 'accuracy_by_value', 'triggered_counts', 'triggered_within', 'recounts', 'recounts_confirmed', 'approvals', 'approval_p50_min', 'approval_p90_min', 'overdue'] as const;

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
/** What a spreadsheet would take for a formula stays text. */
const safe = (value: string): string => (/^[=+\-@\t]/.test(value) ? `'${value}` : value);
const share = (value: number | null): string => (value === null ? '' : value.toFixed(4));
const minutes = (value: number | null): string => (value === null ? '' : String(Math.round(value / 60_000)));

export function figuresCsv(rows: readonly FiguresOf[], nameOf: (of: string) => string): string {
  const lines = rows.map((row) => [
    safe(nameOf(row.of)), row.planned.counts, row.planned.within, share(shareWithin(row.planned)), share(shareByValue(row.planned)), row.triggered.counts, row.triggered.within,
    row.recounts.all, row.recounts.confirmed, row.approval.decided, minutes(row.approval.p50), minutes(row.approval.p90), row.overdue,
  ].map((value) => quoted(String(value))).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}
