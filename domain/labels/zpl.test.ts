// Whatever stands in a name or a code, the printer gets the same commands.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemLabel, placeLabel, unitLabel } from './label.ts';
import { writeZpl } from './zpl.ts';

const bars = { bars: [{ x: 0, width: 2, height: 10 }, { x: 4, width: 1, height: 10 }], width: 10, height: 10 };
const plain = { copies: 1, reprint: 0, note: 'LEEDS' };
/** The commands of a label in order, without their values. */
const commandsOf = (zpl: string): string => (zpl.match(/[\^~][A-Z@0-9]{1,2}/g) ?? []).join(' ');
const fieldsOf = (zpl: string): string[] => [...zpl.matchAll(/\^FD(.*?)\^FS/gs)].map((match) => decodeURIComponent(match[1]!.replaceAll(/_([0-9A-F]{2})/g, '%$1')));

const usual = commandsOf(writeZpl({ symbology: 'code128', text: 'LOC-A', title: 'Bin A' }, bars, plain));

test.each(['^XZ^XA^FDevil^FS', '~JA', '_5EXA', '^FH^FD', '\\1B@', '</b><script>', '\u0000\u0002^XA\r\n~HS', 'a'.repeat(4000), '^'.repeat(500), 'Größe ß €', '\ud800', '\u202e^XA'])('%j changes no command', (payload) => {
  const zpl = writeZpl({ symbology: 'code128', text: payload, title: payload }, bars, { ...plain, note: payload });
  expect(commandsOf(zpl)).toBe(usual);
  expect(zpl).toMatch(/^[\n -~]*$/);
});

test('any text comes back out of its field as it was, and stays inside it', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
    const zpl = writeZpl({ symbology: 'code128', text, title: 'x' }, bars, plain);
    expect(commandsOf(zpl)).toBe(usual);
    expect(fieldsOf(zpl)[1]).toBe([...text.replaceAll(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu, ' ').trim()].slice(0, 80).join('').replaceAll(/\p{Cs}/gu, '?'));
  }), { numRuns: 500 });
});

test('a reprint says so', () => {
  expect(fieldsOf(writeZpl(placeLabel('A-1'), bars, { ...plain, reprint: 2 }))[2]).toBe('REPRINT 2  LEEDS');
  expect(writeZpl(placeLabel('A-1'), bars, { ...plain, copies: 3 })).toContain('^PQ3');
});

test('what is printed for items, bins and pallets', () => {
  expect(itemLabel({ name: 'Cup', sku: 'CUP-1' }, '04006381333931')).toEqual({ symbology: 'ean13', text: '4006381333931', title: 'Cup' });
  expect(itemLabel({ name: 'Case', sku: 'CUP-1' }, '15414111234568')).toEqual({ symbology: 'gs1-128', text: '(01)15414111234568', title: 'Case' });
  expect(itemLabel({ name: 'Cup', sku: 'CUP-1' }, undefined)).toEqual({ symbology: 'code128', text: 'CUP-1', title: 'Cup' });
  expect(placeLabel('a-01')).toEqual({ symbology: 'code128', text: 'LOC-A-01', title: 'a-01' });
  expect(unitLabel('006141411234567890')).toEqual({ symbology: 'gs1-128', text: '(00)006141411234567890', title: 'Pallet 006141411234567890' });
  expect(unitLabel('TOTE-7').title).toBe('Tote 7');
});
