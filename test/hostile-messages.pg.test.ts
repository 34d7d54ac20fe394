// Whatever comes to the doors of the sync service, from whomever: it is answered in words, the service goes on, the books
// stay sound, and the work of an honest station that sends at the same time is there once and in order. RESTOW_FUZZ=50 sends
// more than 50,000 messages.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashOf } from '#domain/ids.ts';
import { photoFolder } from '#sync/photos/folder.ts';
import { photoHash } from '#sync/photos/picture.ts';
import { paths, PROTOCOL } from '#sync/protocol/messages.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { nastyTexts, nastyValue, runs, spoiled, spoiledText } from './support/mutations.ts';
import { logOf } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, smallCompany, { photos: photoFolder(temporaryFolder()), guard: { rate: 1_000_000 } });
});
afterAll(() => central.stop());

const send = (door: string, body: string) => fetch(`${central.service.url}${door}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const post = (door: string, message: object) => send(door, JSON.stringify(message));

/** Never an error of the service's own; words, and none of the machine's. */
async function expectAnswered(response: Response, sent: string): Promise<number> {
  const text = await response.text();
  const told = `${response.status} ${text.slice(0, 300)} for ${sent.slice(0, 300)}`;
  expect(response.status < 500, told).toBe(true);
  if (response.status >= 400) {
    expect(JSON.parse(text), told).toMatchObject({ problem: expect.stringMatching(/\S/) as string });
    expect(text, told).not.toMatch(/node_modules|\bat \w+ \(|select |insert into|violates|\bsyntax\b.*\bSQL\b/i);
  }
  return response.status;
}

interface Honest {
  readonly device: string;
  readonly ids: readonly string[];
  work(): Promise<void>;
}
async function honestStation(device: string): Promise<Honest> {
  await post(paths.enrol, { protocol: PROTOCOL, device, incarnation: 'i', name: device, warehouse: WAREHOUSE, kind: 'station' });
  const ids: string[] = [];
  let previous = '';
  return {
    device,
    ids,
    async work() {
      const text = commandText({ id: randomUUID(), device, sequence: ids.length + 1, previous });
      ids.push((JSON.parse(text) as { id: string }).id);
      previous = hashOf(Buffer.from(text));
      expect(await (await post(paths.push, { protocol: PROTOCOL, device, incarnation: 'i', first: ids.length, commands: [text] })).json()).toMatchObject({ held: ids.length });
    },
  };
}
const command = (place: { id: string; device: string; sequence: number; previous: string }) => ({
  ...place, type: 'delivery.receive', version: versionOf('delivery.receive'), at: Date.now(), offset: 0, person: 'mara', warehouse: WAREHOUSE, confirmed: ['unknown_document', 'over_expected', 'already_received'], payload: { deliveryId: 'DN-1', itemId: 'A', quantity: 1, locationId: 'DOCK' },
});
const commandText = (place: Parameters<typeof command>[0]): string => JSON.stringify(command(place));

/** What stands anywhere is what moved there, and nothing has come from nowhere. */
async function expectSound(): Promise<void> {
  const off = await central.service.central`
    with moved as (
      select warehouse_id, location_id, item_id, sum(n) as n from (
        select warehouse_id, to_location as location_id, item_id, quantity as n from movement union all select warehouse_id, from_location, item_id, -quantity from movement) m group by 1, 2, 3)
    select * from moved m full join (select warehouse_id, location_id, item_id, sum(quantity) as n from position group by 1, 2, 3) p using (warehouse_id, location_id, item_id) where coalesce(m.n, 0) <> coalesce(p.n, 0) and location_id not like '~%'`;
  expect(off).toEqual([]);
}

it('any message at any door of the sync service is answered in words, and honest work beside it arrives whole', { timeout: 60_000 * runs(1) }, async () => {
  const honest = await honestStation('honest');
  const [id, device] = ['fuzz-command', 'fuzz'];
  const good: readonly (readonly [door: string, message: object])[] = [
    [paths.enrol, { protocol: PROTOCOL, device: 'fuzz', incarnation: 'i', name: 'fuzz', warehouse: WAREHOUSE, kind: 'station' }],
    [paths.push, { protocol: PROTOCOL, device, incarnation: 'i', first: 1, commands: [commandText({ id, device, sequence: 1, previous: '' })], clock: 1, lost: { from: 1, to: 2, link: '', before: { at: 1, person: 'mara', type: 'x' } } }],
    [paths.readmit, { protocol: PROTOCOL, device, incarnation: 'i', next: 'fuzz-next', nextIncarnation: 'j', after: 0, link: '', unsent: 1, oldestUnsentAt: null, reason: 'clone', word: { sequence: 1, bytes: commandText({ id, device, sequence: 1, previous: '' }) } }],
    [paths.intake, { commands: [commandText({ id: 'fuzz-intake', device: 'intake', sequence: 0, previous: '' })] }],
    [paths.why, { protocol: PROTOCOL, device, cursor: '1:1:', epoch: '', subject: { kind: 'position', warehouse: WAREHOUSE, itemId: 'A', locationId: 'B-1' } }],
    [paths.recall, { protocol: PROTOCOL, device, itemId: 'A', lot: '' }],
  ];
  for (const [door, message] of good.slice(0, 1)) expect((await post(door, message)).status).toBe(200);
  const statuses = new Set<number>();
  let sent = 0;
  await fc.assert(fc.asyncProperty(fc.constantFrom(...good).chain(([door, message]) => spoiledText(message).map((text) => [door, text] as const)), async ([door, text]) => {
    statuses.add(await expectAnswered(await send(door, text), `${door} ${text}`));
    if ((sent += 1) % 20 === 0) await honest.work();
  }), { numRuns: runs(600) });
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400]));

  const queries = fc.tuple(fc.constantFrom(paths.pull, paths.live, `${paths.photos}/${'a'.repeat(64)}`), spoiled({ device: 'nobody', cursor: '1:1:', epoch: 'x', unsent: '1', person: 'mara' }));
  await fc.assert(fc.asyncProperty(queries, async ([door, query]) => {
    const pairs = Object.entries((query ?? {}) as object).map(([name, value]) => [name.toWellFormed(), String(typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()]);
    if (pairs.some(([name, value]) => name === 'device' && value === 'honest') || door === paths.live) return;
    await expectAnswered(await fetch(`${central.service.url}${door}?${new URLSearchParams(pairs)}`), `${door} ${JSON.stringify(pairs)}`);
  }), { numRuns: runs(100) });

  await honest.work();
  expect((await logOf(central.service.central, honest.device)).map((row) => [row.command_id, row.verdict === 'parked'])).toEqual(honest.ids.map((each) => [each, false]));
  expect((await fetch(`${central.service.url}${paths.ready}`)).status).toBe(200);
  await expectSound();
});

it('whatever stands in a command that is sent in order is kept with its exact bytes, judged or put aside, and never in the way of the next', { timeout: 60_000 * runs(1) }, async () => {
  const device = 'writer';
  await post(paths.enrol, { protocol: PROTOCOL, device, incarnation: 'i', name: device, warehouse: WAREHOUSE, kind: 'station' });
  let sequence = 0;
  let previous = '';
  const bytes = fc.oneof(
    spoiled(command({ id: 'x', device, sequence: 1, previous: '' })).map((value) => (place: object) => JSON.stringify(typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, ...place } : value) ?? ''),
    spoiled(command({ id: 'x', device, sequence: 1, previous: '' }).payload).map((payload) => (place: object) => JSON.stringify({ ...command({ id: 'x', device, sequence: 1, previous: '' }), ...place, payload })),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => () => text),
    nastyValue.map((value) => (place: object) => JSON.stringify({ ...command({ id: 'x', device, sequence: 1, previous: '' }), ...place, type: value })),
  );
  await fc.assert(fc.asyncProperty(bytes, async (make) => {
    const text = make({ id: randomUUID(), device, sequence: sequence + 1, previous });
    const response = await post(paths.push, { protocol: PROTOCOL, device, incarnation: 'i', first: sequence + 1, commands: [text] });
    expect(response.status, text).toBe(200);
    sequence += 1;
    expect(await response.json(), text).toMatchObject({ held: sequence });
    // What came is what the JSON of the message could carry: a lone surrogate is none.
    previous = hashOf(Buffer.from(text.toWellFormed()));
    const [kept] = await central.service.central<{ bytes: Uint8Array }[]>`select bytes from command_log where device_id = ${device} and sequence = ${sequence}`;
    expect(Buffer.from(kept!.bytes).toString('utf8')).toBe(text.toWellFormed());
  }), { numRuns: runs(250) });
  expect(await logOf(central.service.central, device)).toHaveLength(sequence);
  await expectSound();
});

it('a photo under a name that is not its own, of another kind or nobody asked for is refused in words, and none is kept', async () => {
  await honestStation('photographer');
  const jpeg = [0xff, 0xd8, 0xff, 0xe0];
  const pictures = fc.tuple(fc.uint8Array({ maxLength: 80 }), fc.boolean(), fc.oneof(fc.constantFrom('own', '0'.repeat(64), '..%2f..%2fetc%2fpasswd', '%00', 'A'.repeat(64)), fc.constantFrom(...nastyTexts).map((text) => encodeURIComponent(text.toWellFormed()))), fc.constantFrom('image/jpeg', 'image/png', 'image/svg+xml', 'text/html', 'application/json', 'multipart/form-data'));
  await fc.assert(fc.asyncProperty(pictures, async ([random, whole, name, type]) => {
    const picture = new Uint8Array(whole ? [...jpeg, ...random] : random);
    const response = await fetch(`${central.service.url}${paths.photos}/${name === 'own' ? photoHash(picture) : name}?device=photographer`, { method: 'PUT', headers: { 'content-type': type }, body: picture });
    expect(await expectAnswered(response, `${name} ${type}`)).toBeGreaterThanOrEqual(400);
  }), { numRuns: runs(100) });
  expect(await central.service.central`select * from attachment`).toEqual([]);
});
