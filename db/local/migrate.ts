// Numbered forward migrations of a replica file, one transaction each; the version stands in the file's header.
import type { Database } from 'better-sqlite3';
import { sql as m0010 } from './migrations/0010-replicated-tables.ts';
import { sql as m0020 } from './migrations/0020-own-work.ts';
import { sql as m0040 } from './migrations/0040-counts-in-time.ts';
import { sql as m0050 } from './migrations/0050-dealt-work.ts';
import { sql as m0060 } from './migrations/0060-exceptions-and-lost-commands.ts';
import { sql as m0070 } from './migrations/0070-changed-work.ts';
import { sql as m0080 } from './migrations/0080-approvals.ts';
import { sql as m0090 } from './migrations/0090-why.ts';
import { sql as m0100 } from './migrations/0100-audit-witness.ts';
import { sql as m0110 } from './migrations/0110-print-jobs.ts';
import { sql as m0120 } from './migrations/0120-standing-holds.ts';
import { sql as m0140 } from './migrations/0140-revocations.ts';
import { sql as m0220 } from './migrations/0220-refunds.ts';
import { sql as m0230 } from './migrations/0230-recovery.ts';
import { sql as m0240 } from './migrations/0240-attachments.ts';
import { sql as m0250 } from './migrations/0250-count-sheets.ts';
import { sql as m0270 } from './migrations/0270-receiving.ts';
import { sql as m0280 } from './migrations/0280-pallets.ts';
import { sql as m0290 } from './migrations/0290-transfers.ts';
import { sql as m0300 } from './migrations/0300-put-away-overrides.ts';
import { sql as m0310 } from './migrations/0310-replenishment.ts';
import { sql as m0340 } from './migrations/0340-return-parcels.ts';
import { sql as m0370 } from './migrations/0370-orders-of-channels.ts';
import { sql as m0470 } from './migrations/0470-substitutions.ts';
import { sql as m0480 } from './migrations/0480-signatures.ts';
import { sql as m0490 } from './migrations/0490-purchase-proposals.ts';
import { sql as m0500 } from './migrations/0500-pins.ts';

const migrations: readonly { readonly version: number; readonly sql: string }[] = [
  { version: 10, sql: m0010 },
  { version: 20, sql: m0020 },
  { version: 40, sql: m0040 },
  { version: 50, sql: m0050 },
  { version: 60, sql: m0060 },
  { version: 70, sql: m0070 },
  { version: 80, sql: m0080 },
  { version: 90, sql: m0090 },
  { version: 100, sql: m0100 },
  { version: 110, sql: m0110 },
  { version: 120, sql: m0120 },
  { version: 140, sql: m0140 },
  { version: 220, sql: m0220 },
  { version: 230, sql: m0230 },
  { version: 240, sql: m0240 },
  { version: 250, sql: m0250 },
  { version: 270, sql: m0270 },
  { version: 280, sql: m0280 },
  { version: 290, sql: m0290 },
  { version: 300, sql: m0300 },
  { version: 310, sql: m0310 },
  { version: 340, sql: m0340 },
  { version: 370, sql: m0370 },
  { version: 470, sql: m0470 },
  { version: 480, sql: m0480 },
  { version: 490, sql: m0490 },
  { version: 500, sql: m0500 },
];

export const newestVersion = migrations.at(-1)!.version;

export const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Brings the file up to date; pending work was taken back before and is judged again afterwards. */
export function migrate(db: Database): void {
  for (const { version, sql } of migrations) {
    if (version <= versionOf(db)) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
}
