// Stations that lost work with their disk, and replicas that were copied or restored, on real files and a real server.
import { copyFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { postgres } from '#db/central/driver.ts';
import { createMeta } from '#db/local/meta.ts';
import { openReplica } from '#db/local/open.ts';
import { createOutbox } from '#db/local/outbox.ts';
import { startTestCentral, WAREHOUSE, type TestCentral } from '#test/support/central.ts';
import { expectEqualToCentral, imageOf, logOf, openStation, type TestStation } from '#test/support/stations.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
});
afterAll(() => central.stop());
const sql = () => central.service.central;
const trouble = async (station: TestStation): Promise<string> => (await station.hello()).status.trouble;
interface Look { exception_id: string; kind: string; rule: string; owner_role: string; device_id: string; did: Record<string, unknown>; book: Record<string, unknown>; state: string }
const looks = (kind: string, device: string) => sql()<Look[]>`select exception_id, kind, rule, owner_role, device_id, did, book, state from exception where kind = ${kind} and device_id = ${device} order by opened_at, exception_id`;
const movementsOf = async (ids: readonly string[]) => new Map((await sql()<{ command_id: string; n: number }[]>`select command_id, count(*)::bigint as n from movement where command_id = any(${ids as string[]}::text[]) group by command_id`).map((row) => [row.command_id, row.n]));
async function expectOnce(ids: readonly string[]): Promise<void> {
  const moved = await movementsOf(ids);
  expect(ids.map((id) => moved.get(id) ?? 0)).toEqual(ids.map(() => 1));
}

/** Takes commands out of the file as damage would, and has the file know it, as salvage does. */
function lose(folder: string, ...sequences: readonly number[]): void {
  const db = openReplica(path.join(folder, 'replica.db'));
  for (const sequence of sequences) {
    db.prepare('delete from outbox where sequence = ?').run(sequence);
    db.prepare('insert into lost (sequence) values (?)').run(sequence);
  }
  db.close();
}

