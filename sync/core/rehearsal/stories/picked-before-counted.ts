import { stock } from '#sync/core/rehearsal/company.ts';
import { signs } from '#sync/core/rehearsal/signing.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { change, units } from '#sync/core/rehearsal/watching.ts';

export const pickedBeforeCounted: Story = {
  id: 'picked-before-counted',
  title: 'Counted at 10:05, taken out at 10:01',
  about: 'Movement that arrives late, earlier than a posted count',
  setting: 'The books have nine mugs in A1. Ben takes two at 10:01, Ann counts what is left at 10:05; neither sees the other. Sue, online, approves a difference as soon as she sees one.',
  stations: { a: 'Ann’s station', b: 'Ben’s station', c: 'Sue, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 9);
    company.did('count.open', { taskId: 'CT-1', locationId: 'A1', trigger: 'SPOT' }, 'sue');
  },
  acts: [
    act({ name: 'take', station: 'b', at: '10:01', person: 'ben', quantity: 2, says: 'Ben moves {n} mugs from A1 to A2.', type: 'stock.move', enters: (_, quantity) => ({ itemId: 'MUG', quantity, fromLocation: 'A1', toLocation: 'A2' }) }),
    act({ name: 'count', station: 'a', at: '10:05', person: 'ann', quantity: 7, says: 'Ann counts {n} mugs in A1.', type: 'count.record', enters: (_, quantity, at) => ({ taskId: 'CT-1', locationId: 'A1', itemId: 'MUG', quantity, firstLook: at, lastLook: at }) }),
    act({ name: 'hand-in', station: 'a', at: '10:06', person: 'ann', says: 'Ann hands the count in.', type: 'count.submit', enters: () => ({ taskId: 'CT-1', locationId: 'A1' }) }),
    act({
      name: 'approve', station: 'c', at: '10:30', person: 'sue', after: ['hand-in'], says: 'Sue looks for a difference to approve.', type: 'approval.sign', confirms: ['changed_smaller'], enters: signs('approve', 'A1'),
    }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('Mugs in A2', 'MUG', 'A2'), change('Difference', 'A1')],
  endings: [
    {
      when: ['approve', 'take'], words: 'Two were missing when Sue looked, and she approved it. Then Ben’s work of before the count arrives: it is recorded in full, an equal opposite movement takes the posted difference back, and the bin stays at what Ann saw. A supervisor is shown both figures.',
      sees: { 'Mugs in A1': '7', 'Mugs in A2': '2', 'Difference': '± 0 posted' }, open: ['COUNT_RESTATED'],
    },
    {
      words: 'Ben was at the bin before Ann looked, and the ERP judges the count against the bin of 10:05, not of when it hears of it. The count is as in the books, and there is nothing to approve.',
      sees: { 'Mugs in A1': '7', 'Mugs in A2': '2', 'Difference': 'as in the books' }, open: [],
    },
  ],
};
