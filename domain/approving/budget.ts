// What a person may approve at one device without the server: drawn while online, out of what is left of the day, and
// given back when they leave. The sum of what is handed out and what was approved at the server never exceeds the day.
import { effectiveAt } from '#domain/commands.ts';
import { dayOf } from '#domain/days.ts';
import { decider } from '#domain/decider.ts';
import { setting } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';
import type { CommandOf } from '#domain/commands.ts';
import type { Slice } from '#domain/slice.ts';
import { addSpent, APPROVAL_LIMITS, budgetLeft, budgetReads, dayLeft, limitsOf } from './limits.ts';

/** What the server adds to the budget of this device now. */
export function toHandOut(slice: Slice, command: Pick<CommandOf<'approval.draw'>, 'person' | 'device' | 'at' | 'offset'>): number {
  const at = command.at + command.offset;
  const limits = limitsOf(slice, command.person, at);
  if (!limits) return 0;
  const day = dayOf(at);
  const wanted = limits.offline - budgetLeft(slice, command.device, command.person, day);
  return Math.max(0, Math.min(wanted, dayLeft(slice, command.person, limits, day) ?? wanted));
}

export const drawBudget = decider('approval.draw', {
  reads: ({ person, device }) => [setting(APPROVAL_LIMITS), { table: 'person', where: { person_id: person } }, { table: 'delegation', where: { deputy_id: person } }, ...budgetReads(person, device)],
  refuse: (command, slice) => (toHandOut(slice, command) > 0 ? undefined : reject('nothing_to_do', { person: command.person })),
  effects: (book) => {
    const { command, slice } = book;
    const { person, device } = command;
    const [added, day] = [toHandOut(slice, command), dayOf(book.at)];
    const known = slice.get('approval_budget', device, person);
    const { granted, spent } = known?.day === day ? known : { granted: 0, spent: 0 };
    book.became('approval_budget', { device_id: device, person_id: person, day, granted: granted + added, spent });
    addSpent(book, 'handed_out', person, added);
  },
});

/** A person leaves the device; in its sequence this comes behind all that was spent there. */
export const returnBudget = decider('approval.give_back', {
  reads: ({ person, device }) => budgetReads(person, device),
  refuse: (command, slice) => (budgetLeft(slice, command.device, command.person, dayOf(effectiveAt(command))) > 0 ? undefined : reject('nothing_to_do', { person: command.person })),
  effects: (book) => {
    const { device, person } = book.command;
    const row = book.slice.get('approval_budget', device, person);
    const left = budgetLeft(book.slice, device, person, dayOf(book.at));
    if (!row || left <= 0) return;
    book.became('approval_budget', { ...row, granted: row.spent });
    addSpent(book, 'handed_out', person, -left);
  },
});
