// The main flow between a real station (SQLite file) and a real sync service (Postgres): every fact once, whatever
// the network does in between.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ledgerDifferences } from '#db/local/horizon.ts';
import type { SubmitReply } from '#electron/contract.ts';
import { startStation, type Station } from '#electron/station.ts';
import { openReplica } from '#db/local/open.ts';
import path from 'node:path';
import { startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
});
afterAll(() => central.stop());

async function openStation(folder = temporaryFolder()): Promise<{ station: Station; folder: string; restart(): Promise<Station> }> {
  const options = { folder, central: central.service.url, now: Date.now, name: 'Pack 1' };
  let station = await startStation(options);
  onTestFinished(() => station.stop());
  await vi.waitFor(async () => expect((await hello(station)).warehouse.name).toBe('Test warehouse'), 20_000);
  return {
    get station() { return station; },
    folder,
    async restart() {
      await station.stop();
      station = await startStation(options);
      return station;
    },
  };
}
const hello = (station: Station) => station.request('hello', {}) as Promise<{ warehouse: { name: string }; status: { unsent: number; online: boolean; trouble: string; needsYou: number } }>;
const submit = (station: Station, type: string, payload: object, confirmed: string[] = [], id = randomUUID()) =>
  station.request('submit', { commands: [{ id, type, payload, confirmed }] }) as Promise<SubmitReply>;
const level = (station: Station) => vi.waitFor(async () => expect((await hello(station)).status).toMatchObject({ unsent: 0, online: true }), 20_000);
const onHand = async (itemId: string) => {
  const [row] = await central.service.central<{ quantity: number }[]>`select coalesce(sum(quantity), 0)::bigint as quantity from position where item_id = ${itemId} and (location_id not like '~%' or location_id like '~suspense:%')`;
  return row!.quantity;
};

