import type { Slice } from '#domain/slice.ts';
import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { state, units } from '#sync/core/rehearsal/watching.ts';

const task = (see: Slice) => taskOf(see, 'SO-1');

export const recalledAndPicked: Story = {
  id: 'recalled-and-picked',
  title: 'Called back, while somebody picks and packs it',
  about: 'Receipt, move, pick, pack, ship',
  setting: 'Five mugs lie in A1, two of them promised to order SO-1. Ann picks and packs without network. At the office, which is online, Sue hears that the handles break, and recalls all mugs.',
  stations: { a: 'Ann’s station', b: 'The office, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 5);
    order(company, 'SO-1', 'MUG', 2);
  },
  acts: [
    act({
      name: 'pick', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann picks {n} mugs into TOTE-1.', type: 'pick.pick',
      enters: (see, quantity) => ({ taskId: task(see)!.task_id, fulfilmentId: task(see)!.fulfilment_id, itemId: 'MUG', quantity, fromLocation: 'A1', tote: 'TOTE-1' }),
    }),
    act({
      name: 'pack', station: 'a', at: '10:08', person: 'ann', quantity: 2, says: 'Ann packs {n} mugs into parcel PC-1.', type: 'parcel.pack',
      enters: (see, quantity) => ({ parcelId: 'PC-1', fulfilmentId: task(see)!.fulfilment_id, orderId: 'SO-1', carrierId: 'ROYAL', lines: [{ taskId: task(see)!.task_id, orderLine: 1, itemId: 'MUG', quantity, tote: 'TOTE-1' }] }),
    }),
    act({ name: 'recall', station: 'b', at: '10:05', person: 'sue', after: [], says: 'Sue recalls all mugs.', type: 'hold.place', enters: () => ({ holdId: 'HOLD-1', itemId: 'MUG', code: 'RECALL', note: 'handles break' }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('Mugs in parcel PC-1', 'MUG', 'PC-1'), state('Parcel PC-1', (rows) => rows.get('parcel', 'LEEDS', 'PC-1')?.state)],
  endings: [
    {
      when: ['pack', 'recall'], words: 'The ERP hears of the pick and the parcel first. The recall finds the two mugs in the parcel, which is still here, and holds them with the three in A1. Whoever hands the parcel over is stopped.',
      sees: { 'Mugs in A1': '3, all held', 'Mugs in parcel PC-1': '2, all held', 'Parcel PC-1': 'packed' }, open: [],
    },
    {
      when: ['recall', 'pick'], words: 'The recall is there first. Ann’s pick and her parcel are kept, for both happened, and the mugs she had in hand stay held. A supervisor is told of both.',
      sees: { 'Mugs in A1': '3, all held', 'Mugs in parcel PC-1': '2, all held', 'Parcel PC-1': 'packed' }, open: ['HELD_PACKED', 'HELD_TAKEN'],
    },
    {
      words: 'The recall comes between: it finds two mugs in Ann’s tote and holds them there. That she packed them all the same is kept, and a supervisor is told.',
      sees: { 'Mugs in A1': '3, all held', 'Mugs in parcel PC-1': '2, all held', 'Parcel PC-1': 'packed' }, open: ['HELD_PACKED'],
    },
  ],
};