describe('STA-1 PUSH-10 commands that a disk has lost', () => {
  it('are declared with what came before and after them, and everything behind the gaps arrives by itself', { timeout: 90_000 }, async () => {
    const station = await openStation(central.service.url);
    const ids = [await station.receive(), await station.receive()];
    await station.level();
    await station.plug(false);
    for (let i = 0; i < 10; i++) ids.push(await station.receive());
    await station.stop();
    lose(station.folder, 4, 5, 8);
    await station.start();
    ids.push(await station.receive());
    await station.level();
    const log = await logOf(sql(), station.device);
    expect(log.map((row) => row.sequence)).toEqual([1, 2, 3, 6, 7, 9, 10, 11, 12, 13]);
    expect(log.filter((row) => row.verdict === 'parked')).toEqual([]);
    expect(log.map((row) => row.command_id)).toEqual(ids.filter((_, i) => ![3, 4, 7].includes(i)));
    expect(await looks('LOST_COMMANDS', station.device)).toMatchObject([
      { rule: 'STA-1', owner_role: 'supervisor', state: 'OPEN', did: { from: 4, to: 5 }, book: { before: { person: 'mara', type: 'delivery.receive' }, after: { person: 'mara' } } },
      { did: { from: 8, to: 8 } },
    ]);
    expect(await trouble(station)).toBe('');
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('at the end of the file leave their numbers to nobody else, and are declared as well', { timeout: 90_000 }, async () => {
    const station = await openStation(central.service.url);
    await station.receive();
    await station.level();
    await station.plug(false);
    for (let i = 0; i < 3; i++) await station.receive();
    await station.stop();
    lose(station.folder, 3, 4);
    await station.start();
    await vi.waitFor(async () => expect(await looks('LOST_COMMANDS', station.device)).toMatchObject([{ did: { from: 3, to: 4 } }]), 20_000);
    const next = await station.receive();
    await station.level();
    expect((await logOf(sql(), station.device)).at(-1)).toMatchObject({ sequence: 5, command_id: next, verdict: 'applied' });
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('PUSH-4 a gap that nobody declares is named and never jumped', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url);
    await station.receive();
    await station.level();
    await station.stop();
    const { device, incarnation } = identityIn(station.folder);
    const reply = await fetch(`${central.service.url}/push`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, device, incarnation, first: 4, commands: ['{}'] }) });
    expect(await reply.json()).toMatchObject({ held: 1, alarm: 'gap' });
    expect(await logOf(sql(), device)).toHaveLength(1);
  });

  it('PUSH-3 are declared once, whatever is said again', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url);
    await station.receive();
    await station.level();
    await station.stop();
    const body = { protocol: 1, ...identityIn(station.folder), first: 5, commands: [], lost: { from: 2, to: 4, link: 'x'.repeat(64) } };
    const push = async (): Promise<unknown> => (await fetch(`${central.service.url}/push`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
    expect([await push(), await push()]).toMatchObject([{ held: 4, link: 'x'.repeat(64) }, { held: 4 }]);
    expect(await looks('LOST_COMMANDS', body.device)).toHaveLength(1);
  });

  it('PUSH-5 stay declared when the server cannot take what is behind them, which is kept back alone', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url);
    await station.receive();
    await station.level();
    await station.stop();
    const identity = identityIn(station.folder);
    const untakable = (sequence: number) => JSON.stringify({
      id: randomUUID(), type: 'delivery.receive', version: 1, device: identity.device, sequence, previous: 'x'.repeat(64), at: Date.now(), offset: 0, person: 'mara', warehouse: WAREHOUSE, confirmed: ['unknown_item', 'unknown_document'],
      payload: { deliveryId: 'DN-X', itemId: '\ud800', quantity: 1, locationId: 'B-1', lot: '\udfff' },
    });
    const push = async (commands: readonly string[]): Promise<unknown> => (await fetch(`${central.service.url}/push`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, ...identity, first: 4, commands, lost: { from: 2, to: 3, link: 'x'.repeat(64) } }),
    })).json();
    expect(await push([untakable(4), untakable(5)])).toMatchObject({ held: 5 });
    expect(await looks('LOST_COMMANDS', identity.device)).toHaveLength(1);
    expect((await logOf(sql(), identity.device)).slice(1).map((row) => [row.sequence, row.verdict])).toEqual([[4, 'parked'], [5, 'parked']]);
  });
});
function identityIn(folder: string): { device: string; incarnation: string } {
  const db = openReplica(path.join(folder, 'replica.db'));
  const meta = createMeta(db);
  const identity = { device: meta.get('device_id')!, incarnation: meta.get('incarnation')! };
  db.close();
  return identity;
}

const outboxIds = (folder: string): readonly string[] => {
  const db = openReplica(path.join(folder, 'replica.db'));
  const ids = db.prepare('select command_id from outbox order by sequence').pluck().all() as string[];
  db.close();
  return ids;
};

