import type { Slice } from '#domain/slice.ts';
import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { orderState, units } from '#sync/core/rehearsal/watching.ts';

const task = (see: Slice) => taskOf(see, 'SO-1')!;

export const cancelledWhileDealt: Story = {
  id: 'cancelled-while-dealt',
  title: 'Cancelled, while a silent station has the work',
  about: 'Order cancelled while dealt or picked offline',
  setting: 'Order SO-1 was dealt to Ann’s cart, which is without network. Sue cancels it for the customer. Ann picks, hears of it when she is back, and puts the mugs back.',
  stations: { a: 'Ann’s cart', b: 'The office, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
    company.did('work.deal', { deviceId: 'station-a', work: [{ kind: 'fulfilment', id: task(company.rows).fulfilment_id }] });
  },
  acts: [
    act({ name: 'pick', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann picks {n} mugs into TOTE-1.', type: 'pick.pick', enters: (see, quantity) => ({ taskId: task(see).task_id, fulfilmentId: task(see).fulfilment_id, itemId: 'MUG', quantity, fromLocation: 'A1', tote: 'TOTE-1' }) }),
    act({ name: 'cancel', station: 'b', at: '10:03', person: 'sue', after: [], says: 'Sue cancels the order.', type: 'order.cancel', enters: (see) => ({ orderId: 'SO-1', fulfilmentIds: [task(see).fulfilment_id], reason: 'customer changed their mind' }) }),
    act({ name: 'answer', station: 'a', at: '11:00', person: 'ann', after: ['pick', 'cancel'], says: 'Ann: that is all I had picked of it.', type: 'cancel.answer', enters: (see) => ({ orderId: 'SO-1', fulfilmentId: task(see).fulfilment_id }) }),
    act({ name: 'put-back', station: 'a', at: '11:05', person: 'ann', quantity: 2, after: ['answer'], says: 'Ann scans {n} mugs back into A1.', type: 'stock.put_back', enters: (_, quantity) => ({ itemId: 'MUG', quantity, fromLocation: 'TOTE-1', toLocation: 'A1' }) }),
    act({ name: 'settle', station: 'erp', at: '11:06', person: 'system', after: ['put-back'], says: 'The ERP sees by itself that nothing of the order is in anybody’s hands.', type: 'order.settle_cancel', enters: (see) => ({ orderId: 'SO-1', fulfilmentIds: [task(see).fulfilment_id] }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('In TOTE-1', 'MUG', 'TOTE-1'), orderState('SO-1')],
  endings: [{
    words: 'The order stays “cancel requested”, without a refund, until Ann’s cart has told what it did and the mugs are scanned back into a bin. Then it is cancelled by itself, and nothing is left to look at.',
    sees: { 'Mugs in A1': '10', 'In TOTE-1': '0', 'Order SO-1': 'cancelled' }, open: [],
  }],
};
