// Whatever a station is given, by a scanner, by its own window, by a server that lies, by a disk that changes its file: it is
// said in words, and no command that stands in its file is lost. RESTOW_FUZZ=10 gives ten times as much.
import { randomUUID } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readdirSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { definitionOf, tableNames } from '#domain/tables.ts';
import { pullOnce } from '#sync/client/pull.ts';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { submit } from '#sync/client/submit.ts';
import { createTransport, type Transport } from '#sync/client/transport.ts';
import { ledgerDifferences } from '#db/local/horizon.ts';
import type { RequestName } from '#electron/contract.ts';
import { startStation, type Station } from '#electron/station.ts';
import { thingOf } from '#electron/thing.ts';
import { smallCompany, WAREHOUSE } from './support/central.ts';
import { nastyTexts, nastyValue, runs, spoiled } from './support/mutations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const COMMANDS = 12;

/** A replica with the small company and a few unsent commands. */
function replicaAt(file: string): Replica {
  const replica = openReplicaAt(file, randomUUID, 'D1');
  replica.meta.set('warehouse_id', WAREHOUSE);
  replica.db.pragma('synchronous = OFF');
  replica.inTransaction((written) => {
    for (const { table, rows } of smallCompany) replica.rows.writeServer(table, rows, written);
  });
  for (let n = 0; n < COMMANDS; n++) receive(replica, n);
  return replica;
}
function receive(replica: Replica, n: number): void {
  const payload = { deliveryId: 'DN-1', itemId: 'A', quantity: 1, locationId: 'DOCK' };
  expect(submit(replica, 1_772_438_400_000 + n, { person: 'mara', roles: ['floor'] }, [{ id: randomUUID(), type: 'delivery.receive', payload, confirmed: ['unknown_document', 'over_expected', 'already_received', 'not_this_document'] }])).toMatchObject({ ok: true });
}
const newFile = (): string => path.join(folder, `${(files += 1)}.db`);
/** Everything in the replica, its commands and its cursor. */
const contentOf = (replica: Replica): string => JSON.stringify([tableNames.map((table) => replica.rows.find(table, {})), replica.outbox.pending().map(({ sequence, bytes }) => [sequence, bytes.toString()]), replica.meta.get('cursor')]);

describe('a scan', () => {
  it('whatever it holds is a thing, an unknown or a damaged code, and changes nothing', () => {
    const replica = replicaAt(newFile());
    const before = contentOf(replica);
    const pieces = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...nastyTexts, '\u001d', ']C1', ']d2', ']E0', '01', '00', '(01)', 'RB-', 'RB-MARA', 'LOC-', 'TOTE-', 'code-A', '4006381333931', 'https://id.gs1.org/01/', '~'), fc.stringMatching(/^[0-9]{0,20}$/));
    fc.assert(fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
      const thing = thingOf(replica, parts.join('').slice(0, 4096));
      expect(typeof thing.kind).toBe('string');
      // Nobody is signed in by anything that is not exactly a badge.
      if (thing.kind === 'badge') expect(thing.badge).toMatch(/^RB-/);
    }), { numRuns: runs(1500) });
    expect(contentOf(replica)).toBe(before);
    replica.close();
  });
});

