// Photos between real stations and a real sync service: safe before they are named, sent by themselves, seen elsewhere,
// missed where they do not come; the work is never waited for.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { paths } from '#sync/protocol/messages.ts';
import { photoFolder } from '#sync/photos/folder.ts';
import { photoHash } from '#sync/photos/picture.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { openStation, type TestStation } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const HOUR = 3_600_000;
let ahead = 0;
const now = (): number => Date.now() + ahead;
const kept = temporaryFolder();
let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(now, smallCompany, { photos: photoFolder(kept) });
});
afterAll(() => central.stop());

const picture = (words: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(words)]);
const keep = async (station: TestStation, bytes: Buffer): Promise<string> => ((await station.request('keepPhoto', { picture: bytes.toString('base64') })) as { hash: string }).hash;
const see = (station: TestStation, hash: string) => station.request('photo', { hash }) as Promise<{ type: string; picture: string; problem: string }>;
const broken = (adjustmentId: string, evidence: readonly string[]) => ({ adjustmentId, locationId: 'B-1', itemId: 'A', delta: -1, reason: 'DAMAGED', evidence });
const put = (hash: string, bytes: Buffer, device: string, type = 'image/jpeg') => fetch(`${central.service.url}${paths.photos}/${hash}?device=${device}`, { method: 'PUT', headers: { 'content-type': type }, body: new Uint8Array(bytes) });
const arrived = async (hash: string) => (await central.service.central<{ arrived_at: number | null }[]>`select arrived_at from attachment where hash = ${hash}`).map((row) => row.arrived_at !== null);

it('PHO-5 PHO-6 a photo taken offline goes up by itself after a kill, and another station sees it', { timeout: 60_000 }, async () => {
  const first = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'station', now);
  await first.plug(false);
  const bytes = picture('taken offline');
  const hash = await keep(first, bytes);
  expect(await first.submit('adjustment.submit', broken('ADJ-1', [hash]))).toMatchObject({ ok: true });
  expect(Buffer.from((await see(first, hash)).picture, 'base64')).toEqual(bytes);
  // Its own memory of what is to be sent is gone with the process.
  await first.stop();
  await first.start();
  await first.level();
  await vi.waitFor(async () => expect(await arrived(hash)).toEqual([true]), { timeout: 20_000, interval: 50 });
  expect(readdirSync(path.join(kept, hash.slice(0, 2)))).toEqual([hash]);
  const second = await openStation(central.service.url, temporaryFolder(), 'RB-DANA', 'station', now);
  expect(await see(second, hash)).toEqual({ type: 'image/jpeg', picture: bytes.toString('base64'), problem: '' });
  await second.plug(false);
  expect((await see(second, hash)).problem).toBe('');
  expect((await see(second, photoHash(picture('never seen')))).problem).toMatch(/not on this station/);
});

it('PHO-5 work that names a photo nobody has is not committed', async () => {
  const station = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'station', now);
  expect(await station.submit('adjustment.submit', broken('ADJ-2', [photoHash(picture('never taken'))]))).toMatchObject({ ok: false, problem: 'photo_not_here' });
  expect(await station.rows('adjustment', { warehouse_id: WAREHOUSE, adjustment_id: 'ADJ-2' })).toEqual([]);
  expect(await station.request('keepPhoto', { picture: Buffer.from('<svg onload=alert(1)>').toString('base64') })).toMatchObject({ hash: '', problem: expect.stringMatching(/JPEG, PNG and WebP/) });
});

it('PHO-6 the server takes only what its name says, only pictures, only what work here has named, and gives to nobody else', async () => {
  const station = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'station', now);
  const { device } = station;
  const foreign = picture('nobody named it');
  expect((await put(photoHash(foreign), picture('something else'), device)).status).toBe(400);
  expect((await put(photoHash(foreign), foreign, device)).status).toBe(404);
  expect((await put(photoHash(foreign), foreign, 'no-such-device')).status).toBe(404);
  const script = Buffer.from('<script>alert(1)</script>');
  expect((await put(photoHash(script), script, device)).status).toBe(400);
  expect((await put(photoHash(foreign), foreign, device, 'text/html')).status).toBe(415);
  expect((await put('..%2F..%2Fetc%2Fpasswd', foreign, device)).status).toBe(400);
  expect((await fetch(`${central.service.url}${paths.photos}/${photoHash(foreign)}?device=${device}`)).status).toBe(404);
  expect(readdirSync(kept).flatMap((shelf) => readdirSync(path.join(kept, shelf)))).not.toContain(photoHash(foreign));
});

it('PHO-1 a photo that does not come is missed after four hours; it comes, and that is over', { timeout: 60_000 }, async () => {
  const station = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'station', now);
  const bytes = picture('on a station that is off');
  const hash = photoHash(bytes);
  // As if another station had taken it: named, and its file nowhere the server can reach.
  await central.intake('named-elsewhere', 'adjustment.submit', broken('ADJ-3', [hash]) as never);
  await central.service.settle();
  const missed = () => central.service.central<{ state: string; resolution: string | null }[]>`select state, resolution from exception where kind = 'PHOTO_MISSING' and subject_id = ${hash}`;
  expect(await missed()).toEqual([]);
  ahead = 5 * HOUR;
  await central.service.settle();
  expect(await missed()).toEqual([{ state: 'OPEN', resolution: null }]);
  expect((await put(hash, bytes, station.device)).status).toBe(200);
  expect((await put(hash, bytes, station.device)).status).toBe(200);
  expect(await missed()).toEqual([{ state: 'RESOLVED', resolution: 'ARRIVED' }]);
});
