// Weights, measures and prices whose identifier says in its last digit where the decimal point stands.
import type { Gs1Element } from './element-strings.ts';

/** The number as exact decimal text (`3103` + `002163` = "2.163"), undefined for other fields. */
export function impliedDecimal({ ai, value }: Gs1Element): string | undefined {
  if (!/^3(?:[1-6][0-9]{2}|9[0-5][0-9])$/.test(ai)) return undefined;
  const places = Number(ai[3]);
  // 391n and 393n carry the currency in front of the amount.
  const digits = (/^39[13]/.test(ai) ? value.slice(3) : value).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/^0+(?=[0-9])/, '');
  return places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
}
