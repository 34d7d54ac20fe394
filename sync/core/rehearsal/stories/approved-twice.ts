import { stock } from '#sync/core/rehearsal/company.ts';
import { signs } from '#sync/core/rehearsal/signing.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { change, units } from '#sync/core/rehearsal/watching.ts';

export const approvedTwice: Story = {
  id: 'approved-twice',
  title: 'Approved by one, sent back by the other',
  about: 'Approval',
  setting: 'Ann has proposed to take two broken mugs out of A1. Both supervisors have it on their screen, one at a station without network.',
  stations: { a: 'Sue’s station', b: 'Sam’s station, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 9);
    company.did('adjustment.submit', { adjustmentId: 'ADJ-1', locationId: 'A1', itemId: 'MUG', delta: -2, reason: 'DAMAGED' }, 'ann');
  },
  acts: [
    act({ name: 'approve', station: 'a', at: '10:01', person: 'sue', says: 'Sue approves.', type: 'approval.sign', enters: signs('approve', 'A1') }),
    act({ name: 'reject', station: 'b', at: '10:02', person: 'sam', after: [], says: 'Sam sends it back.', type: 'approval.sign', enters: signs('reject', 'A1') }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), change('Change of A1', 'A1')],
  endings: [
    { when: ['approve', 'reject'], words: 'Sue’s word came first: two mugs are written off, once. Sam finds nothing left to decide.', sees: { 'Mugs in A1': '7', 'Change of A1': '− 2 posted' }, open: [] },
    { words: 'Sam’s word came first: nothing is written off. Sue’s station takes its own approval back as soon as it hears of it, and she is told.', sees: { 'Mugs in A1': '9', 'Change of A1': '− 2 rejected' }, open: [] },
  ],
};
