// The sync service as it stands in a network: nothing answers without the company's token, stations believe one certificate
// only, whoever asks too often is told when to come back, and those who watch over it hear how it is.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTransport } from '#sync/client/transport.ts';
import { paths } from '#sync/protocol/messages.ts';
import { startService, type Service } from '#sync/server/service.ts';
import { ownCertificate } from '#sync/server/tls.ts';
import { startStation } from '#electron/station.ts';
import { smallCompany, startTestCentral, type TestCentral } from './support/central.ts';
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
