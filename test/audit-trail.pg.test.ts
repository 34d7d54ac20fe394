// The audit trail against somebody who owns the database: every way of changing the past is told, by the chain, by the
// seal or by a station that has seen it.
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTrail } from '#db/central/audit-trail.ts';
import { inScope } from '#db/central/open.ts';
import { createWitness } from '#db/local/witness.ts';
import { checkOwnChain } from '#sync/client/own-chain.ts';
import { signingKeyOf } from '#sync/keys/ed25519.ts';
import { contentOf, headText, linkOf, type AuditEntry, type AuditFacts } from '#sync/protocol/audit-chain.ts';
import { checkTrail, type TrailReport, type Witnessed } from '#sync/server/audit/check.ts';
import { exportTrail, openExport } from '#sync/server/audit/export.ts';
import { sealTrail } from '#sync/server/audit/sealer.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { openStation, type TestStation } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const seal = signingKeyOf(generateKeyPairSync('ed25519').privateKey);
let central: TestCentral;
let station: TestStation;
beforeEach(async () => {
  central = await startTestCentral(Date.now, smallCompany, { sealKey: seal });
  station = await openStation(central.service.url);
  for (let n = 0; n < 6; n++) await station.receive();
  await station.level();
  await sealTrail(central.service.central, Date.now(), seal);
  for (let n = 0; n < 4; n++) await station.receive();
  await station.level();
  await sealTrail(central.service.central, Date.now(), seal);
  await vi.waitFor(() => {
    if (witnessed().at(-1)?.entry_no !== 10) throw new Error('the station has not seen the head yet');
  }, { timeout: 15_000, interval: 50 });
});
afterEach(() => central.stop());

