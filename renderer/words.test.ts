// No code without words: every rejection, rule, exception kind, grade, disposition and status a person may meet.
import { describe, expect, it } from 'vitest';
import { dispositions } from '#domain/returns.ts';
import { rejectionTypes } from '#domain/rejections.ts';
import { statuses, type Status } from '#domain/status.ts';
import { ruleWords } from '#sync/conflict/rule-words.ts';
import { rules, type Rule } from '#sync/conflict/rules.ts';
import { dispositionWords, grades, gradeWords, kindWords, statusWords, within, wordsFor } from './words.ts';

const table = Object.values(rules).flatMap((row) => Object.values(row) as Rule[]);
const blame = /\b(you (failed|forgot|must)|your (fault|mistake|error)|invalid|error|illegal|forbidden)\b/i;

describe('words', () => {
  it('in a sentence begin small, except “I” and names', () => {
    expect(['Kept back by the ERP', 'I really hold it', 'ERP first'].map(within)).toEqual(['kept back by the ERP', 'I really hold it', 'ERP first']);
  });

  it('there are some for every rejection', () => {
    for (const type of rejectionTypes) {
      const words = wordsFor({ type, book: {} });
      for (const text of [words.title, words.sentence, words.itIsSo]) expect(text, type).toMatch(/\w/);
      expect(words.sentence, type).not.toMatch(/undefined|\[object/);
    }
  });

  it('there are some for every exception kind', () => {
    for (const kind of table.flatMap((rule) => rule.look?.kind ?? [])) {
      expect(kindWords(kind), kind).not.toBe(kind.toLowerCase().replaceAll('_', ' '));
    }
  });

  it('a key means one thing while a unit is inspected', () => {
    const keys = [...grades, ...Object.keys(dispositions).map((disposition) => dispositionWords[disposition]?.key ?? `none for ${disposition}`), '1', '2'];
    expect(new Set(keys).size).toBe(keys.length);
    for (const grade of grades) expect(gradeWords(grade)).not.toBe(grade.toLowerCase());
  });

  it('there are some for every status of stock', () => {
    for (const status of Object.keys(statuses) as Status[]) expect(statusWords(status)).toMatch(/\w/);
  });

  it('none of them blames', () => {
    const said = [...Object.values(ruleWords).map(({ says }) => says), ...rejectionTypes.flatMap((type) => Object.values({ ...wordsFor({ type, book: {} }) }) as string[])];
    expect(said.filter((sentence) => blame.test(sentence))).toEqual([]);
  });
});
