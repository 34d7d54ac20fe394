// The same lives on a real Postgres and real SQLite files: slower, one thing at a time, and nothing of the stores is
// a likeness any more.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { definitionOf, type AnyRow, type Json } from '#domain/tables.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import { postgres } from '#db/central/driver.ts';
import { pull, readEpoch } from '#db/central/feed.ts';
import { migrate } from '#db/central/migrate.ts';
import { inScope, openCentral, type Central } from '#db/central/open.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { columnList, upsert } from '#db/central/rows.ts';
import { createFileDisk } from './disk.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedStore } from './simulated-store.ts';
import type { RealParts } from './world.ts';

const everything = { role: 'restow_writer', warehouse: '*', device: '*' } as const;

/** `server`: address of a database of a superuser; `name`: of the databases and folders of this life, used by nobody else. */
export function realParts(server: string, folder: string, name: string): RealParts {
  const home = path.join(folder, name);
  mkdirSync(home, { recursive: true });
  let disks = 0;
  return {
    store: async ({ scheduler }) => openStore(server, name, scheduler),
    disk: (device) => createFileDisk(path.join(home, `disk-${(disks += 1)}`), device),
  };
}

async function openStore(server: string, name: string, scheduler: Scheduler): Promise<SimulatedStore> {
  const address = new URL(server);
  address.pathname = `/${name}`;
  let backups = 0;
  const admin = async (...statements: string[]) => {
    const sql = postgres(server, { max: 1, onnotice: () => {} });
    for (const statement of statements) await sql.unsafe(statement);
    await sql.end();
  };
  await scheduler.meanwhile(admin(`create database ${name}`));
  let central: Central = openCentral(address.href, 4);
  await scheduler.meanwhile(migrate(central));
  const real = <T>(work: (sql: Central) => Promise<T>): Promise<T> => scheduler.meanwhile(work(central));
  /** Nobody may be connected to a database that is copied. */
  const apart = (...statements: string[]) => scheduler.meanwhile((async () => {
    await central.end({ timeout: 5 });
    await admin(...statements);
    central = openCentral(address.href, 4);
  })());

  return {
    inScope: (scope, work) => real((sql) => postgresStore(sql).inScope(scope, work)),
    epoch: () => real(readEpoch),
    pull: async (request, send) => void (await real((sql) => pull(sql, request, send))),
    write: async (table, rows) => void (await real((sql) => inScope(sql, everything, (tx) => upsert(tx, table, rows)))),
    async remove(table, row) {
      const { key } = definitionOf(table);
      await real((sql) => inScope(sql, everything, (tx) => tx.unsafe(`delete from "${table}" where ${key.map((column, i) => `"${column}" = $${i + 1}`).join(' and ')}`, key.map((column) => row[column]) as never[])));
    },
    rows: (table, warehouse, device) => real(async (sql) => {
      const { scope } = definitionOf(table);
      const [where, given] = scope === 'warehouse' && warehouse !== '*' ? ['where warehouse_id = $1', [warehouse]] : scope === 'device' && device !== '*' ? ['where device_id = $1', [device]] : ['', []];
      return (await sql.unsafe<AnyRow[]>(`select ${columnList(table)} from "${table}" ${where}`, given)).map((row) => ({ ...row }));
    }),
    log: () => real(async (sql) => {
      const rows = await sql<(Omit<LogEntry, 'bytes' | 'rejection'> & { hex: string; rejection: Json })[]>`
        select command_id, device_id, sequence, warehouse_id, type, version, person_id, effective_at, hash, verdict, rule, rejection, recorded_at, documents, encode(bytes, 'hex') as hex from command_log order by recorded_at, sequence`;
      return rows.map(({ hex, ...row }) => ({ ...row, bytes: Buffer.from(hex, 'hex') }));
    }),
    queued: (now) => real(async (sql) => (await sql<{ n: number }[]>`select count(*) as n from policy_queue where due_at <= ${now}`)[0]!.n),
    async backUp() {
      const copy = `${name}_copy${(backups += 1)}`;
      await apart(`create database ${copy} template ${name}`);
      return async () => {
        const [{ counter } = { counter: 0 }] = await real((sql) => sql<{ counter: number }[]>`select counter from restore`);
        await apart(`drop database ${name} with (force)`, `create database ${name} template ${copy}`);
        await real((sql) => sql`update restore set counter = ${counter + 1}`);
      };
    },
    // A service that dies leaves its transactions to Postgres, which ends them one way or the other.
    cutAll: () => {},
    close: () => scheduler.meanwhile((async () => {
      await central.end({ timeout: 5 });
      await admin(`drop database ${name} with (force)`, ...Array.from({ length: backups }, (_, i) => `drop database if exists ${name}_copy${i + 1} with (force)`));
    })()),
  };
}
