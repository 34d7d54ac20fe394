// All that can be told of a raw scan without knowing any item, in one flat answer for programs: what it is, its GS1 fields
// and what they mean, the class of a product number, and which couriers a number may belong to.
import { trackingCandidates } from '#domain/tracking/candidates.ts';
import type { TrackingCandidate } from '#domain/tracking/candidates.ts';
import { parseScan } from '#domain/barcode.ts';
import type { Gs1Scan, Scan } from '#domain/barcode.ts';
import { isWebAddress } from './digital-link.ts';
import { impliedDecimal } from './implied-decimals.ts';
import { productNumber } from './product-number.ts';
import type { ProductNumberClass } from './product-number.ts';

export type ScanReport = {
  /** False when it is none of the things we know, or one of them and damaged. */
  readonly ok: boolean;
  /** How it was written (scan, wedge, bracketed, unbracketed, digital-link), or what a plain text is. */
  readonly kind: string;
  readonly ais: readonly (readonly [ai: string, value: string])[] | null;
  /** Plain data as a reader of the symbol hands it on. */
  readonly data: string | null;
  readonly derived: Readonly<Record<string, string | number>>;
  readonly gtin14: string | null;
  readonly class: ProductNumberClass | null;
  /** The 14-digit number that leading zeros would make of one of the wrong length; never used by itself. */
  readonly repair: string | null;
  readonly candidates: readonly TrackingCandidate[];
  readonly error: string | null;
};

export type ReportOptions = { readonly year: number; readonly lenient: boolean };

/** Symbols that hold any data whatever when they are not GS1: Data Matrix, QR Code, DotCode. */
const ANY_DATA = /^\](?:d1|Q1|J0)/;

export function reportScan(raw: string, { year, lenient }: ReportOptions): ScanReport {
  if (ANY_DATA.test(raw) && !isWebAddress(raw.slice(3))) return anyData(raw.slice(3));
  const scan = parseScan(raw, { year, partners: !lenient, withdrawn: false });
  if (scan.kind === 'gs1') return { ...nothing, ok: true, kind: scan.form, ais: scan.elements.map(({ ai, value }) => [ai, value] as const), derived: derivedOf(scan), gtin14: scan.gtin ?? null, candidates: trackingCandidates(scan.sscc ? `00${scan.sscc}` : raw) };
  if (raw.startsWith(']')) return marked(raw, scan);
  if (scan.kind === 'damaged' && scan.form !== 'plain') return { ...nothing, kind: scan.form, error: errorOf(scan), ...numbers(raw.trim()) };
  return unmarked(raw.trim(), scan);
}

const nothing: ScanReport = { ok: false, kind: 'text', ais: null, data: null, derived: {}, gtin14: null, class: null, repair: null, candidates: [], error: null };

const errorOf = ({ reason, code }: Extract<Scan, { kind: 'damaged' }>): string => `${reason} (${code})`;

function anyData(data: string): ScanReport {
  // GS1's own reader escapes a leading ^, which elsewhere stands for FNC1.
  const escaped = /^\\*\^/.test(data) ? `\\${data}` : data;
  const scan = parseScan(data, { withdrawn: false });
  return { ...nothing, ok: true, kind: 'scan', data: escaped, gtin14: scan.kind === 'gtin' ? scan.gtin14 : null, ...classed(data), candidates: trackingCandidates(data) };
}

/** A symbol that says of itself what it is, and is not GS1: whatever it holds is its data. */
function marked(raw: string, scan: Exclude<Scan, Gs1Scan>): ScanReport {
  if (scan.kind === 'damaged') return { ...nothing, kind: 'scan', error: errorOf(scan) };
  const data = raw.slice(3);
  if (isWebAddress(data)) return { ...nothing, kind: 'digital-link', error: 'The web address has no GS1 key in its path. (NO_LINK_KEY)' };
  return { ...nothing, ok: true, kind: 'scan', data, gtin14: scan.kind === 'gtin' ? scan.gtin14 : null, ...classed(data), candidates: trackingCandidates(data) };
}

function unmarked(text: string, scan: Exclude<Scan, Gs1Scan>): ScanReport {
  const report = { ...nothing, data: text, ...numbers(text) };
  if (scan.kind === 'gtin') return { ...report, ok: true, kind: 'product', gtin14: scan.gtin14 };
  if (scan.kind === 'sscc') return { ...report, ok: true, kind: 'sscc', derived: { sscc: scan.sscc } };
  if (scan.kind === 'label') return { ...report, ok: true, kind: 'label' };
  if (report.candidates.length > 0) return { ...report, ok: true, kind: 'tracking' };
  if (scan.kind === 'damaged') return { ...report, kind: report.class ? 'product' : 'text', error: errorOf(scan) };
  if (report.class) return { ...report, kind: 'product', error: 'The number is not as long as a GTIN. (WRONG_LENGTH)' };
  if (isWebAddress(text)) return { ...report, kind: 'digital-link', error: 'The web address has no GS1 key in its path. (NO_LINK_KEY)' };
  return { ...report, error: 'Nothing in the text says what it is. (UNKNOWN)' };
}

const numbers = (text: string): Pick<ScanReport, 'class' | 'repair' | 'candidates'> => ({ ...classed(text), candidates: trackingCandidates(text) });

function classed(text: string): Pick<ScanReport, 'class' | 'repair'> {
  const number = productNumber(text);
  return { class: number?.class ?? null, repair: number?.repair ? number.repair : null };
}

function derivedOf(scan: Gs1Scan): Readonly<Record<string, string | number>> {
  const { contentGtin, sscc, lot, serial, count, productionDate, bestBefore } = scan;
  const there = (ai: string) => scan.elements.find((element) => element.ai === ai)?.value;
  const fields = { gtin: there('01'), contentGtin, sscc, lot, serial, count, expiry: there('17') && scan.expiry, productionDate, bestBefore };
  const decimal = (ai: RegExp) => {
    const element = scan.elements.find((one) => ai.test(one.ai));
    return element && impliedDecimal(element);
  };
  const measures = { netWeightKg: decimal(/^310/), netWeightLb: decimal(/^320/), price: decimal(/^392/) };
  const all = Object.entries({ ...fields, ...measures }).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return Object.fromEntries(all);
}
