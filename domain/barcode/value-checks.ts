// Whether the value of one application identifier has the form its table row asks for, and if not why,
// in words a person at a bench understands. Named checks are a record so that more can be added by name.
import type { ApplicationIdentifier, CharacterSet, ValuePart } from './application-identifiers.ts';
import { hasValidCheckDigit } from './check-digits.ts';
import { isoDate } from './gs1-dates.ts';

/** GS1's invariant set (82), the CPID set (39) and file-safe base64 (64). */
const ALLOWED: Readonly<Record<CharacterSet, RegExp>> = {
  N: /^[0-9]*$/,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[-0-9A-Z_a-z]*=*$/,
};

/** Ends of the sentence "The <name> …". Undefined means the check is passed. */
type Check = (value: string, year: number) => string | undefined;

const below = (limit: number, what: string): Check => (value) =>
  Number(value) < limit ? undefined : `has no such ${what}`;

const CHECKS: Readonly<Record<string, Check>> = {
  csum: (value) => (hasValidCheckDigit(value) ? undefined : 'has a wrong check digit'),
  yymmd0: (value, year) => (isoDate(value, year) ? undefined : 'is not a day of the calendar'),
  yymmdd: (value, year) =>
    isoDate(value, year) && !value.endsWith('00') ? undefined : 'is not a day of the calendar',
  hhmi: (value) => (/^(?:[01][0-9]|2[0-3])[0-5][0-9]$/.test(value) ? undefined : 'is not a time of day'),
  hh: below(24, 'hour'),
  mi: below(60, 'minute'),
  ss: below(60, 'second'),
  zero: (value) => (value === '0' ? undefined : 'must begin with 0'),
  pieceoftotal: (value) => {
    const piece = Number(value.slice(0, 2));
    return piece > 0 && piece <= Number(value.slice(2)) ? undefined : 'has an impossible piece number';
  },
};

function checkPart(part: ValuePart, value: string, year: number): string | undefined {
  if (value.length < part.min) return 'is too short';
  if (!ALLOWED[part.set].test(value)) {
    return part.set === 'N' ? 'has a character that is not a digit' : 'has a character that is not allowed there';
  }
  for (const name of part.checks) {
    const check = CHECKS[name];
    if (!check) throw new Error(`no such value check: ${name}`);
    const fault = check(value, year);
    if (fault) return fault;
  }
  return undefined;
}

/** Undefined when the value fits, otherwise one plain sentence. */
export function checkValue(entry: ApplicationIdentifier, value: string, year: number): string | undefined {
  const fault = findFault(entry, value, year);
  return fault && `The ${entry.name} (${entry.ai}) ${fault}.`;
}

function findFault(entry: ApplicationIdentifier, value: string, year: number): string | undefined {
  if (value === '') return 'is empty';
  let at = 0;
  for (const part of entry.parts) {
    if (part.optional && at === value.length) continue;
    const text = value.slice(at, at + part.max);
    const fault = checkPart(part, text, year);
    if (fault) return fault;
    at += text.length;
  }
  return at < value.length ? 'is too long' : undefined;
}