describe('STA-2 PUSH-9 a replica that was copied or restored', () => {
  /** Restored to an older copy, with work of its own since: three commands the server has, four it has not. */
  async function restored() {
    const station = await openStation(central.service.url);
    const ids = [await station.receive()];
    await station.level();
    await station.plug(false);
    ids.push(await station.receive('B'), await station.receive('B'));
    await station.stop();
    const old = imageOf(station.folder);
    await station.start();
    for (let i = 0; i < 3; i++) ids.push(await station.receive());
    await station.level();
    const former = station.device;
    await station.stop();
    for (const [name, bytes] of old) writeFileSync(path.join(station.folder, name), bytes);
    await station.start();
    for (let i = 0; i < 4; i++) ids.push(await station.receive('C'));
    await vi.waitFor(async () => expect(await trouble(station)).toMatch(/a supervisor lets the station in again/), 20_000);
    await vi.waitFor(async () => expect(await looks('STATION_COPIED', former)).toHaveLength(1), 20_000);
    const [look] = await looks('STATION_COPIED', former);
    return { station, former, ids, look: look!, word: { exceptionId: look!.exception_id, deviceId: former, nextId: look!.book['next'] as string } };
  }

  it('is let in by a supervisor at another station: its tail arrives, what the server had counts once, and it goes on', { timeout: 120_000 }, async () => {
    const { station, former, ids, look, word } = await restored();
    expect(look).toMatchObject({ rule: 'STA-2', owner_role: 'supervisor', did: { unsent: expect.any(Number) as number } });
    const office = await openStation(central.service.url, undefined, 'RB-DANA');
    expect(await office.submit('station.readmit', word)).toMatchObject({ ok: true, results: [{ verdict: 'asked' }] });
    await station.level();
    expect([station.device, await trouble(station)]).toEqual([word.nextId, '']);
    ids.push(await station.receive('C'));
    await station.level();
    await expectOnce(ids);
    expect((await logOf(sql(), word.nextId)).filter((row) => row.verdict === 'parked')).toEqual([]);
    expect((await logOf(sql(), former)).length).toBe(6);
    expect(await looks('STATION_COPIED', former)).toMatchObject([{ state: 'RESOLVED' }]);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
    // Also after a restart, which opens the file under its new name.
    await station.stop();
    await station.start();
    ids.push(await station.receive('A'));
    await station.level();
    await expectOnce(ids);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('asks in once more where a restored server knows that it was let in, and not that it has asked since', { timeout: 120_000 }, async () => {
    const { station, former, ids, word } = await restored();
    const office = await openStation(central.service.url, undefined, 'RB-DANA');
    expect(await office.submit('station.readmit', word)).toMatchObject({ ok: true });
    await station.level();
    expect(station.device).toBe(word.nextId);
    await station.stop();
    // As restored to the moment between: the word is known, and nothing that came under the new name.
    const own = (await logOf(sql(), word.nextId)).map((row) => row.command_id);
    expect(own.length).toBeGreaterThan(0);
    await sql().begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from movement where command_id = any(${own}::text[])`;
      await tx`delete from command_log where device_id = ${word.nextId}`;
      await tx`delete from outcome where device_id = ${word.nextId}`;
      await tx`delete from device_chain where device_id = ${word.nextId}`;
      await tx`update setting set value = value`;
    });
    await station.start();
    ids.push(await station.receive('C'));
    await vi.waitFor(async () => expect((await logOf(sql(), word.nextId)).length).toBeGreaterThan(own.length), { timeout: 60_000, interval: 200 });
    expect((await logOf(sql(), word.nextId)).filter((row) => row.verdict === 'parked')).toEqual([]);
    expect((await sql()<{ formerly: string[] }[]>`select formerly from device_chain where device_id = ${word.nextId}`)[0]!.formerly).toContain(former);
  });

  it('is let in by a supervisor at this very station, which cannot push', { timeout: 120_000 }, async () => {
    const { station, ids, word } = await restored();
    await station.signIn('RB-DANA');
    // Its rows still come down, so the supervisor sees the work item here.
    await vi.waitFor(async () => expect(await station.submit('station.readmit', word)).toMatchObject({ ok: true, results: [{ verdict: 'asked' }] }), 20_000);
    await station.level();
    expect(station.device).toBe(word.nextId);
    await expectOnce(ids);
    expect(await sql()`select verdict from command_log where type = 'station.readmit' and device_id = ${word.nextId}`).toMatchObject([{ verdict: 'applied' }]);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('a word for another copy, or of somebody who is no supervisor, lets nobody in', { timeout: 120_000 }, async () => {
    const { station, former, word } = await restored();
    const office = await openStation(central.service.url, undefined, 'RB-DANA');
    expect(await office.submit('station.readmit', { ...word, nextId: 'another' })).toMatchObject({ ok: false, why: 'refused', rule: 'DEC-1' });
    expect(await station.submit('station.readmit', word)).toMatchObject({ ok: false, why: 'problem', problem: 'not_your_decision' });
    await office.level();
    expect([station.device, (await looks('STATION_COPIED', former))[0]!.state]).toEqual([former, 'OPEN']);
    expect((await station.hello()).status.unsent).toBeGreaterThan(3);
  });

  it('cloned, both running: the one that is told is let in, and both go on under two names', { timeout: 120_000 }, async () => {
    const one = await openStation(central.service.url);
    await one.receive();
    await one.level();
    await one.stop();
    const copy = temporaryFolder();
    copyFileSync(path.join(one.folder, 'replica.db'), path.join(copy, 'replica.db'));
    await one.start();
    const two = await openStation(central.service.url, copy);
    const former = one.device;
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) for (const station of [one, two]) ids.push(await station.receive());
    await vi.waitFor(async () => expect((await looks('STATION_COPIED', former)).length).toBeGreaterThan(0), 20_000);
    const office = await openStation(central.service.url, undefined, 'RB-DANA');
    // Both may have been told, if each got some of its work through.
    const admitted = new Set<string>();
    const unsent = async () => Promise.all([one, two].map(async (station) => (await station.hello()).status.unsent));
    await vi.waitFor(async () => {
      for (const look of await looks('STATION_COPIED', former)) {
        if (admitted.has(look.exception_id)) continue;
        expect(await office.submit('station.readmit', { exceptionId: look.exception_id, deviceId: former, nextId: look.book['next'] })).toMatchObject({ ok: true });
        admitted.add(look.exception_id);
      }
      expect(await unsent()).toEqual([0, 0]);
    }, { timeout: 60_000, interval: 200 });
    expect(one.device).not.toBe(two.device);
    for (const station of [one, two]) ids.push(await station.receive());
    for (const station of [one, two]) await station.level();
    await expectOnce(ids);
    expect(new Set([...outboxIds(one.folder), ...outboxIds(two.folder)])).toEqual(new Set([...outboxIds(one.folder), ...ids]));
    for (const station of [one, two]) await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('OUT-3 numbers after a loss', () => {
  it('are never given again', () => {
    const file = path.join(temporaryFolder(), 'replica.db');
    const db = openReplica(file);
    const outbox = createOutbox(db);
    outbox.append({ sequence: 1, commandId: 'command-1', type: 'stock.move', personId: 'mara', at: 1, asked: false, seen: { verdict: 'applied', rule: '', rejection: '' }, hash: 'h1', bytes: Buffer.from('{}') });
    expect(outbox.head()).toEqual({ sequence: 1, hash: 'h1' });
    db.prepare('insert into lost (sequence) values (2), (3)').run();
    expect([outbox.head(), outbox.lost()]).toEqual([{ sequence: 3, hash: '' }, [2, 3]]);
    db.close();
  });
});

/** A server of its own that can be put back to how it was. */
async function startRestorable() {
  const own = await startTestCentral();
  onTestFinished(() => own.stop());
  const name = new URL(own.databaseUrl).pathname.slice(1);
  const statement = async (...texts: string[]) => {
    const admin = postgres(inject('pgUrl'), { max: 1, onnotice: () => {} });
    for (const text of texts) await admin.unsafe(text);
    await admin.end();
  };
  onTestFinished(() => statement(`drop database if exists ${name}_backup with (force)`));
  return {
    own,
    backUp: () => own.restart(() => statement(`create database ${name}_backup template ${name}`)),
    restore: () => own.restart(async () => {
      await statement(`drop database ${name} with (force)`, `create database ${name} template ${name}_backup`);
      const database = postgres(own.databaseUrl, { max: 1 });
      await database`update restore set counter = counter + 1`;
      await database.end();
    }),
  };
}

describe('STA-2 PUSH-7 a server restored to a time before a station was let in', () => {
  it('lets it in again under the same name, and nothing is lost or doubled', { timeout: 150_000 }, async () => {
    const { own, backUp, restore } = await startRestorable();
    const station = await openStation(own.service.url);
    const office = await openStation(own.service.url, undefined, 'RB-DANA');
    const ids = [await station.receive()];
    await station.level();
    await station.stop();
    const old = imageOf(station.folder);
    await station.start();
    ids.push(await station.receive());
    await station.level();
    await station.stop();
    for (const [file, bytes] of old) writeFileSync(path.join(station.folder, file), bytes);
    await station.start();
    ids.push(await station.receive('B'));
    await backUp();
    const looked = () => own.service.central<{ exception_id: string; device_id: string; book: { next: string } }[]>`select exception_id, device_id, book from exception where kind = 'STATION_COPIED' and state = 'OPEN'`;
    const letIn = () => vi.waitFor(async () => {
      const [look] = await looked();
      expect(await office.submit('station.readmit', { exceptionId: look!.exception_id, deviceId: look!.device_id, nextId: look!.book.next })).toMatchObject({ ok: true });
    }, { timeout: 30_000, interval: 200 });
    await letIn();
    await station.level(60_000);
    const { device } = station;
    ids.push(await station.receive('C'));
    await station.level();
    await office.stop();
    await restore();
    ids.push(await station.receive('C'));
    await vi.waitFor(async () => expect(await looked()).toMatchObject([{ book: { next: device } }]), { timeout: 40_000, interval: 200 });
    await office.start();
    await office.signIn('RB-DANA');
    // The word given before the restore comes again by itself with the tail of the station where it was given.
    await station.level(60_000);
    expect(station.device).toBe(device);
    const moved = await own.service.central<{ command_id: string; n: number }[]>`select command_id, count(*)::bigint as n from movement where command_id = any(${ids}::text[]) group by command_id`;
    expect([moved.length, moved.every((row) => row.n === 1)]).toEqual([ids.length, true]);
    expect(await own.service.central`select 1 from command_log where verdict = 'parked'`).toEqual([]);
    await expectEqualToCentral(station, own.service.central, WAREHOUSE);
  });

  it('what it has lost of a station comes again although a copy of that station has sent under its name first', { timeout: 150_000 }, async () => {
    const { own, backUp, restore } = await startRestorable();
    const one = await openStation(own.service.url);
    const office = await openStation(own.service.url, undefined, 'RB-DANA');
    const ids = [await one.receive()];
    await one.level();
    await one.stop();
    const copy = temporaryFolder();
    // An image of the whole disk: with the key as well, which alone would tell them apart at once.
    for (const file of ['replica.db', 'device-key.pem']) copyFileSync(path.join(one.folder, file), path.join(copy, file));
    await backUp();
    await one.start();
    for (let i = 0; i < 3; i++) ids.push(await one.receive());
    await one.level();
    await one.stop();
    await restore();
    const two = await openStation(own.service.url, copy);
    ids.push(await two.receive('B'));
    await two.level();
    await one.start();
    ids.push(await one.receive('C'));
    await vi.waitFor(async () => {
      const [look] = await own.service.central<{ exception_id: string; device_id: string; book: { next: string } }[]>`select exception_id, device_id, book from exception where kind = 'STATION_COPIED' and state = 'OPEN'`;
      expect(await office.submit('station.readmit', { exceptionId: look!.exception_id, deviceId: look!.device_id, nextId: look!.book.next })).toMatchObject({ ok: true });
    }, { timeout: 40_000, interval: 200 });
    await one.level(60_000);
    const moved = await own.service.central<{ command_id: string; n: number }[]>`select command_id, count(*)::bigint as n from movement where command_id = any(${ids}::text[]) group by command_id`;
    expect([moved.length, moved.every((row) => row.n === 1)]).toEqual([ids.length, true]);
    expect(await own.service.central`select 1 from command_log where verdict = 'parked'`).toEqual([]);
    for (const station of [one, two]) await expectEqualToCentral(station, own.service.central, WAREHOUSE);
  });
});
