// The whole dictionary, field by field: values made to its word are read, values made against it are refused for the right
// reason, and fields that need or forbid each other do so. Seeds change from run to run; fast-check prints the failing one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allApplicationIdentifiers, longestValue } from './application-identifiers.ts';
import type { ApplicationIdentifier, ValuePart } from './application-identifiers.ts';
import { gtinCheckDigit } from './check-digits.ts';
import { COUNTRIES, COUNTRY_LETTERS, CURRENCIES, MEDIA_TYPES, PACKAGE_TYPES } from './code-lists.ts';
import { parseScan } from '#domain/barcode.ts';
import { GS, splitElementString, writeBracketed, writeElementString } from './element-strings.ts';
import type { Gs1Element } from './element-strings.ts';
import { fieldCheck } from './field-checks.ts';

const SET_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const SETS = { N: '0123456789', X: SET_82, Y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', Z: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_' };
const two = (n: number) => String(n).padStart(2, '0');
const characters = (set: string, min: number, max: number) => fc.array(fc.constantFrom(...set), { minLength: min, maxLength: max }).map((all) => all.join(''));
const date = (year: fc.Arbitrary<string>, first: number) => fc.tuple(year, fc.integer({ min: 1, max: 12 }), fc.integer({ min: first, max: 28 })).map(([y, m, d]) => `${y}${two(m)}${two(d)}`);
const shortYear = fc.integer({ min: 0, max: 99 }).map(two);
const oneOf = (list: ReadonlySet<string>) => fc.constantFrom(...list);
const below = (limit: number, length: number) => fc.integer({ min: 0, max: limit }).map((n) => String(n).padStart(length, '0'));

const withCheckPair = (body: string): string => {
  const set = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  for (const a of set) for (const b of set) if (!fieldCheck('csumalpha')(body + a + b, 2026)) return body + a + b;
  throw new Error(`no check pair for ${body}`);
};
const withIbanCheck = (country: string, account: string): string => {
  for (let n = 2; n < 99; n++) if (!fieldCheck('iban')(`${country}${two(n)}${account}`, 2026)) return `${country}${two(n)}${account}`;
  throw new Error('no check digits for the account');
};

const half = fc.integer({ min: 1, max: 99 });
/** What satisfies a named check, given the part it stands in. */
const MAKERS: Readonly<Record<string, (part: ValuePart) => fc.Arbitrary<string>>> = {
  csum: ({ max }) => characters(SETS.N, max - 1, max - 1).map((body) => body + gtinCheckDigit(body)),
  csumalpha: ({ max }) => fc.tuple(characters(SETS.N, 4, 4), characters(SET_82, 0, max - 7)).map(([digits, rest]) => withCheckPair(`${digits}A${rest}`)),
  gcppos1: ({ max }) => fc.tuple(characters(SETS.N, 4, 4), characters('0123456789ABC-', 0, max - 4)).map((parts) => parts.join('')),
  yymmdd: () => date(shortYear, 1),
  yymmd0: () => date(shortYear, 0),
  yyyymmdd: () => date(fc.integer({ min: 1900, max: 2999 }).map(String), 1),
  hh: () => below(23, 2), mi: () => below(59, 2), ss: () => below(59, 2),
  hhmi: () => fc.tuple(below(23, 2), below(59, 2)).map((parts) => parts.join('')),
  zero: () => fc.constant('0'),
  nonzero: ({ max }) => fc.integer({ min: 1, max: 10 ** max - 1 }).map((n) => String(n).padStart(max, '0')),
  nozeroprefix: ({ max }) => fc.tuple(fc.constantFrom(...'123456789'), characters(SETS.N, 0, max - 1)).map((parts) => parts.join('')),
  yesno: () => fc.constantFrom('0', '1'), winding: () => fc.constantFrom('0', '1', '9'), iso5218: () => fc.constantFrom('0', '1', '2', '9'),
  hyphen: () => fc.constant('-'),
  importeridx: () => fc.constantFrom(...SETS.Z),
  iso3166: () => oneOf(COUNTRIES), iso3166999: () => fc.oneof(oneOf(COUNTRIES), fc.constant('999')), iso3166alpha2: () => oneOf(COUNTRY_LETTERS),
  iso4217: () => oneOf(CURRENCIES), packagetype: () => oneOf(PACKAGE_TYPES), mediatype: () => oneOf(MEDIA_TYPES),
  pcenc: ({ max }) => characters('ABCabc', 1, max - 3).map((text) => `${text}%2F`),
  pieceoftotal: () => fc.tuple(half, half).map(([a, b]) => `${two(Math.min(a, b))}${two(Math.max(a, b))}`),
  posinseqslash: () => fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([a, b]) => `${Math.min(a, b)}/${Math.max(a, b)}`),
  latitude: () => below(1_800_000_000, 10), longitude: () => below(2_147_483_647, 10),
  iban: () => fc.tuple(oneOf(COUNTRY_LETTERS), characters(`${SETS.N}ABCXYZ`, 10, 30)).map(([country, account]) => withIbanCheck(country, account)),
  couponcode: () => fc.constantFrom('012345612345611110123', '01234561234561111012390001', '0123456123456111101233260501'),
  couponposoffer: () => fc.constantFrom('001234561234560123456', '061234567890121234569123456789012345'),
};
/** Checks that another one beside them already sees to. */
const IMPLIED = new Set(['gcppos2', 'hasnondigit']);

