import type { Slice } from '#domain/slice.ts';
import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { orderState, units } from '#sync/core/rehearsal/watching.ts';

const task = (see: Slice) => taskOf(see, 'SO-1');

export const missingAndPicked: Story = {
  id: 'missing-and-picked',
  title: 'Missing for one picker, found by the other',
  about: 'Task done twice all the same',
  setting: 'Order SO-1 wants two mugs from A1. Both pickers went there without network: Ben took them, and Ann then found the bin empty.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 2);
    order(company, 'SO-1', 'MUG', 2);
  },
  acts: [
    act({ name: 'found', station: 'b', at: '10:01', person: 'ben', quantity: 2, says: 'Ben picks {n} mugs into TOTE-2.', type: 'pick.pick', enters: (see, quantity) => ({ taskId: task(see)!.task_id, fulfilmentId: task(see)!.fulfilment_id, itemId: 'MUG', quantity, fromLocation: 'A1', tote: 'TOTE-2' }) }),
    act({ name: 'missing', station: 'a', at: '10:04', person: 'ann', quantity: 2, says: 'Ann reports {n} mugs missing: the bin is empty.', type: 'pick.short', enters: (see, quantity) => ({ taskId: task(see)!.task_id, fulfilmentId: task(see)!.fulfilment_id, orderId: 'SO-1', orderLine: 1, itemId: 'MUG', fromLocation: 'A1', missing: quantity, reason: 'EMPTY' }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('In TOTE-2', 'MUG', 'TOTE-2'), orderState('SO-1')],
  endings: [
    { when: ['found', 'missing'], words: 'Ben has what Ann could not find. There is nothing left to be missing, and the order goes on.', sees: { 'Mugs in A1': '0', 'In TOTE-2': '2', 'Order SO-1': 'allocated' }, open: [] },
    { words: 'The order was told that its mugs are missing before anybody heard of Ben’s pick, so it waits for goods. Ben’s mugs are kept as picked and are put back, which serves the order again.', sees: { 'Mugs in A1': '0', 'In TOTE-2': '2', 'Order SO-1': 'backordered' }, open: ['PUT_BACK'] },
  ],
};
