// What many lives come to: the last line of the report.
import type { Life } from './life.ts';

export interface Totals {
  readonly seeds: number;
  readonly commands: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly conflicts_by_rule: Readonly<Record<string, number>>;
  readonly violations: number;
  readonly seconds: number;
}
export type Counts = Omit<Totals, 'seconds'>;

export const nothingYet: Counts = { seeds: 0, commands: 0, faults: {}, conflicts_by_rule: {}, violations: 0 };

export const add = (a: Counts, b: Counts): Counts => ({
  seeds: a.seeds + b.seeds, commands: a.commands + b.commands, faults: sum(a.faults, b.faults), conflicts_by_rule: sum(a.conflicts_by_rule, b.conflicts_by_rule), violations: a.violations + b.violations,
});
export const countsOf = (life: Life): Counts => ({ seeds: 1, commands: life.commands, faults: life.faults, conflicts_by_rule: life.rules, violations: life.violations.length });

function sum(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const total: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) total[name] = (total[name] ?? 0) + count;
  return Object.fromEntries(Object.entries(total).toSorted(([x], [y]) => (x < y ? -1 : 1)));
}
