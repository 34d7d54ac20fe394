// Photos of barcodes, where they lie beside the repository: what each decoder reads, and that it stays silent where there is
// nothing. Without them: codes drawn here, read back.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import bwip from 'bwip-js/node';
import { PNG } from 'pngjs';
import { describe, expect, test, vi } from 'vitest';
import { imagePixels } from './image-pixels.ts';
import { parseScan } from '#domain/barcode.ts';
import { expandUpcE } from '#domain/barcode/product-number.ts';
import { compressUpcE } from '#renderer/scan/decode/decoder.ts';
import type { Decoder } from '#renderer/scan/decode/decoder.ts';
import { libraryDecoder } from '#renderer/scan/decode/zxing-library.ts';
import { createWasmDecoder } from '#renderer/scan/decode/zxing-wasm.ts';

type Picture = { file: string; format: string | null; expectedText: string | null; gtin14?: string };
const folder = fileURLToPath(new URL('../../shared/data/barcode-images/', import.meta.url));
const there = existsSync(folder);
if (!there) console.log('skipped: ../shared/data/barcode-images is not there, no photo was decoded');

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const best = createWasmDecoder(new Uint8Array(wasm).buffer);

async function readAll(decoder: Decoder): Promise<{ right: number; wrong: string[]; onEmpty: number }> {
  const result = { right: 0, wrong: [] as string[], onEmpty: 0 };
  for (const picture of JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as Picture[]) {
    const read = await decoder.decode(await imagePixels(folder + picture.file));
    if (picture.format === null) result.onEmpty += read ? 1 : 0;
    else if (read && (read.text === picture.expectedText || (picture.gtin14 !== undefined && read.gtin14 === picture.gtin14))) result.right += 1;
    else if (read) result.wrong.push(`${picture.file} ${read.text}`);
  }
  return result;
}

describe.skipIf(!there)('photos', () => {
  test('the decoder of the app reads 43 of 45, none wrongly, and nothing where there is nothing', async () => {
    expect(await readAll(best)).toEqual({ right: 43, wrong: [], onEmpty: 0 });
  });

  test('@zxing/library reads fewer: were it better, the app would use it', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { right } = await readAll(libraryDecoder);
    console.log(`@zxing/library reads ${right} of 45`);
    expect(right).toBeGreaterThan(25);
    expect(right).toBeLessThan(43);
  });
});

test.each([
  ['qrcode', '4006381333931'],
  ['code128', 'LOC-B-04-2'],
  ['gs1-128', '(01)09520123456788(10)ABC1(17)270200'],
  ['gs1datamatrix', '(01)09520123456788(21)S-7'],
  ['ean13', '4006381333931'],
  ['ean8', '96385074'],
] as const)('what is drawn as %s is understood as it was meant', async (bcid, text) => {
  const png = PNG.sync.read(await bwip.toBuffer({ bcid, text, scale: 3, padding: 10, backgroundcolor: 'ffffff' }));
  const read = await best.decode({ width: png.width, height: png.height, data: new Uint8ClampedArray(png.data) });
  const { form: _, ...meant } = { form: '', ...parseScan(text) };
  expect(parseScan(read?.raw ?? '')).toMatchObject(meant);
});

test('UPC-E and the GTIN-12 it stands for', () => {
  for (const [short, long] of [['01264904', '012000006494'], ['04965802', '049000006582'], ['00123457', '001234000057']] as const) {
    expect(expandUpcE(short)).toBe(long);
    expect(compressUpcE(long)).toBe(short);
  }
  expect(expandUpcE('01264905')).toBeUndefined();
  expect(compressUpcE('752919460009')).toBeUndefined();
});
