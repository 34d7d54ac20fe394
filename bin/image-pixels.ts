// Picture files as pixels in plain Node, for commands and tests; in the window the browser does it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import decodeWebp, { init } from '@jsquash/webp/decode.js';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import type { Pixels } from '#renderer/scan/decode/decoder.ts';

const require = createRequire(import.meta.url);

/** The WebP decoder makes its answer with the browser's class, of which it needs no more than this. */
class PlainPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

let webpReady: Promise<unknown> | undefined;

async function webpPixels(bytes: Buffer): Promise<Pixels> {
  Object.assign(globalThis, { ImageData: globalThis.ImageData ?? PlainPixels });
  webpReady ??= WebAssembly.compile(readFileSync(require.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'))).then((module) => init(module));
  await webpReady;
  return decodeWebp(new Uint8Array(bytes).buffer);
}

/** Throws one sentence for a file that is no PNG, JPEG or WebP picture. */
export async function imagePixels(file: string): Promise<Pixels> {
  const bytes = readFileSync(file);
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) {
    const { width, height, data } = PNG.sync.read(bytes);
    return { width, height, data: new Uint8ClampedArray(data) };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const { width, height, data } = jpeg.decode(bytes, { useTArray: true, maxMemoryUsageInMB: 1024 });
    return { width, height, data: new Uint8ClampedArray(data) };
  }
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return webpPixels(bytes);
  throw new Error(`${file} is no PNG, JPEG or WebP picture.`);
}
