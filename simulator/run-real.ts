// Seeds one after the other on a real Postgres and real SQLite files, which are gone afterwards.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#db/central/embedded-postgres.ts';
import { canEnter, serverUser } from '#db/central/server-user.ts';
import { live } from './life.ts';
import type { RunOptions } from './run-seeds.ts';
import { scriptOf } from './script.ts';
import { realParts } from './world/postgres-parts.ts';

export async function runReal({ from, seeds, steps, stations, lived, threw }: RunOptions): Promise<void> {
  const user = serverUser();
  // Postgres does not run as root and must be able to pass.
  const folder = mkdtempSync(path.join(user === undefined || canEnter(tmpdir(), user) ? tmpdir() : '/var/tmp', 'restow-simulate-'));
  chmodSync(folder, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
  try {
    for (let seed = from; seed < from + seeds; seed++) {
      try {
        lived(await live({ seed, script: scriptOf(seed, steps), stations, real: realParts(postgres.url, path.join(folder, 'stations'), `life_${seed}`) }));
      } catch (error) {
        threw(seed, error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
    }
  } finally {
    await postgres.stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  }
}
