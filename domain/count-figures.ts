// The figures of counts, each defined once: of planned first counts how many agree, by position and by value; how often a
// recount confirms the first; how long approval takes; and what is overdue.
import type { Row } from './tables.ts';

export interface Accuracy {
  /** Counted positions, and of them within tolerance. */
  readonly counts: number;
  readonly within: number;
  /** Σ|variance| and Σ book, at cost in 1/10,000 of the currency unit. */
  readonly variance: number;
  readonly book: number;
}
export interface CountFigures {
  /** First counts that the plan asked for. */
  readonly planned: Accuracy;
  /** First counts after a short pick, a doubt, a spot check: apart, because they are where something is wrong. */
  readonly triggered: Accuracy;
  readonly recounts: { readonly all: number; readonly confirmed: number };
  /** From handing in to the decision of a person, in ms; null without any. */
  readonly approval: { readonly decided: number; readonly p50: number | null; readonly p90: number | null };
  readonly overdue: number;
}
export interface FiguresOf extends CountFigures {
  /** A person, an ISO day (Monday of a week), or empty for all. */
  readonly of: string;
}

const planned = new Set(['PERIODIC', 'ABC', 'EMPTY_LOCATION', 'TURNOVER', 'ZONE']);
/** Seen in passing, and the counts of one's own line again, are no first counts. */
const apart = new Set(['GLANCE', 'RECOUNT']);
const NOTHING: Accuracy = { counts: 0, within: 0, variance: 0, book: 0 };

type Check = Row<'adjustment'>;
type Task = Row<'count_task'>;

/** A difference that nobody had to decide: as in the books, or small enough to pass by itself. */
const isWithin = (check: Check): boolean => check.state === 'MATCHED' || (check.state === 'POSTED' && check.approver === null && check.decided_at !== null);
const isFirst = (check: Check): boolean => check.source === 'count' && check.round <= 1 && check.state !== 'DRAFT' && check.state !== 'WITHDRAWN';

function accuracyOf(checks: readonly Check[]): Accuracy {
  return checks.reduce((sum, check) => ({
    counts: sum.counts + 1, within: sum.within + (isWithin(check) ? 1 : 0), variance: sum.variance + Math.abs(check.delta * check.unit_cost), book: sum.book + Math.max(0, check.book) * check.unit_cost,
  }), NOTHING);
}

const position = (check: Check): string => [check.location_id, check.item_id, check.lot, check.serial, check.condition, check.hold, check.owner].join('\u001f');

/** Recounts that came to the same difference as the count before them. */
function recountsOf(again: readonly Check[], all: readonly Check[]): CountFigures['recounts'] {
  const counts = Map.groupBy(all.filter((check) => check.source === 'count'), position);
  const confirmed = again.filter((check) => {
    const before = counts.get(position(check))!.filter((other) => other.round === check.round - 1 && other.effective_at < check.effective_at).toSorted((a, b) => b.effective_at - a.effective_at)[0];
    return before?.delta === check.delta;
  });
  return { all: again.length, confirmed: confirmed.length };
}

/** The value below which the share lies, of sorted values; null without any. */
const percentile = (sorted: readonly number[], share: number): number | null => (sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);

/** The counts that each figure is made of. */
export function partsOf(checks: readonly Check[], tasks: readonly Task[], now: number) {
  const triggers = new Map(tasks.map((task) => [task.task_id, task.trigger]));
  const first = checks.filter(isFirst).map((check) => ({ check, trigger: triggers.get(check.task_id ?? '') ?? '' })).filter(({ trigger }) => !apart.has(trigger));
  return {
    planned: first.filter(({ trigger }) => planned.has(trigger)).map(({ check }) => check),
    triggered: first.filter(({ trigger }) => !planned.has(trigger)).map(({ check }) => check),
    recounts: checks.filter((check) => check.source === 'count' && check.round > 1),
    approval: checks.filter((check) => check.source === 'count' && check.approver !== null && check.decided_at !== null),
    overdue: tasks.filter((task) => (task.state === 'OPEN' || task.state === 'COUNTING') && task.due_at !== null && task.due_at < now),
  };
}

export function countFigures(checks: readonly Check[], tasks: readonly Task[], now: number, all: readonly Check[] = checks): CountFigures {
  const parts = partsOf(checks, tasks, now);
  const waits = parts.approval.map((check) => check.decided_at! - check.submitted_at).toSorted((a, b) => a - b);
  return {
    planned: accuracyOf(parts.planned),
    triggered: accuracyOf(parts.triggered),
    recounts: recountsOf(parts.recounts, all),
    approval: { decided: waits.length, p50: percentile(waits, 0.5), p90: percentile(waits, 0.9) },
    overdue: parts.overdue.length,
  };
}

/** The same by who counted. */
export function figuresByPerson(checks: readonly Check[], tasks: readonly Task[], now: number): readonly FiguresOf[] {
  const people = [...new Set([...checks.filter((check) => check.source === 'count').map((check) => check.author), ...tasks.flatMap((task) => task.assigned_to ?? [])])].toSorted();
  const ofTasks = (person: string): readonly Task[] => tasks.map((task) => (task.assigned_to === person ? task : { ...task, due_at: null }));
  return people.map((person) => ({ of: person, ...countFigures(checks.filter((check) => check.author === person), ofTasks(person), now, checks) }));
}

const WEEK = 7 * 86_400_000;
/** The same by week of the look, oldest first; `of` is ms since 1970 of the week's beginning as text. */
export function figuresByWeek(checks: readonly Check[], tasks: readonly Task[], now: number, weeks: number): readonly FiguresOf[] {
  return Array.from({ length: weeks }, (_, n) => {
    const from = now - (weeks - n) * WEEK;
    return { of: String(from), ...countFigures(checks.filter((check) => check.effective_at > from && check.effective_at <= from + WEEK), tasks.map((task) => ({ ...task, due_at: null })), now, checks) };
  });
}

/** Null without any count. */
export const shareWithin = ({ counts, within }: Accuracy): number | null => (counts === 0 ? null : within / counts);
export const shareByValue = ({ variance, book }: Accuracy): number | null => (book === 0 ? null : Math.max(0, 1 - variance / book));
