// What trust costs at the station: recording one act unsigned, signed by the station, and signed by station and person, by
// turns; and how long a person waits between the PIN and their work, at the first time and when people take turns.
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { submit } from '#sync/client/submit.ts';
import { deviceKeyIn } from '#sync/keys/device-key.ts';
import { newPersonKey, newSalt, unwrap, wrap } from '#sync/keys/pin.ts';
import { copyOf, makeReplicaFile } from './bench-replica.ts';
import type { Bench } from './bench.ts';
import { PERSON } from './company.ts';
import type { Figure } from './figure.ts';
import { createMoves } from './moves.ts';
import { spreadOf } from './percentile.ts';

const WARM_UP = 100;
const ITEMS = 1000;

export async function benchTrust({ folder, now, quick, say }: Bench): Promise<readonly Figure[]> {
  say('trust: three replicas …');
  const device = deviceKeyIn(mkdtempSync(path.join(folder, 'key-')));
  const { key: person, pem } = newPersonKey();
  const file = makeReplicaFile(folder, ITEMS);
  const kinds = [['unsigned', undefined, undefined], ['station', device, undefined], ['station and person', device, person]] as const;
  const sides = kinds.map(([name, key, own]) => ({ name, own, replica: openReplicaAt(copyOf(file, name.replaceAll(' ', '-')), randomUUID, undefined, key), next: createMoves(ITEMS, 5), took: [] as number[] }));
  for (let round = -WARM_UP; round < (quick ? 200 : 2000); round++) {
    for (const side of sides) {
      const took = timed(side.replica, () => submit(side.replica, now(), { ...PERSON, key: side.own }, [side.next()]));
      if (round >= 0) side.took.push(took);
    }
  }
  for (const { replica } of sides) replica.close();
  const [unsigned, station, both] = sides.map(({ took }) => spreadOf(took)) as [ReturnType<typeof spreadOf>, ReturnType<typeof spreadOf>, ReturnType<typeof spreadOf>];

  say('trust: signing in …');
  const salt = newSalt();
  const wrapped = await wrap(pem, '493027', salt, device);
  const opened: number[] = [];
  for (let n = 0; n < (quick ? 3 : 12); n++) {
    const began = performance.now();
    if (!(await unwrap(wrapped, '493027', salt, device))) throw new Error('the PIN did not open its key');
    opened.push(performance.now() - began);
  }
  return [
    { name: 'submit unsigned, p50', value: unsigned.p50, unit: 'ms' },
    { name: 'submit signed by the station ÷ unsigned, p50', value: station.p50 / unsigned.p50, unit: 'x' },
    { name: 'submit signed by station and person ÷ unsigned, p50', value: both.p50 / unsigned.p50, unit: 'x' },
    // Two people take turns: each shows the PIN, and nothing else takes long.
    { name: 'PIN to key, p50', value: spreadOf(opened).p50, unit: 'ms', goal: { atMost: 2000 } },
  ];
}

function timed(replica: Replica, work: () => ReturnType<typeof submit>): number {
  const began = performance.now();
  const result = work();
  const took = performance.now() - began;
  if (!result.ok) throw new Error(`${replica.meta.get('device_id') ?? ''}: a move was not taken: ${JSON.stringify(result)}`);
  return took;
}
