// Fills an empty company with the demo: master data as the ERP writes it, everything else as commands through the
// same reconcile as all work, and one station that has been silent with work nobody else has.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildDemo, type Demo } from '#demo/build.ts';
import { idFrom } from '#domain/ids.ts';
import type { AnyRow, TableName } from '#domain/tables.ts';
import { inScope, type Central } from '#db/central/open.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { upsert } from '#db/central/rows.ts';
import type { SubmitReply } from '#electron/contract.ts';
import { startStation } from '#electron/station.ts';
import { arrive } from '#sync/server/admission.ts';
import { takeIn } from '#sync/server/reconcile.ts';

const SEED = 'restow';
/** The demo station: its history is that of the demo, so the delivery it has half received is its own to finish. */
export const DEMO_DEVICE = 'leeds-pack-1';
const BATCH = 250;
const everything = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
/** Remembers with which clock the demo was made, so that an interrupted start makes the same one to its end. */
const MARK = 'demo_company';

export interface DemoState {
  readonly now: number;
  readonly done: boolean;
}

/** What the database says about the demo; undefined where there is a company that is not the demo. */
export async function demoState(central: Central, now: number): Promise<DemoState | undefined> {
  const [mark] = await central<{ value: DemoState }[]>`select value from setting where key = ${MARK}`;
  if (mark) return mark.value;
  const [company] = await central`select from warehouse limit 1`;
  return company ? undefined : { now, done: false };
}

/** Makes the demo or what is missing of it; before the policies start, which would otherwise join in. */
export async function makeDemo(central: Central, state: DemoState, say: (sentence: string) => void): Promise<Demo> {
  say(state.done ? 'The demo company is there already.' : 'Making the demo company: two warehouses, some thousand items, a week of work …');
  const demo = buildDemo({ seed: SEED, now: state.now, device: DEMO_DEVICE });
  if (state.done) return demo;
  await mark(central, { now: state.now, done: false });
  for (const [table, rows] of Map.groupBy(demo.master, ({ table }) => table)) await writeOnce(central, table, rows.map(({ row }) => row));
  for (let from = 0; from < demo.commands.length; from += BATCH) {
    const batch = demo.commands.slice(from, from + BATCH);
    const verdicts = await postgresStore(central).inScope(everything, (tx) => takeIn(tx, state.now, { device: DEMO_DEVICE, warehouse: '*' }, batch.map((command) => arrive(JSON.stringify(command), 0))));
    const parked = verdicts.find(({ verdict }) => verdict === 'parked');
    if (parked) throw new Error(`the demo company could not be made: ${JSON.stringify(parked.rejection)}`);
    say(`  ${Math.min(from + BATCH, demo.commands.length)} of ${demo.commands.length} steps of its history`);
  }
  await mark(central, { now: state.now, done: true });
  return demo;
}

async function mark(central: Central, value: DemoState): Promise<void> {
  await inScope(central, everything, (tx) => upsert(tx, 'setting', [{ key: MARK, value: { ...value } }]));
}

/** Master rows are the ERP's first word, not its last: what an interrupted start already wrote and changed stays. */
async function writeOnce(central: Central, table: TableName, rows: readonly AnyRow[]): Promise<void> {
  await inScope(central, everything, async (tx) => {
    const [any] = await tx.unsafe(`select from "${table}" where ${table === 'setting' ? `key <> '${MARK}'` : 'true'} limit 1`);
    if (!any) await upsert(tx, table, rows);
  });
}

/** Has a real station load, go offline, work as the story says and stop; its folder then holds the unsent work. */
export async function makeSilentStation(demo: Demo, { url, central }: { readonly url: string; readonly central: Central }, folder: string): Promise<void> {
  if (existsSync(path.join(folder, 'replica.db'))) return;
  const { silent } = demo;
  let at = silent.commands[0]!.at - 60_000;
  const station = await startStation({ folder, central: url, now: () => at, device: silent.device.id, name: silent.device.name, warehouse: silent.warehouse });
  try {
    await until(async () => ((await station.request('signIn', { badge: silent.person.badge })) as { person: unknown }).person !== null);
    await station.request('plug', { connected: false });
    for (const [n, { type, payload, at: when }] of silent.commands.entries()) {
      at = when;
      const reply = (await station.request('submit', { commands: [{ id: idFrom('demo-silent', SEED, n), type, payload, confirmed: ['not_enough_stock', 'already_done', 'unknown_document'] }] })) as SubmitReply;
      if (!reply.ok) throw new Error(`the silent station could not do ${type}: ${JSON.stringify(reply)}`);
    }
  } finally {
    await station.stop();
  }
  // What its making told the server is taken back: nobody has heard of it for hours.
  await inScope(central, everything, (tx) => upsert(tx, 'contact', [silent.contact]));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the silent station did not get its data from the sync service within 30 seconds');
}
