// The decoder the app uses: zxing-cpp compiled to WebAssembly. Of the photos beside the repository it reads 43 of 45 and
// nothing in those without a code; `npm run decode` measures it against @zxing/library.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReadResult } from 'zxing-wasm/reader';
import { decoded, eanUpc } from './decoder.ts';
import type { Decoded, Decoder, Pixels } from './decoder.ts';

const NAMES: Readonly<Record<string, string>> = {
  Code128: 'Code 128', Code39: 'Code 39', Code93: 'Code 93', Codabar: 'Codabar', ITF: 'ITF', ITF14: 'ITF', QRCode: 'QR Code', MicroQRCode: 'Micro QR Code', RMQRCode: 'rMQR Code',
  DataMatrix: 'Data Matrix', Aztec: 'Aztec', PDF417: 'PDF417', MaxiCode: 'MaxiCode', DXFilmEdge: 'DX Film Edge',
  DataBarOmni: 'GS1 DataBar', DataBarStk: 'GS1 DataBar', DataBarStkOmni: 'GS1 DataBar', DataBarLtd: 'GS1 DataBar Limited', DataBarLimited: 'GS1 DataBar Limited', DataBar: 'GS1 DataBar',
  DataBarExp: 'GS1 DataBar Expanded', DataBarExpanded: 'GS1 DataBar Expanded', DataBarExpStk: 'GS1 DataBar Expanded Stacked',
};
const EAN_UPC: Readonly<Record<string, 'EAN-13' | 'EAN-8' | 'UPC-A' | 'UPC-E'>> = { EAN13: 'EAN-13', EAN8: 'EAN-8', UPCA: 'UPC-A', UPCE: 'UPC-E' };

/** `wasm` is the library's own zxing_reader.wasm; without it the library would fetch it from the network. */
export function createWasmDecoder(wasm: ArrayBuffer): Decoder {
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  return { name: 'zxing-wasm', decode };
}

async function decode(pixels: Pixels): Promise<Decoded | undefined> {
  const found = await read(pixels, 'Plain');
  if (!found) return undefined;
  const bars = EAN_UPC[found.format];
  if (bars) return eanUpc(bars, found.text);
  const name = NAMES[found.format] ?? found.format;
  const raw = `${found.symbologyIdentifier}${found.text}`;
  // Under a DataBar Expanded people read brackets; the reader knows where they belong even when a value is wrong.
  const printed = name.startsWith('GS1 DataBar Expanded') ? await read(pixels, 'HRI') : undefined;
  return decoded(name, printed?.text ?? found.text, raw);
}

async function read({ width, height, data }: Pixels, textMode: 'Plain' | 'HRI'): Promise<ReadResult | undefined> {
  const picture = { width, height, data: data as Uint8ClampedArray<ArrayBuffer>, colorSpace: 'srgb' as const };
  const found = await readBarcodes(picture as ImageData, { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 1, textMode });
  return found.find(({ isValid }) => isValid);
}
