// Lines from a serial scanner, however the bytes are cut.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLines, readSerial, type SerialPortLike } from './serial.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

test('every line is one scan, whatever chunks it comes in', () => {
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[ -~]{1,40}$/), { minLength: 1 }), fc.constantFrom('\r', '\n', '\r\n'), fc.integer({ min: 1, max: 7 }), (codes, end, size) => {
    const heard: string[] = [];
    const lines = createLines((line) => heard.push(line));
    const all = bytes(codes.map((code) => code + end).join(''));
    for (let at = 0; at < all.length; at += size) lines.push(all.subarray(at, at + size));
    expect(heard).toEqual(codes);
  }));
});

test('a line that never ends is cut, and a port hands its lines to the bus', async () => {
  const heard: string[] = [];
  createLines((line) => heard.push(line)).push(bytes('x'.repeat(20_000)));
  expect(heard).toEqual([]);
  const port: SerialPortLike = { readable: new ReadableStream({ start: (controller) => { controller.enqueue(bytes(']C0LOC-A\r\n')); controller.close(); } }), open: () => Promise.resolve(), close: () => Promise.resolve() };
  const stop = await readSerial(port, { inject: (raw) => void heard.push(raw) });
  await expect.poll(() => heard).toEqual([']C0LOC-A']);
  await stop();
});
