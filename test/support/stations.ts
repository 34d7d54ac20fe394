// Stations of a test: started in folders of their own, made to work, waited for, and compared with the company.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, vi } from 'vitest';
import { keyOf, tableNames, type AnyRow, type Row, type TableName } from '#domain/tables.ts';
import { hashOf } from '#domain/ids.ts';
import type { Central } from '#db/central/open.ts';
import { ledgerDifferences } from '#db/local/horizon.ts';
import { createMeta } from '#db/local/meta.ts';
import { openReplica } from '#db/local/open.ts';
import { createOutbox } from '#db/local/outbox.ts';
import { createLocalRows } from '#db/local/rows.ts';
import type { AnswerTo, Hello, Question, SubmitReply } from '#electron/contract.ts';
import { startStation, type Station } from '#electron/station.ts';
import { signCommand } from '#sync/keys/command-signature.ts';
import { deviceKeyIn } from '#sync/keys/device-key.ts';
import { rowsAtCentral } from './feed-replica.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestStation {
  readonly folder: string;
  readonly device: string;
  /** Any request of a window. */
  request(...given: Parameters<Station['request']>): Promise<unknown>;
  hello(): Promise<Hello>;
  plug(connected: boolean): Promise<void>;
  signIn(badge: string): Promise<void>;
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>>;
  /** Puts bytes of the test's choosing behind the others, numbered and linked as the station would; only while it is stopped. */
  plant(bytesFor: (place: { sequence: number; previous: string; device: string }) => Buffer): void;
  submit(type: string, payload: object, confirmed?: readonly string[], id?: string): Promise<SubmitReply>;
  /** Rows of the station's own file. */
  rows<T extends TableName>(table: T, where: Readonly<Record<string, string>>): Promise<readonly Row<T>[]>;
  /** Receives one unit of an item as a fact of its own; answers the command's id. */
  receive(itemId?: string): Promise<string>;
  /** Waits until nothing is unsent and the station is online. */
  level(patience?: number): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function openStation(central: string, folder = temporaryFolder(), badge = 'RB-MARA', kind: 'station' | 'counting' = 'station', now: () => number = Date.now): Promise<TestStation> {
  let station: Station | undefined;
  const request = (...given: Parameters<Station['request']>) => station!.request(...given);
  const test: TestStation = {
    folder,
    get device() {
      return station!.device;
    },
    request,
    hello: () => request('hello', {}) as Promise<Hello>,
    plug: async (connected) => void (await request('plug', { connected })),
    ask: (question) => request('ask', { question }) as never,
    signIn: async (badge) => void (await request('signIn', { badge })),
    plant: (bytesFor) => plant(folder, bytesFor),
    submit: (type, payload, confirmed = [], id = randomUUID()) => request('submit', { commands: [{ id, type, payload, confirmed: [...confirmed] }] }) as Promise<SubmitReply>,
    async rows(table, where) {
      const db = new Database(path.join(folder, 'replica.db'), { readonly: true });
      try {
        return createLocalRows(db).find(table, where);
      } finally {
        db.close();
      }
    },
    async receive(itemId = 'A') {
      const id = randomUUID();
      expect(await test.submit('delivery.receive', { deliveryId: 'DN-1', itemId, quantity: 1, locationId: 'DOCK' }, ['unknown_document', 'over_expected', 'already_received'], id)).toMatchObject({ ok: true });
      return id;
    },
    level: (patience = 30_000) => vi.waitFor(async () => expect((await test.hello()).status).toMatchObject({ unsent: 0, online: true }), { timeout: patience, interval: 50 }),
    async stop() {
      await station?.stop();
      station = undefined;
    },
    async start() {
      station = await startStation({ folder, central, now, kind, name: path.basename(folder) });
    },
  };
  await test.start();
  onTestFinished(() => test.stop());
  await vi.waitFor(async () => expect((await test.hello()).warehouse.name).toBe('Test warehouse'), { timeout: 30_000, interval: 50 });
  await request('signIn', { badge });
  return test;
}

/** Every table of the station's scope, row by row, is what the company has; and its own ledger adds up. */
export async function expectEqualToCentral(station: Pick<TestStation, 'folder' | 'device'>, central: Central, warehouse: string): Promise<void> {
  const { device } = station;
  await vi.waitFor(async () => {
    const db = new Database(path.join(station.folder, 'replica.db'), { readonly: true });
    try {
      const rows = createLocalRows(db);
      for (const table of tableNames) {
        const here = sorted(new Map(rows.find(table, {}).map((row) => [keyOf(table, row as AnyRow), row as AnyRow])));
        expect([table, here]).toEqual([table, sorted(await rowsAtCentral(central, table, warehouse, device))]);
      }
      expect(ledgerDifferences(db)).toEqual([]);
      expect(db.prepare('select count(*) from shadow').pluck().get()).toBe(0);
    } finally {
      db.close();
    }
  }, { timeout: 15_000, interval: 200 });
}
const sorted = (rows: ReadonlyMap<string, AnyRow>): readonly string[] => [...rows].map(([key, row]) => `${key} ${JSON.stringify(row)}`).sort();

/** What the server holds of a device, in its order. */
export async function logOf(central: Central, device: string) {
  return central<{ sequence: number; command_id: string; verdict: string; rule: string; rejection: { reason?: string } | null }[]>`
    select sequence, command_id, verdict, rule, rejection from command_log where device_id = ${device} order by sequence`;
}

/** Each command once, in the order of the device, and one movement for each receipt. */
export async function expectOnceInOrder(central: Central, device: string, ids: readonly string[]): Promise<void> {
  const log = await logOf(central, device);
  expect(log.map((row) => row.command_id)).toEqual(ids);
  expect(log.map((row) => row.sequence)).toEqual(ids.map((_, i) => i + 1));
  const moved = await central<{ command_id: string; movements: number }[]>`select command_id, count(*)::bigint as movements from movement where command_id = any(${ids as string[]}::text[]) group by command_id`;
  expect(moved.length).toBe(ids.length);
  expect(moved.filter((row) => row.movements !== 1)).toEqual([]);
}

/** The bytes of a replica with its log, for putting it back later. */
export const imageOf = (folder: string) => ['replica.db', 'replica.db-wal'].flatMap((name) => {
  try {
    return [[name, readFileSync(path.join(folder, name))] as const];
  } catch {
    return [];
  }
});

function plant(folder: string, bytesFor: (place: { sequence: number; previous: string; device: string }) => Buffer): void {
  const db = openReplica(path.join(folder, 'replica.db'));
  const outbox = createOutbox(db);
  const { sequence, hash: previous } = outbox.head();
  const bytes = bytesFor({ sequence: sequence + 1, previous, device: createMeta(db).get('device_id')! });
  const id = idIn(bytes);
  // An id that is taken could not stand in the file twice.
  const commandId = id === undefined || outbox.has(id) ? `planted-${sequence + 1}` : id;
  outbox.append({ sequence: sequence + 1, commandId, type: 'planted', personId: 'mara', at: Date.now(), asked: false, seen: { verdict: 'applied', rule: '', rejection: '' }, hash: hashOf(bytes), bytes, signature: signCommand(deviceKeyIn(folder), bytes) });
  db.close();
}
function idIn(bytes: Buffer): string | undefined {
  try {
    return (JSON.parse(bytes.toString('utf8')) as { id: string }).id;
  } catch {
    return undefined;
  }
}
