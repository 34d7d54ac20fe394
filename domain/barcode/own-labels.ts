// The labels Restow prints itself: a prefix that says what kind of thing it is, a dash, and its code.
// They read the same in any case, because CapsLock and phone keyboards change it.

export const LABEL_PREFIXES = {
  RB: 'badge',
  TOTE: 'tote',
  CART: 'cart',
  PAL: 'pallet',
  RU: 'return unit',
  DN: 'delivery',
  PO: 'purchase order',
  SO: 'order',
  RMA: 'return authorisation',
  PC: 'parcel',
  TR: 'transfer',
  CT: 'count task',
  CS: 'count sheet',
  LOC: 'location',
} as const;

export type LabelPrefix = keyof typeof LABEL_PREFIXES;
export type OwnLabel = { readonly prefix: LabelPrefix; readonly code: string };

/** Codes are A-Z, 0-9 and `- . _ /`, folded to upper case. Undefined when it is not one of ours. */
export function readOwnLabel(text: string): OwnLabel | undefined {
  const match = /^([A-Z]{2,4})-([A-Z0-9][A-Z0-9._/-]*)$/.exec(text.toUpperCase());
  const prefix = match?.[1];
  const code = match?.[2];
  // toUpperCase turns ß into SS and ı into I: only plain ASCII counts as the same label.
  if (!prefix || !code || text.length !== prefix.length + 1 + code.length || !/^[\x20-\x7e]*$/.test(text)) return undefined;
  return Object.hasOwn(LABEL_PREFIXES, prefix) ? { prefix: prefix as LabelPrefix, code } : undefined;
}

/** The text to print; `readOwnLabel` gives prefix and code back. */
export function writeOwnLabel(prefix: LabelPrefix, code: string): string {
  return `${prefix}-${code.toUpperCase()}`;
}
