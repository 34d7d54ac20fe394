// Which couriers a number may belong to: every format whose pattern and check digit it meets. A number often meets several,
// so this gives candidates and decides nothing.
import { COURIER_FORMATS, POSTS } from './courier-formats.ts';
import type { CourierCheck, CourierFormat } from './courier-formats.ts';

export type TrackingCandidate = {
  readonly courier: string;
  readonly format: string;
  readonly name: string;
  /** The number without blanks. */
  readonly number: string;
  /** A check digit of the courier's own was right; without one only the pattern speaks for it. */
  readonly checked: boolean;
  /** The kind of service the number names, where the courier publishes it. */
  readonly service?: string;
  /** The service is one for goods coming back. */
  readonly isReturn: boolean;
};

/** No courier's number is longer. */
const LONGEST = 40;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const formats = COURIER_FORMATS.map((format) => ({ ...format, whole: new RegExp(`^(?:${format.pattern})$`) }));

/** Those with a check digit first; empty when no courier numbers its parcels so. */
export function trackingCandidates(text: string): readonly TrackingCandidate[] {
  // Blanks are how numbers are printed in groups; without them no pattern has to try where they might be.
  const number = text.replace(/ /g, '').toUpperCase();
  if (number.length > LONGEST || !/^[0-9A-Z][0-9A-Z-]*$/.test(number)) return [];
  const found = formats.flatMap((format) => candidate(format, number) ?? []);
  return [...found.filter((one) => one.checked), ...found.filter((one) => !one.checked)];
}

function candidate(format: CourierFormat & { readonly whole: RegExp }, number: string): TrackingCandidate | undefined {
  const groups = format.whole.exec(number)?.groups;
  if (!groups) return undefined;
  const part = (name: string) => groups[name] ?? '';
  if (format.check && !isRight(format.check, serialOf(format, part('SerialNumber')), part('CheckDigit'))) return undefined;
  const post = POSTS[part('CountryCode')];
  if (format.knownPost && post === undefined) return undefined;
  const service = format.services?.find(([pattern]) => new RegExp(pattern).test(part('ServiceType')))?.[1];
  return {
    courier: format.courier,
    format: format.format,
    name: format.knownPost ? (post ?? format.name) : format.name,
    number,
    checked: format.check !== undefined,
    ...(service === undefined ? {} : { service }),
    isReturn: /\breturns?\b/i.test(service ?? ''),
  };
}

function serialOf({ prepend }: CourierFormat, serial: string): string {
  return prepend && new RegExp(prepend.when).test(serial) ? prepend.text + serial : serial;
}

function isRight(check: CourierCheck, serial: string, digit: string): boolean {
  switch (check.kind) {
    case 'mod10': return mod10(check, serial) === Number(digit);
    case 'weighted': return weighted(check, serial) === Number(digit);
    case 'luhn': return luhn(serial) === Number(digit);
    case 'mod7': return BigInt(serial) % 7n === BigInt(digit);
    case 'mod37_36': return mod37(serial) === digit;
  }
}

/** UPS counts letters as (code - 3) mod 10, which is their place in its own table. */
const valueOf = (character: string): number => (/[0-9]/.test(character) ? Number(character) : (character.charCodeAt(0) - 3) % 10);
const toTen = (sum: number): number => (10 - (sum % 10)) % 10;

function mod10({ even, odd, reverse }: Extract<CourierCheck, { kind: 'mod10' }>, serial: string): number {
  const characters = reverse ? [...serial].reverse() : [...serial];
  return toTen(characters.reduce((sum, character, at) => sum + valueOf(character) * (at % 2 === 0 ? even : odd), 0));
}

function luhn(serial: string): number {
  return toTen([...serial].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0));
}

function weighted({ weights, modulo }: Extract<CourierCheck, { kind: 'weighted' }>, serial: string): number {
  const sum = [...serial].reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0);
  if (modulo !== 's10') return (sum % modulo[0]) % modulo[1];
  const rest = 11 - (sum % 11);
  if (rest === 10) return 0;
  return rest === 11 ? 5 : rest;
}

/** ISO 7064 MOD 37,36. */
function mod37(serial: string): string {
  let product = 36;
  for (const character of serial) {
    const sum = (product + ALPHABET.indexOf(character)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ALPHABET[(37 - product) % 36] ?? '';
}
