// The GS1 mod-10 check digit and what stands on it: GTIN and SSCC. It is the only thing between a misread
// digit and the wrong item, so every other file asks here.

/** Check digit of a body of digits that does not contain it yet (7, 11, 12 or 13 digits for a GTIN). */
export function gtinCheckDigit(body: string): string {
  let sum = 0;
  // Weights 3,1,3,1… counted from the right, so leading zeros never change the digit.
  for (let i = 0; i < body.length; i++) {
    sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** Check digit of the first 17 digits of an SSCC (the same arithmetic as a GTIN's). */
export function ssccCheckDigit(body: string): string {
  return gtinCheckDigit(body);
}

/** True when the last digit is the check digit of those before it. The length is not looked at. */
export function hasValidCheckDigit(digits: string): boolean {
  return /^[0-9]{2,}$/.test(digits) && gtinCheckDigit(digits.slice(0, -1)) === digits.at(-1);
}

export function hasGtinLength(digits: string): boolean {
  return /^(?:[0-9]{8}|[0-9]{12,14})$/.test(digits);
}

/** GTIN-8, -12, -13 or -14 with its check digit right. */
export function isValidGtin(digits: string): boolean {
  return hasGtinLength(digits) && hasValidCheckDigit(digits);
}

/** The 14-digit form under which items are looked up, or undefined when it is no valid GTIN. */
export function normaliseGtin(digits: string): string | undefined {
  return isValidGtin(digits) ? digits.padStart(14, '0') : undefined;
}

export function isValidSscc(digits: string): boolean {
  return /^[0-9]{18}$/.test(digits) && hasValidCheckDigit(digits);
}
