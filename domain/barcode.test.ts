// What scanners really send, form by form, and what must hold for any string.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gtinCheckDigit, gtinOf, isValidGtin, normaliseGtin, parseScan, ssccCheckDigit, ssccOf } from './barcode.ts';
import { allApplicationIdentifiers } from './barcode/application-identifiers.ts';
import { writeBracketed, writeElementString } from './barcode/element-strings.ts';
import type { Gs1Element } from './barcode/element-strings.ts';
import { LABEL_PREFIXES, writeOwnLabel } from './barcode/own-labels.ts';
import type { LabelPrefix } from './barcode/own-labels.ts';

const GS = '\u001d';
const at2026 = { year: 2026 };

const gtinBody = fc.constantFrom(7, 11, 12, 13).chain((length) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`)));
const gtin = gtinBody.map((body) => body + gtinCheckDigit(body));

describe('check digits', () => {
  test.each([
    ['629104150021', '3'],
    ['400638133393', '1'],
    ['03600029145', '2'],
    ['9638507', '4'],
    ['1541411123456', '8'],
  ])('the check digit of %s is %s', (body, digit) => {
    expect(gtinCheckDigit(body)).toBe(digit);
  });

  test('an SSCC counts the same way over 17 digits', () => {
    expect(ssccCheckDigit('00614141123456789')).toBe('0');
  });

  test('a GTIN has 8, 12, 13 or 14 digits and is looked up under 14', () => {
    expect(normaliseGtin('96385074')).toBe('00000096385074');
    expect(normaliseGtin('4006381333931')).toBe('04006381333931');
    expect(normaliseGtin('4006381333932')).toBeUndefined();
    expect(isValidGtin('0000000000')).toBe(false);
    expect(isValidGtin('')).toBe(false);
  });

  test('every single wrong digit is detected', () => {
    fc.assert(
      fc.property(gtin, (digits) => {
        expect(parseScan(digits)).toMatchObject({ kind: 'gtin', digits, gtin14: digits.padStart(14, '0') });
        for (let at = 0; at < digits.length; at++) {
          for (const other of '0123456789') {
            if (other === digits[at]) continue;
            const wrong = digits.slice(0, at) + other + digits.slice(at + 1);
            expect(isValidGtin(wrong)).toBe(false);
            expect(parseScan(wrong).kind).toBe('damaged');
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('plain numbers', () => {
  test.each([
    ['EAN-13 with identifier', ']E04006381333931', { kind: 'gtin', gtin14: '04006381333931', digits: '4006381333931' }],
    ['EAN-8 with identifier', ']E496385074', { kind: 'gtin', gtin14: '00000096385074', digits: '96385074' }],
    ['UPC-A', '036000291452', { kind: 'gtin', gtin14: '00036000291452', digits: '036000291452' }],
    ['ITF-14', ']I115414111234568', { kind: 'gtin', gtin14: '15414111234568', digits: '15414111234568' }],
    ['an SSCC typed without its 00', '006141411234567890', { kind: 'sscc', sscc: '006141411234567890' }],
    ['a number of no such length', '12345', { kind: 'text', text: '12345' }],
    ['Code 128 that only looks like an EAN', ']C04006381333932', { kind: 'text', text: '4006381333932' }],
    ['blanks around', ' 4006381333931 ', { kind: 'gtin', gtin14: '04006381333931', digits: '4006381333931' }],
  ])('%s', (_, raw, scan) => {
    expect(parseScan(raw)).toEqual(scan);
  });

  test.each([
    ['4006381333932', 'check digit'],
    [']E04006381333932', 'check digit'],
    [']E012345678901234', 'not as long'],
    ['', 'empty'],
    [' \r\n', 'empty'],
    ['x'.repeat(129), 'longer'],
    ['x'.repeat(9000), 'longer'],
    [']C0', 'empty'],
  ])('%j is damaged', (raw, reason) => {
    const scan = parseScan(raw);
    expect(scan).toMatchObject({ kind: 'damaged', reason: expect.stringContaining(reason) as string });
    expect(scan.kind === 'damaged' && scan.text.length <= 128).toBe(true);
  });
});

describe('GS1', () => {
  const full = {
    kind: 'gs1',
    elements: [
      { ai: '01', value: '09520123456788' },
      { ai: '10', value: 'ABC1' },
      { ai: '17', value: '270200' },
    ],
    gtin: '09520123456788',
    lot: 'ABC1',
    expiry: '2027-02-28',
  };
  test.each([
    ['GS1-128', `]C1010952012345678810ABC1${GS}17270200`],
    ['GS1 DataMatrix', `]d2010952012345678810ABC1${GS}17270200`],
    ['GS1 QR Code', `]Q3010952012345678810ABC1${GS}17270200`],
    ['GS1 DataBar', `]e0010952012345678810ABC1${GS}17270200`],
    ['no identifier, GS inside', `010952012345678810ABC1${GS}17270200`],
    ['no identifier, leading FNC1', `${GS}010952012345678810ABC1${GS}17270200`],
    ['GS keyed as <GS>', `]C1010952012345678810ABC1<GS>17270200`],
    ['GS keyed as {gs}', `010952012345678810ABC1{gs}17270200`],
    ['FNC1 typed as ^', '^010952012345678810ABC1^17270200'],
    ['brackets', '(01)09520123456788(10)ABC1(17)270200'],
    ['Digital Link', 'https://id.gs1.org/01/09520123456788/10/ABC1?17=270200'],
    ['Digital Link in a QR Code with a stem', ']Q1HTTPS://shop.example:8443/p/01/09520123456788/10/ABC1?x=1&17=270200#top'],
  ])('%s', (_, raw) => {
    expect(parseScan(raw, at2026)).toMatchObject(full);
  });

  test('a short GTIN in a Digital Link is padded', () => {
    expect(gtinOf(parseScan('https://shop.example/01/4006381333931'))).toBe('04006381333931');
  });

  test('a pallet label says what is inside and how many', () => {
    expect(parseScan('(00)395380958204656700(02)00072250023740(37)8347')).toMatchObject({
      sscc: '395380958204656700',
      contentGtin: '00072250023740',
      count: 8347,
    });
    expect(ssccOf(parseScan('00395380958204656700'))).toBe('395380958204656700');
  });

  test('the day of an expiry with time counts as expiry', () => {
    expect(parseScan('(01)09520123456788(7003)2705011430', at2026)).toMatchObject({ expiry: '2027-05-01' });
  });

  test('EAN with a composite part', () => {
    expect(parseScan(`]E02112345678900|]e010LOT1${GS}21S`)).toMatchObject({ kind: 'gs1', gtin: '02112345678900', lot: 'LOT1', serial: 'S' });
  });

  test.each([
    ['(01)09520123456789', 'The GTIN (01) has a wrong check digit.'],
    ['0109520123456789', 'The GTIN (01) has a wrong check digit.'],
    ['(17)270230', 'The expiry date (17) is not a day of the calendar.'],
    ['(10)123456789012345678901', 'The lot number (10) is too long.'],
    ['(10)AB C', 'The lot number (10) has a character that is not allowed there.'],
    ['(89)X', 'There is no GS1 data field 89.'],
    ['(400)A(400)B', 'The order number (400) is given twice and differs.'],
    ['(01', 'The brackets do not enclose a GS1 data field number.'],
    [']C1', 'The GS1 code has nothing in it.'],
    [`]C1010952012345678${GS}`, 'The GTIN (01) is too short.'],
    ['https://a/01/09520123456788?10=A', 'The GS1 data field 10 belongs into the path of the web address.'],
    ['https://a/01/09520123456788/10/%E0%A4%A', 'The lot number (10) has a character that is not allowed there.'],
    ['(01)09520123456788(02)09520123456788', 'The GTIN of the contents (02) and the GTIN (01) may not stand together.'],
    ['4006381333931\u0000', 'The code has a control character inside.'],
    [']C1010952012345678810AB\u0007C', 'The lot number (10) has a character that is not allowed there.'],
    [']XX123', 'The code begins like a symbology identifier, but there is no such symbology.'],
  ])('%j is damaged: %s', (raw, reason) => {
    expect(parseScan(raw, at2026)).toMatchObject({ kind: 'damaged', reason });
  });

  test.each(['https://example.com/help', 'http://', 'http://a/', 'https://a/10/LOT'])('%s is only text', (raw) => {
    expect(parseScan(raw)).toEqual({ kind: 'text', text: raw });
  });
});

describe('own labels', () => {
  test.each([
    ['LOC-B-04-2', 'LOC', 'B-04-2'],
    ['loc-b-04-2', 'LOC', 'B-04-2'],
    [']C0TOTE-17', 'TOTE', '17'],
    ['rb-Mia1', 'RB', 'MIA1'],
    ['RMA-2026/0001', 'RMA', '2026/0001'],
  ])('%s', (raw, prefix, code) => {
    expect(parseScan(raw)).toEqual({ kind: 'label', prefix, code });
  });

  test.each(['LOC-', 'XX-1', 'LOC 1', 'loß-1', 'TOTE-a b', 'constructor-1'])('%s is none of ours and keeps its case', (raw) => {
    expect(parseScan(raw)).toEqual({ kind: 'text', text: raw });
  });

  test('whatever is printed reads back, in any case', () => {
    const prefix = fc.constantFrom(...(Object.keys(LABEL_PREFIXES) as LabelPrefix[]));
    const code = fc.stringMatching(/^[A-Z0-9][A-Z0-9._/-]{0,20}$/);
    fc.assert(
      fc.property(prefix, code, (p, c) => {
        const printed = writeOwnLabel(p, c);
        expect(parseScan(printed)).toEqual({ kind: 'label', prefix: p, code: c });
        expect(parseScan(printed.toLowerCase())).toEqual({ kind: 'label', prefix: p, code: c });
      }),
    );
  });
});

describe('any string', () => {
  const hostile = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('(', ')', '\\(', GS, '^', ']C1', ']E0', '|', '(01)', '(10)', '01', '10', '00', 'https://a/', '/01/', '%', '%E0', '&', '{GS}', 'LOC-'),
      fc.stringMatching(/^[0-9]{0,20}$/),
    ),
  );

  test('never throws, and says something about each', () => {
    fc.assert(
      fc.property(hostile, (pieces) => {
        const scan = parseScan(pieces.join(''));
        expect(['gs1', 'gtin', 'sscc', 'label', 'text', 'damaged']).toContain(scan.kind);
      }),
      { numRuns: 2000 },
    );
  });

  test('control characters never get through', () => {
    fc.assert(
      fc.property(hostile, (pieces) => {
        const scan = parseScan(pieces.join(''));
        // eslint-disable-next-line no-control-regex
        if (scan.kind !== 'damaged') expect(JSON.stringify(scan)).not.toMatch(/\\u00(?:0.|1[0-9abcef])|\\[bfnrt]|[\u007f-\u009f]/);
      }),
    );
  });
});

describe('round trip of elements', () => {
  const text = (max: number) => fc.stringMatching(new RegExp(`^[!"%&'()*+,./0-9:;<=>?A-Z_a-z-]{1,${max}}$`));
  const value: Record<string, fc.Arbitrary<string>> = {
    '00': fc.stringMatching(/^[0-9]{17}$/).map((body) => body + ssccCheckDigit(body)),
    '01': fc.stringMatching(/^[0-9]{13}$/).map((body) => body + gtinCheckDigit(body)),
    '10': text(20),
    '17': fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 28 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('')),
    '21': text(20),
    '30': fc.stringMatching(/^[0-9]{1,8}$/),
    '3103': fc.stringMatching(/^[0-9]{6}$/),
    '240': text(30),
  };
  const elements: fc.Arbitrary<Gs1Element[]> = fc
    .shuffledSubarray(Object.keys(value), { minLength: 1 })
    .chain((ais) => fc.tuple(...ais.map((ai) => (value[ai] as fc.Arbitrary<string>).map((v) => ({ ai, value: v })))))
    // A lot that spells out a keyed GS is the one thing a wedge cannot tell apart.
    .filter((list) => !list.some((element) => /<GS>/i.test(element.value)));

  test('element string with identifier', () => {
    fc.assert(fc.property(elements, (list) => {
      expect(parseScan(`]C1${writeElementString(list)}`)).toMatchObject({ kind: 'gs1', elements: list });
    }));
  });

  test('bracketed form', () => {
    // A value that ends in a backslash cannot be: the character is outside the set.
    fc.assert(fc.property(elements, (list) => {
      expect(parseScan(writeBracketed(list))).toMatchObject({ kind: 'gs1', elements: list });
    }));
  });
});

test('no application identifier is the beginning of another', () => {
  const all = allApplicationIdentifiers().map((entry) => entry.ai);
  expect(new Set(all).size).toBe(all.length);
  for (const ai of all) expect(all.filter((other) => other !== ai && other.startsWith(ai))).toEqual([]);
});

test('predefined length is GS1\'s own list of leading digits', () => {
  for (const { ai, predefinedLength } of allApplicationIdentifiers()) {
    expect([ai, predefinedLength]).toEqual([ai, /^(?:0[0-4]|1[1-9]|20|3[1-6]|41)/.test(ai)]);
  }
});
