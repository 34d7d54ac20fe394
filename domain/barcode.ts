// What was scanned: one string from any scanner, camera or hand becomes a GS1 code, a GTIN, an SSCC, one
// of our own labels, plain text, or a damaged code with the reason. It only reads; whether the thing is
// expected, or exists, is for others to say.
import { hasGtinLength, isValidSscc, normaliseGtin } from './barcode/check-digits.ts';
import { isWebAddress, readDigitalLink } from './barcode/digital-link.ts';
import { GS, checkTogether, splitBracketed, splitElementString } from './barcode/element-strings.ts';
import type { ElementsOrFault, Gs1Element } from './barcode/element-strings.ts';
import { fault } from './barcode/faults.ts';
import type { Fault } from './barcode/faults.ts';
import { DEFAULT_YEAR, isoDate } from './barcode/gs1-dates.ts';
import { readOwnLabel } from './barcode/own-labels.ts';
import type { LabelPrefix } from './barcode/own-labels.ts';

export { gtinCheckDigit, isValidGtin, isValidSscc, normaliseGtin, ssccCheckDigit } from './barcode/check-digits.ts';

/** How the code was written: `scan` has a symbology identifier, `wedge` is the same without. */
export type ScanForm = 'scan' | 'wedge' | 'bracketed' | 'unbracketed' | 'digital-link' | 'plain';

export type Gs1Scan = {
  readonly kind: 'gs1';
  readonly form: ScanForm;
  /** In the order of the label; a Digital Link gives its path, then its query. */
  readonly elements: readonly Gs1Element[];
  /** AI 01, 14 digits; of an EAN/UPC with a composite part the number of its bars. */
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
  | { readonly kind: 'damaged'; readonly code: string; readonly reason: string; readonly text: string; readonly form: ScanForm };

export type ParseScanOptions = {
  /** Year of reading, which decides the century of two-digit years. */
  readonly year?: number;
  /** Refuse a GS1 code that leaves out a field another one needs. A station does not: a thing may carry several codes. */
  readonly partners?: boolean;
  /** Read what the standard once allowed in web addresses, and EAN/UPC shorter than a scanner should send. A station does: labels and scanners of that time live on. */
  readonly withdrawn?: boolean;
};

type Options = Required<ParseScanOptions>;

const MAX_TEXT = 128;
/** The largest Data Matrix and QR Code symbols stay below this. */
const MAX_RAW = 8192;
const GS1_SYMBOLOGIES = [']C1', ']e0', ']e1', ']e2', ']d2', ']Q3', ']J1'];
/** ISO/IEC 15424: a letter for the symbology and a hexadecimal digit for how it was read. */
const SYMBOLOGY = /^\][A-Za-z][0-9A-Fa-f]/;
/** Start and end of text, and the keys that scanners press after a code. */
const FRAME = '\u0002\u0003\r\n\t';