describe('a window that was taken over', () => {
  let station: Station;
  beforeAll(async () => {
    const file = path.join(folder, 'station', 'replica.db');
    mkdirSync(path.dirname(file));
    const replica = replicaAt(file);
    replica.meta.set('person_id', 'mara');
    replica.close();
    station = await startStation({ folder: path.dirname(file), central: null, now: Date.now, device: 'D1' });
  });
  afterAll(() => station.stop());

  it('may ask anything: it is answered or refused in words, no path leaves the folder, and the station goes on', { timeout: 60_000 * runs(1) }, async () => {
    const good: readonly (readonly [RequestName, object])[] = [
      ['signIn', { badge: 'RB-DANA' }], ['submit', { commands: [{ id: 'command-0001', type: 'stock.move', payload: { itemId: 'A', quantity: 1, fromLocation: 'DOCK', toLocation: 'B-1' }, confirmed: [] }] }],
      ['ask', { question: { about: 'thing', raw: 'code-A' } }], ['ask', { question: { about: 'stock', itemId: 'A' } }], ['ask', { question: { about: 'search', text: 'Item' } }], ['ask', { question: { about: 'movements', itemId: 'A' } }],
      ['ask', { question: { about: 'why', from: 'here', subject: { kind: 'position', itemId: 'A', locationId: 'DOCK' } } }], ['ask', { question: { about: 'route', fulfilmentIds: ['F-1'], from: 'B-1' } }], ['ask', { question: { about: 'put_away', itemId: 'A', units: 1, lot: '' } }],
      ['keepPhoto', { picture: '/9j/4AAQ' }], ['photo', { hash: '0'.repeat(64) }], ['claim', { deliveryId: 'DN-1' }], ['countSheet', { sheetId: 'CS-1' }], ['print', { jobId: 'job-00001', of: 'item', id: 'A', copies: 1 }], ['noted', { commandId: 'command-0001' }],
    ];
    const outside = readdirSync(folder).toSorted();
    await fc.assert(fc.asyncProperty(fc.constantFrom(...good).chain(([name, body]) => spoiled(body).map((value) => [name, value] as const)), async ([name, body]) => {
      const answer: unknown = await station.request(name, body as object).catch((error: unknown) => error);
      if (answer instanceof Error) expect(answer instanceof ZodError || /\S/.test(answer.message)).toBe(true);
      // A bug would show as one of these.
      for (const kind of [TypeError, RangeError, ReferenceError]) expect(answer, `${name} ${JSON.stringify(body)}`).not.toBeInstanceOf(kind);
      expect((answer as { code?: string } | undefined)?.code ?? '').not.toMatch(/^SQLITE/);
    }), { numRuns: runs(400) });
    for (const name of nastyTexts) await expect(station.request(name as RequestName, {})).rejects.toThrow(/There is no request/);
    expect(readdirSync(folder).toSorted()).toEqual(outside);
    expect(await station.request('hello', {})).toMatchObject({ device: { id: 'D1' } });
  });
});

