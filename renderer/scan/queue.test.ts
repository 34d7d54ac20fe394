// In order, one at a time, none lost.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScanQueue } from './queue.ts';

const soon = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

test('a slow handler gets one scan at a time, in order', async () => {
  const log: string[] = [];
  const queue = createScanQueue<number>(async (scan) => {
    log.push(`start ${scan}`);
    await soon(5 - scan);
    log.push(`end ${scan}`);
  });
  for (const scan of [1, 2, 3]) queue.push(scan);
  expect(queue.size()).toBe(3);
  await queue.idle();
  expect(log).toEqual(['start 1', 'end 1', 'start 2', 'end 2', 'start 3', 'end 3']);
  queue.push(4);
  await queue.idle();
  expect(log.at(-1)).toBe('end 4');
  expect(queue.size()).toBe(0);
});

test('a failed handler, at once or later, loses no other scan', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('fine', 'throws', 'rejects', 'pushes')), async (kinds) => {
      const done: number[] = [];
      const failed: number[] = [];
      const queue = createScanQueue<{ id: number; kind: string }>(
        (scan) => {
          if (scan.kind === 'throws') throw new Error('no');
          if (scan.kind === 'rejects') return Promise.reject(new Error('no'));
          if (scan.kind === 'pushes') queue.push({ id: scan.id + 1000, kind: 'fine' });
          done.push(scan.id);
        },
        { onError: (_, scan) => failed.push(scan.id) },
      );
      kinds.forEach((kind, id) => queue.push({ id, kind }));
      await queue.idle();
      const ids = (wanted: (kind: string) => boolean) => kinds.flatMap((kind, id) => (wanted(kind) ? [id] : []));
      expect(failed).toEqual(ids((kind) => kind === 'throws' || kind === 'rejects'));
      expect(done.filter((id) => id < 1000)).toEqual(ids((kind) => kind === 'fine' || kind === 'pushes'));
      expect(done.filter((id) => id >= 1000)).toHaveLength(kinds.filter((kind) => kind === 'pushes').length);
    }),
    { numRuns: 50 },
  );
});
