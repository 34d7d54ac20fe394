// A database of its own for each test file, on the Postgres of the run, so that files can run beside each other. What
// every file would begin with is made once for the run, as a template that Postgres copies.
import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { postgres } from '#db/central/driver.ts';
import { migrate } from '#db/central/migrate.ts';
import { openCentral, type Central } from '#db/central/open.ts';
import { inject } from 'vitest';

export type TestDatabase = {
  /** The superuser's address of the new database. */
  url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
};
/** What a database may begin as: its name, and how it is filled once the schema is there. */
export type Template = { readonly name: string; readonly fill?: (central: Central) => Promise<void> };
const schema: Template = { name: 'template_schema' };

/** Only in *.pg.test.ts and *.e2e.test.ts. Create in beforeAll, drop in afterAll. */
export const createDatabase = async (from: Template | 'nothing' = schema): Promise<TestDatabase> => {
  const server = inject('pgUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  if (from !== 'nothing') await makeOnce(server, from);
  await on(server, (sql) => sql.unsafe(`create database ${name}${from === 'nothing' ? '' : ` template ${from.name} strategy file_copy`}`));
  return { url: at(server, name), drop: () => on(server, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`)) };
};

/** Any constant serves as the lock's name: one file makes templates, the others wait for them. */
const LOCK = 4_410_933;
async function makeOnce(server: string, { name, fill }: Template): Promise<void> {
  await on(server, async (sql) => {
    await sql`select pg_advisory_lock(${LOCK})`;
    const [found] = await sql<{ ready: boolean }[]>`select datistemplate as ready from pg_database where datname = ${name}`;
    if (found?.ready) return;
    // Left behind by a file that failed in the middle of it.
    if (found) await sql.unsafe(`drop database ${name} with (force)`);
    await sql.unsafe(`create database ${name}`);
    const central = openCentral(at(server, name), 2);
    try {
      await migrate(central);
      await fill?.(central);
    } finally {
      await central.end();
    }
    await sql.unsafe(`alter database ${name} with is_template true allow_connections false`);
  });
}

const at = (server: string, name: string): string => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};
const on = async (url: string, work: (sql: Sql) => Promise<unknown>): Promise<void> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
};
