// What a program is told of a scan, where GS1's own reader is the measure and where it has no word.
import { describe, expect, test } from 'vitest';
import { reportScan } from './scan-report.ts';

const report = (raw: string, lenient = false) => reportScan(raw, { year: 2026, lenient });

describe('symbols', () => {
  test.each([
    [']Q1', ''], [']d1', ''], [']Q1TESTING', 'TESTING'], [']Q1^TESTING', '\\^TESTING'], [']d1\\^TESTING', '\\\\^TESTING'], [']d1A\u001dB', 'A\u001dB'], [']Q1HtTp://a/b', 'HtTp://a/b'], [']C0LOC-A', 'LOC-A'],
    [']E02112345678900', '2112345678900'], [']E402345673', '02345673'],
  ])('%j holds its data', (raw, data) => {
    expect(report(raw)).toMatchObject({ ok: true, kind: 'scan', ais: null, data, error: null });
  });

  test.each([
    ['', 'NO_DATA'], ['ABC', 'UNKNOWN'], [']', 'UNKNOWN_SYMBOLOGY'], [']X', 'UNKNOWN_SYMBOLOGY'], [']XX', 'UNKNOWN_SYMBOLOGY'], [']e0', 'NO_DATA'], [']Q3', 'NO_DATA'], [']d2', 'NO_DATA'], [']E0', 'WRONG_LENGTH'], [']E0123456789012', 'WRONG_LENGTH'],
    [']E012345678901234', 'WRONG_LENGTH'], [']E01234ABC890123', 'WRONG_LENGTH'], [']E02112345678901', 'INCORRECT_CHECK_DIGIT'], [']E41234567', 'WRONG_LENGTH'], [']E4123456789', 'WRONG_LENGTH'], [']E402345674', 'INCORRECT_CHECK_DIGIT'],
    [']Q3011231231231233310ABC^123', 'INVALID_CSET82_CHARACTER'], [']Q1https://example.com/help', 'NO_LINK_KEY'], ['https://a/gtin/12312312312333', 'NO_LINK_KEY'], ['https://a/01/2112345678900', 'TOO_SHORT'],
  ])('%j is none of what it says: %s', (raw, code) => {
    expect(report(raw)).toMatchObject({ ok: false, ais: null, error: expect.stringContaining(`(${code})`) as string });
  });

  test('a composite part is read beside its number, which counts as the GTIN that it needs', () => {
    expect(report(']E02112345678900|]e010LOT\u001d21S')).toMatchObject({ ok: true, ais: [['10', 'LOT'], ['21', 'S']], gtin14: '02112345678900', derived: { lot: 'LOT', serial: 'S' } });
    expect(report('(01)12345678901231|(99)A')).toMatchObject({ ok: true, kind: 'bracketed', ais: [['01', '12345678901231'], ['99', 'A']] });
    expect(report('^0112345678901231|^99A^98B')).toMatchObject({ ok: true, kind: 'unbracketed', ais: [['01', '12345678901231'], ['99', 'A'], ['98', 'B']] });
  });
});

test('lenient leaves out which fields need which, never which exclude each other', () => {
  expect(report('(10)A')).toMatchObject({ ok: false, error: expect.stringContaining('REQUIRED_FIELD_MISSING') as string });
  expect(report('(10)A', true)).toMatchObject({ ok: true, ais: [['10', 'A']] });
  expect(report('(21)ABC123(235)XYZ', true)).toMatchObject({ ok: false, error: expect.stringContaining('INVALID_PAIR') as string });
});

test('numbers say their class, what a repair would be and whose parcel they may name', () => {
  expect(report('63211158823')).toMatchObject({ ok: false, kind: 'product', class: 'bad_length', gtin14: null, repair: '00063211158823' });
  expect(report('0209009018379')).toMatchObject({ ok: true, kind: 'product', class: 'restricted', gtin14: '00209009018379' });
  expect(report('07482536')).toMatchObject({ ok: false, class: 'bad_check_digit', gtin14: null });
  expect(report('00395380958204656700').ais).toEqual([['00', '395380958204656700']]);
  expect(report('395380958204656700')).toMatchObject({ ok: true, kind: 'sscc', derived: { sscc: '395380958204656700' } });
  expect(report('1Z5R89390357567127')).toMatchObject({ ok: true, kind: 'tracking', candidates: [{ courier: 'ups', format: 'ups' }] });
});
