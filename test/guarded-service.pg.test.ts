// The sync service as it stands in a network: nothing answers without the company's token, stations believe one certificate
// only, whoever asks too often is told when to come back, and those who watch over it hear how it is.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { inScope } from '#db/central/open.ts';
import { addCode, revokeCodes } from '#db/central/enrolment-codes.ts';
import { deviceKeyIn } from '#sync/keys/device-key.ts';
import { enrolmentHash, newEnrolmentCode, signEnrolment } from '#sync/keys/enrolment-code.ts';
import type { Hello } from '#electron/contract.ts';
import { createTransport } from '#sync/client/transport.ts';
import { paths } from '#sync/protocol/messages.ts';
import { startService, type Service } from '#sync/server/service.ts';
import { ownCertificate } from '#sync/server/tls.ts';
import { startStation } from '#electron/station.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, smallCompany);
});
afterAll(() => central.stop());

async function another(options: Partial<Parameters<typeof startService>[0]>): Promise<Service> {
  const service = await startService({ databaseUrl: central.databaseUrl, now: Date.now, port: 0, ...options });
  onTestFinished(() => service.stop());
  return service;
}

describe('a service that other machines reach', () => {
  const folder = temporaryFolder();
  const access = path.join(folder, 'access');
  writeFileSync(access, 'company-token\n', { mode: 0o600 });

  it('makes a certificate once, keeps its key to itself, and a station believes that one and no other', { timeout: 60_000 }, async () => {
    const tls = await ownCertificate(path.join(folder, 'tls'), ['sync.example'], Date.now());
    expect(statSync(path.join(folder, 'tls', 'key.pem')).mode & 0o077).toBe(0);
    expect((await ownCertificate(path.join(folder, 'tls'), ['sync.example'], Date.now())).cert).toBe(tls.cert);
    const other = await ownCertificate(path.join(folder, 'other'), ['other.example'], Date.now());
    expect(other.cert).not.toBe(tls.cert);
    const service = await another({ tls, guard: { accessToken: 'company-token' } });
    expect(service.url).toMatch(/^https:/);

    const unsure = createTransport(service.url, 'company-token');
    expect(await unsure.why({ device: '', cursor: '', epoch: '', subject: { kind: 'command', warehouse: 'W1', id: 'x' } })).toMatchObject({ ok: false, status: 0, reason: expect.stringMatching(/self-signed|certificate/i) as string });

    onTestFinished(() => setDefaultCACertificates([...rootCertificates]));
    setDefaultCACertificates([other.cert]);
    expect(await createTransport(service.url, 'company-token').recall({ device: 'x', itemId: 'A', lot: '' })).toMatchObject({ ok: false, status: 0 });
    const begin = async (ca: string) => {
      const station = await startStation({ folder: temporaryFolder(), central: service.url, now: Date.now, name: 'Pack', ca, access });
      onTestFinished(() => station.stop());
      return async () => (await station.request('hello', {}) as { status: { online: boolean } }).status.online;
    };
    const trusting = await begin(tls.certFile);
    await vi.waitFor(async () => expect(await trusting()).toBe(true), { timeout: 20_000 });
  });

  it('answers nobody who has not the token, at whatever door, and says nothing about why', async () => {
    const service = await another({ guard: { accessToken: 'company-token' } });
    const knock = (door: string, authorization?: string) => fetch(`${service.url}${door}`, { headers: authorization === undefined ? {} : { authorization } });
    for (const door of [...Object.values(paths), `${paths.photos}/${'0'.repeat(64)}`, '/nothing', '/pull?device=x']) {
      const open = door === paths.health || door === paths.ready;
      for (const given of [undefined, '', 'Bearer', 'Bearer wrong', 'company-token', 'Basic company-token']) {
        const answer = await knock(door, given);
        expect(`${door} ${answer.status}`).toBe(`${door} ${open ? 200 : 401}`);
        if (!open) expect(Object.keys((await answer.json()) as object)).toEqual(['problem']);
        else await answer.body?.cancel();
      }
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await fetch(`${service.url}${door}`, { method })).status, `${method} ${door}`).toBe(open ? 404 : 401);
    }
    expect((await knock(paths.state, 'Bearer company-token')).status).toBe(200);
    const [own, other] = [createTransport(service.url, 'company-token'), createTransport(service.url)];
    expect(await own.enrol({ device: 'D-own', incarnation: 'i', name: 'own', warehouse: '', kind: 'station' })).toMatchObject({ ok: true });
    expect(await other.enrol({ device: 'D-other', incarnation: 'i', name: 'other', warehouse: '', kind: 'station' })).toMatchObject({ ok: false, status: 401 });
  });
});