function replica<T>(read: (db: Database.Database) => T): T {
  const db = new Database(path.join(station.folder, 'replica.db'), { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
const witnessed = (): readonly Witnessed[] => replica((db) => createWitness(db).all().map((head) => ({ ...head, by: 'the station' })));
async function check(witnesses: readonly Witnessed[] = witnessed(), now = Date.now()): Promise<TrailReport> {
  return checkTrail(await openTrail(central.service.central), WAREHOUSE, now, seal.publicKey, witnesses);
}
const sql = (text: string) => central.service.central.unsafe(text);

it('AUD-1 seals every command once, after its commit, and stations witness the head', async () => {
  const report = await check();
  expect(report).toMatchObject({ entries: 10, unsigned: 0, problems: [] });
  expect(report.witnessed).toBeGreaterThan(0);
  expect(await sealTrail(central.service.central, Date.now(), seal)).toBe(0);
});

it('AUD-1 two sealers at once and a transaction that commits late leave no gap and no double', async () => {
  const { central: pool } = central.service;
  const late = pool.begin(async (tx) => {
    await tx`insert into command_log select 'late-command', device_id, 0, warehouse_id, type, version, person_id, effective_at, hash, bytes, verdict, rule, rejection, recorded_at from command_log limit 1`;
    await station.receive();
    await station.level();
    await Promise.all([sealTrail(pool, Date.now(), seal), sealTrail(pool, Date.now(), seal)]);
  });
  await late;
  await Promise.all([sealTrail(pool, Date.now(), seal), sealTrail(pool, Date.now(), seal), sealTrail(pool, Date.now(), seal)]);
  expect(await check()).toMatchObject({ entries: 12, problems: [] });
});

it('AUD-1 seals more at once than fits a page', async () => {
  await sql(`insert into command_log (command_id, device_id, sequence, warehouse_id, type, version, person_id, effective_at, hash, bytes, verdict, rule, rejection, recorded_at)
    select command_id || '-' || n, device_id, 0, warehouse_id, type, version, person_id, effective_at, hash, bytes, verdict, rule, rejection, recorded_at + n from command_log, generate_series(1, 500) as n where sequence > 0`);
  expect(await sealTrail(central.service.central, Date.now(), seal)).toBe(5000);
  expect(await check()).toMatchObject({ entries: 5010, problems: [] });
});

it.each([
  ['an edited verdict', `update command_log set person_id = 'dana' where command_id = (select command_id from audit_entry where entry_no = 3)`, 'entry 3 of W1: the log now says something else'],
  ['edited bytes', `update command_log set bytes = 'x'::bytea where command_id = (select command_id from audit_entry where entry_no = 4)`, 'entry 4 of W1: the bytes of command'],
  ['a deleted command', `delete from command_log where command_id = (select command_id from audit_entry where entry_no = 5)`, 'is gone from the log'],
  ['a deleted entry', 'delete from audit_entry where entry_no = 5', 'entry 6 of W1: follows entry 4'],
  ['two entries in the other order', 'update audit_entry set entry_no = case entry_no when 2 then 1003 else 1002 end where entry_no in (2, 3); update audit_entry set entry_no = entry_no - 1000 where entry_no > 1000', 'does not continue the entry before it'],
  ['a trail cut off behind an older seal', 'delete from audit_entry where entry_no > 6; delete from audit_seal where entry_no > 6; delete from command_log where command_id not in (select command_id from audit_entry)', 'the trail ends before it; it was cut off'],
])('AUD-2 tells %s', async (_what, tampering, words) => {
  await sql(tampering);
  expect((await check()).problems.join('\n')).toContain(words.replaceAll('W1', WAREHOUSE));
});

/** What somebody who owns the database, but not the seal key, can make of it. */
async function writeAnew(sign: (text: string) => string, publicKey: string): Promise<void> {
  await sql(`update command_log set person_id = 'somebody' where command_id = (select command_id from audit_entry where entry_no = 2)`);
  const rows = (await sql(`select e.entry_no, l.command_id, l.device_id, l.sequence, l.person_id, l.type, l.verdict, l.rule, coalesce(l.rejection::text, '') as rejection, l.hash, l.effective_at, l.recorded_at from audit_entry e join command_log l using (command_id) order by entry_no`)) as unknown as (AuditFacts & Pick<AuditEntry, 'entry_no'>)[];
  let previous = '';
  const links = new Map<number, string>();
  for (const row of rows) {
    const content = contentOf(row);
    previous = linkOf(WAREHOUSE, row.entry_no, previous, content);
    links.set(row.entry_no, previous);
    await central.service.central`update audit_entry set content = ${content}, link = ${previous} where entry_no = ${row.entry_no}`;
  }
  for (const { entry_no: entryNo, sealed_at } of (await sql('select entry_no, sealed_at from audit_seal')) as unknown as { entry_no: number; sealed_at: number }[]) {
    const link = links.get(entryNo)!;
    const signature = sign(headText({ warehouse_id: WAREHOUSE, entry_no: entryNo, link, sealed_at }));
    await central.service.central`update audit_seal set link = ${link}, signature = ${signature}, public_key = ${publicKey} where entry_no = ${entryNo}`;
  }
}

it('AUD-3 a trail written anew without the seal key is told by its seals', async () => {
  const other = signingKeyOf(generateKeyPairSync('ed25519').privateKey);
  await writeAnew((text) => other.sign(text), other.publicKey);
  expect((await check([])).problems.join('\n')).toContain("is not signed with the company's seal key");
});

it('AUD-4 a trail written anew by somebody who has the seal key as well is told by the stations', async () => {
  const before = witnessed();
  await writeAnew((text) => seal.sign(text), seal.publicKey);
  expect((await check([])).problems).toEqual([]);
  expect((await check(before)).problems.join('\n')).toMatch(/seen by the station: the trail holds another entry there; it was written anew/);
});

it('AUD-4 a station says by itself that the trail it is shown cannot follow the one it saw', async () => {
  await sql(`delete from audit_entry where entry_no > 6; delete from audit_seal where entry_no > 6; update audit_head set (entry_no, link, sealed_at, signature) = (select entry_no, link, sealed_at, signature from audit_seal where entry_no = 6)`);
  await vi.waitFor(async () => expect((await station.hello()).status.trouble).toContain('was cut off'), { timeout: 15_000, interval: 50 });
  await station.receive();
  await station.level();
});

it('AUD-5 an exported trail is checked without the database, and tells when it was changed or cut', async () => {
  const file = path.join(temporaryFolder(), 'trail.jsonl');
  await exportTrail(await openTrail(central.service.central), [WAREHOUSE], file);
  expect(await checkTrail(await openExport(file), WAREHOUSE, Date.now(), seal.publicKey, witnessed())).toMatchObject({ entries: 10, problems: [] });
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, lines.map((line, n) => (n === 2 ? line.replace('"mara"', '"dana"') : line)).join('\n'));
  expect((await checkTrail(await openExport(file), WAREHOUSE, Date.now(), seal.publicKey, [])).problems.join('\n')).toContain('entry 3');
  writeFileSync(file, lines.slice(0, 7).join('\n'));
  expect((await checkTrail(await openExport(file), WAREHOUSE, Date.now(), seal.publicKey, witnessed())).problems.join('\n')).toContain('carry no seal');
  appendFileSync(file, `\n${'{"entry":1}'}\n`);
  await expect(openExport(file)).rejects.toThrow('Line 8');
});

it('AUD-6 the chain of a station is checked from its file alone', async () => {
  expect(replica((db) => checkOwnChain(db, 'replica.db'))).toMatchObject({ commands: 10, signed: 10, unsent: 0, problems: [], receipt: { held: 10 } });
  await station.stop();
  const file = path.join(station.folder, 'replica.db');
  const db = new Database(file);
  db.prepare('update outbox set bytes = cast(replace(cast(bytes as text), \'"quantity":1\', \'"quantity":7\') as blob) where sequence = 4').run();
  db.prepare('delete from outbox where sequence = 7').run();
  const problems = checkOwnChain(db, file).problems.join('\n');
  db.close();
  expect(problems).toMatch(/command 4 of .*: its bytes are not the ones that were judged/);
  expect(problems).toMatch(/command 8 of .*: follows 6/);
});

it('AUD-1 the service may only add to the trail', async () => {
  for (const text of ['update audit_entry set link = link', 'delete from audit_entry', 'delete from audit_seal', 'update command_log set verdict = verdict', 'truncate audit_entry']) {
    await expect(inScope(central.service.central, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => tx.unsafe(text))).rejects.toThrow('permission denied');
  }
});
