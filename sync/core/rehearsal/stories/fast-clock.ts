import { clockWords, stock } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { change, said, units } from '#sync/core/rehearsal/watching.ts';

export const fastClock: Story = {
  id: 'fast-clock',
  title: 'A station whose clock is twenty minutes fast',
  about: 'Order of events',
  setting: 'The books have nine mugs in A1. Ben takes two at 09:40, at a station whose clock says 10:00. Ann counts the seven that are left at 09:50. By their clocks the count came first.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 9);
    company.did('count.open', { taskId: 'CT-1', locationId: 'A1', trigger: 'SPOT' }, 'sue');
  },
  acts: [
    act({ name: 'take', station: 'b', at: '09:40', fast: 20, person: 'ben', quantity: 2, says: 'Ben moves {n} mugs from A1 to A2; his clock says 10:00.', type: 'stock.move', enters: (_, quantity) => ({ itemId: 'MUG', quantity, fromLocation: 'A1', toLocation: 'A2' }) }),
    act({ name: 'count', station: 'a', at: '09:50', person: 'ann', quantity: 7, says: 'Ann counts {n} mugs in A1.', type: 'count.record', enters: (_, quantity, at) => ({ taskId: 'CT-1', locationId: 'A1', itemId: 'MUG', quantity, firstLook: at, lastLook: at }) }),
    act({ name: 'hand-in', station: 'a', at: '09:51', person: 'ann', says: 'Ann hands the count in.', type: 'count.submit', enters: () => ({ taskId: 'CT-1', locationId: 'A1' }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), change('Difference', 'A1'), said('Ben’s move was at', (rows) => rows.list('movement', { type: 'stock.move' }).map((row) => clockWords(row.effective_at))[0])],
  endings: [{
    words: 'Each stamp carries by how much its clock was wrong when it last spoke to the ERP, so Ben’s move is placed at 09:40, before the count. No work is refused for a wrong clock.',
    sees: { 'Mugs in A1': '7', 'Difference': 'as in the books', 'Ben’s move was at': '09:40' }, open: [],
  }],
};
