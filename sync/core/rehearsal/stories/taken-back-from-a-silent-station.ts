import type { Slice } from '#domain/slice.ts';
import { order, stock, taskOf } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, units } from '#sync/core/rehearsal/watching.ts';

const picks = (tote: string) => (see: Slice, quantity: number) => {
  const task = taskOf(see, 'SO-1');
  return task && { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, quantity, fromLocation: task.location_id, tote };
};
const piece = (see: Slice) => ({ kind: 'fulfilment' as const, id: taskOf(see, 'SO-1')!.fulfilment_id });

export const takenBackFromASilentStation: Story = {
  id: 'taken-back-from-a-silent-station',
  title: 'Work taken back from a silent station',
  about: 'Offline work',
  setting: 'Order SO-1 was dealt to Ann’s cart, which has not been heard of since. Sue takes the work back and gives it to Ben, who is online. Ann has picked all the same.',
  stations: { a: 'Ann’s cart, silent', b: 'Ben’s cart, online', c: 'Sue, online' },
  before: (company) => {
    stock(company, 'A1', 'MUG', 10);
    order(company, 'SO-1', 'MUG', 2);
    company.did('work.deal', { deviceId: 'station-a', work: [piece(company.rows)] });
  },
  acts: [
    act({ name: 'ann', station: 'a', at: '10:01', person: 'ann', quantity: 2, says: 'Ann picks {n} mugs into TOTE-1.', type: 'pick.pick', enters: picks('TOTE-1') }),
    act({ name: 'take-back', station: 'c', at: '10:30', person: 'sue', after: [], says: 'Sue takes the work back and gives it to Ben.', type: 'work.take_back', enters: (see) => ({ deviceId: 'station-a', work: [piece(see)], to: 'station-b', reason: 'SILENT' }) }),
    act({ name: 'ben', station: 'b', at: '10:40', person: 'ben', quantity: 2, after: ['take-back'], says: 'Ben picks {n} mugs into TOTE-2.', type: 'pick.pick', enters: picks('TOTE-2') }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('In TOTE-1', 'MUG', 'TOTE-1'), units('In TOTE-2', 'MUG', 'TOTE-2'), said('Dealt to', (rows) => rows.list('fulfilment', { order_id: 'SO-1' })[0]?.dealt_to ?? 'nobody')],
  endings: [
    {
      when: ['ann', 'take-back'], words: 'Ann’s pick was heard of in time: nothing was left to take back. What Ben picked on top is kept, and put back.',
      sees: { 'Mugs in A1': '6', 'In TOTE-1': '2', 'In TOTE-2': '2', 'Dealt to': 'nobody' }, open: ['PUT_BACK'],
    },
    {
      when: ['ben', 'ann'], words: 'Ben had the work and did it. What Ann had picked before she could hear of it is kept, for she holds it in her hands, and put back.',
      sees: { 'Mugs in A1': '6', 'In TOTE-1': '2', 'In TOTE-2': '2', 'Dealt to': 'nobody' }, open: ['PUT_BACK'],
    },
    {
      words: 'Taking work back is no lock: whoever picks has the work. Ann’s pick counts although the work was Ben’s by then, and a supervisor is told. What Ben picks on top is put back.',
      sees: { 'Mugs in A1': '6', 'In TOTE-1': '2', 'In TOTE-2': '2', 'Dealt to': 'nobody' }, open: ['PICKED_ELSEWHERE', 'PUT_BACK'],
    },
  ],
};
