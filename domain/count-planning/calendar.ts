// Which bins are counted on which day: each within the period of what lies in it, spread over working days, the most
// overdue first. Pure, so that the server that opens the tasks and the screen that shows the days ahead agree.
import { z } from 'zod';
import { dayAfter, daysBetween, weekdayOf } from '#domain/days.ts';
import { idFrom } from '#domain/ids.ts';
import { compareText } from '#domain/slice.ts';
import type { Json } from '#domain/tables.ts';

export const COUNT_PLAN = 'count_plan';

/** The server looks no further up than this after every pick. */
export const MOST_NEAR_ZERO = 5;

const plan = z.object({
  /** From when bins that were never counted fall due (ISO day). */
  since: z.iso.date().default('1970-01-01'),
  /** Bins a working day, at most. */
  perDay: z.int().positive(),
  /** ISO weekdays that are worked, Monday = 1. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
  /** Days between two counts by the best class in the bin; a class that is not named is not counted by itself. */
  classes: z.record(z.string(), z.int().positive()).default({}),
  /** Days between two counts for all bins of a zone, where that is sooner. */
  zones: z.record(z.string(), z.int().positive()).default({}),
  /** Days after which a bin that should be empty is looked into. */
  empty: z.int().positive().optional(),
  /** A pick that leaves no more than this asks for a count; not set: never. */
  nearZero: z.int().nonnegative().max(MOST_NEAR_ZERO).optional(),
});
export type CountPlan = z.infer<typeof plan>;

/** The plan of the ERP; undefined where it has none, or one that cannot be read. */
export function readPlan(value: Json | undefined): CountPlan | undefined {
  const read = plan.safeParse(value);
  return read.success ? read.data : undefined;
}

export interface Bin {
  readonly locationId: string;
  readonly zone: string;
  readonly sequence: number;
  /** ABC classes of what the books have in it; empty when it should be empty. */
  readonly classes: readonly string[];
  /** ISO day of its last whole count; undefined when it was never counted. */
  readonly countedOn: string | undefined;
  /** A count of it is open. */
  readonly isOpen: boolean;
}
export interface DueBin {
  readonly locationId: string;
  readonly trigger: 'ABC' | 'PERIODIC' | 'EMPTY_LOCATION';
  /** ISO day. */
  readonly dueOn: string;
  readonly sequence: number;
}

/** When a bin is due and why; undefined when the plan never asks for it. A bin that was never counted gets a day of its own within its period, so that a new warehouse does not fall due at once. */
export function dueOf(bin: Bin, of: CountPlan): DueBin | undefined {
  const byClass = bin.classes.map((each) => of.classes[each]).filter((days) => days !== undefined).toSorted((a, b) => a - b)[0];
  const byZone = of.zones[bin.zone];
  const isEmpty = bin.classes.length === 0;
  const period = isEmpty ? (byZone ?? of.empty) : byZone === undefined ? byClass : byClass === undefined ? byZone : Math.min(byZone, byClass);
  if (period === undefined) return undefined;
  const trigger = isEmpty ? 'EMPTY_LOCATION' : byClass !== undefined && byClass === period ? 'ABC' : 'PERIODIC';
  const dueOn = bin.countedOn === undefined ? dayAfter(of.since, Number.parseInt(idFrom('count-day', bin.locationId).slice(0, 8), 16) % period) : dayAfter(bin.countedOn, period);
  return { locationId: bin.locationId, trigger, dueOn, sequence: bin.sequence };
}

export interface PlannedDay {
  readonly day: string;
  readonly bins: readonly DueBin[];
}

/** The days from `from` on with what is counted on each: what falls due by then, the most overdue first, at most so many a day; what does not fit waits for the next working day. */
export function calendar(bins: readonly Bin[], of: CountPlan, from: string, days: number): readonly PlannedDay[] {
  const waiting = bins.flatMap((bin) => (bin.isOpen ? [] : (dueOf(bin, of) ?? []))).toSorted((a, b) => compareText(a.dueOn, b.dueOn) || a.sequence - b.sequence || compareText(a.locationId, b.locationId));
  const planned: PlannedDay[] = [];
  let at = 0;
  for (let n = 0; n < days; n++) {
    const day = dayAfter(from, n);
    const taken: DueBin[] = [];
    if (of.weekdays.includes(weekdayOf(day))) {
      while (taken.length < of.perDay && waiting[at] !== undefined && daysBetween(waiting[at]!.dueOn, day) >= 0) taken.push(waiting[at++]!);
    }
    // In walking order, so that whoever counts them goes one way.
    planned.push({ day, bins: taken.toSorted((a, b) => a.sequence - b.sequence) });
  }
  return planned;
}
