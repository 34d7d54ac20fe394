import { expect, it } from 'vitest';
import { classify } from './classify.ts';
import { documentsInPlayOrder, inTimeOrder } from './documents.ts';
import { itemNames } from './item-names.ts';
import type { Line, UnreadLine } from './read-lines.ts';
import { continueWithLeastOpening } from './opening.ts';
import { line } from './sample-lines.ts';

function classesOf(lines: Line[], unread: UnreadLine[] = []): string[] {
  const { lines: classified, exceptions } = classify(lines, unread);
  return [...classified.map((one) => one.class), ...exceptions.map((one) => one.reason)];
}

it.each([
  ['a sale', line({}), 'SALE'],
  ['free goods with a customer', line({ unitPrice: 0 }), 'SALE'],
  ['a priced line of the web shop', line({ customer: null }), 'SALE'],
  ['a return', line({ invoice: 'C1', quantity: -2 }), 'RETURN'],
  ['postage on a C document', line({ invoice: 'C1', code: 'POST', quantity: -1 }), 'SERVICE'],
  ['a discount above 0 on a C document', line({ invoice: 'C1', code: 'D', quantity: 1 }), 'SERVICE'],
  ['a voucher', line({ code: 'GIFT_0001_30' }), 'SERVICE'],
  ['bookkeeping of a service', line({ invoice: 'A1', code: 'B', unitPrice: -110620600 }), 'SERVICE'],
  ['bookkeeping', line({ invoice: 'A1', code: '10A', unitPrice: -5 }), 'ACCOUNT'],
  ['units lost', line({ unitPrice: 0, customer: null, quantity: -3 }), 'ADJ_DOWN'],
  ['units found', line({ unitPrice: 0, customer: null, quantity: 3 }), 'ADJ_UP'],
  ['a return with a quantity above 0', line({ invoice: 'C1' }), 'a return with a quantity above 0'],
  ['a sale with a quantity below 0', line({ quantity: -1 }), 'a sale with a quantity below 0'],
  ['goods with a price below 0', line({ unitPrice: -1 }), 'goods with a price below 0'],
])('%s', (_, one, expected) => {
  expect(classesOf([one])).toEqual([expected]);
});

it('one priced line, or one line of a customer, makes the whole invoice a sale, a service line too', () => {
  const free = line({ unitPrice: 0, customer: null });
  expect(classesOf([free, line({ position: 2, customer: null })])).toEqual(['SALE', 'SALE']);
  expect(classesOf([free, line({ position: 2, unitPrice: 0 })])).toEqual(['SALE', 'SALE']);
  expect(classesOf([free, line({ position: 2, code: 'DOT', customer: null })])).toEqual(['SALE', 'SERVICE']);
  expect(classesOf([free, line({ position: 2, code: 'DOT', customer: null, unitPrice: 0 })])).toEqual(['ADJ_UP', 'SERVICE']);
});

it('an unreadable line of the invoice never turns a sale into stock found', () => {
  const free = line({ unitPrice: 0, customer: null });
  const unread = (couldBeAdjustment: boolean | null): UnreadLine[] => [
    { exception: { file: 'f', line: 9, raw: '', reason: '' }, invoice: free.invoice, couldBeAdjustment },
  ];
  expect(classesOf([free], unread(true))).toEqual(['ADJ_UP']);
  expect(classesOf([free], unread(false))).toEqual(['SALE']);
  expect(classesOf([free], unread(null))).toEqual([expect.stringContaining('leaves open')]);
  expect(classesOf([line({})], unread(null))).toEqual(['SALE']);
});

it('an invoice becomes one document per class, its lines by position wherever they stand', () => {
  const { lines } = classify(
    [
      line({ line: 2, position: 1 }),
      line({ line: 3, invoice: '2', unitPrice: 0, customer: null, quantity: -1 }),
      line({ line: 4, invoice: '2', position: 2, unitPrice: 0, customer: null, quantity: 4 }),
      line({ line: 5, position: 2, code: 'POST' }),
      line({ line: 6, position: 3 }),
    ],
    [],
  );
  const documents = documentsInPlayOrder(lines, ['f']);
  // The sale takes stock and so plays with its last line.
  expect(documents.map((one) => [one.class, one.invoice, one.lines.map((each) => each.position)])).toEqual([
    ['ADJ_DOWN', '2', [1]],
    ['ADJ_UP', '2', [2]],
    ['SERVICE', '1', [2]],
    ['SALE', '1', [1, 3]],
  ]);
});

it('documents played whole need no more stock than lines played one by one', () => {
  const { lines } = classify(
    [
      line({ line: 2, position: 1, quantity: 1, at: 0 }),
      line({ line: 3, invoice: 'C2', quantity: -5, at: 60_000 }),
      line({ line: 4, position: 2, quantity: 5, at: 60_000 }),
      line({ line: 5, invoice: 'C2', position: 2, quantity: -1, at: 120_000 }),
    ],
    [],
  );
  const played = documentsInPlayOrder(lines, ['f']).flatMap((one) => one.lines);
  expect(continueWithLeastOpening(inTimeOrder(lines, ['f'])).topUp.get('10A')).toBe(1);
  expect(continueWithLeastOpening(played).topUp.get('10A') ?? 0).toBeLessThanOrEqual(1);
});

it('files interleave by time, and equal times keep the order of the files', () => {
  const { lines } = classify([line({ file: 'b', invoice: '1', at: 5 }), line({ file: 'a', invoice: '2', at: 5 }), line({ file: 'b', invoice: '3', at: 1 })], []);
  expect(inTimeOrder(lines, ['a', 'b']).map((one) => one.invoice)).toEqual(['3', '2', '1']);
});

it('learns the names of an item from trade, not from the notes on adjustments', () => {
  const { lines } = classify(
    [
      line({ description: 'RED  MUG ' }),
      line({ description: 'RED MUG' }),
      line({ description: 'CRIMSON MUG' }),
      line({ invoice: '5', unitPrice: 0, customer: null, description: 'lost' }),
    ],
    [],
  );
  const names = itemNames(lines);
  expect(names.nameOf('10A')).toBe('RED MUG');
  expect(names.nameOf('other')).toBe('other');
  expect(['crimson mug ', 'lost', ''].map((text) => names.isName('10A', text))).toEqual([true, false, false]);
});
