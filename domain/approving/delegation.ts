// Standing in: who is away names a deputy for a time. The deputy may then approve as much as the absent one could,
// except what that one proposed or counted.
import { decider } from '#domain/decider.ts';
import { document } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';

export const delegate = decider('approval.delegate', {
  reads: ({ person, payload: p }) => [...document(`delegation:${person}`, { table: 'delegation', where: { person_id: person } }), { table: 'person', where: { person_id: person } }, { table: 'person', where: { person_id: p.deputyId } }],
  refuse: ({ person, payload: p }, slice) => {
    const deputy = slice.get('person', p.deputyId);
    if (!deputy?.active || p.deputyId === person) return reject('unknown_document', { person: p.deputyId });
    return (deputy.roles as readonly string[]).some((role) => role === 'supervisor' || role === 'finance') ? undefined : reject('not_your_decision', { person: p.deputyId });
  },
  effects: (book) => {
    const { person, id, payload: p } = book.command;
    book.became('delegation', { person_id: person, deputy_id: p.deputyId, roles: book.slice.get('person', person)?.roles ?? [], from_at: p.fromAt, until_at: p.untilAt, note: p.note, command_id: id });
  },
});
