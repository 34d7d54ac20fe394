// Which questions a returned item asks for, and the grade that follows.
import { describe, expect, it } from 'vitest';
import { lineFor, openQuestion, receivingUnit, proposedGrade, questionsFor, waysFor, type Answers } from './flow.ts';

const plain: { shelf_life_days: number | null; hygiene_seal: boolean; battery: boolean } = { shelf_life_days: null, hygiene_seal: false, battery: true };
const grade = (answers: Answers, item = plain) => proposedGrade(questionsFor(item, answers), answers);

describe('inspection', () => {
  it.each([
    ['N', { right: 'yes', sealed: 'yes' }],
    ['W', { right: 'no' }],
    ['D', { right: 'yes', sealed: 'no', whole: 'no' }],
    ['F', { right: 'yes', sealed: 'no', whole: 'yes', works: 'no' }],
    ['C', { right: 'yes', sealed: 'no', whole: 'yes', works: 'yes', clean: 'no' }],
    ['B', { right: 'yes', sealed: 'no', whole: 'yes', works: 'yes', clean: 'yes', box: 'no' }],
    ['A', { right: 'yes', sealed: 'no', whole: 'yes', works: 'yes', clean: 'yes', box: 'yes' }],
  ] as const)('proposes %s', (expected, answers) => {
    expect(grade(answers)).toBe(expected);
  });

  it('proposes nothing while a question is open', () => {
    expect(grade({ right: 'yes' })).toBeUndefined();
    expect(openQuestion(questionsFor(plain, { right: 'yes' }), { right: 'yes' })?.id).toBe('sealed');
  });

  it('asks for a broken seal and a passed date where they matter', () => {
    const sensitive = { shelf_life_days: 30, hygiene_seal: true, battery: false };
    expect(questionsFor(sensitive, {}).map(({ id }) => id)).toEqual(['right', 'date', 'seal', 'sealed']);
    expect(grade({ right: 'yes', date: 'no' }, sensitive)).toBe('X');
    expect(grade({ right: 'yes', date: 'yes', seal: 'no' }, sensitive)).toBe('X');
  });

  it('lists what the grade allows, and the rest behind it', () => {
    for (const each of ['N', 'A', 'B', 'C', 'D', 'F', 'X', 'W', 'M']) {
      const ways = waysFor(each);
      expect(ways.findIndex((way) => !way.allowed)).toBeGreaterThan(ways.findLastIndex((way) => way.allowed));
    }
    expect(waysFor('F').find((way) => way.disposition === 'RESTOCK')?.allowed).toBe(false);
    expect(waysFor(undefined).some((way) => way.allowed)).toBe(false);
  });
});

describe('where a unit was bought', () => {
  const line = (orderLine: number, more: object = {}) => ({ orderId: 'O1', orderLine, itemId: 'CUP', bought: 2, shipped: 2, returned: 0, announced: 0, reason: '', ...more });
  it('takes the announced line first, then one that is not all back, then any of the item', () => {
    expect(lineFor([line(1), line(2, { announced: 1 })], 'CUP')?.orderLine).toBe(2);
    expect(lineFor([line(1, { returned: 2 }), line(2)], 'CUP')?.orderLine).toBe(2);
    expect(lineFor([line(1, { returned: 2 })], 'CUP')?.orderLine).toBe(1);
    expect(lineFor([line(1)], 'LID')).toBeUndefined();
  });
  it('goes into the command, with the reason that was announced', () => {
    const parcel = { parcelId: 'R1', tracking: '', rmaId: 'RMA-1', locationId: 'DESK' };
    const thing = { kind: 'item', itemId: 'CUP', units: 1, lot: '', expiresOn: null, serial: '' } as const;
    expect(receivingUnit(parcel, thing, line(2, { reason: 'SIZE_FIT' })).command.payload).toMatchObject({ rmaId: 'RMA-1', units: [{ itemId: 'CUP', orderId: 'O1', orderLine: 2, reason: 'SIZE_FIT' }] });
    expect(receivingUnit(parcel, thing).command.payload).not.toHaveProperty('units.0.orderId');
  });
});
