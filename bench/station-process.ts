// A station in a process of its own, whose replica file the bench looks into from outside.
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { headless } from '#electron/contract.ts';
import { endProcess, startProcess } from './central-process.ts';
import { BADGE, WAREHOUSE } from './company.ts';

export interface StationProcess {
  /** Address of its window, where it serves one. */
  readonly url: string;
  request(name: string, body: object): Promise<unknown>;
  /** Whether a command's movement is in the replica. */
  has(commandId: string): boolean;
  stop(): Promise<void>;
}

export async function signIn(station: StationProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { person } = (await station.request('signIn', { badge: BADGE })) as { person: unknown };
    if (person !== null) return;
    await sleep(100);
  }
  throw new Error('the station did not get its first load');
}

export async function startStationProcess(folder: string, central: string, { page }: { readonly page: boolean }): Promise<StationProcess> {
  const args = ['--central', central, '--data', folder, '--json', ...(page ? [] : ['--no-page'])];
  const { child, message } = await startProcess<{ station: { window: string; port: number; token: string } }>('bin/station.ts', args);
  const { window: url, port, token } = message.station;
  const db = new Database(path.join(folder, 'replica.db'), { readonly: true });
  const found = db.prepare('select 1 from movement where warehouse_id = ? and command_id = ? limit 1');
  return {
    url,
    async request(name, body) {
      const response = await fetch(`http://127.0.0.1:${port}${headless.requestPath}`, { method: 'POST', headers: { 'content-type': 'application/json', [headless.tokenHeader]: token }, body: JSON.stringify({ name, body }) });
      const { reply, problem } = (await response.json()) as { reply?: unknown; problem?: string };
      if (problem !== undefined) throw new Error(problem);
      return reply;
    },
    has: (commandId) => found.get(WAREHOUSE, commandId) !== undefined,
    async stop() {
      db.close();
      await endProcess(child);
    },
  };
}
