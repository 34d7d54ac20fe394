// Numbered forward migrations of the central database, one transaction each, under one advisory lock.
import type { Sql } from 'postgres';
import { sql as m0010 } from './migrations/0010-replicated-tables.ts';
import { sql as m0020 } from './migrations/0020-commands-and-scope.ts';
import { sql as m0030 } from './migrations/0030-stock-by-place.ts';
import { sql as m0040 } from './migrations/0040-counts-in-time.ts';
import { sql as m0050 } from './migrations/0050-dealt-work.ts';
import { sql as m0060 } from './migrations/0060-exceptions-and-parked-work.ts';
import { sql as m0080 } from './migrations/0080-approvals.ts';
import { sql as m0090 } from './migrations/0090-why.ts';
import { sql as m0100 } from './migrations/0100-audit-chain.ts';
import { sql as m0120 } from './migrations/0120-standing-holds.ts';
import { sql as m0140 } from './migrations/0140-revocations.ts';
import { sql as m0220 } from './migrations/0220-refunds.ts';
import { sql as m0230 } from './migrations/0230-valuation-and-recovery.ts';
import { sql as m0240 } from './migrations/0240-attachments.ts';
import { sql as m0250 } from './migrations/0250-count-sheets.ts';
import { sql as m0270 } from './migrations/0270-receiving.ts';
import { sql as m0280 } from './migrations/0280-pallets.ts';
import { sql as m0290 } from './migrations/0290-transfers.ts';
import { sql as m0300 } from './migrations/0300-put-away-overrides.ts';
import { sql as m0310 } from './migrations/0310-replenishment.ts';
import { sql as m0320 } from './migrations/0320-device-keys.ts';
import { sql as m0330 } from './migrations/0330-rows-of-the-server-itself.ts';
import { sql as m0340 } from './migrations/0340-return-parcels.ts';
import { sql as m0370 } from './migrations/0370-orders-of-channels.ts';
import { sql as m0380 } from './migrations/0380-messages-to-shops.ts';
import { sql as m0460 } from './migrations/0460-revenue.ts';
import { sql as m0420 } from './migrations/0420-enrolment-codes.ts';
import { sql as m0470 } from './migrations/0470-substitutions.ts';
import { sql as m0480 } from './migrations/0480-parcels-to-book.ts';
import { sql as m0490 } from './migrations/0490-purchase-proposals.ts';
import { sql as m0500 } from './migrations/0500-pins.ts';

const migrations: readonly { readonly version: number; readonly sql: string }[] = [
  { version: 10, sql: m0010 },
  { version: 20, sql: m0020 },
  { version: 30, sql: m0030 },
  { version: 40, sql: m0040 },
  { version: 50, sql: m0050 },
  { version: 60, sql: m0060 },
  { version: 80, sql: m0080 },
  { version: 90, sql: m0090 },
  { version: 100, sql: m0100 },
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
  { version: 320, sql: m0320 },
  { version: 330, sql: m0330 },
  { version: 340, sql: m0340 },
  { version: 370, sql: m0370 },
  { version: 380, sql: m0380 },
  { version: 460, sql: m0460 },
  { version: 420, sql: m0420 },
  { version: 470, sql: m0470 },
  { version: 480, sql: m0480 },
  { version: 490, sql: m0490 },
  { version: 500, sql: m0500 },
];

/** Several services may start at once: one migrates, the others wait for it. Any constant serves as the lock's name. */
const LOCK = 7_316_401;

/** Brings the schema up to date; refuses a database that a newer program has migrated. Answers how many steps it took. */
export async function migrate(sql: Sql): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx`create table if not exists migration (version bigint primary key, applied_at timestamptz not null default now())`;
    const done = new Set((await tx<{ version: string }[]>`select version from migration`).map(({ version }) => Number(version)));
    const current = Math.max(0, ...done);
    const newest = migrations.at(-1)!.version;
    if (current > newest) throw new Error(`the database is at version ${current}, newer than this program's ${newest}: start the newer program`);
    const missing = migrations.filter(({ version }) => !done.has(version));
    for (const { version, sql: text } of missing) {
      await tx.unsafe(text);
      await tx`insert into migration (version) values (${version})`;
    }
    return missing.length;
  }) as Promise<number>;
}
