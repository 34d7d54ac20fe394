import type { Slice } from '#domain/slice.ts';
import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { orderState, state, units } from '#sync/core/rehearsal/watching.ts';

const task = (see: Slice) => taskOf(see, 'SO-1');

export const leftBeforeCancelled: Story = {
  id: 'left-before-cancelled',
  title: 'Cancelled, while the parcel leaves the house',
  about: 'Order cancelled while dealt or picked offline',
  setting: 'Order SO-1 is picked. Ann packs it and hands it to the carrier without network. At the office, which is online, Sue cancels for the customer.',
  stations: { a: 'The packing bench', b: 'The office, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
    const picked = task(company.rows)!;
    company.did('pick.pick', { taskId: picked.task_id, fulfilmentId: picked.fulfilment_id, itemId: 'MUG', quantity: 2, fromLocation: picked.location_id, tote: 'TOTE-1' }, 'ben');
  },
  acts: [
    act({
      name: 'pack', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann packs {n} mugs into parcel PC-1.', type: 'parcel.pack',
      enters: (see, quantity) => ({ parcelId: 'PC-1', fulfilmentId: task(see)!.fulfilment_id, orderId: 'SO-1', carrierId: 'ROYAL', lines: [{ taskId: task(see)!.task_id, orderLine: 1, itemId: 'MUG', quantity, tote: 'TOTE-1' }] }),
    }),
    act({ name: 'ship', station: 'a', at: '10:10', person: 'ann', says: 'The carrier takes parcel PC-1.', type: 'parcel.ship', enters: (see) => ({ parcelId: 'PC-1', fulfilmentId: task(see)!.fulfilment_id, orderId: 'SO-1', carrierId: 'ROYAL' }) }),
    act({ name: 'cancel', station: 'b', at: '10:05', person: 'sue', after: [], says: 'Sue cancels the order.', type: 'order.cancel', enters: (see) => ({ orderId: 'SO-1', fulfilmentIds: see.list('fulfilment', { order_id: 'SO-1' }).map((row) => row.fulfilment_id), reason: 'customer changed their mind' }) }),
  ],
  watched: [orderState('SO-1'), state('Parcel PC-1', (rows) => rows.get('parcel', 'LEEDS', 'PC-1')?.state), units('In TOTE-1', 'MUG', 'TOTE-1')],
  endings: [
    {
      when: ['ship', 'cancel'], words: 'The parcel was gone when Sue cancelled, and the ERP knew it: she is told at once. The goods come back as a return, and no money goes out before that.',
      sees: { 'Order SO-1': 'shipped', 'Parcel PC-1': 'shipped', 'In TOTE-1': '0' }, open: [],
    },
    {
      when: ['cancel', 'pack'], words: 'The ERP hears of packing and of the parcel’s leaving only after the order was to be cancelled. Both are kept, for both happened. A supervisor has two hours to have the carrier stop the parcel, and no money goes out meanwhile.',
      sees: { 'Order SO-1': 'shipped', 'Parcel PC-1': 'shipped', 'In TOTE-1': '0' }, open: ['CANCEL_REQUESTED', 'INTERCEPT'],
    },
    {
      words: 'The order was cancelled with its parcel packed, and then the parcel left all the same. That is kept, for it happened; the carrier is asked to stop it, and no money goes out meanwhile.',
      sees: { 'Order SO-1': 'shipped', 'Parcel PC-1': 'shipped', 'In TOTE-1': '0' }, open: ['CANCEL_REQUESTED', 'INTERCEPT'],
    },
  ],
};
