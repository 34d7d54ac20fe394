// What recording one act costs at the station, from the call to the durable commit, beside one bare durable
// transaction of the same rows in a copy of the same file; all files by turns, so that they meet the same disk.
import { randomUUID } from 'node:crypto';
import { openReplica } from '#db/local/open.ts';
import { openReplicaAt } from '#sync/client/replica.ts';
import { createBareWriter, rowsWritten } from './bare-writer.ts';
import { copyOf, makeReplicaFile, submitOne } from './bench-replica.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { createMoves } from './moves.ts';
import { spreadOf, type Spread } from './percentile.ts';

const WARM_UP = 200;

export async function benchSubmit({ folder, now, quick, say }: Bench): Promise<readonly Figure[]> {
  const sizes = quick ? [1000, 10_000] : [1000, 100_000, 1_000_000];
  const pairs = sizes.map((items) => {
    say(`submit: a replica of ${items} items …`);
    return openPair(folder, items, now);
  });
  say('submit: measuring …');
  for (let round = -WARM_UP; round < (quick ? 300 : 2000); round++) for (const pair of pairs) pair.measure(round >= 0);
  const measured = new Map(sizes.map((items, i) => [items, pairs[i]!.close()]));
  const [small, big] = [sizes[0]!, sizes.at(-1)!];
  return [
    ...[...measured].flatMap(([items, { ours, bare }]): Figure[] => [
      { name: `submit, ${items} items, p50`, value: ours.p50, unit: 'ms' },
      { name: `submit, ${items} items, p99`, value: ours.p99, unit: 'ms' },
      { name: `bare transaction, ${items} items, p50`, value: bare.p50, unit: 'ms' },
      { name: `bare transaction, ${items} items, p99`, value: bare.p99, unit: 'ms' },
      { name: `submit ÷ bare, ${items} items, p50`, value: ours.p50 / bare.p50, unit: 'x', ...(items === big ? { goal: { atMost: 1.5 } } : {}) },
      { name: `submit ÷ bare, ${items} items, p99`, value: ours.p99 / bare.p99, unit: 'x' },
    ]),
    { name: `submit p50, ${big} ÷ ${small} items`, value: measured.get(big)!.ours.p50 / measured.get(small)!.ours.p50, unit: 'x', goal: { atMost: 1.2 } },
    { name: `bare p50, ${big} ÷ ${small} items`, value: measured.get(big)!.bare.p50 / measured.get(small)!.bare.p50, unit: 'x' },
  ];
}

interface Pair {
  /** One act in both files; `counts` unless it only warms up. */
  measure(counts: boolean): void;
  close(): { readonly ours: Spread; readonly bare: Spread };
}

function openPair(folder: string, items: number, now: () => number): Pair {
  const file = makeReplicaFile(folder, items);
  const beside = openReplica(copyOf(file, 'bare'));
  const replica = openReplicaAt(file, randomUUID);
  const writeBare = createBareWriter(beside);
  const next = createMoves(items, 7);
  const seen = new Set<string>();
  const [ours, bare]: [number[], number[]] = [[], []];
  return {
    measure(counts) {
      const intent = next();
      const began = performance.now();
      const { written } = submitOne(replica, intent, now);
      const took = performance.now() - began;
      const rows = rowsWritten(replica.db, written, seen);
      const beganBare = performance.now();
      writeBare(rows);
      const tookBare = performance.now() - beganBare;
      if (!counts) return;
      ours.push(took);
      bare.push(tookBare);
    },
    close() {
      replica.close();
      beside.close();
      return { ours: spreadOf(ours), bare: spreadOf(bare) };
    },
  };
}
