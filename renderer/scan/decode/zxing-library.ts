// The decoder in plain JavaScript, for windows that may not run WebAssembly and as a measure for the other one. It reads fewer
// pictures, and of DataBar Expanded it says itself that it is not ready.
import { BarcodeFormat, BinaryBitmap, DecodeHintType, GlobalHistogramBinarizer, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library';
import type { Binarizer, LuminanceSource, Result } from '@zxing/library';
import { decoded, eanUpc } from './decoder.ts';
import type { Decoded, Decoder, Pixels } from './decoder.ts';

/** Name and symbology identifier of each format; the library reports none, so a GS1-128 comes as Code 128. */
const FORMATS: ReadonlyMap<BarcodeFormat, readonly [name: string, identifier: string]> = new Map([
  [BarcodeFormat.CODE_128, ['Code 128', ']C0']], [BarcodeFormat.CODE_39, ['Code 39', ']A0']], [BarcodeFormat.CODE_93, ['Code 93', ']G0']], [BarcodeFormat.CODABAR, ['Codabar', ']F0']],
  [BarcodeFormat.ITF, ['ITF', ']I0']], [BarcodeFormat.QR_CODE, ['QR Code', ']Q1']], [BarcodeFormat.DATA_MATRIX, ['Data Matrix', ']d1']], [BarcodeFormat.AZTEC, ['Aztec', ']z0']],
  [BarcodeFormat.PDF_417, ['PDF417', ']L0']], [BarcodeFormat.RSS_14, ['GS1 DataBar', ']e0']], [BarcodeFormat.RSS_EXPANDED, ['GS1 DataBar Expanded', ']e0']],
]);
const EAN_UPC: ReadonlyMap<BarcodeFormat, 'EAN-13' | 'EAN-8' | 'UPC-A' | 'UPC-E'> = new Map([
  [BarcodeFormat.EAN_13, 'EAN-13'], [BarcodeFormat.EAN_8, 'EAN-8'], [BarcodeFormat.UPC_A, 'UPC-A'], [BarcodeFormat.UPC_E, 'UPC-E'],
]);

export const libraryDecoder: Decoder = { name: '@zxing/library', decode: (pixels) => Promise.resolve(decode(pixels)) };

function decode(pixels: Pixels): Decoded | undefined {
  const source = new RGBLuminanceSource(greyOf(pixels), pixels.width, pixels.height);
  const result = attempt(source, (from) => new HybridBinarizer(from)) ?? attempt(source, (from) => new GlobalHistogramBinarizer(from));
  return result && resultOf(result);
}

function attempt(source: LuminanceSource, binarize: (source: LuminanceSource) => Binarizer): Result | undefined {
  const reader = new MultiFormatReader();
  reader.setHints(new Map<DecodeHintType, unknown>([[DecodeHintType.TRY_HARDER, true], [DecodeHintType.POSSIBLE_FORMATS, [...FORMATS.keys(), ...EAN_UPC.keys()]]]));
  try {
    return reader.decode(new BinaryBitmap(binarize(source)));
  } catch {
    // Its way of saying that there is none; some readers throw other things on pictures they do not understand.
    return undefined;
  }
}

function resultOf(result: Result): Decoded {
  const text = result.getText();
  const bars = EAN_UPC.get(result.getBarcodeFormat());
  if (bars) return eanUpc(bars, text);
  const [name, identifier] = FORMATS.get(result.getBarcodeFormat()) ?? ['unknown', ']X0'];
  if (name === 'GS1 DataBar Expanded') return decoded(name, text, text);
  if (name === 'GS1 DataBar' && text.length === 14) return decoded(name, `01${text}`, `]e001${text}`);
  return decoded(name, text, `${identifier}${text}`);
}

/** Luminance over white where the picture is transparent. */
function greyOf({ width, height, data }: Pixels): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(width * height);
  for (let i = 0; i < grey.length; i++) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = data.subarray(4 * i, 4 * i + 4);
    const light = (red * 306 + green * 601 + blue * 117) / 1024;
    grey[i] = light * (alpha / 255) + 255 - alpha;
  }
  return grey;
}
