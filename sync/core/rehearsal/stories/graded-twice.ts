import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, units } from '#sync/core/rehearsal/watching.ts';

const inspected = (grade: string, note: string) => () => ({ unitId: 'RU-1', itemId: 'MUG', locationId: 'DESK', grade, note });

export const gradedTwice: Story = {
  id: 'graded-twice',
  title: 'Two people grade one mug differently',
  about: 'Inspection by two people',
  setting: 'A mug came back and waits at the desk. Two inspectors without network both take it in hand.',
  stations: { a: 'Cat’s station', b: 'Dan’s station' },
  before: (company) => void company.did('return.receive', { parcelId: 'P-1', locationId: 'DESK', units: [{ unitId: 'RU-1', itemId: 'MUG', quantity: 1 }] }, 'ann'),
  acts: [
    act({ name: 'cat', station: 'a', at: '10:01', person: 'cat', says: 'Cat: as new, sealed.', type: 'return.inspect', enters: inspected('N', 'seal unbroken') }),
    act({ name: 'dan', station: 'b', at: '10:02', person: 'dan', says: 'Dan: damaged, a chip at the rim.', type: 'return.inspect', enters: inspected('D', 'chip at the rim') }),
  ],
  watched: [units('Mugs at the desk', 'MUG', 'DESK'), said('Grade of RU-1', (rows) => rows.get('return_unit', 'LEEDS', 'RU-1')?.grade)],
  endings: [
    { when: ['cat', 'dan'], words: 'Cat’s grade came first and stands for now. Dan’s stays with its note in a work item, and a third person looks at the mug. Until then it is held and nobody sells it.', sees: { 'Mugs at the desk': '1, all held', 'Grade of RU-1': 'N' }, open: ['GRADE_DISPUTE'] },
    { words: 'Dan’s grade came first and stands for now. Cat’s stays with its note in a work item, and a third person looks at the mug. Until then it is held and nobody sells it.', sees: { 'Mugs at the desk': '1, all held', 'Grade of RU-1': 'D' }, open: ['GRADE_DISPUTE'] },
  ],
};
