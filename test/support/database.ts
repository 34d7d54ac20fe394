// A database of its own for each test file, on the Postgres of the run, so that files can run beside each other.
import { randomBytes } from 'node:crypto';
import { postgres } from '#db/central/driver.ts';
import { inject } from 'vitest';

export type TestDatabase = {
  /** The superuser's address of the new, empty database. */
  url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
};

/** Only in *.pg.test.ts and *.e2e.test.ts. Create in beforeAll, drop in afterAll. */
export const createDatabase = async (): Promise<TestDatabase> => {
  const server = inject('pgUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await statement(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => statement(server, `drop database if exists ${name} with (force)`) };
};

const statement = async (url: string, text: string): Promise<void> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(text);
  } finally {
    await sql.end();
  }
};
