// Numbers of parcels from their carriers, on a real database with two sync services and a station: each parcel gets one
// number, whoever asks how often; what is unpacked is called off; and packing waits for nobody.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { trackingCandidates } from '#domain/tracking/candidates.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import type { Hello } from '#electron/contract.ts';
import { startStation } from '#electron/station.ts';
import { paths } from '#sync/protocol/messages.ts';
import { carrierFolder } from '#sync/server/outside/carrier-files.ts';
import { bookingRound } from '#sync/server/outside/carriers.ts';
import { startService, type Service } from '#sync/server/service.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const numbers = { service: 'NW', country: 'GB', from: 20_000_000 };
const folder = temporaryFolder();
let central: TestCentral;
let second: Service;
beforeAll(async () => {
  central = await startTestCentral(Date.now, [...smallCompany, { table: 'carrier', rows: [{ carrier_id: 'FAST', name: 'Fast Parcels', cutoff_minute: 990 }, { carrier_id: 'SLOW', name: 'Slow Parcels', cutoff_minute: 990 }] }]);
  second = await startService({ databaseUrl: central.databaseUrl, now: Date.now, port: 0, carriers: carrierFolder(folder, { numbers }) });
});
afterAll(async () => {
  await second.stop();
  await central.stop();
});

const sql = () => central.service.central;
const until = (work: () => Promise<void>) => vi.waitFor(work, { timeout: 30_000, interval: 50 });
async function send(by: string, type: string, payload: object): Promise<string> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: by, warehouse: WAREHOUSE, confirmed: [], payload });
  const reply = await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
  const { outcomes } = (await reply.json()) as { outcomes: { verdict: string; rule: string }[] };
  return `${outcomes[0]!.verdict} ${outcomes[0]!.rule}`.trim();
}
async function packed(orderId: string, carrierId: string): Promise<{ readonly parcelId: string; readonly fulfilmentId: string }> {
  await send('system', 'stock.open', { itemId: 'A', quantity: 1, locationId: 'B-1' });
  await send('system', 'order.take_in', { orderId, channelId: 'web', channelNumber: `N-${orderId}`, shipFrom: WAREHOUSE, orderedAt: Date.now(), currency: 'GBP', lines: [{ lineNo: 1, itemId: 'A', quantity: 1, unitPrice: 50_000 }] });
  const [task] = await vi.waitFor(async () => {
    const found = await sql()<Row<'pick_task'>[]>`select * from pick_task where order_id = ${orderId}`;
    expect(found).toHaveLength(1);
    return found;
  }, { timeout: 30_000, interval: 50 });
  await send('mara', 'pick.pick', { taskId: task!.task_id, fulfilmentId: task!.fulfilment_id, itemId: 'A', quantity: 1, fromLocation: task!.location_id, tote: `TOTE-${orderId}` });
  expect(await send('mara', 'parcel.pack', { parcelId: `PC-${orderId}`, fulfilmentId: task!.fulfilment_id, orderId, carrierId, lines: [{ taskId: task!.task_id, orderLine: 1, itemId: 'A', quantity: 1, tote: `TOTE-${orderId}` }] })).toBe('applied');
  return { parcelId: `PC-${orderId}`, fulfilmentId: task!.fulfilment_id };
}
const trackingOf = async (parcelId: string): Promise<string> => (await sql()<{ tracking: string }[]>`select tracking from parcel where parcel_id = ${parcelId}`)[0]!.tracking;