/** Never throws; whatever it cannot read comes back as `text` or `damaged`. */
export function parseScan(raw: string, options: ParseScanOptions = {}): Scan {
  const all: Options = { year: options.year ?? DEFAULT_YEAR, partners: options.partners ?? false, withdrawn: options.withdrawn ?? true };
  if (raw.length > MAX_RAW) return damaged(fault('TOO_LONG', 'The code is longer than any label we read.'), raw, 'plain');
  const text = normaliseEnds(raw);
  if (text.trim() === '') return damaged(fault('NO_DATA', 'The scanner sent an empty code.'), raw, 'plain');
  if (text.startsWith(']')) return marked(text, all);
  if (text.startsWith('^') || text.startsWith(GS)) return unbracketed(text, all);
  if (text.startsWith('(') && /^\((?:[0-9]|$)/.test(text)) return composite(text, splitBracketed, 'bracketed', all);
  if (isWebAddress(text)) return address(text, text, all);
  return unmarkedGs1(text, all) ?? unmarkedNumber(text) ?? plain(text);
}

/** GTIN of the trade item itself, 14 digits, whichever code carried it. */
export function gtinOf(scan: Scan): string | undefined {
  if (scan.kind === 'gtin') return scan.gtin14;
  return scan.kind === 'gs1' ? scan.gtin : undefined;
}

export function ssccOf(scan: Scan): string | undefined {
  return scan.kind === 'sscc' || scan.kind === 'gs1' ? scan.sscc : undefined;
}

function damaged({ code, reason }: Fault, text: string, form: ScanForm): Scan {
  return { kind: 'damaged', code, reason, text: text.slice(0, MAX_TEXT), form };
}

/** Frames and line ends of scanners go; GS as they and people key it becomes GS. What is inside stays, right or wrong. */
function normaliseEnds(raw: string): string {
  let from = 0;
  let to = raw.length;
  while (from < to && FRAME.includes(raw[from] ?? '')) from += 1;
  while (to > from && FRAME.includes(raw[to - 1] ?? '')) to -= 1;
  return raw.slice(from, to).replace(/<GS>|\{GS\}|<F8>|\{F8\}/gi, GS);
}

/** With an AIM symbology identifier: `]`, a letter, a modifier. */
function marked(text: string, options: Options): Scan {
  const symbology = SYMBOLOGY.exec(text)?.[0];
  if (!symbology) return damaged(fault('UNKNOWN_SYMBOLOGY', 'The code begins like a symbology identifier, but there is no such symbology.'), text, 'scan');
  const data = text.slice(symbology.length);
  if (GS1_SYMBOLOGIES.includes(symbology)) return gs1(checkTogether(splitElementString(data, options.year), options.partners), text, 'scan', options);
  if (symbology.startsWith(']E')) return eanUpc(symbology, data, options);
  if (isWebAddress(data)) return address(data, text, options);
  if (data.trim() === '') return damaged(fault('NO_DATA', 'The scanner sent an empty code.'), text, 'scan');
  return plain(data);
}

/** EAN/UPC symbols hold a number and nothing else; the GS1 fields of a composite follow after `|` as a message of their own. */
function eanUpc(symbology: string, data: string, options: Options): Scan {
  const [digits = '', ...rest] = data.split('|');
  const fits = symbology === ']E4' ? /^[0-9]{8}$/ : options.withdrawn ? /^(?:[0-9]{8}|[0-9]{12,13})$/ : /^[0-9]{13}$/;
  if (!fits.test(digits)) return damaged(fault('WRONG_LENGTH', 'The number is not as long as an EAN or UPC.'), data, 'scan');
  const gtin = gtinNumber(digits, 'scan');
  if (rest.length === 0 || gtin.kind !== 'gtin') return gtin;
  const message = rest.join('|');
  if (!message.startsWith(']e0')) return damaged(fault('BAD_COMPOSITE', 'After the number comes something that is no composite part.'), data, 'scan');
  const bars = [{ ai: '01', value: gtin.gtin14 }];
  const scan = gs1(checkTogether(splitElementString(message.slice(3), options.year), options.partners, bars), data, 'scan', options);
  return scan.kind === 'gs1' ? { ...scan, gtin: gtin.gtin14 } : scan;
}

function gtinNumber(digits: string, form: ScanForm): Scan {
  const gtin14 = normaliseGtin(digits);
  if (!gtin14) return damaged(fault('INCORRECT_CHECK_DIGIT', 'The check digit is wrong: a digit was misread.'), digits, form);
  return { kind: 'gtin', gtin14, digits };
}

/** `(01)…|(99)…` and the like: the linear and the two-dimensional part of one symbol. */
function composite(text: string, split: (part: string, year: number) => ElementsOrFault, form: ScanForm, options: Options): Scan {
  const elements: Gs1Element[] = [];
  for (const part of text.split('|')) {
    const read = split(part, options.year);
    if (!read.ok) return damaged(read, text, form);
    elements.push(...read.elements);
  }
  return gs1(checkTogether({ ok: true, elements }, options.partners), text, form, options);
}

/** FNC1 in the first place, typed as `^` or sent as GS, says GS1. */
function unbracketed(text: string, options: Options): Scan {
  const form = text.startsWith('^') ? 'unbracketed' : 'wedge';
  const data = (form === 'wedge' ? text : text.replaceAll('^', GS)).slice(1);
  const split = (part: string, year: number) => splitElementString(part.startsWith(GS) ? part.slice(1) : part, year);
  const scan = composite(data, split, form, options);
  return scan.kind === 'damaged' ? { ...scan, text: text.slice(0, MAX_TEXT) } : scan;
}

/** An address without a GS1 key is an ordinary one: text. */
function address(link: string, text: string, options: Options): Scan {
  const read = readDigitalLink(link, options);
  if (!read.ok && read.code === 'NO_LINK_KEY') return plain(link);
  return gs1(checkTogether(read, options.partners), text, 'digital-link', options);
}

function gs1(result: ElementsOrFault, text: string, form: ScanForm, { year }: Options): Scan {
  if (!result.ok) return damaged(result, text, form);
  const value = (ai: string) => result.elements.find((element) => element.ai === ai)?.value;
  const date = (yymmdd: string | undefined) => yymmdd && isoDate(yymmdd.slice(0, 6), year);
  const count = value('37') ?? value('30');
  return {
    kind: 'gs1',
    form,
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
 * A scanner that sends no identifier: GS inside means GS1; otherwise only a string is believed that begins with a pallet's or
 * an item's key, or is wholly well formed and has a key under a check digit. Never at the length of a plain GTIN.
 */
function unmarkedGs1(text: string, options: Options): Scan | undefined {
  const read = splitElementString(text, options.year);
  if (text.includes(GS)) return gs1(checkTogether(read, options.partners), text, 'wedge', options);
  if (hasGtinLength(text) || text.length < 16) return undefined;
  const keyed = read.ok && read.elements.some(({ ai }) => /^(?:0[0-3]|402|41[0-7]|8006|8017|8018|8026)$/.test(ai));
  const begins = /^(?:00[0-9]{18}|0[12][0-9]{14})/.test(text);
  return keyed || begins ? gs1(checkTogether(read, options.partners), text, 'wedge', options) : undefined;
}

function unmarkedNumber(text: string): Scan | undefined {
  const digits = text.trim();
  if (hasGtinLength(digits)) return gtinNumber(digits, 'plain');
  return isValidSscc(digits) ? { kind: 'sscc', sscc: digits } : undefined;
}

/** Own labels, numbers whose check digit happens to be right, and everything else as text. */
function plain(data: string): Scan {
  const text = data.trim();
  if (/\p{Cc}/u.test(text)) return damaged(fault('CONTROL_CHARACTER', 'The code has a control character inside.'), text, 'plain');
  if (text.length > MAX_TEXT) return damaged(fault('TOO_LONG', `The code is longer than ${MAX_TEXT} characters.`), text, 'plain');
  const label = readOwnLabel(text);
  if (label) return { kind: 'label', ...label };
  const gtin14 = normaliseGtin(text);
  if (gtin14) return { kind: 'gtin', gtin14, digits: text };
  return isValidSscc(text) ? { kind: 'sscc', sscc: text } : { kind: 'text', text };
}
