// The demo company comes to the same rows through Postgres and the real reconcile as it did in memory, and an
// interrupted making of it is taken up where it ended.
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openCentral, type Central } from '#db/central/open.ts';
import { migrate } from '#db/central/migrate.ts';
import type { Demo } from '#demo/build.ts';
import { definitionOf, keyOf, tableNames, type AnyRow } from '#domain/tables.ts';
import { createDatabase } from '#test/support/database.ts';
import { demoState, makeDemo } from './demo-company.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 30);
let central: Central;
let demo: Demo;
beforeAll(async () => {
  const database = await createDatabase('nothing');
  central = openCentral(database.url, 4);
  await migrate(central);
  const state = (await demoState(central, NOW))!;
  demo = await makeDemo(central, state, () => {});
  return async () => {
    await central.end();
    await database.drop();
  };
}, 120_000);

describe('the demo company in Postgres', () => {
  it.each(tableNames.filter((name) => name !== 'setting' && name !== 'outcome'))('has the same rows of %s as judged in memory', async (table) => {
    const columns = Object.keys(definitionOf(table).columns);
    const stored = (await central.unsafe(`select ${columns.map((column) => `"${column}"`).join(', ')} from "${table}"`)) as unknown as AnyRow[];
    const expected = table === 'movement' ? (demo.movements as readonly AnyRow[]) : (demo.rows.get(table) ?? []);
    const byKey = (rows: readonly AnyRow[]) => rows.map((row) => [keyOf(table, row), row] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => ({ ...row }));
    // A position that came back to nothing may or may not have a row.
    const counted = (rows: readonly AnyRow[]) => rows.filter((row) => table !== 'position' || row['quantity'] !== 0);
    expect(byKey(counted(stored))).toEqual(byKey(counted(expected)));
  });

  it('is made once: a second start finds it done and changes nothing', async () => {
    const before = await central`select count(*)::bigint as n from command_log`;
    const state = await demoState(central, NOW + 5_000_000);
    expect(state).toEqual({ now: NOW, done: true });
    await makeDemo(central, state!, () => {});
    expect(await central`select count(*)::bigint as n from command_log`).toEqual(before);
  });

  it('is taken up where an interrupted start left it', async () => {
    const database = await createDatabase('nothing');
    const other = openCentral(database.url, 4);
    onTestFinished(async () => {
      await other.end();
      await database.drop();
    });
    await migrate(other);
    let told = 0;
    const interrupted = makeDemo(other, (await demoState(other, NOW))!, () => {
      told += 1;
      if (told === 4) throw new Error('pulled the plug');
    });
    await expect(interrupted).rejects.toThrow('pulled the plug');
    const state = await demoState(other, NOW + 999);
    expect(state).toEqual({ now: NOW, done: false });
    await makeDemo(other, state!, () => {});
    const sums = (sql: Central) => sql`select item_id, sum(quantity)::bigint as quantity from position group by item_id order by item_id`;
    expect([...(await sums(other))]).toEqual([...(await sums(central))]);
    expect(await other`select count(*)::bigint as n from command_log`).toEqual(await central`select count(*)::bigint as n from command_log`);
  });
});
