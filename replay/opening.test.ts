import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { type ClassifiedLine, classify } from './classify.ts';
import { continueWithGivenOpening, continueWithLeastOpening, readOpening } from './opening.ts';
import { line } from './sample-lines.ts';

const folder = temporaryFolder();

// Below 0 sells, above 0 comes back.
function moves(...changes: number[]): ClassifiedLine[] {
  return classify(changes.map((change) => line({ invoice: change < 0 ? '1' : 'C1', quantity: -change })), []).lines;
}

it('opens with the least that never goes below 0', () => {
  const { accounts, topUp } = continueWithLeastOpening(moves(-5, 3, -4, 9));
  expect([...accounts]).toEqual([['10A', { opening: 6, end: 9 }]]);
  expect([...topUp]).toEqual([['10A', 6]]);
});

it('an item that only comes in opens with nothing; a service is no item', () => {
  const { accounts, topUp } = continueWithLeastOpening([...moves(4), ...classify([line({ code: 'POST' })], []).lines]);
  expect([...accounts]).toEqual([['10A', { opening: 0, end: 4 }]]);
  expect(topUp.size).toBe(0);
});

it('topped up month by month it is what all months at once need', () => {
  const months = fc.array(fc.array(fc.integer({ min: -9, max: 9 }).filter((n) => n !== 0), { maxLength: 8 }), { maxLength: 5 });
  fc.assert(
    fc.property(months, (all) => {
      let accounts = continueWithLeastOpening([]).accounts;
      for (const month of all) accounts = continueWithLeastOpening(moves(...month), accounts).accounts;
      expect([...accounts]).toEqual([...continueWithLeastOpening(moves(...all.flat())).accounts]);
    }),
  );
});

it('a stated opening is taken as it is, even when the stock then goes below 0', () => {
  const stated = new Map([
    ['10A', { opening: 2, end: 2 }],
    ['X', { opening: 1, end: 1 }],
  ]);
  expect(Object.fromEntries(continueWithGivenOpening(moves(-5, 1), stated))).toEqual({ '10A': { opening: 2, end: -2 }, X: { opening: 1, end: 1 } });
});

it('reads a file of openings and lists what it cannot take', async () => {
  const file = path.join(folder, 'opening.csv');
  writeFileSync(file, 'code,opening\n10a,5\n"10B",0\n10A,6\n,3\n10C,-1\n10D,1.5\nPOST,3\n10E\n');
  const { opening, exceptions } = await readOpening(file);
  expect(Object.fromEntries(opening)).toEqual({ '10A': 5, '10B': 0 });
  expect(exceptions.map((one) => [one.line, one.reason])).toEqual([
    [4, 'the code stands twice'],
    [5, 'no code'],
    [6, 'opening is no whole number from 0 to 999999999'],
    [7, 'opening is no whole number from 0 to 999999999'],
    [8, 'a service holds no stock'],
    [9, 'opening is no whole number from 0 to 999999999'],
  ]);
});

it('lists every line of a file of openings without header', async () => {
  const file = path.join(folder, 'headless.csv');
  writeFileSync(file, '10A,5\n10B,6\n');
  const { opening, exceptions } = await readOpening(file);
  expect(opening.size).toBe(0);
  expect(exceptions).toHaveLength(2);
});
