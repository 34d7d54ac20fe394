import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import type { Slice } from '#domain/slice.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, units } from '#sync/core/rehearsal/watching.ts';

const packs = (orderId: string, tote: string) => (see: Slice, quantity: number) => {
  const task = taskOf(see, orderId);
  return task && { parcelId: 'PC-1', fulfilmentId: task.fulfilment_id, orderId, carrierId: 'ROYAL', lines: [{ taskId: task.task_id, orderLine: 1, itemId: task.item_id, quantity, tote }] };
};
const pick = (company: Parameters<typeof order>[0], orderId: string, tote: string): void => {
  const task = taskOf(company.rows, orderId)!;
  company.did('pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: 'MUG', quantity: task.quantity, fromLocation: task.location_id, tote }, 'ann');
};

export const oneLabelTwoBoxes: Story = {
  id: 'one-label-two-boxes',
  title: 'The same parcel label goes on two boxes',
  about: 'Receipt, move, pick, pack, ship',
  setting: 'Two orders are picked and packed at two benches without network. A printed label, PC-1, was copied.',
  stations: { a: 'Bench 1', b: 'Bench 2' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
    order(company, 'SO-2', 'MUG', 1);
    pick(company, 'SO-1', 'TOTE-1');
    pick(company, 'SO-2', 'TOTE-2');
  },
  acts: [
    act({ name: 'first', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann packs {n} mugs of order SO-1 into parcel PC-1.', type: 'parcel.pack', enters: packs('SO-1', 'TOTE-1') }),
    act({ name: 'second', station: 'b', at: '10:02', person: 'ben', quantity: 1, says: 'Ben packs {n} mug of order SO-2 into parcel PC-1.', type: 'parcel.pack', enters: packs('SO-2', 'TOTE-2') }),
  ],
  watched: [said('Parcel PC-1 is for', (rows) => rows.get('parcel', 'LEEDS', 'PC-1')?.order_id), units('In TOTE-1', 'MUG', 'TOTE-1'), units('In TOTE-2', 'MUG', 'TOTE-2')],
  endings: [
    { when: ['first', 'second'], words: 'The label belongs to the first box. What Ben reported is kept whole in a work item; his mug still counts as in its tote, and his box gets a label of its own.', sees: { 'Parcel PC-1 is for': 'SO-1', 'In TOTE-1': '0', 'In TOTE-2': '1' }, open: ['PARCEL_PACKED_TWICE'] },
    { words: 'The label belongs to the box that was heard of first, Ben’s. What Ann reported is kept whole in a work item; her mugs still count as in their tote, and her box gets a label of its own.', sees: { 'Parcel PC-1 is for': 'SO-2', 'In TOTE-1': '2', 'In TOTE-2': '0' }, open: ['PARCEL_PACKED_TWICE'] },
  ],
};
