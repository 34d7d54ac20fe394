// Which questions a returned item asks for, and the grade that follows.
import { describe, expect, it } from 'vitest';
import { openQuestion, proposedDisposition, proposedGrade, questionsFor, waysFor, type Answers } from './flow.ts';

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

  it('only proposes what the grade allows, and lists the rest behind it', () => {
    for (const each of ['N', 'A', 'B', 'C', 'D', 'F', 'X', 'W', 'M']) {
      const ways = waysFor(each);
      expect(ways.find((way) => way.disposition === proposedDisposition(each))?.allowed, each).toBe(true);
      expect(ways.findIndex((way) => !way.allowed)).toBeGreaterThan(ways.findLastIndex((way) => way.allowed));
    }
    expect(waysFor('F').find((way) => way.disposition === 'RESTOCK')?.allowed).toBe(false);
    expect(waysFor(undefined).some((way) => way.allowed)).toBe(false);
  });
});
