// `npm run decode -- [--decoder zxing-wasm|zxing-library] IMAGES… [--json]`: reads the barcode in each picture (PNG, JPEG, WebP;
// a folder stands for those in it) and prints file, format, text, gtin14 and gs1, one JSON object a line with --json.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Decoder } from '#renderer/scan/decode/decoder.ts';
import { libraryDecoder } from '#renderer/scan/decode/zxing-library.ts';
import { createWasmDecoder } from '#renderer/scan/decode/zxing-wasm.ts';
import { imagePixels } from './image-pixels.ts';

const require = createRequire(import.meta.url);

const decoders: Readonly<Record<string, () => Decoder>> = {
  'zxing-wasm': () => createWasmDecoder(new Uint8Array(readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer),
  'zxing-library': () => libraryDecoder,
};

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false }, decoder: { type: 'string', default: 'zxing-wasm' } }, allowPositionals: true });
const make = decoders[values.decoder.replace('@zxing/library', 'zxing-library')];
if (!make || positionals.length === 0) {
  console.error(make ? 'Name at least one picture.' : `There is no decoder ${values.decoder}; there are ${Object.keys(decoders).join(' and ')}.`);
  process.exit(2);
}
const decoder = make();
// The JavaScript library talks about its own readers on the console; the lines of this command are for its answers.
console.warn = () => undefined;

const picturesIn = (name: string): string[] =>
  statSync(name, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(name).filter((file) => /\.(?:png|jpe?g|webp)$/i.test(file)).sort().map((file) => path.join(name, file)) : [name];

let failed = false;
for (const file of positionals.flatMap(picturesIn)) {
  const none = { format: null, text: null, gtin14: null, gs1: false, raw: null };
  const answer = await imagePixels(file).then((pixels) => decoder.decode(pixels)).then(
    (found) => ({ file: path.basename(file), ...(found ?? none) }),
    (error: unknown) => ({ file: path.basename(file), ...none, error: error instanceof Error ? error.message : String(error) }),
  );
  failed ||= 'error' in answer;
  console.log(values.json ? JSON.stringify(answer) : [answer.file, answer.format ?? ('error' in answer ? answer.error : 'no code'), answer.text ?? ''].join('\t'));
}
process.exitCode = failed ? 1 : 0;
