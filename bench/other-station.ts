// How soon one station's work is in another station's replica: two stations and the service in processes of their
// own. Both replica files are looked at by turns once a millisecond, so what the looking adds is the same on both sides.
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { seededRandom } from '#domain/seeded-random.ts';
import type { Bench } from './bench.ts';
import { startCentralProcess } from './central-process.ts';
import type { Figure } from './figure.ts';
import { createMoves } from './moves.ts';
import { spreadOf } from './percentile.ts';
import { signIn, startStationProcess, type StationProcess } from './station-process.ts';

const ITEMS = 10_000;
const WARM_UP = 100;
const PATIENCE = 10_000;

export async function benchOtherStation({ folder, quick, say }: Bench): Promise<readonly Figure[]> {
  say('other station: Postgres, the service and two stations …');
  const central = await startCentralProcess(folder, 'other-station-postgres', ITEMS);
  const started: StationProcess[] = [];
  try {
    for (const name of ['one', 'two']) started.push(await startStationProcess(path.join(folder, name), central.url, { page: false }));
    const [one, two] = started as [StationProcess, StationProcess];
    for (const station of started) await signIn(station);
    const [arrived, answered] = await measure(one, two, quick ? 30 : 300);
    return [
      { name: 'commit → other replica, p50', value: spreadOf(arrived).p50, unit: 'ms', goal: { atMost: 8 } },
      { name: 'commit → other replica, p99', value: spreadOf(arrived).p99, unit: 'ms', goal: { atMost: 30 } },
      { name: 'request → commit seen at the first station, p50', value: spreadOf(answered).p50, unit: 'ms' },
    ];
  } finally {
    for (const station of started) await station.stop();
    await central.stop();
  }
}

/** Single commands, with pauses of a person in a hurry between them. */
async function measure(one: StationProcess, two: StationProcess, count: number): Promise<readonly [arrived: number[], answered: number[]]> {
  const [next, random] = [createMoves(ITEMS, 3), seededRandom(5)];
  const [arrived, answered]: [number[], number[]] = [[], []];
  for (let i = -WARM_UP; i < count; i++) {
    const command = next();
    const began = performance.now();
    const reply = one.request('submit', { commands: [command] });
    const committed = await seenAt(one, command.id, began);
    const visible = await seenAt(two, command.id, began);
    await reply;
    await sleep(25 + random() * 50);
    if (i < 0) continue;
    answered.push(committed - began);
    arrived.push(visible - committed);
  }
  return [arrived, answered];
}
async function seenAt(station: StationProcess, commandId: string, began: number): Promise<number> {
  while (!station.has(commandId)) {
    if (performance.now() - began > PATIENCE) throw new Error('a command did not arrive at the other station');
    await sleep(1);
  }
  return performance.now();
}
