// North American coupon codes: AI 8110 (GS1 US, "North American Coupon Application Guideline") and AI 8112 (positive offer
// file). Both are runs of digits in which a digit says how long the next stretch is, so one reader walks both.
import { companyPrefixFault } from './company-prefix.ts';
import { shortDateFault } from './gs1-dates.ts';

/** Reads forward; the first fault sticks, and nothing is read after it. */
class Digits {
  readonly #text: string;
  #at = 0;
  #fault: string | undefined;
  constructor(text: string) {
    this.#text = text;
  }

  /** What was wrong first, or that something is left over. */
  get fault(): string | undefined {
    return this.#fault ?? (this.#at < this.#text.length ? 'COUPON_EXCESS_DATA' : undefined);
  }

  fail(code: string | undefined): void {
    this.#fault ??= code;
  }

  /** True, and past it, when the next digit begins the optional field with this number. */
  begins(field: string): boolean {
    const there = this.#fault === undefined && this.#text[this.#at] === field;
    if (there) this.#at += 1;
    return there;
  }

  one(missing: string, allowed: string, invalid: string): string {
    if (this.#fault !== undefined) return '0';
    const digit = this.#text[this.#at];
    if (digit === undefined) this.fail(missing);
    else if (!allowed.includes(digit)) this.fail(invalid);
    this.#at += 1;
    return digit ?? '0';
  }

  many(length: number, truncated: string): string {
    if (this.#fault !== undefined) return '';
    const stretch = this.#text.slice(this.#at, this.#at + length);
    if (stretch.length < length) this.fail(truncated);
    this.#at += length;
    return stretch;
  }
}

const ANY = '0123456789';

function companyPrefix(digits: Digits, name: string, lengths: string): void {
  const indicator = digits.one(`COUPON_MISSING_${name}_VLI`, lengths, `COUPON_INVALID_${name}_LENGTH`);
  // 9 in an additional purchase: the same company as in the first.
  if (indicator === '9') return;
  digits.fail(companyPrefixFault(digits.many(Number(indicator) + 6, `COUPON_TRUNCATED_${name}`)));
}

function measured(digits: Digits, name: string): void {
  const length = digits.one(`COUPON_MISSING_${name}_VLI`, '12345', `COUPON_INVALID_${name}_LENGTH`);
  digits.many(Number(length), `COUPON_TRUNCATED_${name}`);
}

function purchase(digits: Digits, which: string): void {
  measured(digits, `${which}_PURCHASE_REQUIREMENT`);
  digits.one(`COUPON_MISSING_${which}_PURCHASE_REQUIREMENT_CODE`, '012349', `COUPON_INVALID_${which}_PURCHASE_REQUIREMENT_CODE`);
  digits.many(3, `COUPON_TRUNCATED_${which}_PURCHASE_FAMILY_CODE`);
}

function date(digits: Digits, name: string): string {
  const text = digits.many(6, `COUPON_TOO_SHORT_FOR_${name}`);
  if (shortDateFault(text)) digits.fail(`COUPON_INVALID_${name}`);
  return text;
}

function serialNumber(digits: Digits): void {
  const length = digits.one('COUPON_MISSING_SERIAL_NUMBER_VLI', ANY, '');
  digits.many(Number(length) + 6, 'COUPON_TRUNCATED_SERIAL_NUMBER');
}

function coupon8110(digits: Digits): void {
  companyPrefix(digits, 'GCP', '0123456');
  digits.many(6, 'COUPON_TRUNCATED_OFFER_CODE');
  measured(digits, 'SAVE_VALUE');
  purchase(digits, '1ST');
  if (digits.begins('1')) {
    digits.one('COUPON_MISSING_ADDITIONAL_PURCHASE_RULES_CODE', '0123', 'COUPON_INVALID_ADDITIONAL_PURCHASE_RULES_CODE');
    purchase(digits, '2ND');
    companyPrefix(digits, '2ND_PURCHASE_GCP', '01234569');
  }
  if (digits.begins('2')) {
    purchase(digits, '3RD');
    companyPrefix(digits, '3RD_PURCHASE_GCP', '01234569');
  }
  const expires = digits.begins('3') ? date(digits, 'EXPIRATION_DATE') : undefined;
  const starts = digits.begins('4') ? date(digits, 'START_DATE') : undefined;
  if (expires !== undefined && starts !== undefined && starts > expires) digits.fail('COUPON_EXPIRATION_BEFORE_START');
  if (digits.begins('5')) serialNumber(digits);
  if (digits.begins('6')) companyPrefix(digits, 'RETAILER_GCP_OR_GLN', '1234567');
  if (digits.begins('9')) {
    digits.one('COUPON_MISSING_SAVE_VALUE_CODE', '01256', 'COUPON_INVALID_SAVE_VALUE_CODE');
    digits.one('COUPON_MISSING_SAVE_VALUE_APPLIES_TO_ITEM', '012', 'COUPON_INVALID_SAVE_VALUE_APPLIES_TO_ITEM');
    digits.one('COUPON_MISSING_STORE_COUPON_FLAG', ANY, '');
    digits.one('COUPON_MISSING_DONT_MULTIPLY_FLAG', '01', 'COUPON_INVALID_DONT_MULTIPLY_FLAG');
  }
}

function coupon8112(digits: Digits): void {
  digits.one('COUPON_MISSING_FORMAT_CODE', '01', 'COUPON_INVALID_FORMAT_CODE');
  const length = digits.one('COUPON_MISSING_FUNDER_VLI', '0123456', 'COUPON_INVALID_FUNDER_LENGTH');
  digits.many(Number(length) + 6, 'COUPON_TRUNCATED_FUNDER');
  digits.many(6, 'COUPON_TRUNCATED_OFFER_CODE');
  serialNumber(digits);
}

const faultOf = (read: (digits: Digits) => void) => (value: string): string | undefined => {
  if (!/^[0-9]*$/.test(value)) return 'NON_DIGIT_CHARACTER';
  const digits = new Digits(value);
  read(digits);
  return digits.fault;
};

/** The kind of fault of an AI 8110 value, undefined when it is well formed. */
export const couponFault = faultOf(coupon8110);
/** The same for AI 8112. */
export const offerFault = faultOf(coupon8112);
