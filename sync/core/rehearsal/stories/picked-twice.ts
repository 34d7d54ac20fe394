import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { orderState, units } from '#sync/core/rehearsal/watching.ts';

export const pickedTwice: Story = {
  id: 'picked-twice',
  title: 'Two pickers pick the same order',
  about: 'Task done twice all the same',
  setting: 'Order SO-1 wants two mugs from A1, where ten lie. Both pickers took the paper list while the network was gone.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
  },
  acts: [
    act({ name: 'ann', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann picks {n} mugs into TOTE-1.', type: 'pick.pick', enters: picking('TOTE-1') }),
    act({ name: 'ben', station: 'b', at: '10:02', person: 'ben', quantity: 2, says: 'Ben picks {n} mugs into TOTE-2.', type: 'pick.pick', enters: picking('TOTE-2') }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('In TOTE-1', 'MUG', 'TOTE-1'), units('In TOTE-2', 'MUG', 'TOTE-2'), orderState('SO-1')],
  endings: [{
    words: 'Both picks are kept, so A1 is right at once. One tote goes to packing; what is too much in the other is put back, and a supervisor sees to it.',
    sees: { 'Mugs in A1': '6', 'In TOTE-1': '2', 'In TOTE-2': '2', 'Order SO-1': 'allocated' }, open: ['PUT_BACK'],
  }],
};

function picking(tote: string) {
  return (see: Parameters<typeof taskOf>[0], quantity: number) => {
    const task = taskOf(see, 'SO-1');
    return task && { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, quantity, fromLocation: task.location_id, tote };
  };
}
