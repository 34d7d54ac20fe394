// The figures of this warehouse's counts, from the rows of this replica.
import { countFigures, figuresByPerson, figuresByWeek } from '#domain/count-figures.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { CountFiguresAnswer, Person } from './contract.ts';

const WEEKS = 8;

export function countFiguresFor(replica: Replica, person: Person | null, now: number): CountFiguresAnswer | null {
  if (!person?.roles.some((role) => role === 'supervisor' || role === 'finance')) return null;
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  const checks = replica.rows.find('adjustment', { warehouse_id }).filter((row) => row.source === 'count');
  const tasks = replica.rows.find('count_task', { warehouse_id });
  return { warehouse: warehouse_id, all: countFigures(checks, tasks, now), people: figuresByPerson(checks, tasks, now), weeks: figuresByWeek(checks, tasks, now, WEEKS) };
}
