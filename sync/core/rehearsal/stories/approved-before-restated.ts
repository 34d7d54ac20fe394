import { clock, stock } from '#sync/core/rehearsal/company.ts';
import { signs } from '#sync/core/rehearsal/signing.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { change, units } from '#sync/core/rehearsal/watching.ts';

export const approvedBeforeRestated: Story = {
  id: 'approved-before-restated',
  title: 'Approved, while the difference shrinks',
  about: 'Approval',
  setting: 'The books had nine mugs in A1; Ann counted seven at 09:00. What nobody knows yet: Ben had taken one at 08:55. Sue approves the two that are missing, at a station that has lost the network.',
  stations: { a: 'Sue’s station', b: 'Ben’s station' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 9);
    company.did('count.open', { taskId: 'CT-1', locationId: 'A1', trigger: 'SPOT' }, 'sue');
    company.did('count.record', { taskId: 'CT-1', locationId: 'A1', itemId: 'MUG', quantity: 7, firstLook: clock('09:00'), lastLook: clock('09:00') }, 'ann', '09:00');
    company.did('count.submit', { taskId: 'CT-1', locationId: 'A1' }, 'ann', '09:01');
  },
  acts: [
    act({
      name: 'approve', station: 'a', at: '10:00', person: 'sue', says: 'Sue approves that two are missing.', type: 'approval.sign', confirms: ['changed_smaller'], enters: signs('approve', 'A1'),
    }),
    act({ name: 'take', station: 'b', at: '08:55', person: 'ben', quantity: 1, says: 'Ben has moved {n} mug from A1 to A2.', type: 'stock.move', enters: (_, quantity) => ({ itemId: 'MUG', quantity, fromLocation: 'A1', toLocation: 'A2' }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), change('Difference', 'A1')],
  endings: [
    {
      when: ['approve', 'take'], words: 'The two were written off, and then it turns out that Ben had taken one of them. Half of the write-off is taken back by an equal opposite movement. The shelf has the seven that Ann saw, and a supervisor is shown both figures.',
      sees: { 'Mugs in A1': '7', 'Difference': '− 1 posted' }, open: ['COUNT_RESTATED'],
    },
    {
      words: 'The difference had shrunk to one before Sue’s signature arrived. She had agreed to more in the same direction, so her signature stands for the one, and she is told.',
      sees: { 'Mugs in A1': '7', 'Difference': '− 1 posted' }, open: ['APPROVED_LARGER'],
    },
  ],
};
