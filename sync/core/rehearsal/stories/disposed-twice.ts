import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { state, units } from '#sync/core/rehearsal/watching.ts';

const decided = (disposition: string, toLocation: string) => () => ({ unitId: 'RU-1', itemId: 'MUG', locationId: 'DESK', disposition, toLocation });

export const disposedTwice: Story = {
  id: 'disposed-twice',
  title: 'Restocked by one, given away by the other',
  about: 'Disposition',
  setting: 'A returned mug was graded as new. Two people without network decide what becomes of it.',
  stations: { a: 'Cat’s station', b: 'Dan’s station' },
  before: (company) => {
    company.did('return.receive', { parcelId: 'P-1', locationId: 'DESK', units: [{ unitId: 'RU-1', itemId: 'MUG', quantity: 1 }] }, 'ann');
    company.did('return.inspect', { unitId: 'RU-1', itemId: 'MUG', locationId: 'DESK', grade: 'N' }, 'cat');
  },
  acts: [
    act({ name: 'restock', station: 'a', at: '10:01', person: 'cat', says: 'Cat puts it on the shelf in A1.', type: 'return.dispose', enters: decided('RESTOCK', 'A1') }),
    act({ name: 'donate', station: 'b', at: '10:02', person: 'dan', says: 'Dan gives it to charity.', type: 'return.dispose', enters: decided('DONATE', '') }),
  ],
  watched: [units('Mugs at the desk', 'MUG', 'DESK'), units('Mugs in A1', 'MUG', 'A1'), state('Decided about RU-1', (rows) => rows.get('return_unit', 'LEEDS', 'RU-1')?.disposition)],
  endings: [
    { when: ['restock', 'donate'], words: 'A decision about one mug is carried out once: it went to the shelf. The gift is kept as a request to reverse, and somebody looks where the mug really is.', sees: { 'Mugs at the desk': '0', 'Mugs in A1': '1', 'Decided about RU-1': 'restock' }, open: ['DISPOSITION_REVERSAL'] },
    { words: 'A decision about one mug is carried out once: it was given away. The restocking is kept as a request to reverse, and somebody looks where the mug really is.', sees: { 'Mugs at the desk': '0', 'Mugs in A1': '0', 'Decided about RU-1': 'donate' }, open: ['DISPOSITION_REVERSAL'] },
  ],
};
