// What was scanned: one string from any scanner, camera or hand becomes a GS1 code, a GTIN, an SSCC, one
// of our own labels, plain text, or a damaged code with the reason. It only reads; whether the thing is
// expected, or exists, is for others to say.
import { hasGtinLength, isValidSscc, normaliseGtin } from './barcode/check-digits.ts';
import { isWebAddress, readDigitalLink } from './barcode/digital-link.ts';
import { GS, readBracketed, readElementString } from './barcode/element-strings.ts';
import type { ElementsOrFault, Gs1Element } from './barcode/element-strings.ts';
import { isoDate } from './barcode/gs1-dates.ts';
import { readOwnLabel } from './barcode/own-labels.ts';
import type { LabelPrefix } from './barcode/own-labels.ts';

export { gtinCheckDigit, isValidGtin, isValidSscc, normaliseGtin, ssccCheckDigit } from './barcode/check-digits.ts';

export type Gs1Scan = {
  readonly kind: 'gs1';
  /** In the order of the label; a Digital Link gives its path, then its query. */
  readonly elements: readonly Gs1Element[];
  /** AI 01, 14 digits. */
  readonly gtin?: string;
  /** AI 02, 14 digits: what is inside the logistic unit. */
  readonly contentGtin?: string;
  readonly lot?: string;
  readonly serial?: string;
  /** AI 17, or the day of AI 7003, as ISO date. */
  readonly expiry?: string;
  readonly bestBefore?: string;
  readonly productionDate?: string;
  /** AI 37, else AI 30: pieces. */
  readonly count?: number;
  readonly sscc?: string;
};

export type Scan =
  | Gs1Scan
  /** `digits` as scanned, `gtin14` padded for lookup. */
  | { readonly kind: 'gtin'; readonly gtin14: string; readonly digits: string }
  | { readonly kind: 'sscc'; readonly sscc: string }
  | { readonly kind: 'label'; readonly prefix: LabelPrefix; readonly code: string }
  | { readonly kind: 'text'; readonly text: string }
  /** `reason` is a sentence to show; `text` is what came, cut to the longest we keep. */
  | { readonly kind: 'damaged'; readonly reason: string; readonly text: string };

export type ParseScanOptions = {
  /** Year of reading, which decides the century of two-digit years. */
  readonly year?: number;
};

const MAX_TEXT = 128;
/** The largest Data Matrix and QR Code symbols stay below this. */
const MAX_RAW = 8192;
/** Without a year from the caller labels still mean the same century for decades: dates lie near it. */
const DEFAULT_YEAR = 2026;

/** Never throws; whatever it cannot read comes back as `text` or `damaged`. */
export function parseScan(raw: string, options: ParseScanOptions = {}): Scan {
  const year = options.year ?? DEFAULT_YEAR;
  if (raw.length > MAX_RAW) return damaged('The code is longer than any label we read.', raw);
  const { symbology, data } = splitSymbology(cleanControls(raw));
  if (data.trim() === '' && !symbology) return damaged('The scanner sent an empty code.', raw);
  if (isGs1Symbology(symbology)) return gs1(readElementString(data, year), data, year);
  if (symbology.startsWith(']E')) return eanUpc(data, year);
  // A leading FNC1 is how a scanner without symbology identifiers says GS1; `^` is how people type it.
  if (!symbology && (data.startsWith(GS) || /^\^[0-9]{2}/.test(data))) {
    return gs1(readElementString(data.slice(1).replaceAll('^', GS), year), data, year);
  }
  if (/^\([0-9]/.test(data)) return gs1(readBracketed(data, year), data, year);
  if (isWebAddress(data)) {
    const link = readDigitalLink(data, year);
    if (link) return gs1(link, data, year);
  }
  return symbology ? plain(data) : (unmarkedGs1(data, year) ?? unmarkedNumber(data) ?? plain(data));
}

/** GTIN of the trade item itself, 14 digits, whichever code carried it. */
export function gtinOf(scan: Scan): string | undefined {
  if (scan.kind === 'gtin') return scan.gtin14;
  return scan.kind === 'gs1' ? scan.gtin : undefined;
}

export function ssccOf(scan: Scan): string | undefined {
  return scan.kind === 'sscc' || scan.kind === 'gs1' ? scan.sscc : undefined;
}

function damaged(reason: string, text: string): Scan {
  return { kind: 'damaged', reason, text: text.slice(0, MAX_TEXT) };
}

/** GS as scanners and people write it becomes GS; every other control character goes (they open shells). */
function cleanControls(raw: string): string {
  // eslint-disable-next-line no-control-regex
  return raw.replace(/<GS>|\{GS\}/gi, GS).replace(/[\u0000-\u001c\u001e\u001f\u007f-\u009f]/g, '');
}

/** AIM symbology identifier (ISO/IEC 15424): `]`, a letter, a modifier. */
function splitSymbology(data: string): { symbology: string; data: string } {
  const match = /^\][A-Za-z][0-9A-Za-z]/.exec(data);
  return match ? { symbology: match[0], data: data.slice(3) } : { symbology: '', data };
}

