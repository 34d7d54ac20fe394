// The sync under faults: whatever the network, the service or a disk does, every fact is at the server once, in the
// order of its device, and half a minute after the trouble nothing waits and both sides hold the same rows.
import { randomUUID } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { postgres } from '#db/central/driver.ts';
import { openReplica } from '#db/local/open.ts';
import { startService } from '#sync/server/service.ts';
import { startTestCentral, WAREHOUSE, type TestCentral } from '#test/support/central.ts';
import { startProxy, type Fault, type Proxy } from '#test/support/proxy.ts';
import { expectEqualToCentral, expectOnceInOrder, imageOf, logOf, openStation, type TestStation } from '#test/support/stations.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
});
afterAll(() => central.stop());
const sql = () => central.service.central;

async function openProxy(target = central.service.url): Promise<Proxy> {
  const proxy = await startProxy(target);
  onTestFinished(() => proxy.stop());
  return proxy;
}
const trouble = async (station: TestStation): Promise<string> => (await station.hello()).status.trouble;

describe('PUSH-3 PUSH-6 LIVE-1 LIVE-3 a bad network', () => {
  const scenarios: readonly (readonly [name: string, faults: readonly Fault[]])[] = [
    ['replies lost after the commit', ['drop reply']],
    ['requests that arrive twice', ['twice', 'again later']],
    ['slow answers', ['slow']],
    ['answers cut in the middle', ['cut']],
    ['pulls that end before their last line', ['short']],
    ['a captive portal', ['portal', 'bad gateway']],
    ['connections refused', ['refuse']],
    ['everything at once', ['drop reply', 'twice', 'again later', 'slow', 'cut', 'short', 'portal', 'refuse', 'pass']],
  ];
  it.each(scenarios)('%s', { timeout: 90_000 }, async (_name, faults) => {
    const proxy = await openProxy();
    const station = await openStation(proxy.url);
    const ids: string[] = [];
    let asked = 0;
    // Never a fault for ever: every fourth request gets through, as in a real bad network.
    proxy.fault = (at) => (at === '/live' ? 'refuse' : asked++ % 4 === 3 ? 'pass' : faults[asked % faults.length]!);
    for (let i = 0; i < 30; i++) {
      ids.push(await station.receive(['A', 'B', 'C'][i % 3]));
      await sleep(40);
    }
    proxy.fault = () => 'pass';
    await station.level();
    for (const fault of faults.length === 1 ? faults : []) expect(proxy.count.get(fault)).toBeGreaterThan(1);
    await expectOnceInOrder(sql(), station.device, ids);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('LIVE-1 flapping, then a link that swallows everything without a word', { timeout: 120_000 }, async () => {
    const proxy = await openProxy();
    const station = await openStation(proxy.url);
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) {
      proxy.fault = () => (i % 2 === 0 ? 'refuse' : 'pass');
      for (let n = 0; n < 5; n++) ids.push(await station.receive());
      await sleep(300);
    }
    proxy.fault = () => 'silence';
    ids.push(await station.receive());
    await sleep(2500);
    expect((await station.hello()).status.unsent).toBeGreaterThan(0);
    proxy.fault = () => 'pass';
    await station.level(30_000);
    await expectOnceInOrder(sql(), station.device, ids);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('PUSH-2 a service killed in the middle of a batch', () => {
  async function startProcess(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    const child = fork(path.join(import.meta.dirname, '../bin/central.ts'), ['--port', '0', '--json'], { env: { ...process.env, DATABASE_URL: central.databaseUrl }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [message] = (await once(child, 'message')) as [{ central: string }];
    return { child, url: message.central };
  }

  it('all of it or nothing, and the rest after it', { timeout: 120_000 }, async () => {
    let running = await startProcess();
    const proxy = await openProxy(running.url);
    const station = await openStation(proxy.url);
    const ids: string[] = [];
    let kills = 0;
    for (const delay of [0, 5, 15, 40, 80]) {
      await station.plug(false);
      for (let i = 0; i < 60; i++) ids.push(await station.receive(['A', 'B'][i % 2]));
      const killed = new Promise<void>((resolve) => {
        // A push without commands only asks what the server holds.
        proxy.onForward = (at, bytes) => {
          if (at !== '/push' || bytes < 1000) return;
          proxy.onForward = () => {};
          setTimeout(() => {
            running.child.kill('SIGKILL');
            kills += 1;
            resolve();
          }, delay);
        };
      });
      await station.plug(true);
      await killed;
      running = await startProcess();
      proxy.target = running.url;
      await station.level();
    }
    expect(kills).toBe(5);
    await expectOnceInOrder(sql(), station.device, ids);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('PUSH-5 trouble of the server itself', () => {
  it('connections to Postgres cut again and again: nothing is parked, everything arrives', { timeout: 120_000 }, async () => {
    const own = await startTestCentral();
    onTestFinished(() => own.stop());
    const station = await openStation(own.service.url);
    const admin = postgres(own.databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'test' } });
    onTestFinished(() => admin.end());
    const ids: string[] = [];
    let cut = 0;
    for (let round = 0; round < 15; round++) {
      for (let i = 0; i < 10; i++) ids.push(await station.receive(['A', 'B'][i % 2]));
      await sleep(round * 7);
      // Only where work is under way: an idle connection that ends proves nothing.
      const rows = await admin<{ ended: boolean }[]>`select pg_terminate_backend(pid) as ended from pg_stat_activity where datname = current_database() and application_name = 'restow' and state <> 'idle'`;
      cut += rows.length;
    }
    expect(cut).toBeGreaterThan(3);
    await station.level();
    await expectOnceInOrder(own.service.central, station.device, ids);
    expect((await logOf(own.service.central, station.device)).filter((row) => row.verdict === 'parked')).toEqual([]);
    await expectEqualToCentral(station, own.service.central, WAREHOUSE);
  });

  it('LIVE-1 stations that ask for everything and never read it do not keep others from their work', { timeout: 120_000 }, async () => {
    const own = await startTestCentral();
    onTestFinished(() => own.stop());
    await own.service.central`insert into customer (customer_id, name, country) select 'C' || n, repeat('x', 400), 'GB' from generate_series(1, 40000) n`;
    const station = await openStation(own.service.url);
    await station.level();
    const { hostname, port } = new URL(own.service.url);
    const sockets = Array.from({ length: 12 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      socket.pause();
      socket.write(`GET /pull?device=${station.device} HTTP/1.1\r\nhost: x\r\n\r\n`);
      return socket;
    });
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    await sleep(1000);
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await station.receive());
    await vi.waitFor(async () => expect(await logOf(own.service.central, station.device)).toHaveLength(5), { timeout: 8000, interval: 100 });
    await station.level();
    await expectOnceInOrder(own.service.central, station.device, ids);
  });
});

const parkedExceptions = (device: string) => sql()<{ book: { reason: string } }[]>`select book from exception where device_id = ${device} and kind = 'PARKED' and state = 'OPEN'`;

describe('PUSH-5 LIVE-5 PRK-1 poison', () => {
  it.each([
    ['bytes that are no text', () => Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80])],
    ['text that is no command', () => Buffer.from('{"id": "0123456789", "type"')],
    ['a text that Postgres cannot hold', (device: string, { sequence, previous }: { sequence: number; previous: string }) => Buffer.from(JSON.stringify({
      id: randomUUID(), type: 'delivery.receive', version: 1, device, sequence, previous, at: Date.now(), offset: 0, person: 'mara', warehouse: WAREHOUSE, confirmed: [],
      payload: { deliveryId: 'DN-X', itemId: '\ud800', quantity: 1, locationId: 'B-1', lot: '\udfff' },
    }).replace('"DN-X"', '"\\u0000"'))],
  ])('%s park alone among 500', { timeout: 120_000 }, async (_name, poison) => {
    const station = await openStation(central.service.url);
    const { device } = station;
    await station.plug(false);
    const ids: string[] = [];
    for (let i = 0; i < 250; i++) ids.push(await station.receive());
    await station.stop();
    station.plant((place) => poison(device, place));
    await station.start();
    await station.plug(false);
    for (let i = 0; i < 249; i++) ids.push(await station.receive());
    await station.plug(true);
    await station.level(60_000);
    const log = await logOf(sql(), device);
    expect(log).toHaveLength(500);
    expect(log.filter((row) => row.verdict === 'parked').map((row) => row.sequence)).toEqual([251]);
    expect(log.filter((row) => row.verdict !== 'parked').map((row) => row.command_id)).toEqual(ids);
    expect(await parkedExceptions(device)).toHaveLength(1);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('ADM-1 ADM-3 ADM-4 ADM-5 forged commands', () => {
  it('are parked with their reason, and the next one passes', { timeout: 90_000 }, async () => {
    const station = await openStation(central.service.url);
    const { device } = station;
    const first = await station.receive();
    await station.level();
    await station.stop();
    const honest = (place: object, more: object = {}) => Buffer.from(JSON.stringify({
      id: randomUUID(), type: 'delivery.receive', version: 1, device, at: Date.now(), offset: 0, person: 'mara', warehouse: WAREHOUSE, confirmed: ['unknown_document'],
      payload: { deliveryId: 'DN-F', itemId: 'A', quantity: 1, locationId: 'DOCK' }, ...place, ...more,
    }));
    const forgeries: readonly (readonly [RegExp, object])[] = [
      [/names the device other/, { device: 'other' }],
      [/is for the warehouse W9/, { warehouse: 'W9' }],
      [/names nobody, who is not known/, { person: 'nobody' }],
      [/came as number/, { sequence: 77 }],
      [/is not linked/, { previous: 'f'.repeat(64) }],
      [/already used for another content/, { id: first }],
      [/may not decide this/, { type: 'adjustment.approve', payload: { adjustmentId: 'X', locationId: 'B-1', itemId: 'A', view: 'v' } }],
      [/unknown command type/, { type: 'stock.conjure' }],
      [/newer than this program/, { version: 99 }],
      [/quantity/, { payload: { deliveryId: 'DN-F', itemId: 'A', quantity: -5, locationId: 'DOCK' } }],
    ];
    for (const [, more] of forgeries) station.plant((place) => honest(place, more));
    await station.start();
    const last = await station.receive();
    await station.level();
    const log = await logOf(sql(), device);
    expect(log.map((row) => row.verdict === 'parked')).toEqual([false, ...forgeries.map(() => true), false]);
    forgeries.forEach(([reason], i) => expect(log[i + 1]!.rejection?.reason).toMatch(reason));
    expect(log.at(-1)!.command_id).toBe(last);
    expect((await parkedExceptions(device)).length).toBe(forgeries.length);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('APP-3 an approval by its author is refused at the server, even if a station sent it', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url, undefined, 'RB-DANA');
    const adjustmentId = randomUUID();
    expect(await station.submit('adjustment.submit', { adjustmentId, locationId: 'B-1', itemId: 'A', delta: 7, reason: 'FOUND' })).toMatchObject({ ok: true });
    await station.level();
    await station.stop();
    station.plant((place) => Buffer.from(JSON.stringify({
      id: randomUUID(), type: 'adjustment.approve', version: 1, at: Date.now(), offset: 0, person: 'dana', warehouse: WAREHOUSE, confirmed: [],
      payload: { adjustmentId, locationId: 'B-1', itemId: 'A', view: 'whatever' }, ...place,
    })));
    await station.start();
    await station.level();
    const log = await logOf(sql(), station.device);
    expect(log.map((row) => row.verdict)).toEqual(['applied', 'refused']);
    expect(['APP-1', 'APP-3']).toContain(log[1]!.rule);
    const [row] = await sql()<{ state: string }[]>`select state from adjustment where adjustment_id = ${adjustmentId}`;
    expect(row!.state).not.toBe('POSTED');
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('PUSH-8 REB-2 REB-5 two services on one database', () => {
  it('serve two stations that work on the same goods at once', { timeout: 90_000 }, async () => {
    const other = await startService({ databaseUrl: central.databaseUrl, now: Date.now, port: 0 });
    onTestFinished(() => other.stop());
    const stations = [await openStation(central.service.url), await openStation(other.url)];
    const ids: string[][] = [[], []];
    for (let i = 0; i < 60; i++) {
      await Promise.all(stations.map(async (station, s) => {
        ids[s]!.push(await station.receive());
        if (i % 5 === 4) {
          const id = randomUUID();
          const move = await station.submit('stock.move', { itemId: 'A', quantity: 2, fromLocation: `B-${s + 1}`, toLocation: `B-${2 - s}` }, ['not_enough_stock'], id);
          expect(move).toMatchObject({ ok: true });
          ids[s]!.push(id);
        }
      }));
    }
    for (const [s, station] of stations.entries()) {
      await station.level();
      expect((await logOf(sql(), station.device)).map((row) => row.command_id)).toEqual(ids[s]);
    }
    for (const station of stations) await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('PUSH-7 FEED-7 a server restored to an older state', () => {
  async function statement(...texts: string[]): Promise<void> {
    const admin = postgres(inject('pgUrl'), { max: 1, onnotice: () => {} });
    for (const text of texts) await admin.unsafe(text);
    await admin.end();
  }
  const backups = [
    ['and the restore was counted', true, 'after'],
    ['and nobody counted the restore', false, 'after'],
    ['to a time before the station was enrolled', true, 'before'],
  ] as const;
  it.each(backups)('%s: the tail is sent again and both sides are equal', { timeout: 120_000 }, async (_name, counted, when) => {
    const own = await startTestCentral();
    onTestFinished(() => own.stop());
    const name = new URL(own.databaseUrl).pathname.slice(1);
    onTestFinished(() => statement(`drop database if exists ${name}_backup with (force)`));
    const backUp = () => own.restart(() => statement(`create database ${name}_backup template ${name}`));
    if (when === 'before') await backUp();
    const station = await openStation(own.service.url);
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) ids.push(await station.receive());
    await station.level();
    if (when === 'after') await backUp();
    for (let i = 0; i < 10; i++) ids.push(await station.receive('B'));
    await station.level();
    await own.restart(async () => {
      await statement(`drop database ${name} with (force)`, `create database ${name} template ${name}_backup`);
      if (!counted) return;
      const database = postgres(own.databaseUrl, { max: 1 });
      await database`update restore set counter = counter + 1`;
      await database.end();
    });
    await vi.waitFor(async () => expect(await logOf(own.service.central, station.device)).toHaveLength(20), { timeout: 30_000, interval: 100 });
    ids.push(await station.receive('C'));
    await station.level();
    await expectOnceInOrder(own.service.central, station.device, ids);
    await expectEqualToCentral(station, own.service.central, WAREHOUSE);
  });
});

describe('PUSH-9 a station that is not the one it was', () => {
  it('restored to an older copy: says so, goes on recording, and neither side loses anything', { timeout: 120_000 }, async () => {
    const station = await openStation(central.service.url);
    const ids = [await station.receive(), await station.receive()];
    await station.level();
    await station.stop();
    const old = imageOf(station.folder);
    await station.start();
    for (let i = 0; i < 5; i++) ids.push(await station.receive());
    await station.level();
    const { device } = station;
    await station.stop();
    for (const [name, bytes] of old) writeFileSync(path.join(station.folder, name), bytes);
    await station.start();
    await vi.waitFor(async () => expect(await trouble(station)).toMatch(/restored from an older copy/), 20_000);
    // Also when it has caught up in number: these are other commands under the same numbers.
    for (let i = 0; i < 9; i++) await station.receive('B');
    await vi.waitFor(async () => expect(await trouble(station)).toMatch(/copied or restored/), 20_000);
    await sleep(1000);
    expect((await station.hello()).status.unsent).toBe(9);
    await expectOnceInOrder(sql(), device, ids);
    expect(await parkedExceptions(device)).toEqual([]);
  });

  it('cloned, both running: both facts are kept, one of them is told, and nothing is parked', { timeout: 120_000 }, async () => {
    const one = await openStation(central.service.url);
    await one.receive();
    await one.level();
    await one.stop();
    const copy = temporaryFolder();
    copyFileSync(path.join(one.folder, 'replica.db'), path.join(copy, 'replica.db'));
    await one.start();
    const two = await openStation(central.service.url, copy);
    expect(two.device).toBe(one.device);
    const ids = new Set<string>();
    for (let i = 0; i < 12; i++) for (const station of [one, two]) ids.add(await station.receive());
    await vi.waitFor(async () => expect((await trouble(one)) + (await trouble(two))).toMatch(/copied or restored/), 20_000);
    await sleep(1500);
    const log = await logOf(sql(), one.device);
    expect(log.filter((row) => row.verdict === 'parked')).toEqual([]);
    const kept = new Set(log.map((row) => row.command_id));
    for (const station of [one, two]) {
      await station.stop();
      const db = openReplica(path.join(station.folder, 'replica.db'));
      for (const id of db.prepare('select command_id from outbox').pluck().all() as string[]) kept.add(id);
      db.close();
    }
    expect([...ids].filter((id) => !kept.has(id))).toEqual([]);
  });
});