it('CAR-2 each packed parcel gets one number, which is on its label at the station and stays with it when it leaves', { timeout: 60_000 }, async () => {
  const printed: string[] = [];
  const printer = createServer((socket) => socket.on('data', (data) => {
    // Asked how it is, it is well; all else is a label.
    const text = data.toString('latin1');
    if (text.includes('~HS')) socket.write('\u0002030,0,0,0000,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,6,0,00000000,1,000\u0003\r\n\u00020000,0\u0003\r\n');
    if (text.includes('^XA')) printed.push(text);
  }));
  await new Promise<void>((done) => void printer.listen(0, '127.0.0.1', done));
  const address = printer.address() as { port: number };
  const station = await startStation({ folder: temporaryFolder(), central: central.service.url, now: Date.now, kind: 'station', name: 'Bench', printer: `127.0.0.1:${address.port}` });
  try {
    await until(async () => {
      await station.request('signIn', { badge: 'RB-MARA' });
      expect((await station.request('hello', {}) as Hello).person).not.toBeNull();
    });
    const { parcelId, fulfilmentId } = await packed('O1', 'FAST');
    await until(async () => expect(await trackingOf(parcelId)).not.toBe(''));
    const tracking = await trackingOf(parcelId);
    expect(trackingCandidates(tracking)).toContainEqual(expect.objectContaining({ checked: true }));
    // Another service asks about the same parcels at the same time.
    await Promise.all([1, 2, 3].map(() => bookingRound(postgresStore(sql()), carrierFolder(folder, { numbers }), Date.now)));
    expect(await trackingOf(parcelId)).toBe(tracking);
    await until(async () => expect(await station.request('print', { jobId: `job-${Date.now()}`, of: 'carrier', id: parcelId, copies: 1 })).toEqual({ problem: '' }));
    await until(async () => expect(printed.join('')).toContain(tracking));
    expect(printed.join('')).toMatch(/Fast Parcels.*order N_2DO1/);
    expect(await send('mara', 'parcel.ship', { parcelId, fulfilmentId, orderId: 'O1', carrierId: 'FAST' })).toBe('applied');
    expect(await trackingOf(parcelId)).toBe(tracking);
  } finally {
    await station.stop();
    printer.close();
  }
});

it('CAR-3 a parcel that is unpacked is called off, and its number is given to no other one', { timeout: 60_000 }, async () => {
  const { parcelId, fulfilmentId } = await packed('O2', 'FAST');
  await until(async () => expect(await trackingOf(parcelId)).not.toBe(''));
  const tracking = await trackingOf(parcelId);
  await send('dana', 'order.cancel', { orderId: 'O2', fulfilmentIds: [fulfilmentId], reason: 'CUSTOMER' });
  await send('mara', 'parcel.unpack', { parcelId, fulfilmentId, orderId: 'O2', tote: 'TOTE-9' });
  await until(async () => expect(await trackingOf(parcelId)).toBe(''));
  const [called] = readdirSync(path.join(folder, 'FAST')).filter((name) => name.endsWith('.called-off.json')).map((name) => JSON.parse(readFileSync(path.join(folder, 'FAST', name), 'utf8')) as { parcelId: string; tracking: string });
  expect(called).toMatchObject({ parcelId, tracking });
  const next = await packed('O3', 'FAST');
  await until(async () => expect(await trackingOf(next.parcelId)).not.toBe(''));
  expect(await trackingOf(next.parcelId)).not.toBe(tracking);
});

it('waits for an answer of another program, and one that cannot be read keeps no other parcel waiting', { timeout: 60_000 }, async () => {
  const slow = temporaryFolder();
  const store = postgresStore(sql());
  await second.stop();
  const [first, other] = [await packed('O4', 'SLOW'), await packed('O5', 'SLOW')];
  const carriers = carrierFolder(slow, {});
  expect(await bookingRound(store, carriers, Date.now)).toBe(0);
  expect([await trackingOf(first.parcelId), await trackingOf(other.parcelId)]).toEqual(['', '']);
  for (const name of readdirSync(path.join(slow, 'SLOW'))) {
    const booking = JSON.parse(readFileSync(path.join(slow, 'SLOW', name), 'utf8')) as { parcelId: string };
    writeFileSync(path.join(slow, 'SLOW', name.replace('.booking.', '.answer.')), booking.parcelId === first.parcelId ? '{"number": 7}' : '{"tracking": "SL-77"}');
  }
  expect(await bookingRound(store, carriers, Date.now)).toBe(1);
  expect([await trackingOf(first.parcelId), await trackingOf(other.parcelId)]).toEqual(['', 'SL-77']);
  // With nothing else to do the log is told what is wrong.
  await expect(bookingRound(store, carriers, Date.now)).rejects.toThrow(/names no tracking number/);
});
