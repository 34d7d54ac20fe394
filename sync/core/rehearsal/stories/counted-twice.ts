import type { Slice } from '#domain/slice.ts';
import { stock } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { change, said, units } from '#sync/core/rehearsal/watching.ts';

/** The count that is asked of a third person. */
const again = (see: Slice) => see.list('count_task', { trigger: 'RECOUNT' }).find((row) => row.state === 'OPEN' || row.state === 'COUNTING');
const open = said('Counts still open', (rows) => rows.list('count_task', {}).filter((row) => row.state === 'OPEN' || row.state === 'COUNTING').length);

export const countedTwice: Story = {
  id: 'counted-twice',
  title: 'Two people count one bin, and disagree',
  about: 'Two counts of one position',
  setting: 'The books have nine mugs in A1. Ann counts it by her list; Ben counts it on his own, without network. They do not agree.',
  stations: { a: 'Ann’s station', b: 'Ben’s station', c: 'Cat, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 9);
    company.did('count.open', { taskId: 'CT-1', locationId: 'A1', trigger: 'SPOT' }, 'sue');
  },
  acts: [
    act({ name: 'ann', station: 'a', at: '10:05', person: 'ann', quantity: 7, says: 'Ann counts {n} mugs in A1.', type: 'count.record', enters: (_, quantity, at) => ({ taskId: 'CT-1', locationId: 'A1', itemId: 'MUG', quantity, firstLook: at, lastLook: at }) }),
    act({ name: 'ann-in', station: 'a', at: '10:06', person: 'ann', says: 'Ann hands the count in.', type: 'count.submit', enters: () => ({ taskId: 'CT-1', locationId: 'A1' }) }),
    act({ name: 'ben', station: 'b', at: '10:20', person: 'ben', quantity: 4, says: 'Ben counts {n} mugs in A1.', type: 'count.record', enters: (_, quantity, at) => ({ taskId: 'CT-2', locationId: 'A1', itemId: 'MUG', quantity, firstLook: at, lastLook: at }) }),
    act({ name: 'ben-in', station: 'b', at: '10:21', person: 'ben', says: 'Ben hands the count in.', type: 'count.submit', enters: () => ({ taskId: 'CT-2', locationId: 'A1' }) }),
    act({ name: 'cat', station: 'c', at: '11:00', person: 'cat', quantity: 7, after: ['ann-in', 'ben-in'], says: 'Cat is sent to count A1 again, and sees {n}.', type: 'count.record', enters: (see, quantity, at) => again(see) && { taskId: again(see)!.task_id, locationId: 'A1', itemId: 'MUG', quantity, firstLook: at, lastLook: at } }),
    act({ name: 'cat-in', station: 'c', at: '11:01', person: 'cat', after: ['cat'], says: 'Cat hands the count in.', type: 'count.submit', enters: (see) => again(see) && { taskId: again(see)!.task_id, locationId: 'A1' } }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), change('Difference', 'A1'), open],
  endings: [{
    words: 'Both counts stand as what two people saw, and neither is posted: a third person counts. Cat agrees with Ann, so that difference waits for the approval of somebody who did not count. Until then nothing has changed on the shelf; what may be missing is only not promised to new orders.',
    sees: { 'Mugs in A1': '9, 2 held', 'Difference': '− 2 superseded, − 2 waits for approval, − 5 superseded', 'Counts still open': '0' }, open: ['COUNT_WITHOUT_TASK'],
  }],
};
