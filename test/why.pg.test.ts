// Why a number is so, between a real station and a real sync service: the station's own lines at once, the company's
// further back, and the same from the command line beside the running station.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { arrive } from '#sync/server/admission.ts';
import { takeIn } from '#sync/server/reconcile.ts';
import { inScope } from '#db/central/open.ts';
import { storeTx } from '#db/central/postgres-store.ts';
import type { Hello, Question, SubmitReply, WhyAnswer } from '#electron/contract.ts';
import { startStation, type Station } from '#electron/station.ts';
import { startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const DAY = 86_400_000;
let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
  await central.write('person', [{ person_id: 'carl', name: 'carl', badge: 'RB-CARL', roles: ['counter'], active: true }]);
  const before = [['B-1', 12, 40], ['B-2', 3, 2]] as const;
  const commands = before.map(([locationId, quantity, days], n) => ({ id: `opening-${n}`, type: 'stock.open', version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now() - days * DAY, offset: 0, person: 'system', warehouse: WAREHOUSE, confirmed: [], payload: { itemId: 'A', quantity, locationId } }));
  await inScope(central.service.central, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(storeTx(tx), Date.now(), { device: 'intake', warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0))));
});
afterAll(() => central.stop());

async function openStation(): Promise<{ readonly station: Station; readonly folder: string }> {
  const folder = temporaryFolder();
  const station = await startStation({ folder, central: central.service.url, now: Date.now, name: 'Pack 1' });
  onTestFinished(() => station.stop());
  await vi.waitFor(async () => expect((await hello(station)).warehouse.name).toBe('Test warehouse'), { timeout: 20_000 });
  await signIn(station, 'RB-MARA');
  return { station, folder };
}
const hello = (station: Station) => station.request('hello', {}) as Promise<Hello>;
const signIn = (station: Station, badge: string) => station.request('signIn', { badge });
const move = (station: Station, quantity: number) =>
  station.request('submit', { commands: [{ id: randomUUID(), type: 'stock.move', payload: { itemId: 'A', quantity, fromLocation: 'B-1', toLocation: 'B-2' }, confirmed: [] }] }) as Promise<SubmitReply>;
const level = (station: Station) => vi.waitFor(async () => expect((await hello(station)).status).toMatchObject({ unsent: 0, online: true }), { timeout: 20_000 });
const ask = (station: Station, from: 'here' | 'erp', subject: Extract<Question, { about: 'why' }>['subject'] = { kind: 'position', itemId: 'A', locationId: 'B-1' }) =>
  station.request('ask', { question: { about: 'why', from, subject } }) as Promise<WhyAnswer | null>;
const linesOf = (answer: WhyAnswer | null) => answer!.explanation.lines.map((line) => [line.kind, line.change, line.balance, line.waiting]);

/** Beside this process, which is the service and the station. */
async function why(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['bin/why.ts', ...args], { cwd: path.join(import.meta.dirname, '..'), env: { ...process.env, ...env } });
  let [out, problem] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, problem };
}

