import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said } from '#sync/core/rehearsal/watching.ts';

export const oneCodeTwoItems: Story = {
  id: 'one-code-two-items',
  title: 'One barcode is taught for two items',
  about: 'Taught barcode',
  setting: 'A new barcode is on boxes in two aisles. Two supervisors without network teach it, one for the mug, one for the lamp.',
  stations: { a: 'Sue’s station', b: 'Sam’s station' },
  before: () => undefined,
  acts: [
    act({ name: 'mug', station: 'a', at: '10:01', person: 'sue', says: 'Sue teaches 4006381333931 for the mug.', type: 'barcode.teach', enters: () => ({ barcode: '4006381333931', itemId: 'MUG' }) }),
    act({ name: 'lamp', station: 'b', at: '10:02', person: 'sam', says: 'Sam teaches 4006381333931 for the lamp.', type: 'barcode.teach', enters: () => ({ barcode: '4006381333931', itemId: 'LAMP' }) }),
  ],
  watched: [said('The code stands for', (rows) => rows.list('barcode', {}).filter((row) => row.code === '4006381333931').map((row) => row.item_id).toSorted().join(' or '))],
  endings: [{
    words: 'The code is kept for both items, so no scan is lost. Whoever scans it chooses which one it is, until a supervisor has withdrawn one of the two.',
    sees: { 'The code stands for': 'LAMP or MUG' }, open: ['BARCODE_TWICE'],
  }],
};
