// The spellings under which one product number may stand in a list of codes: as typed, with and without the leading zeros that
// the shorter forms of a GTIN have. Whoever looks a code up or teaches one asks for all of them.
import { normaliseGtin } from './check-digits.ts';

/** The code itself first; a code that is no valid product number has no other spelling. */
export function lookupForms(code: string): readonly string[] {
  const gtin14 = normaliseGtin(code);
  if (gtin14 === undefined) return [code];
  const shorter = [13, 12, 8].filter((length) => /^0*$/.test(gtin14.slice(0, 14 - length))).map((length) => gtin14.slice(14 - length));
  return [...new Set([code, gtin14, gtin14.replace(/^0+/, ''), ...shorter])];
}