describe('a server that lies', () => {
  const company = smallCompany.map(({ table, rows }) => {
    const columns = Object.keys(definitionOf(table).columns);
    return { table, columns, rows: rows.map((row) => columns.map((column) => row[column])) };
  });
  const answer = (full: boolean): unknown[] => [{ begin: { epoch: 'e', full } }, ...company, { gone: 'item', rows: smallCompany[1]!.rows }, { end: { cursor: '9:9:', now: 1, rows: 9 } }];

  it('changes nothing by an answer that cannot be right, and never what this station has done', { timeout: 60_000 * runs(1) }, async () => {
    const replica = replicaAt(newFile());
    const unsent = () => replica.outbox.pending().map(({ sequence, bytes }) => [sequence, bytes.toString()]);
    const before = unsent();
    let refused = 0;
    await fc.assert(fc.asyncProperty(fc.boolean().chain((full) => spoiled(answer(full))), async (lines) => {
      const was = contentOf(replica);
      const given = Array.isArray(lines) ? lines : [lines];
      const pulled = await pullOnce(replica, { pull: async (_query, take) => (given.forEach((line) => take(line)), { ok: true, value: true }) } as Partial<Transport> as Transport, () => 1, randomUUID);
      expect(unsent()).toEqual(before);
      if (pulled.ok) {
        expect(ledgerDifferences(replica.db)).toEqual([]);
      } else {
        refused += 1;
        expect(pulled.reason).toMatch(/\S/);
        expect(contentOf(replica)).toBe(was);
      }
    }), { numRuns: runs(120) });
    expect(refused).toBeGreaterThan(0);
    replica.close();
  });

  it('gets a reason out of every kind of answer, and never a fault', { timeout: 60_000 * runs(1) }, async () => {
    let say: { status: number; type: string; body: string; cut: boolean };
    const server = createServer((_request, response) => {
      response.writeHead(say.status, { 'content-type': say.type, ...(say.cut ? { 'content-length': String(Buffer.byteLength(say.body) + 9) } : {}), ...(say.status === 301 ? { location: 'http://127.0.0.1:9/' } : {}) });
      response.end(say.body, () => (say.cut ? response.destroy() : undefined));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = createTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const asks: readonly (() => Promise<{ ok: boolean }>)[] = [
      () => transport.enrol({ device: 'D1', incarnation: 'i', name: 'n', warehouse: '', kind: 'station' }), () => transport.push({ device: 'D1', incarnation: 'i', first: 1, commands: [] }),
      () => transport.readmit({ device: 'D1', incarnation: 'i', next: 'n', nextIncarnation: 'j', after: 0, link: '', unsent: 0, oldestUnsentAt: null, reason: 'x' }),
      () => transport.pull({ device: 'D1', cursor: '', epoch: '', unsent: '0', person: '' }, () => {}),
    ];
    const body = fc.oneof(nastyValue.map((value) => JSON.stringify(value) ?? ''), spoiled({ held: 1, link: '', now: 1 }).map((value) => JSON.stringify(value) ?? ''), fc.string({ unit: 'binary' }), fc.constantFrom('<html>Please sign in to the guest network</html>', '['.repeat(100_000), '{"problem":{"toString":1}}', '\n\n{"end":'));
    const answers = fc.record({ status: fc.constantFrom(200, 200, 200, 201, 301, 400, 404, 409, 418, 500, 503), type: fc.constantFrom('application/json', 'text/html', 'application/x-ndjson'), body: body.map((text) => text.toWellFormed()), cut: fc.boolean() });
    await fc.assert(fc.asyncProperty(answers, fc.constantFrom(...asks), async (given, ask) => {
      say = given;
      const reply = await ask();
      if (!reply.ok) expect(typeof (reply as unknown as { reason: unknown }).reason).toBe('string');
    }), { numRuns: runs(200) });
    transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a replica file that was changed', () => {
  it('opens, or is put aside whole and read out as far as it can be, and can be worked with', { timeout: 60_000 * runs(1) }, () => {
    const sound = newFile();
    const replica = replicaAt(sound);
    const sent = replica.outbox.pending().map(({ bytes }) => bytes.toString());
    replica.close();
    const size = statSync(sound).size;
    const damage = fc.array(fc.oneof(
      fc.record({ at: fc.nat({ max: size - 1 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) }),
      fc.record({ at: fc.nat({ max: size / 4096 - 1 }).map((page) => page * 4096), bytes: fc.constantFrom(0, 0xff, 0xa5).map((byte) => new Uint8Array(4096).fill(byte)) }),
      fc.record({ at: fc.nat({ max: size }), bytes: fc.constant('cut' as const) }),
    ), { minLength: 1, maxLength: 4 });
    let [salvaged, intact] = [0, 0];
    fc.assert(fc.property(damage, (damages) => {
      const home = path.join(folder, `damaged-${(files += 1)}`);
      mkdirSync(home);
      const file = path.join(home, 'replica.db');
      copyFileSync(sound, file);
      for (const { at, bytes } of damages) {
        if (bytes === 'cut') truncateSync(file, Math.min(at, statSync(file).size));
        else overwrite(file, at, bytes);
      }
      const opened = openReplicaAt(file, randomUUID, 'another');
      try {
        const found = opened.outbox.pending();
        if (opened.salvaged) {
          salvaged += 1;
          expect(existsSync(path.join(opened.salvaged.folder, 'replica.db'))).toBe(true);
          expect(opened.db.pragma('quick_check', { simple: true })).toBe('ok');
          expect(opened.salvaged.commands).toBe(opened.outbox.pending().length);
          for (const { sequence } of found) expect(opened.salvaged.missing).not.toContain(sequence);
        }
        const known = new Set(sent);
        for (const { bytes } of found) intact += Number(known.has(bytes.toString()));
        if (opened.meta.get('warehouse_id') === undefined) opened.meta.set('warehouse_id', WAREHOUSE);
        opened.outbox.counts();
        contentOf(opened);
      } finally {
        opened.close();
      }
    }), { numRuns: runs(40) });
    expect(salvaged).toBeGreaterThan(0);
    // Of most files most is there.
    expect(intact).toBeGreaterThan((runs(40) * COMMANDS) / 4);
  });

  it('of any content at all is no replica: it is put aside and a fresh one begins', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 512, maxLength: 9000 }), (bytes) => {
      const home = path.join(folder, `random-${(files += 1)}`);
      mkdirSync(home);
      writeFileSync(path.join(home, 'replica.db'), bytes);
      const opened = openReplicaAt(path.join(home, 'replica.db'), randomUUID, 'fresh');
      expect([opened.salvaged?.commands, opened.meta.get('device_id')]).toEqual([0, 'fresh']);
      opened.close();
    }), { numRuns: runs(8) });
  });
});

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}
