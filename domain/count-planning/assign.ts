// Who counts what: given by a supervisor, or taken by whoever begins. A claim is a word between people, never a lock:
// whoever counts all the same is heard, and it holds without a network.
import { isClosed } from '#domain/count-tasks.ts';
import { decider } from '#domain/decider.ts';
import { document } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';

export const assignCount = decider('count.assign', {
  reads: ({ warehouse, person, payload: p }) => [...document(`count:${warehouse}:${p.taskId}`, { table: 'count_task', where: { warehouse_id: warehouse, task_id: p.taskId } }), { table: 'person', where: { person_id: person } }],
  refuse: ({ warehouse, person, payload: p }, slice) => {
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    if (isClosed(task) || (task.assigned_to ?? '') === p.personId) return reject('already_done', { task: p.taskId, by: task.assigned_to ?? '' });
    const roles = slice.get('person', person)?.roles as readonly string[] | undefined;
    if (!roles || roles.includes('supervisor')) return undefined;
    // Of two who claim it without seeing each other, the first has it.
    const own = p.personId === person ? task.assigned_to === null : p.personId === '' && task.assigned_to === person;
    return own ? undefined : reject('not_your_decision', { task: p.taskId, by: task.assigned_to ?? '' });
  },
  effects: (book) => {
    const p = book.command.payload;
    const task = book.slice.get('count_task', book.command.warehouse, p.taskId);
    if (task) book.became('count_task', { ...task, assigned_to: p.personId === '' ? null : p.personId });
  },
});
