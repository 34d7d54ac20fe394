// A product number as people typed or scanned it: which class it is of. Nothing is repaired here; what would make a number of
// the wrong length right is only offered.
import { hasGtinLength, isValidGtin } from './check-digits.ts';

export type ProductNumberClass =
  | 'valid'
  /** In-store, variable-measure or company-internal: the same number means another thing elsewhere. */
  | 'restricted'
  | 'bad_check_digit'
  | 'bad_length';

export type ProductNumber = {
  readonly class: ProductNumberClass;
  /** 14 digits under which the item is looked up; empty unless the check digit is right. */
  readonly gtin14: string;
  /** The valid 14-digit number that leading zeros lost on the way would give, for a person to accept. */
  readonly repair: string;
};

/** Undefined for anything but digits. */
export function productNumber(digits: string): ProductNumber | undefined {
  if (!/^[0-9]+$/.test(digits)) return undefined;
  if (!hasGtinLength(digits)) return { class: 'bad_length', gtin14: '', repair: repairOf(digits) };
  if (!isValidGtin(digits)) return { class: 'bad_check_digit', gtin14: '', repair: '' };
  return { class: isRestricted(digits) ? 'restricted' : 'valid', gtin14: digits.padStart(14, '0'), repair: '' };
}

/** GS1 prefixes 02, 04 and 20-29, and GTIN-8 that begin with 0 or 2 (General Specifications 1.4). */
function isRestricted(digits: string): boolean {
  if (digits.length === 8) return /^[02]/.test(digits);
  return /^.(?:0[24]|2[0-9])/.test(digits.padStart(14, '0'));
}

/** Spreadsheets drop leading zeros: nine digits and more may be a GTIN-12 that lost some. Fewer say nothing: one in ten would fit by chance. */
function repairOf(digits: string): string {
  const padded = digits.padStart(12, '0');
  return digits.length >= 9 && digits.length < 12 && isValidGtin(padded) ? padded.padStart(14, '0') : '';
}

/** The GTIN-12 that a UPC-E symbol of 8 digits (system 0 or 1, six digits, check digit) stands for; undefined when its check digit is wrong. */
export function expandUpcE(digits: string): string | undefined {
  const match = /^([01])([0-9])([0-9])([0-9])([0-9])([0-9])([0-9])([0-9])$/.exec(digits);
  if (!match) return undefined;
  const [, system = '', a = '', b = '', c = '', d = '', e = '', last = '', check = ''] = match;
  const body = ((): string => {
    if (last === '0' || last === '1' || last === '2') return `${a}${b}${last}0000${c}${d}${e}`;
    if (last === '3') return `${a}${b}${c}00000${d}${e}`;
    if (last === '4') return `${a}${b}${c}${d}00000${e}`;
    return `${a}${b}${c}${d}${e}0000${last}`;
  })();
  const upc = `${system}${body}${check}`;
  return isValidGtin(upc) ? upc : undefined;
}
