// Blind by construction: what a device for counting holds, may say and becomes; and what a shared station keeps from
// whoever counts.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ItemCard, StockLine } from '#electron/contract.ts';
import { paths } from '#sync/protocol/messages.ts';
import { startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { logOf, openStation } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** In no id, price or time by chance, and four bytes long where a database stores it as a number. */
const PLANTED = 9_876_543;
let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
  await raw('system', 'stock.open', { itemId: 'A', quantity: PLANTED, locationId: 'B-1' });
  await raw('system', 'stock.open', { itemId: 'B', quantity: 5, locationId: 'B-2' });
  await raw('mara', 'stock.move', { itemId: 'C', quantity: 3, fromLocation: 'B-1', toLocation: 'B-2' });
  await raw('dana', 'count.open', { taskId: 'CT-BLIND', locationId: 'B-1', trigger: 'SPOT' });
  await raw('mara', 'adjustment.submit', { adjustmentId: 'ADJ-1', locationId: 'B-1', itemId: 'A', delta: -1, reason: 'DAMAGED' });
});
afterAll(() => central.stop());

async function raw(person: string, type: string, payload: object): Promise<void> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person, warehouse: WAREHOUSE, confirmed: ['not_enough_stock'], payload });
  await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
}
const asNumber = Buffer.alloc(4);
asNumber.writeUInt32BE(PLANTED);
/** Files of a folder that hold the planted quantity, as text or as SQLite stores it. */
const filesWithIt = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => {
  const bytes = readFileSync(file);
  return bytes.includes(String(PLANTED)) || bytes.includes(asNumber);
});
const taskComes = (station: Awaited<ReturnType<typeof openStation>>) => vi.waitFor(async () => expect(await station.ask({ about: 'thing', raw: 'CT-BLIND' })).toMatchObject({ kind: 'document', document: 'count_task' }), { timeout: 20_000, interval: 50 });

