// What a day without network costs when it ends: the whole queue sent by the real pusher and judged by the real
// service, beside one statement that writes the same movements and positions without any rule, on the same Postgres.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import type { Central } from '#db/central/open.ts';
import { definitionOf, type TableName } from '#domain/tables.ts';
import { PUSH_MAX } from '#sync/protocol/messages.ts';
import { pullOnce } from '#sync/client/pull.ts';
import { createPusher } from '#sync/client/push.ts';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { createTransport, type Transport } from '#sync/client/transport.ts';
import { submitMany } from './bench-replica.ts';
import type { Bench } from './bench.ts';
import { startCentralProcess } from './central-process.ts';
import { WAREHOUSE } from './company.ts';
import type { Figure } from './figure.ts';

const ITEMS = 10_000;

export async function benchUpload({ folder, now, quick, say }: Bench): Promise<readonly Figure[]> {
  const queue = quick ? 1000 : 10_000;
  say('upload: Postgres and the service …');
  const central = await startCentralProcess(folder, 'upload-postgres', ITEMS);
  const transport = createTransport(central.url);
  const replica = openReplicaAt(path.join(folder, 'upload.db'), randomUUID);
  try {
    await meet(replica, transport, now);
    say(`upload: a queue of ${queue} commands …`);
    submitMany(replica, ITEMS, queue, now);
    const ours = queue / (await secondsOf(() => uploadAll(replica, transport, now, queue)));
    await settle(central.sql, queue);
    say('upload: the same rows without rules …');
    // Once each unmeasured first: statements are planned and files grown then.
    await (await withoutRules(central.sql, queue, 'w'))();
    const once = queue / (await secondsOf(await withoutRules(central.sql, queue, 'x')));
    const batches = queue / (await secondsOf(await withoutRules(central.sql, PUSH_MAX, 'y')));
    return [
      { name: `upload and judgement of ${queue} commands`, value: ours, unit: 'per s' },
      { name: `rule-free, one statement of ${queue} rows`, value: once, unit: 'per s' },
      { name: `rule-free, a statement and commit per ${PUSH_MAX} rows`, value: batches, unit: 'per s' },
      { name: 'upload ÷ rule-free, one statement', value: ours / once, unit: 'x', goal: { atLeast: 0.5 } },
      { name: `upload ÷ rule-free, commits of ${PUSH_MAX} as uploaded`, value: ours / batches, unit: 'x' },
    ];
  } finally {
    transport.close();
    replica.close();
    await central.stop();
  }
}

async function meet(replica: Replica, transport: Transport, now: () => number): Promise<void> {
  const device = replica.meta.get('device_id')!;
  const enrolled = await transport.enrol({ device, incarnation: replica.meta.get('incarnation')!, name: 'bench', warehouse: WAREHOUSE, kind: 'station' });
  if (!enrolled.ok) throw new Error(enrolled.reason);
  replica.meta.set('warehouse_id', enrolled.value.warehouse);
  const pulled = await pullOnce(replica, transport, now, randomUUID);
  if (!pulled.ok) throw new Error(pulled.reason);
}

async function uploadAll(replica: Replica, transport: Transport, now: () => number, queue: number): Promise<void> {
  const pusher = createPusher(replica, transport, now);
  for (let more = true; more; ) {
    const pushed = await pusher.push();
    if (!pushed.ok) throw new Error(pushed.reason);
    more = pushed.more;
  }
  if (replica.outbox.head().sequence !== queue) throw new Error('not the whole queue was sent');
}

/** Until the policies have looked at what came, so that they do not slow the other side down. */
async function settle(sql: Central, queue: number): Promise<void> {
  const [judged] = await sql<{ count: number }[]>`select count(*)::bigint as count from command_log where verdict = 'applied'`;
  if (judged!.count !== queue) throw new Error(`${judged!.count} of ${queue} commands were applied`);
  for (;;) {
    const [row] = await sql<{ count: number }[]>`select count(*)::bigint as count from policy_queue`;
    if (row!.count === 0) break;
    await sleep(50);
  }
  await sql`checkpoint`;
}

function textOf(table: TableName): readonly [columns: string, typed: string] {
  const columns = Object.entries(definitionOf(table).columns);
  return [columns.map(([name]) => `"${name}"`).join(', '), columns.map(([name, type]) => `"${name}" ${type.startsWith('int') ? 'bigint' : 'text'}`).join(', ')];
}

/** Movements like the ones uploaded, under other ids, as the parameters of statements of so many rows. */
async function withoutRules(sql: Central, atOnce: number, prefix: string): Promise<() => Promise<void>> {
  const [columns] = textOf('movement');
  const rows = await sql.unsafe<Record<string, string | number>[]>(`select ${columns} from movement where movement_id not like '_:%' order by movement_id`);
  const parts: string[] = [];
  for (let from = 0; from < rows.length; from += atOnce) parts.push(JSON.stringify(rows.slice(from, from + atOnce).map((row) => ({ ...row, movement_id: `${prefix}:${row['movement_id']}` }))));
  return async () => {
    for (const part of parts) await sql.unsafe(ruleFreeText, [part], { prepare: true });
  };
}

/** Inserts movements and adds them to the positions on both their sides; our moves touch no account. */
const ruleFreeText = (() => {
  const [columns, typed] = textOf('movement');
  const [positionColumns] = textOf('position');
  const key = definitionOf('position').key.map((name) => `"${name}"`).join(', ');
  const side = (which: 'from' | 'to', sign: string) => `select warehouse_id, item_id, ${which}_location, lot, serial, ${which}_condition, ${which}_hold, ${which}_owner, ${sign}quantity from moved`;
  return `
    with given as (select * from jsonb_to_recordset($1::text::jsonb) as given(${typed})),
    moved as (insert into movement (${columns}) select ${columns} from given returning *)
    insert into position (${positionColumns})
    select ${key}, sum(quantity) from (${side('from', '-')} union all ${side('to', '')}) as sides(${positionColumns})
    group by ${key} having sum(quantity) <> 0 order by ${key}
    on conflict (${key}) do update set quantity = position.quantity + excluded.quantity`;
})();

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
