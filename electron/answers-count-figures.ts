// The figures of this warehouse's counts, from the rows of this replica.
import { countFigures, figuresByPerson, figuresByWeek, partsOf } from '#domain/count-figures.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { CountBehind, CountFiguresAnswer, Person } from './contract.ts';

const WEEKS = 8;

const MOST_BEHIND = 500;
const mayLook = (person: Person | null): boolean => person?.roles.some((role) => role === 'supervisor' || role === 'finance') ?? false;
const rowsOf = (replica: Replica) => {
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  return { warehouse_id, checks: replica.rows.find('adjustment', { warehouse_id }).filter((row) => row.source === 'count'), tasks: replica.rows.find('count_task', { warehouse_id }) };
};

export function countFiguresFor(replica: Replica, person: Person | null, now: number): CountFiguresAnswer | null {
  if (!mayLook(person)) return null;
  const { warehouse_id, checks, tasks } = rowsOf(replica);
  return { warehouse: warehouse_id, all: countFigures(checks, tasks, now), people: figuresByPerson(checks, tasks, now), weeks: figuresByWeek(checks, tasks, now, WEEKS) };
}

interface Asked { readonly figure: 'planned' | 'triggered' | 'recounts' | 'approval' | 'overdue'; readonly personId?: string | undefined }
/** By the same parts that the figures are counted from. */
export function countsBehindFigure(replica: Replica, person: Person | null, now: number, { figure, personId = '' }: Asked): readonly CountBehind[] | null {
  if (!mayLook(person)) return null;
  const { checks, tasks } = rowsOf(replica);
  const parts = partsOf(checks, tasks, now);
  const found = figure === 'overdue' ? parts.overdue.map(ofTask) : parts[figure].map(ofCheck);
  return found.filter((row) => personId === '' || row.by === personId).toSorted((a, b) => b.at - a.at).slice(0, MOST_BEHIND);
}
const ofTask = (task: Row<'count_task'>): CountBehind => ({ id: task.task_id, taskId: task.task_id, locationId: task.location_id, itemId: task.item_id, by: task.assigned_to ?? '', at: task.due_at ?? task.opened_at, units: null, value: null, state: task.state });
const ofCheck = (check: Row<'adjustment'>): CountBehind => ({ id: check.adjustment_id, taskId: check.task_id ?? '', locationId: check.location_id, itemId: check.item_id, by: check.author, at: check.effective_at, units: check.delta, value: check.value, state: check.state });
