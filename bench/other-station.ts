// How soon one station's work is in another station's replica: two stations and the service in processes of their
// own. Both replica files are looked at by turns once a millisecond, so what the looking adds is the same on both sides.
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { seededRandom } from '#domain/seeded-random.ts';
import { headless } from '#electron/contract.ts';
import type { Bench } from './bench.ts';
import { endProcess, startCentralProcess, startProcess } from './central-process.ts';
import { BADGE } from './company.ts';
import type { Figure } from './figure.ts';
import { createMoves } from './moves.ts';
import { spreadOf } from './percentile.ts';

const ITEMS = 10_000;
const WARM_UP = 100;
const PATIENCE = 10_000;

interface StationProcess {
  request(name: string, body: object): Promise<unknown>;
  /** Whether a command's movement is in the replica. */
  has(commandId: string): boolean;
  stop(): Promise<void>;
}

export async function benchOtherStation({ folder, quick, say }: Bench): Promise<readonly Figure[]> {
  say('other station: Postgres, the service and two stations …');
  const central = await startCentralProcess(folder, 'other-station-postgres', ITEMS);
  const started: StationProcess[] = [];
  try {
    for (const name of ['one', 'two']) started.push(await startStationProcess(path.join(folder, name), central.url));
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

async function signIn(station: StationProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { person } = (await station.request('signIn', { badge: BADGE })) as { person: unknown };
    if (person !== null) return;
    await sleep(100);
  }
  throw new Error('the station did not get its first load');
}

async function startStationProcess(folder: string, central: string): Promise<StationProcess> {
  const args = ['--central', central, '--data', folder, '--no-page', '--json'];
  const { child, message } = await startProcess<{ station: { port: number; token: string } }>('bin/station.ts', args);
  const { port, token } = message.station;
  const db = new Database(path.join(folder, 'replica.db'), { readonly: true });
  const found = db.prepare('select 1 from movement where warehouse_id = ? and command_id = ? limit 1');
  return {
    async request(name, body) {
      const response = await fetch(`http://127.0.0.1:${port}${headless.requestPath}`, { method: 'POST', headers: { 'content-type': 'application/json', [headless.tokenHeader]: token }, body: JSON.stringify({ name, body }) });
      const { reply, problem } = (await response.json()) as { reply?: unknown; problem?: string };
      if (problem !== undefined) throw new Error(problem);
      return reply;
    },
    has: (commandId) => found.get('W1', commandId) !== undefined,
    async stop() {
      db.close();
      await endProcess(child);
    },
  };
}