describe('a device for counting', () => {
  it('BLD-1 holds no figure of the books in any of its files, and knows what to ask about', { timeout: 60_000 }, async () => {
    const blind = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'counting');
    const shared = await openStation(central.service.url);
    await taskComes(blind);
    await taskComes(shared);
    expect(await blind.ask({ about: 'expected', locationId: 'B-1', taskId: 'CT-BLIND' })).toEqual([{ itemId: 'A', lot: '' }]);
    expect(await blind.ask({ about: 'items', ids: ['A'] })).toMatchObject([{ item: { name: 'Item A' } } satisfies { item: Partial<ItemCard['item']> }]);
    for (const itemId of ['A', 'B', 'C']) expect(await blind.ask({ about: 'stock', itemId })).toEqual([]);
    // What changes later comes no other way.
    await raw('system', 'stock.open', { itemId: 'A', quantity: PLANTED, locationId: 'B-3' });
    await raw('dana', 'count.open', { taskId: 'CT-LATER', locationId: 'B-3', trigger: 'SPOT' });
    await vi.waitFor(async () => expect(await blind.ask({ about: 'expected', locationId: 'B-3', taskId: 'CT-LATER' })).toEqual([{ itemId: 'A', lot: '' }]), { timeout: 20_000, interval: 50 });
    expect((await fetch(`${central.service.url}${paths.why}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, device: blind.device, subject: { kind: 'position', warehouse: WAREHOUSE, itemId: 'A', locationId: 'B-1' } }) })).status).toBe(403);
    await Promise.all([blind.stop(), shared.stop()]);
    expect(filesWithIt(blind.folder)).toEqual([]);
    // The search would find it: a station for all work has it.
    expect(filesWithIt(shared.folder)).not.toEqual([]);
  });

  it('BLD-2 counts, also without a network, and the server judges it against the books', { timeout: 60_000 }, async () => {
    const blind = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'counting');
    await raw('dana', 'count.open', { taskId: 'CT-B2', locationId: 'B-2', itemId: 'B', trigger: 'SPOT' });
    await vi.waitFor(async () => expect(await blind.ask({ about: 'thing', raw: 'CT-B2' })).toMatchObject({ kind: 'document' }), { timeout: 20_000, interval: 50 });
    await blind.plug(false);
    const now = Date.now();
    expect(await blind.submit('count.record', { taskId: 'CT-B2', locationId: 'B-2', itemId: 'B', quantity: 5, firstLook: now, lastLook: now })).toMatchObject({ ok: true });
    expect(await blind.submit('count.submit', { taskId: 'CT-B2', locationId: 'B-2' })).toMatchObject({ ok: true });
    await blind.plug(true);
    await blind.level();
    const [task] = await central.service.central<{ state: string }[]>`select state from count_task where task_id = 'CT-B2'`;
    expect(['MATCHED', 'CLOSED']).toContain(task!.state);
  });

  it('BLD-2 may say nothing else: refused there, and kept back by the server when it comes all the same', { timeout: 60_000 }, async () => {
    const blind = await openStation(central.service.url, temporaryFolder(), 'RB-MARA', 'counting');
    expect(await blind.submit('stock.move', { itemId: 'A', quantity: 1, fromLocation: 'B-1', toLocation: 'B-2' }, ['not_enough_stock'])).toMatchObject({ ok: false, why: 'problem', problem: 'only_counts' });
    const { device } = blind;
    await blind.stop();
    blind.plant((place) => Buffer.from(JSON.stringify({ id: randomUUID(), type: 'stock.move', version: 1, at: Date.now(), offset: 0, person: 'mara', warehouse: WAREHOUSE, confirmed: [], payload: { itemId: 'A', quantity: 1, fromLocation: 'B-1', toLocation: 'B-2' }, ...place })));
    await blind.start();
    await blind.level();
    expect(await logOf(central.service.central, device)).toMatchObject([{ verdict: 'parked', rejection: { reason: 'came from a device that only counts' } }]);
  });

  it('BLD-3 a station that is to count blind begins with a new file, and not before its work is sent', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url);
    await taskComes(station);
    await station.plug(false);
    await station.receive();
    const before = station.device;
    await station.stop();
    await expect(openStation(central.service.url, station.folder, 'RB-MARA', 'counting')).rejects.toThrow(/1 commands that the ERP does not have yet/);
    await station.start();
    await station.level();
    await station.stop();
    const blind = await openStation(central.service.url, station.folder, 'RB-MARA', 'counting');
    await taskComes(blind);
    expect(blind.device).not.toBe(before);
    await blind.stop();
    expect(filesWithIt(blind.folder)).toEqual([]);
  });
});

describe('how many are left', () => {
  it('GLA-3 is asked where few are, not of what is counted anyway, and not too often', { timeout: 60_000 }, async () => {
    await central.write('setting', [{ key: 'count_while_working', value: { most: 5, perHour: 2 } }]);
    for (const locationId of ['B-3', 'B-4']) await raw('system', 'stock.open', { itemId: 'C', quantity: 4, locationId });
    await raw('dana', 'count.open', { taskId: 'CT-C', locationId: 'B-3', itemId: 'C', trigger: 'SPOT' });
    const station = await openStation(central.service.url);
    await vi.waitFor(async () => expect(await station.ask({ about: 'thing', raw: 'CT-C' })).toMatchObject({ kind: 'document' }), { timeout: 20_000, interval: 50 });
    const asks = (itemId: string, locationId: string) => station.ask({ about: 'how_many_left', itemId, locationId });
    expect([await asks('A', 'B-1'), await asks('C', 'B-3'), await asks('C', 'DOCK')]).toEqual([false, false, false]);
    expect([await asks('C', 'B-4'), await asks('C', 'B-4'), await asks('C', 'B-4')]).toEqual([true, true, false]);
  });
});

describe('a shared station', () => {
  it('BLD-4 tells whoever may count nothing of what is being counted, and the supervisor everything', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url);
    await taskComes(station);
    const everything = async (): Promise<string> => JSON.stringify(await Promise.all([
      station.ask({ about: 'stock', itemId: 'A' }), station.ask({ about: 'stock', locationId: 'B-1' }), station.ask({ about: 'movements', itemId: 'A' }), station.ask({ about: 'movements', locationId: 'B-1' }), station.ask({ about: 'exceptions' }),
      station.ask({ about: 'on_hand' }), station.ask({ about: 'approvals' }), station.ask({ about: 'approval_why', lineId: 'ADJ-1' }), station.ask({ about: 'why', subject: { kind: 'position', itemId: 'A', locationId: 'B-1' }, from: 'here' }),
    ]));
    expect(await everything()).not.toContain(String(PLANTED));
    expect(((await station.ask({ about: 'stock', locationId: 'B-1' })) as StockLine[]).every((line) => line.hidden)).toBe(true);
    await station.signIn('RB-DANA');
    expect(await everything()).toContain(String(PLANTED));
  });
});