describe('one station', () => {
  it('PUSH-1 LIVE-4 receives offline, restarts, reconnects: every fact in Postgres once and in order', async () => {
    const opened = await openStation();
    let { station } = opened;
    await station.request('signIn', { badge: 'RB-MARA' });
    await station.request('plug', { connected: false });
    for (let i = 0; i < 20; i++) expect(await submit(station, 'delivery.receive', { deliveryId: 'DN-1', itemId: 'A', quantity: 1, locationId: 'DOCK' }, ['unknown_document', 'over_expected'])).toMatchObject({ ok: true });
    station = await opened.restart();
    expect((await hello(station)).status.unsent).toBe(20);
    await level(station);
    expect(await onHand('A')).toBe(20);
    const log = await central.service.central<{ sequence: number; person_id: string; verdict: string }[]>`select sequence, person_id, verdict from command_log where device_id = ${station.device} order by sequence`;
    expect(log.map((row) => row.sequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(new Set(log.map((row) => row.person_id))).toEqual(new Set(['mara']));
  });

  it('OUT-2 OUT-6 the same command twice has one effect, and a question is asked before a fact the books contradict', async () => {
    const { station } = await openStation();
    await station.request('signIn', { badge: 'RB-MARA' });
    const id = randomUUID();
    const before = await onHand('B');
    const receive = { deliveryId: 'DN-2', itemId: 'B', quantity: 3, locationId: 'DOCK' };
    expect(await submit(station, 'delivery.receive', receive, [], id)).toMatchObject({ ok: false, why: 'question', rejection: { type: 'unknown_document' } });
    expect(await submit(station, 'delivery.receive', receive, ['unknown_document'], id)).toMatchObject({ ok: true, results: [{ verdict: 'flagged' }] });
    expect(await submit(station, 'delivery.receive', receive, ['unknown_document'], id)).toMatchObject({ ok: true });
    await level(station);
    expect(await onHand('B')).toBe(before + 3);
  });

  it('takes from a bin what the books do not have: suspense at the server and here, covered by what arrives', async () => {
    const { station, folder } = await openStation();
    await station.request('signIn', { badge: 'RB-MARA' });
    await submit(station, 'stock.move', { itemId: 'C', quantity: 5, fromLocation: 'B-1', toLocation: 'B-2' }, ['not_enough_stock']);
    await level(station);
    const suspense = () => central.service.central<{ quantity: number }[]>`select quantity from position where item_id = 'C' and location_id = '~suspense:B-1'`;
    expect(await suspense()).toMatchObject([{ quantity: -5 }]);
    await submit(station, 'stock.move', { itemId: 'C', quantity: 5, fromLocation: 'B-2', toLocation: 'B-1' });
    await level(station);
    expect(await suspense()).toMatchObject([{ quantity: 0 }]);
    await station.stop();
    const replica = openReplica(path.join(folder, 'replica.db'));
    expect(ledgerDifferences(replica)).toEqual([]);
    replica.close();
  });
});

describe('two stations', () => {
  it('see each other, and judge pending work again on what the other did', async () => {
    const [one, two] = [(await openStation()).station, (await openStation()).station];
    for (const station of [one, two]) await station.request('signIn', { badge: 'RB-MARA' });
    await submit(one, 'delivery.receive', { deliveryId: 'DN-9', itemId: 'A', quantity: 10, locationId: 'B-3' }, ['unknown_document']);
    const stock = async (station: Station) => (await station.request('ask', { question: { about: 'stock', itemId: 'A', locationId: 'B-3' } })) as { quantity: number }[];
    await vi.waitFor(async () => expect((await stock(two))[0]?.quantity).toBe(10), 20_000);
    await two.request('plug', { connected: false });
    await submit(two, 'stock.move', { itemId: 'A', quantity: 4, fromLocation: 'B-3', toLocation: 'B-4' });
    await submit(one, 'stock.move', { itemId: 'A', quantity: 1, fromLocation: 'B-3', toLocation: 'B-2' });
    await level(one);
    await two.request('plug', { connected: true });
    await level(two);
    await vi.waitFor(async () => {
      for (const station of [one, two]) expect((await stock(station))[0]?.quantity).toBe(5);
    }, 20_000);
    expect(WAREHOUSE).toBe('W1');
  });

  it('TCH-4 teach one code for two items while apart: both learn it, and each asks which until one is withdrawn', async () => {
    const [one, two] = [(await openStation()).station, (await openStation()).station];
    for (const station of [one, two]) await station.request('signIn', { badge: 'RB-DANA' });
    const thing = (station: Station) => station.request('ask', { question: { about: 'thing', raw: '4006381333931' } });
    expect(await thing(one)).toEqual({ kind: 'unknown', text: '4006381333931' });
    await two.request('plug', { connected: false });
    await submit(one, 'barcode.teach', { barcode: '4006381333931', itemId: 'A' });
    await submit(two, 'barcode.teach', { barcode: '4006381333931', itemId: 'B', units: 6 });
    expect(await thing(two)).toMatchObject({ kind: 'item', itemId: 'B', units: 6 });
    await level(one);
    await two.request('plug', { connected: true });
    await level(two);
    await vi.waitFor(async () => {
      for (const station of [one, two]) expect(await thing(station)).toEqual({ kind: 'several', itemIds: ['A', 'B'] });
    }, 20_000);
    const [open] = await central.service.central`select kind, rule, subject_id from exception where state = 'OPEN' and kind = 'BARCODE_TWICE'`;
    expect(open).toMatchObject({ rule: 'TCH-4', subject_id: '4006381333931' });
    expect(await submit(one, 'barcode.withdraw', { barcode: '4006381333931', itemId: 'B' })).toMatchObject({ ok: true });
    await level(one);
    await vi.waitFor(async () => expect(await thing(two)).toMatchObject({ kind: 'item', itemId: 'A' }), 20_000);
  });
});

describe('REB-9 work that came out otherwise than the key press said', () => {
  it('waits for the person who did it until they have seen it', async () => {
    const [first, second] = [(await openStation()).station, await openStation()];
    let station = second.station;
    for (const each of [first, station]) {
      await each.request('signIn', { badge: 'RB-MARA' });
      await level(each);
    }
    await station.request('plug', { connected: false });
    const place = (each: Station) => submit(each, 'hold.place', { holdId: 'HOLD-1', itemId: 'C', code: 'QC' });
    expect(await place(first)).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });
    expect(await place(station)).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });
    await level(first);
    await station.request('plug', { connected: true });
    const changed = () => station.request('ask', { question: { about: 'changed_work' } }) as Promise<readonly { commandId: string }[]>;
    await vi.waitFor(async () => expect(await changed()).toMatchObject([{ type: 'hold.place', seen: { verdict: 'applied' }, became: { verdict: 'merged', rule: 'HLD-1' }, saidBy: 'ERP' }]), 20_000);
    station = await second.restart();
    const { needsYou } = (await hello(station)).status;
    const [{ commandId }] = (await changed()) as [{ commandId: string }];
    // Not everybody can say that they have seen it.
    await station.request('signIn', { badge: 'RB-DANA' });
    expect(await changed()).toEqual([]);
    await station.request('noted', { commandId });
    await station.request('signIn', { badge: 'RB-MARA' });
    expect(await changed()).toHaveLength(1);
    expect(await station.request('noted', { commandId })).toMatchObject({ needsYou: needsYou - 1 });
    expect(await changed()).toEqual([]);
  });
});
