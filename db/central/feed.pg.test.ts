// Step 7 under fire: many writers, rollbacks, a transaction that stays open, rows that go and come back, and pulls
// all the while. A cursor by sequence number runs in the same race and must lose rows, or the race proves nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionOf, keyOf, tableNames, type AnyRow } from '#domain/tables.ts';
import { createFeedReplica, rowsAtCentral, rowsIn, type FeedReplica } from '#test/support/feed-replica.ts';
import { createDatabase, type TestDatabase } from '#test/support/database.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import { pull, readEpoch } from './feed.ts';
import { inScope, openCentral, type Central, type Tx } from './open.ts';

let database: TestDatabase;
let central: Central;
beforeAll(async () => {
  database = await createDatabase();
  central = openCentral(database.url, 20);
  await central`create table naive (doc text primary key, stamp bigint not null, entry bigint not null)`;
  await central`create sequence naive_entry`;
  await central`create sequence stamp`;
  await central`grant all on naive, naive_entry, stamp to restow_writer`;
});
afterAll(async () => {
  await central.end({ timeout: 5 });
  await database.drop();
});

const HERE = 'W1';
const ELSEWHERE = 'W2';
const writing = <T>(work: (tx: Tx) => Promise<T>) => inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, work);

/** One document is two rows of different tables with one stamp, another warehouse's row beside them, and a row that counts by sequence. */
async function writeDocument(tx: Tx, doc: string, between: () => Promise<unknown>): Promise<void> {
  const stamp = await lockDocument(tx, doc);
  await tx`insert into setting (key, value) values (${doc}, ${String(stamp)}::jsonb) on conflict (key) do update set value = excluded.value`;
  await tx`insert into naive (doc, stamp, entry) values (${doc}, ${stamp}, nextval('naive_entry')) on conflict (doc) do update set stamp = excluded.stamp, entry = nextval('naive_entry')`;
  await between();
  for (const warehouse of [HERE, ELSEWHERE]) {
    await tx`insert into position (warehouse_id, item_id, location_id, lot, serial, condition, hold, owner, quantity) values (${warehouse}, ${doc}, 'B-1', '', '', 'N', '', '', ${stamp})
      on conflict (warehouse_id, item_id, location_id, lot, serial, condition, hold, owner) do update set quantity = excluded.quantity`;
  }
}
async function removeDocument(tx: Tx, doc: string, between: () => Promise<unknown>): Promise<void> {
  await lockDocument(tx, doc);
  await tx`delete from setting where key = ${doc}`;
  await between();
  await tx`delete from position where item_id = ${doc}`;
}
/** Writers of one document wait for each other, so its stamps grow in the order of commits. */
async function lockDocument(tx: Tx, doc: string): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtext(${doc}))`;
  const [row] = await tx<{ stamp: number }[]>`select nextval('stamp') as stamp`;
  return row!.stamp;
}

class RolledBack extends Error {}
interface Done {
  readonly committed: number;
  readonly rolledBack: number;
  readonly removed: number;
}

async function writer(number: number, until: Promise<unknown>): Promise<Done> {
  let going = true;
  void until.then(() => (going = false));
  const random = seeded(number + 1);
  let committed = 0;
  let rolledBack = 0;
  let removed = 0;
  while (going) {
    const doc = `doc-${Math.floor(random() * 12)}`;
    const pause = () => sleep(random() < 0.3 ? 20 : random() * 5);
    const fate = random();
    try {
      await writing(async (tx) => {
        if (fate < 0.15) await removeDocument(tx, doc, pause);
        else if (fate < 0.25) {
          await removeDocument(tx, doc, pause);
          await writeDocument(tx, doc, pause);
        } else await writeDocument(tx, doc, pause);
        if (random() < 0.2) throw new RolledBack();
      });
      committed += 1;
      if (fate < 0.15) removed += 1;
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      rolledBack += 1;
    }
  }
  return { committed, rolledBack, removed };
}

function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Documents of which one row is there without the other, or with another stamp. */
function halves(replica: FeedReplica): readonly string[] {
  const settings = new Map([...replica.rows('setting').values()].map((row) => [row['key'] as string, Number(row['value'])]));
  const positions = new Map([...replica.rows('position').values()].map((row) => [row['item_id'] as string, row['quantity'] as number]));
  return [...new Set([...settings.keys(), ...positions.keys()])].filter((doc) => settings.get(doc) !== positions.get(doc));
}

function createWatch(replica: FeedReplica) {
  const newest = new Map<string, number>();
  return async (between?: () => Promise<void>): Promise<number> => {
    const lines = await replica.pull(between);
    expect(halves(replica)).toEqual([]);
    let rows = 0;
    for (const line of lines) {
      if ('gone' in line) rows += line.rows.length;
      if ('gone' in line && definitionOf(line.gone).scope === 'warehouse') for (const row of line.rows) expect(row['warehouse_id']).toBe(HERE);
      if (!('table' in line)) continue;
      rows += line.rows.length;
      for (const row of rowsIn(line)) {
        if (definitionOf(line.table).scope === 'warehouse') expect(row['warehouse_id']).toBe(HERE);
        if (line.table !== 'setting') continue;
        const stamp = Number(row['value']);
        expect(stamp).toBeGreaterThanOrEqual(newest.get(row['key'] as string) ?? 0);
        newest.set(row['key'] as string, stamp);
      }
    }
    return rows;
  };
}

/** The mutant: everything with a larger sequence number than the largest seen. */
function createNaive() {
  const seen = new Map<string, number>();
  let cursor = 0;
  return {
    seen,
    async pull(): Promise<void> {
      for (const { doc, stamp, entry } of await central<{ doc: string; stamp: number; entry: number }[]>`select doc, stamp, entry from naive where entry > ${cursor}`) {
        seen.set(doc, stamp);
        cursor = Math.max(cursor, entry);
      }
    },
  };
}

describe('FEED-1 FEED-2 FEED-3 FEED-5 the race', () => {
  it('delivers every committed row, no rolled back one, and no transaction half; a cursor by sequence loses rows', { timeout: 120_000 }, async () => {
    const replica = createFeedReplica(central, { warehouse: HERE });
    const watch = createWatch(replica);
    const naive = createNaive();
    const end = sleep(7000);
    let racing = true;
    const writers = Promise.all(Array.from({ length: 16 }, (_, i) => writer(i, end)));
    // Stays open over dozens of pulls with numbers that all of them have passed when it commits.
    const long = writing(async (tx) => {
      for (const i of [1, 2, 3]) await writeDocument(tx, `long-${i}`, () => sleep(100));
      await sleep(4500);
    });
    const loads = (async () => {
      let count = 0;
      while (racing) {
        const fresh = createFeedReplica(central, { warehouse: HERE });
        await fresh.pull(() => sleep(4));
        expect(halves(fresh)).toEqual([]);
        await sleep(50);
        count += 1;
      }
      return count;
    })();
    const pulling = (async () => {
      let windows = 0;
      for (let i = 0; racing; i++) {
        if ((await watch(i % 5 === 0 ? () => sleep(3) : undefined)) > 0) windows += 1;
        await naive.pull();
        await sleep(5);
      }
      return windows;
    })();
    const done = await writers.finally(() => (racing = false));
    const [windows, fullLoads] = await Promise.all([pulling, loads, long]);
    await watch();
    await naive.pull();

    for (const table of tableNames) expect([table, sorted(replica.rows(table))]).toEqual([table, sorted(await rowsAtCentral(central, table, HERE))]);
    const committed = done.reduce((sum, each) => sum + each.committed, 0);
    expect(committed).toBeGreaterThan(300);
    expect(done.reduce((sum, each) => sum + each.rolledBack, 0)).toBeGreaterThan(30);
    expect(done.reduce((sum, each) => sum + each.removed, 0)).toBeGreaterThan(30);
    expect(windows).toBeGreaterThan(20);
    expect(fullLoads).toBeGreaterThan(3);
    expect(replica.rows('setting').has('long-2')).toBe(true);
    const truth = new Map((await central<{ doc: string; stamp: number }[]>`select doc, stamp from naive`).map((row) => [row.doc, row.stamp]));
    expect([...truth].filter(([doc, stamp]) => naive.seen.get(doc) !== stamp).map(([doc]) => doc)).toEqual(expect.arrayContaining(['long-1', 'long-2', 'long-3']));
  });
});

const sorted = (rows: ReadonlyMap<string, AnyRow>): readonly string[] => [...rows].map(([key, row]) => `${key} ${JSON.stringify(row)}`).sort();

describe('FEED-4 FEED-5 deletes', () => {
  it('travel as tombstones, and a row that has come back does not go', async () => {
    const replica = createFeedReplica(central, { warehouse: HERE });
    await writing((tx) => writeDocument(tx, 'kept', async () => {}));
    await writing((tx) => writeDocument(tx, 'lost', async () => {}));
    await replica.pull();
    await writing((tx) => removeDocument(tx, 'kept', async () => {}));
    await writing((tx) => removeDocument(tx, 'lost', async () => {}));
    await writing((tx) => writeDocument(tx, 'kept', async () => {}));
    const lines = await replica.pull();
    const gone = lines.flatMap((line) => ('gone' in line ? line.rows.map((row) => `${line.gone} ${(row['key'] ?? row['item_id']) as string}`) : []));
    expect(gone.sort()).toEqual(['position lost', 'setting lost']);
    expect(replica.rows('setting').has('kept')).toBe(true);
    expect(halves(replica)).toEqual([]);
  });

  it('a row whose key is changed by hand goes under its old key and comes under the new one', async () => {
    const replica = createFeedReplica(central, { warehouse: HERE });
    await writing((tx) => tx`insert into location (warehouse_id, location_id, zone, kind, aisle, bay, level, sequence, pickable) values (${HERE}, 'OLD', 'Z', 'bin', 1, 1, 1, 1, true), (${HERE}, 'MOVES', 'Z', 'bin', 1, 1, 1, 1, true)`);
    await replica.pull();
    await writing((tx) => tx`update location set location_id = 'NEW' where location_id = 'OLD'`);
    await writing((tx) => tx`update location set warehouse_id = ${ELSEWHERE} where location_id = 'MOVES'`);
    await replica.pull();
    expect([...replica.rows('location').values()].map((row) => row['location_id'])).toEqual(['NEW']);
  });

  it('of another device stay its own', async () => {
    const replica = createFeedReplica(central, { warehouse: HERE, device: 'D1' });
    const outcome = (device: string) => ({ device_id: device, command_id: `of-${device}`, sequence: 1, verdict: 'applied', rule: '', rejection: null, recorded_at: 1 });
    for (const device of ['D1', 'D2']) {
      const { device_id, command_id } = outcome(device);
      await writing((tx) => tx`insert into outcome (device_id, command_id, sequence, verdict, rule, recorded_at) values (${device_id}, ${command_id}, 1, 'applied', '', 1)`);
    }
    await replica.pull();
    expect([...replica.rows('outcome').keys()]).toEqual([keyOf('outcome', outcome('D1'))]);
    await writing((tx) => tx`delete from outcome`);
    const lines = await replica.pull();
    expect(lines.flatMap((line) => ('gone' in line ? line.rows.map((row) => row['device_id']) : []))).toEqual(['D1']);
  });
});

describe('FEED-6 FEED-7 cursors', () => {
  const begin = async (cursor: string): Promise<boolean> => {
    let full: boolean | undefined;
    await pull(central, { device: 'D1', warehouse: HERE, cursor, epoch: await readEpoch(central), movementsFrom: 0, now: 0 }, (line) => {
      if ('begin' in line) full = line.begin.full;
    });
    return full!;
  };
  it('that nobody gave out are answered with a full load', async () => {
    for (const garbage of ['', 'x', '1', '1:2', '0:0:', '9:5:', '5:9:3', '5:9:7,6', "1:2:'; drop table item; --", '99999999999999999999999:1:', '5:9:,', ':::']) {
      expect([garbage, await begin(garbage)]).toEqual([garbage, true]);
    }
  });
  it('from the future of this database, as after a restore, are answered with a full load', async () => {
    expect(await begin('4000000000:4000000000:')).toBe(true);
    const [row] = await central<{ cursor: string }[]>`select pg_current_snapshot()::text as cursor`;
    expect(await begin(row!.cursor)).toBe(false);
  });
  it('lose their epoch when the company counts a restore', async () => {
    const before = await readEpoch(central);
    await central`update restore set counter = counter + 1`;
    expect(await readEpoch(central)).not.toBe(before);
  });
});

describe('FEED-6 more than a window holds', () => {
  it('is not sent at all, and up to that every row is', async () => {
    const [row] = await central<{ cursor: string }[]>`select pg_current_snapshot()::text as cursor`;
    const asked = { device: 'D1', warehouse: HERE, cursor: row!.cursor, epoch: await readEpoch(central), movementsFrom: 0, now: 0 };
    await writing((tx) => tx`insert into setting (key, value) select 'many-' || n, '1' from generate_series(1, 7) n`);
    await writing((tx) => tx`insert into supplier (supplier_id, name, lead_days) select 'many-' || n, 'x', 1 from generate_series(1, 3) n`);
    const lines: PullLine[] = [];
    expect(await pull(central, asked, (line) => void lines.push(line), 9)).toBe(false);
    expect(lines).toEqual([]);
    expect(await pull(central, asked, (line) => void lines.push(line), 10)).toBe(true);
    expect(lines.at(-1)).toMatchObject({ end: { rows: 10 } });
  });
});

describe('FEED-2 cost', () => {
  it('a pull of nothing new reads a handful of blocks, however large the tables and however often it is asked', { timeout: 120_000 }, async () => {
    await central.unsafe(`
      insert into position (warehouse_id, item_id, location_id, lot, serial, condition, hold, owner, quantity)
      select 'W1', 'bulk-' || n, 'B-' || n % 500, '', '', 'N', '', '', n from generate_series(1, 200000) n`);
    const one = openCentral(database.url, 1);
    try {
      const [row] = await one<{ cursor: string }[]>`select pg_current_snapshot()::text as cursor`;
      const replica = createFeedReplica(one, { warehouse: HERE, cursor: row!.cursor });
      const cost = async () => {
        await one`select pg_stat_force_next_flush()`;
        await one`select pg_stat_clear_snapshot()`;
        const [counted] = await one<{ scans: number; tuples: number; blocks: number }[]>`
          select seq_scan as scans, seq_tup_read as tuples, heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0) as blocks
          from pg_stat_user_tables join pg_statio_user_tables using (relid) where pg_stat_user_tables.relname = 'position'`;
        return counted!;
      };
      const pulls = async (count: number) => {
        for (let i = 0; i < count; i++) expect((await replica.pull()).filter((line) => 'table' in line)).toEqual([]);
      };
      // More than five, because a prepared statement may change its plan then.
      for (const analyzed of [false, true]) {
        if (analyzed) await central`analyze position`;
        const before = await cost();
        await pulls(12);
        const after = await cost();
        expect(after.tuples - before.tuples).toBe(0);
        expect((after.blocks - before.blocks) / 12).toBeLessThan(20);
      }
      // One row among them is found as cheaply.
      await writing((tx) => tx`update position set quantity = quantity + 1 where item_id = 'bulk-77'`);
      const before = await cost();
      const lines = await replica.pull();
      expect(lines.flatMap((line) => ('table' in line ? rowsIn(line).map((found) => found['item_id']) : []))).toEqual(['bulk-77']);
      expect((await cost()).blocks - before.blocks).toBeLessThan(60);
    } finally {
      await one.end({ timeout: 5 });
    }
  });
});
