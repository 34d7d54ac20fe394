// The checks that the syntax dictionary names: each says what kind of fault a stretch of a value has, or nothing. Their
// names and kinds are those of GS1's Syntax Tests. They see one stretch only; pairs of fields are for pair-rules.ts.
import { hasValidCheckDigit } from './check-digits.ts';
import { COUNTRIES, COUNTRY_LETTERS, CURRENCIES, MEDIA_TYPES, PACKAGE_TYPES } from './code-lists.ts';
import { companyPrefixFault } from './company-prefix.ts';
import { couponFault, offerFault } from './coupon-checks.ts';
import { longDateFault, shortDateFault } from './gs1-dates.ts';

/** The kind of fault, undefined when there is none. `year` is the year of reading. */
export type FieldCheck = (value: string, year: number) => string | undefined;

const SET_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const SET_32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const digits = (value: string): string | undefined => (/^[0-9]*$/.test(value) ? undefined : 'NON_DIGIT_CHARACTER');
const oneOf = (codes: ReadonlySet<string>, code: string): FieldCheck => (value) => (codes.has(value) ? undefined : code);

const base64: FieldCheck = (value) => {
  const body = value.replace(/=+$/, '');
  const pads = value.length - body.length;
  if (pads > 2 || (pads > 0 && value.length % 3 !== 0)) return 'INVALID_CSET64_PADDING';
  return /^[-0-9A-Z_a-z]*$/.test(body) ? undefined : 'INVALID_CSET64_CHARACTER';
};

const checkDigit: FieldCheck = (value) => {
  if (value === '') return 'TOO_SHORT_FOR_CHECK_DIGIT';
  return digits(value) ?? (value === '0' || hasValidCheckDigit(value) ? undefined : 'INCORRECT_CHECK_DIGIT');
};

const PRIMES = ((): readonly number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < 97; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
})();

/** GS1 check character pair (General Specifications 7.9.5): primes from right to left, modulo 1021, in two five-bit characters. */
const checkPair: FieldCheck = (value) => {
  if (value.length < 2) return 'TOO_SHORT_FOR_CHECK_PAIR';
  if (value.length - 2 > PRIMES.length) return 'TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION';
  const body = value.slice(0, -2);
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const weight = SET_82.indexOf(body[i] ?? '');
    if (weight < 0) return 'INVALID_CSET82_CHARACTER';
    sum += weight * (PRIMES[body.length - 1 - i] ?? 0);
  }
  sum %= 1021;
  return value.slice(-2) === `${SET_32[sum >> 5]}${SET_32[sum & 31]}` ? undefined : 'INCORRECT_CHECK_PAIR';
};

/** ISO 13616: the first four characters at the end, letters as numbers from 10, remainder of 97 is 1. */
const bankAccount: FieldCheck = (value) => {
  if (value.length < 4) return 'IBAN_TOO_SHORT';
  if (!COUNTRY_LETTERS.has(value.slice(0, 2))) return 'ILLEGAL_IBAN_COUNTRY_CODE';
  if (value.length > 34) return 'IBAN_TOO_LONG';
  if (value.length <= 10) return 'IBAN_TOO_SHORT';
  if (!/^[0-9A-Z]*$/.test(value)) return 'INVALID_IBAN_CHARACTER';
  let rest = 0;
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const number = Number.parseInt(character, 36);
    rest = (rest * (number < 10 ? 10 : 100) + number) % 97;
  }
  return rest === 1 ? undefined : 'INCORRECT_IBAN_CHECKSUM';
};

const pieceOfTotal: FieldCheck = (value) => {
  if (value === '' || value.length % 2 !== 0) return 'INVALID_LENGTH_FOR_PIECE_OF_TOTAL';
  const half = value.length / 2;
  const piece = value.slice(0, half);
  const total = value.slice(half);
  if (digits(value)) return 'NON_DIGIT_CHARACTER';
  if (/^0+$/.test(piece)) return 'ZERO_PIECE_NUMBER';
  if (/^0+$/.test(total)) return 'ZERO_TOTAL_PIECES';
  return piece > total ? 'PIECE_NUMBER_EXCEEDS_TOTAL' : undefined;
};

const positionInSequence: FieldCheck = (value) => {
  const match = /^([0-9]+)\/([0-9]+)$/.exec(value);
  if (!match) return 'POSITION_IN_SEQUENCE_MALFORMED';
  const [, position = '', end = ''] = match;
  if (position.startsWith('0') || end.startsWith('0')) return 'ILLEGAL_ZERO_PREFIX';
  return Number(position) > Number(end) ? 'POSITION_EXCEEDS_END' : undefined;
};