describe('a service that is asked too much', () => {
  it('tells one device to come back later, which it does, and goes on answering the others', async () => {
    const service = await another({ guard: { rate: 20 } });
    const flood = createTransport(service.url);
    const ask = () => flood.push({ device: 'flood', incarnation: 'i', first: 1, commands: [] });
    const statuses = (await Promise.all(Array.from({ length: 60 }, ask))).map((reply) => (reply.ok ? 200 : reply.status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    const reply = await ask();
    expect(reply).toMatchObject({ ok: false, status: 429, refused: false });
    expect(flood.pause!()).toBeGreaterThan(0);
    expect(flood.pause!()).toBeLessThanOrEqual(60_000);
    const calm = createTransport(service.url);
    expect(await calm.push({ device: 'calm', incarnation: 'i', first: 1, commands: [] })).toMatchObject({ ok: false, status: 404 });
    expect(calm.pause!()).toBe(0);
    // Names that are all different are held by the address they come from.
    const many = await Promise.all(Array.from({ length: 300 }, (_, i) => fetch(`${service.url}${paths.pull}?device=${i}`).then(async (answer) => { await answer.body?.cancel(); return answer.status; })));
    expect(many).toContain(429);
  });

  it('takes no message larger than it can hold', async () => {
    const service = await another({});
    const answer = await fetch(`${service.url}${paths.push}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"x":"${'x'.repeat(33 * 1024 * 1024)}"}` }).then((response) => response.status, () => 'cut off');
    expect([413, 'cut off']).toContain(answer);
    expect((await fetch(`${service.url}${paths.health}`)).status).toBe(200);
  });
});

it('those who watch over it hear that it lives, whether its database answers, and figures without a name in them', async () => {
  const service = await another({});
  expect(await (await fetch(`${service.url}${paths.health}`)).json()).toEqual({ alive: true });
  expect(await (await fetch(`${service.url}${paths.ready}`)).json()).toEqual({ ready: true });
  const answer = await fetch(`${service.url}${paths.metrics}`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  for (const name of ['restow_request_seconds_count{door="/health",status="200"}', 'restow_policy_queue', 'restow_exceptions_open', 'restow_commands_parked', 'restow_stations_silent', 'restow_unsent_commands', 'restow_process_cpu_seconds_total', 'restow_turned_away_total']) expect(text).toContain(name);
  expect(text).not.toMatch(/mara|RB-|B-1/);
  await central.service.central`alter table restore rename to restore_elsewhere`;
  onTestFinished(async () => void (await central.service.central`alter table restore_elsewhere rename to restore`));
  expect((await fetch(`${service.url}${paths.ready}`)).status).toBe(503);
});

describe('ADM-12 a service that asks for enrolment codes', () => {
  const scope = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
  async function codeFor(service: Service, kind = 'station', until = Date.now() + 3_600_000): Promise<string> {
    const code = newEnrolmentCode();
    await inScope(service.central, scope, (tx) => addCode(tx, { code_hash: enrolmentHash(code), warehouse_id: WAREHOUSE, kind, made_by: 'dana', made_at: Date.now(), expires_at: until }));
    return code;
  }
  async function start(service: Service, code?: string, kind: 'station' | 'counting' = 'station') {
    const station = await startStation({ folder: temporaryFolder(), central: service.url, now: Date.now, kind, ...(code === undefined ? {} : { code }) });
    onTestFinished(() => station.stop());
    const trouble = async () => ((await station.request('hello', {})) as Hello).status.trouble;
    return { station, trouble };
  }
  const asService = () => another({ guard: { enrolmentCodes: true } });
  const owner = () => central.service.central;

  it('lets one station in with one code, whose key is the chain’s from then on, and nobody without', { timeout: 60_000 }, async () => {
    const service = await asService();
    const before = await owner()<{ device_id: string }[]>`select device_id from device`;
    const code = await codeFor(service);
    const one = await start(service, code.toLowerCase().replaceAll('-', ' '));
    await vi.waitFor(async () => expect(await owner()`select kind, home_warehouse from device where device_id = ${one.station.device}`).toEqual([{ kind: 'station', home_warehouse: WAREHOUSE }]), { timeout: 15_000, interval: 50 });
    const [chain] = await owner()<{ signing_keys: string[]; signed_from: number; incarnation: string }[]>`select signing_keys, signed_from, incarnation from device_chain where device_id = ${one.station.device}`;
    expect([chain!.signing_keys.length, chain!.signed_from]).toEqual([1, 0]);
    // Who has read the station's name and reaches the doors, but has not its key: neither another key nor none gets anything taken as work.
    const push = (rest: object) => createTransport(service.url).push({ device: one.station.device, incarnation: chain!.incarnation, first: 1, commands: ['{"forged": true}'], ...rest });
    expect(await push({ key: 'another', signatures: [''] })).toMatchObject({ value: { held: 0, alarm: 'clone' } });
    // Nor is anything told: every door asks for the proof of that very device.
    const stranger = deviceKeyIn(temporaryFolder());
    for (const reader of [undefined, { key: stranger, device: () => one.station.device }]) {
      const line = createTransport(service.url, undefined, reader);
      const asked = [await line.pull({ device: one.station.device, cursor: '', epoch: '', unsent: '', person: '' }, () => {}), await line.recall({ device: one.station.device, itemId: 'A', lot: '' }), await line.promise({ device: one.station.device, itemId: 'A', channelId: 'WEB', quantity: 1 }), await line.why({ device: one.station.device, cursor: '', epoch: '', subject: { kind: 'document', warehouse: WAREHOUSE, id: 'X' } }), await line.fetchPhoto(one.station.device, 'a'.repeat(64))];
      expect(asked.map((reply) => !reply.ok && reply.status)).toEqual([403, 403, 403, 403, 403]);
    }
    for (const [given, words] of [[code, /was used already/], [undefined, /with an enrolment code only/], ['XXXX', /is not known here/]] as const) {
      const { trouble } = await start(service, given);
      await vi.waitFor(async () => expect(await trouble()).toMatch(words), { timeout: 15_000, interval: 50 });
    }
    const after = await owner()<{ device_id: string }[]>`select device_id from device`;
    expect(after.map((row) => row.device_id).filter((id) => !before.some((row) => row.device_id === id))).toEqual([one.station.device]);
  });

  it('a code that was revoked, has expired or is for another kind of device lets nobody in, and says so', { timeout: 60_000 }, async () => {
    const service = await asService();
    const revoked = await codeFor(service);
    expect(await inScope(service.central, scope, (tx) => revokeCodes(tx, enrolmentHash(revoked).slice(0, 12), Date.now()))).toBe(1);
    for (const [code, words] of [[revoked, /was revoked/], [await codeFor(service, 'station', Date.now() - 1), /has expired/], [await codeFor(service, 'counting'), /only counts/]] as const) {
      const { trouble } = await start(service, code);
      await vi.waitFor(async () => expect(await trouble()).toMatch(words), { timeout: 15_000, interval: 50 });
    }
  });

  it('a code is worth nothing to who overhears it on another station’s way: the station’s own key must sign it', async () => {
    const service = await asService();
    const code = await codeFor(service);
    const [key, another] = [deviceKeyIn(temporaryFolder()), deviceKeyIn(temporaryFolder())];
    const asked = { device: 'D-1', incarnation: 'one', name: '', warehouse: '', kind: 'station', code } as const;
    const overheard = signEnrolment(key, asked);
    const line = createTransport(service.url);
    expect(await line.enrol({ ...asked, device: 'D-2', key: key.publicKey, signature: overheard })).toMatchObject({ ok: false, refused: true });
    expect(await line.enrol({ ...asked, key: another.publicKey, signature: overheard })).toMatchObject({ ok: false, refused: true });
    expect(await line.enrol({ ...asked, key: key.publicKey, signature: overheard })).toMatchObject({ ok: true });
  });
});
