// Badge and PIN with real stations, their real files and a real server: chosen once, opened without a network, guessed in
// vain also across a pulled plug, and under everything that somebody does.
import Database from 'better-sqlite3';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Replies } from '#electron/contract.ts';
import { checkSignatures } from '#sync/server/audit/signatures.ts';
import { personPart } from '#sync/keys/command-signature.ts';
import { personRow, smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { openStation, type TestStation } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let central: TestCentral;
const folder = temporaryFolder();
let ahead = 0;
const now = () => Date.now() + ahead;
const PIN = '493027';
beforeAll(async () => {
  central = await startTestCentral(now, [...smallCompany, { table: 'person', rows: [personRow('sue', ['supervisor'])] }]);
  await central.write('setting', [{ key: 'pin_policy', value: { required: true, since: now() } }]);
  await central.write('pin_reset', [{ person_id: 'sue', reset_at: now(), by_id: 'dana', command_id: '' }]);
}, 120_000);
/** The same file in each test, and nobody signed in. */
const openOne = () => openStation(central.service.url, folder, 'RB-NOBODY', 'station', now);
afterAll(() => central.stop());
const sql = () => central.service.central;
const signIn = (station: TestStation, badge: string, more: { pin?: string; next?: string } = {}) => station.request('signIn', { badge, ...more }) as Promise<Replies['signIn']>;
const moved = { itemId: 'A', quantity: 1, fromLocation: 'DOCK', toLocation: 'B-1' };
const verdicts = async (station: TestStation) => (await sql()<{ verdict: string; rejection: { reason?: string } | null; signature: string }[]>`select verdict, rejection, signature from command_log where device_id = ${station.device} and sequence > 0 order by sequence`);

it('is chosen once with a supervisor’s word, and weak ones are not taken', { timeout: 60_000 }, async () => {
  const one = await openOne();
  await one.level();
  expect(await signIn(one, 'RB-SUE')).toMatchObject({ person: null, wants: 'new_pin', name: 'sue', problem: '' });
  expect(await signIn(one, 'RB-SUE', { pin: '', next: '123456' })).toMatchObject({ person: null, wants: 'new_pin', problem: expect.stringContaining('first that anybody tries') as string });
  expect(await signIn(one, 'RB-SUE', { pin: '', next: PIN })).toMatchObject({ person: { id: 'sue' } });
  // Without a word of a supervisor nobody chooses one; a badge alone opens nothing.
  expect(await signIn(one, 'RB-MARA')).toMatchObject({ person: null, wants: '', problem: expect.stringContaining('Nobody has let you choose a PIN yet') as string });
  // Nor does an item's code.
  expect(await signIn(one, '4006381333931', { pin: PIN })).toMatchObject({ person: null, wants: '' });
  expect(await one.submit('person.reset_pin', { personId: 'mara' })).toMatchObject({ ok: true });
  await one.level();
  await vi.waitFor(async () => expect(await signIn(one, 'RB-MARA')).toMatchObject({ wants: 'new_pin' }), 20_000);
  expect(await signIn(one, 'RB-MARA', { pin: '', next: '7160435' })).toMatchObject({ person: { id: 'mara' } });
});

it('opens without a network where it was shown before, and what is done carries both signatures', { timeout: 60_000 }, async () => {
  const one = await openOne();
  await one.level();
  await one.plug(false);
  expect(await signIn(one, 'RB-SUE')).toMatchObject({ wants: 'pin', name: 'sue' });
  expect(await signIn(one, 'RB-SUE', { pin: '493028' })).toMatchObject({ person: null, wants: 'pin', problem: 'That is not the PIN of this badge.' });
  expect(await signIn(one, 'RB-SUE', { pin: PIN })).toMatchObject({ person: { id: 'sue' } });
  expect(await one.submit('stock.move', moved, ['not_enough_stock'])).toMatchObject({ ok: true });
  // Whoever starts it again starts with nobody.
  await one.stop();
  await one.start();
  expect((await one.hello()).person).toBeNull();
  expect(await one.submit('stock.move', moved, ['not_enough_stock'])).toMatchObject({ ok: false, problem: 'not_signed_in' });
  await one.plug(true);
  expect(await signIn(one, 'RB-SUE', { pin: PIN })).toMatchObject({ person: { id: 'sue' } });
  await one.level();
  const rows = await verdicts(one);
  expect(rows.map((row) => row.verdict)).toEqual(['applied', 'flagged']);
  expect(rows.every((row) => personPart(row.signature) !== '')).toBe(true);
});

it('is the same at another station, which asks the ERP once', { timeout: 60_000 }, async () => {
  const two = await openStation(central.service.url, undefined, 'RB-NOBODY', 'station', now);
  await two.level();
  expect(await signIn(two, 'RB-SUE')).toMatchObject({ wants: 'pin' });
  expect(await signIn(two, 'RB-SUE', { pin: PIN })).toMatchObject({ person: { id: 'sue' } });
  await two.request('signOut', {});
  await two.plug(false);
  expect(await signIn(two, 'RB-MARA')).toMatchObject({ wants: '', problem: expect.stringContaining('needs the network once') as string });
  expect(await signIn(two, 'RB-SUE', { pin: PIN })).toMatchObject({ person: { id: 'sue' } });
});

it('forged work is kept back: without the person’s signature, or with that of somebody else', { timeout: 60_000 }, async () => {
  const three = await openStation(central.service.url, temporaryFolder(), 'RB-NOBODY', 'station', now);
  await three.level();
  await signIn(three, 'RB-SUE', { pin: PIN });
  await three.plug(false);
  for (let n = 0; n < 3; n++) await three.submit('stock.move', moved, ['not_enough_stock']);
  await three.stop();
  const file = new Database(path.join(three.folder, 'replica.db'));
  const rows = file.prepare('select sequence, signature from outbox order by sequence desc limit 3').all() as { sequence: number; signature: string }[];
  const [last, middle] = rows as [typeof rows[0], typeof rows[0], typeof rows[0]];
  file.prepare('update outbox set signature = ? where sequence = ?').run(last.signature.split('.')[0], last.sequence);
  file.prepare('update outbox set signature = ? where sequence = ?').run(`${middle.signature.split('.')[0]}.${personPart(last.signature)}`, middle.sequence);
  file.close();
  await three.start();
  await three.plug(true);
  await three.level();
  const told = await verdicts(three);
  expect(told.map((row) => row.verdict)).toEqual(['flagged', 'parked', 'parked']);
  // What was kept back is told apart, and what counted is proven again from the log alone; a changed byte shows.
  expect((await checkSignatures(sql())).find((each) => each.device === three.device)).toMatchObject({ commands: 3, signed: 1, byPeople: 1, problems: [] });
  await sql().begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update command_log set bytes = replace(convert_from(bytes, 'UTF8'), 'B-1', 'B-2')::bytea where device_id = ${three.device} and sequence = 1`;
  });
  expect((await checkSignatures(sql())).find((each) => each.device === three.device)?.problems).toEqual([expect.stringContaining('is not what its station signed') as string, expect.stringContaining('was not signed by sue') as string]);
  expect(told.slice(1).map((row) => row.rejection?.reason)).toEqual([expect.stringContaining('was not signed by sue') as string, expect.stringContaining('is not signed by sue') as string]);
});

it('guessing ends, whether the plug is pulled in between or not, and only a supervisor opens it again', { timeout: 120_000 }, async () => {
  const one = await openOne();
  await one.level();
  const wrong = ['111', '222', '333', '444', '555', '666', '777', '888', '999', '000'].map((end) => `805${end}`);
  await one.plug(false);
  for (const [n, pin] of wrong.entries()) {
    const said = await signIn(one, 'RB-MARA', { pin });
    expect(said.person, `try ${n + 1}`).toBeNull();
    if (n === 4) {
      // The plug is pulled: it waits all the same.
      await one.stop();
      await one.start();
      await one.plug(false);
      expect((await signIn(one, 'RB-MARA', { pin: '7160435' })).problem).toMatch(/wait \d+ seconds/);
    }
    // Somebody with patience.
    if (n >= 4) ahead += 20 * 60_000;
  }
  expect(await signIn(one, 'RB-MARA', { pin: '7160435' })).toMatchObject({ person: null, wants: '', problem: expect.stringContaining('a supervisor lets you choose a new one') as string });
  expect(await signIn(one, 'RB-SUE', { pin: PIN })).toMatchObject({ person: { id: 'sue' } });
  await one.plug(true);
  await one.submit('person.reset_pin', { personId: 'mara' });
  await one.level();
  await vi.waitFor(async () => expect(await signIn(one, 'RB-MARA')).toMatchObject({ wants: 'new_pin' }), 20_000);
  expect(await signIn(one, 'RB-MARA', { pin: '', next: '885012' })).toMatchObject({ person: { id: 'mara' } });
  expect((await sql()`select 1 from exception where warehouse_id = ${WAREHOUSE} and kind = 'PARKED' and device_id = ${one.device}`).length).toBe(0);
});

it('asked raw at the server, tries are counted before they are answered', { timeout: 60_000 }, async () => {
  const one = await openOne();
  const ask = async (pin: string, more: object = {}) => (await fetch(`${central.service.url}/pin`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, device: 'raw', person: 'sue', pin, key: 'k', at: now(), ...more }) })).json() as Promise<{ ok: boolean; why?: string; problem?: string }>;
  expect(await ask(PIN)).toMatchObject({ ok: false, why: 'refused', problem: expect.stringContaining('not enrolled') as string });
  expect(await ask(PIN, { device: one.device })).toMatchObject({ ok: false, why: 'refused', problem: expect.stringContaining('could not show') as string });
  await central.write('device', [{ device_id: 'raw', name: 'raw', home_warehouse: WAREHOUSE, kind: 'development', state: 'ACTIVE', enrolled_at: 1, last_seen_at: 1 }]);
  const said = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(`80511${n % 10}`)));
  expect(said.every((each) => !each.ok)).toBe(true);
  expect(said.filter((each) => each.why === 'wrong').length).toBeLessThanOrEqual(5);
  expect(await ask(PIN)).toMatchObject({ ok: false, why: 'locked' });
});
