// Pictures of barcodes, from a camera or a file: what a decoder takes and gives, whichever library does the work.
import { gtinOf, parseScan } from '#domain/barcode.ts';
import { expandUpcE } from '#domain/barcode/product-number.ts';

/** RGBA, row by row from the top left. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };

export type Decoded = {
  /** EAN-13, UPC-A, Code 128, QR Code …: the names people know. */
  readonly format: string;
  /** What is printed under the bars, where people can read it: a UPC-E has 8 digits, a DataBar Expanded brackets. */
  readonly text: string;
  /** What a scanner would send: symbology identifier and data, FNC1 as GS. */
  readonly raw: string;
  /** The item's number, 14 digits, when the code carries one. */
  readonly gtin14: string | null;
  /** FNC1 in the first place, or a symbol that only GS1 uses. */
  readonly gs1: boolean;
};

export type Decoder = {
  readonly name: string;
  /** The first code found, undefined when the picture has none. Rejects only when the decoder itself is broken. */
  readonly decode: (pixels: Pixels) => Promise<Decoded | undefined>;
};

const GS1_SYMBOLS = /^\](?:C1|e0|d2|Q3|J1)/;

/** `text` and `raw` of a number whose symbol libraries report in different ways: EAN and UPC. */
export function eanUpc(format: 'EAN-13' | 'EAN-8' | 'UPC-A' | 'UPC-E', digits: string): Decoded {
  if (format === 'EAN-8') return decoded(format, digits, `]E4${digits}`);
  if (format === 'UPC-E') {
    const gtin12 = digits.length === 8 ? (expandUpcE(digits) ?? digits) : digits.slice(-12);
    return decoded(format, compressUpcE(gtin12) ?? digits, `]E0${gtin12.padStart(13, '0')}`);
  }
  const gtin13 = digits.padStart(13, '0');
  // The bars of a UPC-A are those of an EAN-13 with a leading 0; people read twelve digits under it.
  return gtin13.startsWith('0') ? decoded('UPC-A', gtin13.slice(1), `]E0${gtin13}`) : decoded('EAN-13', gtin13, `]E0${gtin13}`);
}

export function decoded(format: string, text: string, raw: string): Decoded {
  return { format, text, raw, gtin14: gtinOf(parseScan(raw)) ?? null, gs1: GS1_SYMBOLS.test(raw) };
}

/** The 8 digits of the UPC-E symbol for a GTIN-12, undefined when there is none. */
export function compressUpcE(gtin12: string): string | undefined {
  if (!/^[01][0-9]{11}$/.test(gtin12)) return undefined;
  const [system = '', company, product, check = ''] = [gtin12[0], gtin12.slice(1, 6), gtin12.slice(6, 11), gtin12[11]];
  const all = `${company}${product}`;
  const candidates = [
    `${all.slice(0, 2)}${all.slice(7, 10)}${all[2]}`,
    `${all.slice(0, 3)}${all.slice(8, 10)}3`,
    `${all.slice(0, 4)}${all[9]}4`,
    `${all.slice(0, 5)}${all[9]}`,
  ].map((six) => `${system}${six}${check}`);
  return candidates.find((digits) => expandUpcE(digits) === gtin12);
}
