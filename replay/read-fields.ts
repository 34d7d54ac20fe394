// Owns reading the single fields of an Online Retail line exactly. Null means: cannot be read exactly, and the line
// becomes an exception; nothing is rounded, guessed or cut.

const MAX_QUANTITY_DIGITS = 9;

/** Whole units with sign, never 0 and at most nine digits. */
export function readQuantity(text: string): number | null {
  if (!/^-?\d+$/.test(text)) return null;
  const digits = text.replace(/^-?0*/, '');
  if (digits === '' || digits.length > MAX_QUANTITY_DIGITS) return null;
  return Number(text);
}

/** GBP with at most four decimals (further zeros allowed) → integer 1/10,000 GBP. */
export function readPrice(text: string): number | null {
  const parts = /^(-?)(\d{1,9})(?:\.(\d{1,4})(0*))?$/.exec(text);
  if (parts === null) return null;
  const [, sign, whole, fraction = ''] = parts;
  const amount = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'));
  return sign === '-' && amount !== 0 ? -amount : amount;
}

/** `17850.0` or `17850` → `17850`; empty → '' (no customer). */
export function readCustomer(text: string): string | null {
  if (text === '') return '';
  return /^(\d{1,12})(?:\.0)?$/.exec(text)?.[1] ?? null;
}

/** Trimmed and upper-cased: `85123a` and `85123A` are one item. */
export function foldCode(text: string): string {
  return text.trim().toUpperCase();
}
