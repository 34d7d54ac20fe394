// Owns turning a plain or gzipped file into numbered text lines, losing none: bytes that are not UTF-8 and a file
// that breaks off are told as a problem of their line instead of stopping the reading.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** One line without its line end. `number` counts from 1; `problem` says why the text cannot be trusted. */
export type PhysicalLine = { number: number; text: string; problem: string | null };

const LF = 0x0a;
const CR = 0x0d;
const BOM = '\uFEFF';

/** The lines of a file, header included. A file that cannot be opened throws; one that breaks off later does not. */
export async function* physicalLines(path: string): AsyncGenerator<PhysicalLine> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  let brokeOff: string | null = null;
  try {
    for await (const chunk of contentOf(path)) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
        yield decode(bytes.subarray(from, end), ++number);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
  } catch (error) {
    brokeOff = damageOf(error);
  }
  if (brokeOff !== null) {
    // What stands after the last line end may be half a line that still looks whole, so it is never trusted.
    yield { ...decode(rest, ++number), problem: `the file breaks off here: ${brokeOff}` };
  } else if (rest.length > 0) {
    yield decode(rest, ++number);
  }
}

/** SHA-256 (hex) of the unpacked content: the same month is recognised packed or not, whatever its name. */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of contentOf(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function* contentOf(path: string): AsyncGenerator<Buffer> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  if (!packed) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const unpacked = createGunzip({ chunkSize: 1 << 18 });
  file.on('error', (error) => unpacked.destroy(error));
  try {
    yield* file.pipe(unpacked) as AsyncIterable<Buffer>;
  } finally {
    file.destroy();
  }
}

// By content, not by name: a renamed file is still read.
async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function decode(line: Buffer, number: number): PhysicalLine {
  const bytes = line.at(-1) === CR ? line.subarray(0, -1) : line;
  const trim = (text: string) => (number === 1 && text.startsWith(BOM) ? text.slice(1) : text);
  try {
    return { number, text: trim(strict.decode(bytes)), problem: null };
  } catch {
    return { number, text: trim(lenient.decode(bytes)), problem: 'not UTF-8' };
  }
}

function damageOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')) {
    return error.message;
  }
  throw error;
}