const clock = (name: string, limit: number): FieldCheck => (value) => {
  if (value.length !== 2) return `${name}_TOO_${value.length < 2 ? 'SHORT' : 'LONG'}`;
  return digits(value) ?? (Number(value) < limit ? undefined : `ILLEGAL_${name}`);
};

const hourMinute: FieldCheck = (value) => {
  if (value.length !== 4) return `HOUR_WITH_MINUTE_TOO_${value.length < 4 ? 'SHORT' : 'LONG'}`;
  if (digits(value)) return 'NON_DIGIT_CHARACTER';
  if (Number(value.slice(0, 2)) > 23) return 'ILLEGAL_HOUR';
  return Number(value.slice(2)) > 59 ? 'ILLEGAL_MINUTE' : undefined;
};

const coordinate = (name: string, limit: number): FieldCheck => (value) => {
  if (value.length !== 10) return `${name}_INVALID_LENGTH`;
  return digits(value) ?? (Number(value) <= limit ? undefined : `INVALID_${name}`);
};

const CHECKS: Readonly<Record<string, FieldCheck>> = {
  csetnumeric: digits,
  cset82: (value) => (/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/.test(value) ? undefined : 'INVALID_CSET82_CHARACTER'),
  cset39: (value) => (/^[#\-/0-9A-Z]*$/.test(value) ? undefined : 'INVALID_CSET39_CHARACTER'),
  cset64: base64,
  csum: checkDigit,
  csumalpha: checkPair,
  gcppos1: companyPrefixFault,
  gcppos2: (value) => companyPrefixFault(value.slice(1)),
  yymmdd: (value, year) => shortDateFault(value, 1, year),
  yymmd0: (value, year) => shortDateFault(value, 0, year),
  yyyymmdd: (value) => longDateFault(value, 1),
  yyyymmd0: (value) => longDateFault(value, 0),
  hh: clock('HOUR', 24),
  mi: clock('MINUTE', 60),
  ss: clock('SECOND', 60),
  hhmi: hourMinute,
  zero: (value) => (value === '0' ? undefined : 'NOT_ZERO'),
  nonzero: (value) => digits(value) ?? (/[1-9]/.test(value) ? undefined : 'ILLEGAL_ZERO_VALUE'),
  nozeroprefix: (value) => digits(value) ?? (value.startsWith('0') ? 'ILLEGAL_ZERO_PREFIX' : undefined),
  yesno: (value) => (value === '0' || value === '1' ? undefined : 'NOT_ZERO_OR_ONE'),
  winding: (value) => (['0', '1', '9'].includes(value) ? undefined : 'INVALID_WINDING_DIRECTION'),
  iso5218: (value) => (['0', '1', '2', '9'].includes(value) ? undefined : 'INVALID_BIOLOGICAL_SEX_CODE'),
  hyphen: (value) => (/^-+$/.test(value) ? undefined : 'NOT_HYPHEN'),
  hasnondigit: (value) => (/[^0-9]/.test(value) ? undefined : 'REQUIRES_NON_DIGIT_CHARACTER'),
  importeridx: (value) => {
    if (value.length !== 1) return 'IMPORTER_IDX_MUST_BE_ONE_CHARACTER';
    return /^[-0-9A-Z_a-z]$/.test(value) ? undefined : 'INVALID_IMPORT_IDX_CHARACTER';
  },
  iso3166: oneOf(COUNTRIES, 'NOT_ISO3166'),
  iso3166999: (value) => (value === '999' || COUNTRIES.has(value) ? undefined : 'NOT_ISO3166_OR_999'),
  iso3166alpha2: oneOf(COUNTRY_LETTERS, 'NOT_ISO3166_ALPHA2'),
  iso4217: oneOf(CURRENCIES, 'NOT_ISO4217'),
  packagetype: oneOf(PACKAGE_TYPES, 'INVALID_PACKAGE_TYPE'),
  mediatype: oneOf(MEDIA_TYPES, 'INVALID_MEDIA_TYPE'),
  pcenc: (value) => (/%(?![0-9A-Fa-f]{2})/.test(value) ? 'INVALID_PERCENT_SEQUENCE' : undefined),
  pieceoftotal: pieceOfTotal,
  posinseqslash: positionInSequence,
  latitude: coordinate('LATITUDE', 1_800_000_000),
  longitude: coordinate('LONGITUDE', 3_600_000_000),
  iban: bankAccount,
  couponcode: couponFault,
  couponposoffer: offerFault,
};

/** Throws for a name that is not here: a newer dictionary needs a newer program. */
export function fieldCheck(name: string): FieldCheck {
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  if (!check) throw new Error(`no such field check: ${name}`);
  return check;
}
