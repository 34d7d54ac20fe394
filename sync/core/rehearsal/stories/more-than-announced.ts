import { delivery } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, units } from '#sync/core/rehearsal/watching.ts';

const received = said('Received of 10', (rows) => rows.list('delivery_line', { delivery_id: 'DN-1' }).reduce((sum, line) => sum + line.received, 0));

export const moreThanAnnounced: Story = {
  id: 'more-than-announced',
  title: 'Two people unload more than was announced',
  about: 'Receipt beyond the order line',
  setting: 'Delivery DN-1 announces ten mugs. Ann and Ben unload it from two sides, each offline.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: (company) => delivery(company, 'DN-1', 'MUG', 10),
  acts: [
    act({ name: 'ann', station: 'a', at: '10:01', person: 'ann', quantity: 7, says: 'Ann receives {n} mugs at the dock.', type: 'delivery.receive', enters: (_, quantity) => ({ deliveryId: 'DN-1', itemId: 'MUG', quantity, locationId: 'DOCK' }) }),
    act({ name: 'ben', station: 'b', at: '10:03', person: 'ben', quantity: 6, says: 'Ben receives {n} mugs at the dock.', type: 'delivery.receive', enters: (_, quantity) => ({ deliveryId: 'DN-1', itemId: 'MUG', quantity, locationId: 'DOCK' }) }),
  ],
  watched: [units('Mugs at the dock', 'MUG', 'DOCK'), received],
  endings: [{
    words: 'All thirteen are there, because they are. The three that nobody announced are held at the dock until the buyer has decided, whoever’s scans come first.',
    sees: { 'Mugs at the dock': '13, 3 held', 'Received of 10': '13' }, open: ['OVER_DELIVERED'],
  }],
};