function partValue(part: ValuePart): fc.Arbitrary<string> {
  const [named] = part.checks.filter((name) => !IMPLIED.has(name) && !(name === 'gcppos1' && part.checks.length > 1));
  if (named === undefined) return characters(SETS[part.set], part.min, part.max);
  const maker = MAKERS[named];
  if (!maker) throw new Error(`nothing makes values for ${named}`);
  return maker(part);
}

/** A value with some of the optional parts, none after one that was left out. */
function valueOf(entry: ApplicationIdentifier): fc.Arbitrary<string> {
  const needed = entry.parts.filter((part) => !part.optional).length;
  return fc.integer({ min: needed, max: entry.parts.length }).chain((count) => fc.tuple(...entry.parts.slice(0, count).map(partValue)).map((parts) => parts.join('')));
}

const all = allApplicationIdentifiers();
const byAi = new Map(all.map((entry) => [entry.ai, entry]));
const element = (ai: string): fc.Arbitrary<Gs1Element> => valueOf(byAi.get(ai) as ApplicationIdentifier).map((value) => ({ ai, value }));
const anyOf = (pattern: string): string => all.find(({ ai }) => ai.length === pattern.length && ai.startsWith(pattern.replace(/n+$/, '')))?.ai ?? pattern;

/** The fields that one needs beside it, and theirs, by the first group of each rule that forbids nothing already there. */
function withPartners(ai: string, have: readonly string[] = []): readonly string[] | undefined {
  const forbids = (a: string, b: string) => (byAi.get(a)?.excludes ?? []).some((pattern) => a !== b && b.length === pattern.length && b.startsWith(pattern.replace(/n+$/, '')));
  if (have.includes(ai)) return have;
  if (have.some((other) => forbids(ai, other) || forbids(other, ai))) return undefined;
  let there: readonly string[] = [...have, ai];
  for (const groups of byAi.get(ai)?.requires ?? []) {
    const grown = groups.map((group) => group.reduce<readonly string[] | undefined>((list, pattern) => list && withPartners(anyOf(pattern), list), there)).find((list) => list !== undefined);
    if (!grown) return undefined;
    there = grown;
  }
  return there;
}