function isGs1Symbology(symbology: string): boolean {
  return [']C1', ']d2', ']Q3', ']J1'].includes(symbology) || symbology.startsWith(']e');
}

/** EAN/UPC symbols hold a GTIN and nothing else; the GS1 fields of a composite follow after `|`. */
function eanUpc(data: string, year: number): Scan {
  const [digits = '', composite] = data.split('|');
  if (!/^(?:[0-9]{8}|[0-9]{12,13})$/.test(digits)) return damaged('The number is not as long as an EAN or UPC.', data);
  const gtin = gtinNumber(digits);
  if (composite === undefined || gtin.kind !== 'gtin') return gtin;
  const scan = gs1(readElementString(splitSymbology(composite).data, year), data, year);
  return scan.kind === 'gs1' ? { ...scan, gtin: gtin.gtin14 } : scan;
}

function gtinNumber(digits: string): Scan {
  const gtin14 = normaliseGtin(digits);
  if (!gtin14) return damaged('The check digit is wrong: a digit was misread.', digits);
  return { kind: 'gtin', gtin14, digits };
}

function gs1(result: ElementsOrFault, text: string, year: number): Scan {
  if (!result.ok) return damaged(result.reason, text);
  const value = (ai: string) => result.elements.find((element) => element.ai === ai)?.value;
  const date = (yymmdd: string | undefined) => yymmdd && isoDate(yymmdd.slice(0, 6), year);
  const count = value('37') ?? value('30');
  return {
    kind: 'gs1',
    elements: result.elements,
    ...given('gtin', value('01')),
    ...given('contentGtin', value('02')),
    ...given('lot', value('10')),
    ...given('serial', value('21')),
    ...given('expiry', date(value('17') ?? value('7003'))),
    ...given('bestBefore', date(value('15'))),
    ...given('productionDate', date(value('11'))),
    ...given('count', count === undefined ? undefined : Number(count)),
    ...given('sscc', value('00')),
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

/**
 * A scanner that sends no identifier: GS inside means GS1; otherwise only a string that begins with a key
 * under a check digit is believed, and not at the length of a plain GTIN.
 */
function unmarkedGs1(data: string, year: number): Scan | undefined {
  if (data.includes(GS)) return gs1(readElementString(data, year), data, year);
  if (!/^(?:00[0-9]{18}|0[12][0-9]{14})/.test(data)) return undefined;
  const result = readElementString(data, year);
  if (result.ok || result.reason.includes('check digit')) return gs1(result, data, year);
  return undefined;
}

function unmarkedNumber(data: string): Scan | undefined {
  const digits = data.trim();
  if (hasGtinLength(digits)) return gtinNumber(digits);
  return isValidSscc(digits) ? { kind: 'sscc', sscc: digits } : undefined;
}

/** Own labels, numbers whose check digit happens to be right, and everything else as text. */
function plain(data: string): Scan {
  const text = data.trim();
  if (text === '') return damaged('The scanner sent an empty code.', data);
  if (text.length > MAX_TEXT) return damaged(`The code is longer than ${MAX_TEXT} characters.`, text);
  const label = readOwnLabel(text);
  if (label) return { kind: 'label', ...label };
  const gtin14 = normaliseGtin(text);
  if (gtin14) return { kind: 'gtin', gtin14, digits: text };
  return isValidSscc(text) ? { kind: 'sscc', sscc: text } : { kind: 'text', text };
}
