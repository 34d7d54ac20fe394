import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, state, units } from '#sync/core/rehearsal/watching.ts';

const about = { unitId: 'RU-1', itemId: 'MUG', locationId: 'DESK' };

export const disputeSettled: Story = {
  id: 'dispute-settled',
  title: 'Two grades, and a third person decides',
  about: 'Inspection by two people',
  setting: 'A mug came back. Cat and Dan grade it without network, and differently. Sue, who is online, looks at it as soon as both grades have arrived.',
  stations: { a: 'Cat’s station', b: 'Dan’s station', c: 'Sue, online' },
  before: (company) => void company.did('return.receive', { parcelId: 'P-1', locationId: 'DESK', units: [{ unitId: 'RU-1', itemId: 'MUG', quantity: 1 }] }, 'ann'),
  acts: [
    act({ name: 'cat', station: 'a', at: '10:01', person: 'cat', says: 'Cat: as new, sealed.', type: 'return.inspect', enters: () => ({ ...about, grade: 'N', note: 'seal unbroken' }) }),
    act({ name: 'dan', station: 'b', at: '10:02', person: 'dan', says: 'Dan: damaged, a chip at the rim.', type: 'return.inspect', enters: () => ({ ...about, grade: 'D', note: 'chip at the rim' }) }),
    act({ name: 'sue', station: 'c', at: '11:00', person: 'sue', after: ['cat', 'dan'], says: 'Sue has both notes before her and sees the chip: damaged.', type: 'return.settle_grade', enters: () => ({ ...about, grade: 'D', note: 'chip confirmed' }) }),
  ],
  watched: [units('Mugs at the desk', 'MUG', 'DESK'), said('Grade of RU-1', (rows) => rows.get('return_unit', 'LEEDS', 'RU-1')?.grade), state('The unit', (rows) => rows.get('return_unit', 'LEEDS', 'RU-1')?.state)],
  endings: [{
    words: 'Whose grade came first no longer matters. Sue saw both notes, her word settles it, and the work item closes by itself.',
    sees: { 'Mugs at the desk': '1, all held', 'Grade of RU-1': 'D', 'The unit': 'graded' }, open: [],
  }],
};
