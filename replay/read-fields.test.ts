import { expect, it } from 'vitest';
import { foldCode, readCustomer, readPrice, readQuantity } from './read-fields.ts';
import { ukTimeToEpoch } from './uk-time.ts';

it('reads whole quantities with sign, and nothing else', () => {
  expect(['6', '-12', '74215', '007'].map(readQuantity)).toEqual([6, -12, 74215, 7]);
  for (const bad of ['0', '-0', '', '1.5', '6.0', '1e3', '+5', 'six', '1 000', '1234567890', '٣']) expect(readQuantity(bad)).toBeNull();
});

it('reads prices as 1/10,000 GBP without rounding', () => {
  expect(['2.55', '0.0', '0.001', '27', '1.2345', '1.23450', '-11062.06'].map(readPrice)).toEqual([25500, 0, 10, 270000, 12345, 12345, -110620600]);
  expect(Object.is(readPrice('-0.0'), 0)).toBe(true);
  for (const bad of ['', '1.23456', '.5', '5.', '1,5', '£2', '1E-4', 'NaN', '12345678901']) expect(readPrice(bad)).toBeNull();
});

it('reads customers with or without the stray .0', () => {
  expect(['17850.0', '17850', ''].map(readCustomer)).toEqual(['17850', '17850', '']);
  for (const bad of ['17850.5', '17850.00', 'x', '-1']) expect(readCustomer(bad)).toBeNull();
});

it('folds the code of an item', () => {
  expect(foldCode(' 85123a ')).toBe('85123A');
});

it.each([
  ['2010-12-01 08:26:00', '2010-12-01T08:26:00Z'],
  ['2011-07-01 08:26', '2011-07-01T07:26:00Z'],
  ['2011-03-27 00:59:59', '2011-03-27T00:59:59Z'],
  ['2011-03-27 02:00:00', '2011-03-27T01:00:00Z'],
  // Happens twice: the first time, in summer time, is taken.
  ['2011-10-30 01:30:00', '2011-10-30T00:30:00Z'],
  ['2011-10-30 02:00:00', '2011-10-30T02:00:00Z'],
  ['2012-02-29 00:00:00', '2012-02-29T00:00:00Z'],
])('%s in the United Kingdom is %s', (local, utc) => {
  expect(ukTimeToEpoch(local)).toBe(Date.parse(utc));
});

it.each(['2011-03-27 01:30:00', '2011-02-29 10:00:00', '2011-04-31 10:00:00', '2011-13-01 10:00:00', '2011-01-01 24:00:00', '2011-01-01 10:60', '0011-01-01 10:00', '12/1/2010 8:26', '2011-01-01', ''])(
  'there is no time "%s" in the United Kingdom',
  (text) => {
    expect(ukTimeToEpoch(text)).toBeNull();
  },
);
