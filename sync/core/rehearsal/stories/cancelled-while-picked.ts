import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { orderState, units } from '#sync/core/rehearsal/watching.ts';

export const cancelledWhilePicked: Story = {
  id: 'cancelled-while-picked',
  title: 'Cancelled, while it is picked offline',
  about: 'Order cancelled while dealt or picked offline',
  setting: 'Order SO-1 wants two mugs. Ann picks without network. At the office, which is online, Sue cancels for the customer.',
  stations: { a: 'Ann’s station', b: 'The office, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
  },
  acts: [
    act({
      name: 'pick', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann picks {n} mugs into TOTE-1.', type: 'pick.pick',
      enters: (see, quantity) => {
        const task = taskOf(see, 'SO-1');
        return task && { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, quantity, fromLocation: task.location_id, tote: 'TOTE-1' };
      },
    }),
    act({ name: 'cancel', station: 'b', at: '10:03', person: 'sue', after: [], says: 'Sue cancels the order.', type: 'order.cancel', enters: (see) => ({ orderId: 'SO-1', fulfilmentIds: see.list('fulfilment', { order_id: 'SO-1' }).map((row) => row.fulfilment_id), reason: 'customer changed their mind' }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('In TOTE-1', 'MUG', 'TOTE-1'), orderState('SO-1')],
  endings: [
    {
      when: ['pick', 'cancel'], words: 'The goods were in hand when the order was cancelled. No money goes back until the floor has answered: the mugs wait in the tote to be put back.',
      sees: { 'Mugs in A1': '8', 'In TOTE-1': '2', 'Order SO-1': 'cancel requested' }, open: ['CANCEL_REQUESTED'],
    },
    {
      words: 'Nobody knew of the pick, so the order is cancelled. The pick is kept as what it was: two mugs are in the tote, and somebody puts them back.',
      sees: { 'Mugs in A1': '8', 'In TOTE-1': '2', 'Order SO-1': 'cancelled' }, open: ['PUT_BACK'],
    },
  ],
};
