import { delivery } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { state, units } from '#sync/core/rehearsal/watching.ts';

export const finishedWhileOthersUnload: Story = {
  id: 'finished-while-others-unload',
  title: '“Done”, while the other still unloads',
  about: 'Closing a receipt',
  setting: 'Delivery DN-1 announces ten mugs. Both stations are offline. Ann has scanned all that was on her pallet and finishes; Ben’s pallet has the rest.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: (company) => delivery(company, 'DN-1', 'MUG', 10),
  acts: [
    act({ name: 'ann', station: 'a', at: '10:01', person: 'ann', quantity: 6, says: 'Ann receives {n} mugs.', type: 'delivery.receive', enters: (_, quantity) => ({ deliveryId: 'DN-1', itemId: 'MUG', quantity, locationId: 'DOCK' }) }),
    act({ name: 'ann-done', station: 'a', at: '10:10', person: 'ann', says: 'Ann: this station is done.', type: 'delivery.finish', enters: () => ({ deliveryId: 'DN-1' }) }),
    act({ name: 'ben', station: 'b', at: '10:06', person: 'ben', quantity: 4, says: 'Ben receives {n} mugs.', type: 'delivery.receive', enters: (_, quantity) => ({ deliveryId: 'DN-1', itemId: 'MUG', quantity, locationId: 'DOCK' }) }),
    act({ name: 'ben-done', station: 'b', at: '10:20', person: 'ben', says: 'Ben: this station is done.', type: 'delivery.finish', enters: () => ({ deliveryId: 'DN-1' }) }),
  ],
  watched: [units('Mugs at the dock', 'MUG', 'DOCK'), state('Delivery DN-1', (rows) => rows.get('delivery', 'LEEDS', 'DN-1')?.state)],
  endings: [
    {
      when: ['ann-done', 'ben'], words: 'The ERP hears that everybody who had joined is done, and claims what is missing. Ben’s mugs then come for a closed delivery: they are received all the same, and the buyer looks at the claim again.',
      sees: { 'Mugs at the dock': '10', 'Delivery DN-1': 'received' }, open: ['RECEIVED_AFTER_CLOSE'],
    },
    {
      when: ['ben-done', 'ann'], words: 'The same with the roles changed: Ann’s mugs come for a closed delivery, are received all the same, and the buyer looks at the claim again.',
      sees: { 'Mugs at the dock': '10', 'Delivery DN-1': 'received' }, open: ['RECEIVED_AFTER_CLOSE'],
    },
    {
      words: '“Done” closes nothing while somebody else who joined still unloads: the delivery is received when both have finished, and nothing is claimed.',
      sees: { 'Mugs at the dock': '10', 'Delivery DN-1': 'received' }, open: [],
    },
  ],
};