describe('why, asked at a station', () => {
  it('WHY-3 tells its horizon at once, says what is missing offline, and reaches to the beginning with the ERP', async () => {
    const { station, folder } = await openStation();
    await move(station, 2);
    await level(station);
    await station.request('plug', { connected: false });
    await move(station, 1);

    const here = await ask(station, 'here');
    expect(linesOf(here)).toEqual([['opening', 12, 12, false], ['movement', -2, 10, false], ['movement', -1, 9, true]]);
    expect(here).toMatchObject({ sources: { erp: null, missing: 'not_asked' }, explanation: { since: expect.any(Number), total: { books: 9, lines: 9, isSound: true } }, names: { people: { mara: 'mara' }, items: { A: 'Item A' } } });
    expect(await ask(station, 'erp')).toMatchObject({ sources: { erp: null, missing: 'offline' }, explanation: { lines: here!.explanation.lines } });

    const alone = await why(['position', WAREHOUSE, 'A', 'B-1', '--data', folder]);
    expect(alone).toMatchObject({ status: 0, problem: '' });
    expect(alone.out).toContain('These lines add up to exactly the 9 in the books.');
    expect(alone.out).toContain('! Not in the ERP yet: kept on this station.');
    const withService = await why(['position', WAREHOUSE, 'A', 'B-1', '--data', folder, '--central', central.service.url, '--json']);
    expect(linesOf(JSON.parse(withService.out) as WhyAnswer)).toEqual([['movement', 12, 12, false], ['movement', -2, 10, false], ['movement', -1, 9, true]]);

    await station.request('plug', { connected: true });
    await level(station);
    const whole = await ask(station, 'erp');
    expect(linesOf(whole)).toEqual([['movement', 12, 12, false], ['movement', -2, 10, false], ['movement', -1, 9, false]]);
    expect(whole).toMatchObject({ sources: { erp: expect.any(Number), missing: '' }, explanation: { since: null, total: { books: 9, lines: 9, isSound: true } } });
    expect(whole!.explanation.lines.every((line) => line.command!.recordedAt !== null)).toBe(true);
  });

  it('WHY-3 what others do meanwhile is in both halves or in none: the number always adds up', async () => {
    const [{ station: one }, { station: other }] = [await openStation(), await openStation()];
    let done = false;
    const busy = (async () => {
      for (let n = 0; n < 60; n++) await other.request('submit', { commands: [{ id: randomUUID(), type: 'stock.move', payload: { itemId: 'A', quantity: 1, fromLocation: n % 2 === 0 ? 'B-2' : 'B-3', toLocation: n % 2 === 0 ? 'B-3' : 'B-2' }, confirmed: ['not_enough_stock'] }] });
      await level(other);
      done = true;
    })();
    let asked = 0;
    while (!done || asked < 5) {
      const told = await ask(one, 'erp', { kind: 'position', itemId: 'A', locationId: 'B-3' });
      expect(told!.explanation.total).toMatchObject({ isSound: true });
      expect(told!.sources.missing).toBe('');
      asked += 1;
    }
    await busy;
  });

  it('WHY-5 who only counts is not told', async () => {
    const { station } = await openStation();
    await signIn(station, 'RB-CARL');
    expect([await ask(station, 'here'), await ask(station, 'erp')]).toEqual([null, null]);
  });

  it('WHY-4 a delivery is told from the ERP with what another station did, and a station hears nothing of another warehouse', async () => {
    const [{ station: one }, { station: other }] = [await openStation(), await openStation()];
    await other.request('submit', { commands: [{ id: randomUUID(), type: 'delivery.receive', payload: { deliveryId: 'DN-9', itemId: 'A', quantity: 1, locationId: 'DOCK' }, confirmed: ['unknown_document'] }] });
    await other.request('submit', { commands: [{ id: randomUUID(), type: 'delivery.finish', payload: { deliveryId: 'DN-9' }, confirmed: ['unknown_document'] }] });
    await level(other);
    const told = await ask(one, 'erp', { kind: 'document', id: 'DN-9' });
    expect(told!.explanation.lines.map((line) => line.command?.type)).toEqual(expect.arrayContaining(['delivery.receive', 'delivery.finish']));
    expect(told!.explanation.document).toMatchObject({ table: 'delivery' });
    const [log] = await central.service.central<{ command_id: string }[]>`select command_id from command_log where device_id = ${other.device} and type = 'delivery.receive'`;
    const [raised] = await central.service.central<{ exception_id: string }[]>`select exception_id from exception where subject_id = 'DN-9' limit 1`;
    const asCommand = await why(['command', log!.command_id, '--warehouse', WAREHOUSE], { DATABASE_URL: central.databaseUrl });
    const asException = await why(['exception', raised!.exception_id, '--warehouse', WAREHOUSE], { DATABASE_URL: central.databaseUrl });
    expect([asCommand.status, asException.status]).toEqual([0, 0]);
    for (const { out } of [asCommand, asException]) expect(out).toContain('Received: 1 × Item A, supplier → DOCK · mara at');
    expect(asException.out).toContain('Somebody has to look: a delivery nobody announced');
    const elsewhere = await fetch(`${central.service.url}/why`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, device: one.device, subject: { kind: 'document', warehouse: 'W2', id: 'DN-9' } }) });
    expect([elsewhere.status, await elsewhere.json()]).toEqual([403, { problem: `This station works in ${WAREHOUSE} and is not told about W2.` }]);
  });
});

describe('why, asked on the command line', () => {
  it('WHY-3 answers from Postgres and from the sync service alone, and says what it does not know', async () => {
    const fromPostgres = await why(['position', WAREHOUSE, 'A', 'B-1', '--json'], { DATABASE_URL: central.databaseUrl });
    const fromService = await why(['position', WAREHOUSE, 'A', 'B-1', '--central', central.service.url, '--json']);
    expect(linesOf(JSON.parse(fromPostgres.out) as WhyAnswer)).toEqual(linesOf(JSON.parse(fromService.out) as WhyAnswer));
    expect(JSON.parse(fromPostgres.out)).toMatchObject({ explanation: { total: { isSound: true } } });
    expect(await why(['document', 'NO-SUCH', '--warehouse', WAREHOUSE], { DATABASE_URL: central.databaseUrl })).toMatchObject({ status: 1, problem: 'Nothing is known about NO-SUCH.\n' });
    expect(await why(['position', WAREHOUSE, 'A', 'B-1', '--data', temporaryFolder()])).toMatchObject({ status: 1, problem: expect.stringContaining('There is no station in') });
    expect(await why(['position', WAREHOUSE])).toMatchObject({ status: 2 });
  });
});

describe('the log of commands', () => {
  it('CMD-1 holds the very bytes that the station wrote', async () => {
    const { station, folder } = await openStation();
    await move(station, 1);
    await level(station);
    const db = new Database(path.join(folder, 'replica.db'), { readonly: true });
    const [sent] = db.prepare('select command_id, bytes from outbox').all() as { command_id: string; bytes: Buffer }[];
    db.close();
    const [kept] = await central.service.central<{ bytes: Buffer }[]>`select bytes from command_log where command_id = ${sent!.command_id}`;
    expect(kept!.bytes.toString('utf8')).toBe(sent!.bytes.toString('utf8'));
  });
});