describe('each field of the dictionary', () => {
  test.each(all.map((entry) => [entry.ai, entry] as const))('%s', (ai, entry) => {
    fc.assert(fc.property(valueOf(entry), (value) => {
      expect(splitElementString(ai + value, 2026), value).toEqual({ ok: true, elements: [{ ai, value }] });
      const long = `${value}${'1'.repeat(longestValue(entry) - value.length + 1)}`;
      expect(parseScan(writeBracketed([{ ai, value: long }])), long).toMatchObject({ kind: 'damaged', code: 'TOO_LONG' });
      expect(parseScan(`(${ai})`).kind).toBe('damaged');
      // A blank is in no character set.
      expect(splitElementString(`${ai} ${value.slice(1)}`, 2026)).toMatchObject({ ok: false, code: expect.stringMatching(/^(?:NON_DIGIT|INVALID_CSET)/) as string });
    }), { numRuns: 15 });
  });

  const checked = all.filter(({ parts }) => parts.some(({ checks }) => checks.includes('csum')));
  test.each(checked.map((entry) => [entry.ai, entry] as const))('%s: every wrong digit is seen', (ai, entry) => {
    const at = entry.parts.findIndex(({ checks }) => checks.includes('csum'));
    const start = entry.parts.slice(0, at).reduce((sum, { max }) => sum + max, 0);
    const length = entry.parts[at]?.max ?? 0;
    fc.assert(fc.property(valueOf(entry), fc.nat(length - 1), fc.integer({ min: 1, max: 9 }), (value, offset, change) => {
      const digit = (Number(value[start + offset]) + change) % 10;
      const wrong = value.slice(0, start + offset) + String(digit) + value.slice(start + offset + 1);
      expect(splitElementString(ai + wrong, 2026)).toMatchObject({ ok: false, code: 'INCORRECT_CHECK_DIGIT' });
    }), { numRuns: 15 });
  });
});

describe('fields together', () => {
  const strict = (elements: readonly Gs1Element[]) => parseScan(`]C1${writeElementString(elements)}`, { year: 2026, partners: true });

  test.each(all.filter(({ requires }) => requires.length > 0).map(({ ai }) => [ai] as const))('%s needs its partners', (ai) => {
    const whole = withPartners(ai);
    expect(whole, `a set of fields that satisfies ${ai}`).toBeDefined();
    fc.assert(fc.property(fc.tuple(...(whole ?? []).map(element)), (elements) => {
      expect(strict(elements), writeBracketed(elements)).toMatchObject({ kind: 'gs1', elements });
      const alone = strict(elements.slice(0, 1));
      expect(alone).toMatchObject({ kind: 'damaged', code: 'REQUIRED_FIELD_MISSING' });
      expect(parseScan(`]C1${writeElementString(elements.slice(0, 1))}`).kind).toBe('gs1');
    }), { numRuns: 3 });
  });

  const pairs = all.flatMap(({ ai, excludes }) => excludes.map((pattern) => [ai, all.find((one) => one.ai !== ai && one.ai.length === pattern.length && one.ai.startsWith(pattern.replace(/n+$/, '')))?.ai ?? ''] as const));
  test.each(pairs)('%s and %s never stand together', (ai, other) => {
    fc.assert(fc.property(element(ai), element(other), (one, two_) => {
      expect(parseScan(writeBracketed([one, two_]))).toMatchObject({ kind: 'damaged', code: 'INVALID_PAIR' });
    }), { numRuns: 2 });
  });

  test('a Digital Link says the same as the element string, key by key', () => {
    const keys = all.filter(({ linkKey }) => linkKey).flatMap(({ ai, linkKey }) => (linkKey ?? []).map((sequence) => [ai, ...sequence]));
    const path = fc.constantFrom(...keys).chain(([key = '', ...rest]) => fc.subarray(rest).chain((qualifiers) => fc.tuple(...[key, ...qualifiers].map(element))));
    fc.assert(fc.property(path, (elements) => {
      const uri = `https://id.example/p${elements.map(({ ai, value }) => `/${ai}/${encodeURIComponent(value)}`).join('')}?linkType=x`;
      expect(parseScan(uri), uri).toMatchObject({ kind: 'gs1', form: 'digital-link', elements });
      if (elements.length > 2) {
        const turned = [elements[0], ...elements.slice(1).reverse()] as Gs1Element[];
        expect(parseScan(`https://id.example${turned.map(({ ai, value }) => `/${ai}/${encodeURIComponent(value)}`).join('')}`)).toMatchObject({ kind: 'damaged', code: 'BAD_QUALIFIERS' });
      }
    }), { numRuns: 300 });
  });

  test('two GS in a row, a leading one after the identifier, and too many fields are refused', () => {
    expect(parseScan(`]C110A${GS}${GS}21B`)).toMatchObject({ kind: 'damaged', code: 'UNKNOWN_FIELD' });
    expect(parseScan(`]C1${GS}0109520123456788`)).toMatchObject({ kind: 'damaged', code: 'UNKNOWN_FIELD' });
    expect(parseScan('(90)A'.repeat(65))).toMatchObject({ kind: 'damaged', code: 'TOO_MANY_FIELDS' });
  });
});
