// Pictures as a scanner: files, what is pasted or dropped, and frames of a camera. The decoder is fetched when first needed.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Decoded, Decoder, Pixels } from '#renderer/scan/decode/decoder.ts';

let decoder: Promise<Decoder> | undefined;
async function load(): Promise<Decoder> {
  const [{ createWasmDecoder }, wasm] = await Promise.all([import('#renderer/scan/decode/zxing-wasm.ts'), fetch(wasmUrl).then((reply) => reply.arrayBuffer())]);
  return createWasmDecoder(wasm);
}

/** More than a phone's camera makes; a picture is scaled down to this before it is read. */
const LONGEST_SIDE = 2400;

export async function readPixels(pixels: Pixels): Promise<Decoded | undefined> {
  decoder ??= load();
  return (await decoder).decode(pixels);
}

/** What the code in a picture file says, undefined when there is none or it is no picture. */
export async function readPicture(file: Blob): Promise<Decoded | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return undefined;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  return readPixels(drawn(canvas, picture));
}

export function drawn(canvas: OffscreenCanvas, picture: CanvasImageSource): Pixels {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return { width: 0, height: 0, data: new Uint8ClampedArray() };
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
