import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, units } from '#sync/core/rehearsal/watching.ts';

const comesBack = (parcelId: string, unitId: string) => (_: unknown, quantity: number) => ({ parcelId, locationId: 'DESK', units: [{ unitId, itemId: 'MUG', quantity, orderId: 'SO-1', orderLine: 1 }] });

export const moreBackThanSold: Story = {
  id: 'more-back-than-sold',
  title: 'More comes back than was sold',
  about: 'Refund: never more than was paid',
  setting: 'Two mugs of order SO-1 were shipped. Two parcels of it arrive at two desks without network.',
  stations: { a: 'Cat’s desk', b: 'Dan’s desk' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
    const task = taskOf(company.rows, 'SO-1')!;
    const of = { fulfilmentId: task.fulfilment_id, orderId: 'SO-1', carrierId: 'ROYAL' };
    company.did('pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: 'MUG', quantity: 2, fromLocation: 'A1', tote: 'TOTE-1' }, 'ann');
    company.did('parcel.pack', { ...of, parcelId: 'PC-1', lines: [{ taskId: task.task_id, orderLine: 1, itemId: 'MUG', quantity: 2, tote: 'TOTE-1' }] }, 'ann');
    company.did('parcel.ship', { ...of, parcelId: 'PC-1' }, 'ann');
  },
  acts: [
    act({ name: 'cat', station: 'a', at: '10:01', person: 'cat', quantity: 2, says: 'Cat takes {n} mugs out of parcel RP-1.', type: 'return.receive', enters: comesBack('RP-1', 'RU-1') }),
    act({ name: 'dan', station: 'b', at: '10:02', person: 'dan', quantity: 1, says: 'Dan takes {n} mug out of parcel RP-2.', type: 'return.receive', enters: comesBack('RP-2', 'RU-2') }),
  ],
  watched: [units('Mugs at the desk', 'MUG', 'DESK'), said('Returned of 2 sold', (rows) => rows.get('sales_order_line', 'SO-1', 1)?.returned)],
  endings: [{
    words: 'Three mugs lie on the desks, so three are recorded. Only two were sold: whichever parcel is heard of second goes to finance, and no money goes out by itself.',
    sees: { 'Mugs at the desk': '3, all held', 'Returned of 2 sold': '3' }, open: ['RETURNED_MORE_THAN_SHIPPED'],
  }],
};
