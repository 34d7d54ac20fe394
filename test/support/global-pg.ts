// One Postgres for a whole test run, shared by every project that needs one. It may forget everything in a crash,
// which makes it fast; tests of durability start their own.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#db/central/embedded-postgres.ts';
import { canEnter, serverUser } from '#db/central/server-user.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's address on the run's own Postgres; use createDatabase() of test/support/database.ts. */
    pgUrl: string;
  }
}

type Shared = { users: number; started: Promise<{ server: EmbeddedPostgres; folder: string }> };

// Each project loads this file anew, so what they share hangs on the process.
const shelf = globalThis as typeof globalThis & { restowTestPostgres?: Shared | undefined };

const start = async (): Promise<{ server: EmbeddedPostgres; folder: string }> => {
  const user = serverUser();
  const base = user === undefined || canEnter(tmpdir(), user) ? tmpdir() : '/var/tmp';
  const folder = mkdtempSync(path.join(base, 'restow-test-postgres-'));
  chmodSync(folder, 0o711);
  return { server: await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), durable: false }), folder };
};

export const setup = async (project: TestProject): Promise<void> => {
  const shared = (shelf.restowTestPostgres ??= { users: 0, started: start() });
  shared.users++;
  project.provide('pgUrl', (await shared.started).server.url);
};

export const teardown = async (): Promise<void> => {
  const shared = shelf.restowTestPostgres;
  if (shared === undefined || --shared.users > 0) return;
  shelf.restowTestPostgres = undefined;
  const { server, folder } = await shared.started;
  await server.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
};
