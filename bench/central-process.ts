// Postgres that waits for its disk, and the sync service and stations in processes of their own, as in production.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startEmbeddedPostgres } from '#db/central/embedded-postgres.ts';
import { migrate } from '#db/central/migrate.ts';
import { inScope, openCentral, type Central } from '#db/central/open.ts';
import { upsert } from '#db/central/rows.ts';
import { fewRows, manyRows } from './company.ts';

export interface CentralProcess {
  readonly url: string;
  readonly sql: Central;
  stop(): Promise<void>;
}

const ROWS_AT_ONCE = 5000;
const root = path.join(import.meta.dirname, '..');

/** `name` is of a folder that nobody else uses. */
export async function startCentralProcess(folder: string, name: string, items: number): Promise<CentralProcess> {
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, name) });
  const sql = openCentral(postgres.url, 4);
  await migrate(sql);
  for (const { table, rows } of fewRows) await inCompany(sql, (tx) => upsert(tx, table, rows));
  for (const { table, count, rowOf } of manyRows(items)) {
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, i) => rowOf(from + i));
      await inCompany(sql, (tx) => upsert(tx, table, rows));
    }
  }
  await sql`vacuum analyze`;
  const { child, message } = await startProcess<{ central: string }>('bin/central.ts', ['--json'], { DATABASE_URL: postgres.url });
  return {
    url: message.central,
    sql,
    async stop() {
      await endProcess(child);
      await sql.end({ timeout: 5 });
      await postgres.stop();
    },
  };
}
export const inCompany = (sql: Central, work: Parameters<typeof inScope<unknown>>[2]) => inScope(sql, { role: 'restow_writer', warehouse: '*', device: '*' }, work);

/** Starts one of the project's programs and waits for the message that it is ready. */
export async function startProcess<T>(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ readonly child: ChildProcess; readonly message: T }> {
  const child = fork(path.join(root, file), args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended (${String(code)}) before it was ready`)))]);
  return { child, message: (ready as [T])[0] };
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
