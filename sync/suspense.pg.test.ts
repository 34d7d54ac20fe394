// When suspense gets its count: as soon as every station of the warehouse has reported since and it is still open, or
// after half an hour; never while a station may still hold what covers it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestCentral, WAREHOUSE, type TestCentral } from '#test/support/central.ts';
import { expectEqualToCentral, openStation, type TestStation } from '#test/support/stations.ts';

let central: TestCentral;
let ahead = 0;
beforeAll(async () => {
  central = await startTestCentral(() => Date.now() + ahead);
});
afterAll(() => central.stop());
const sql = () => central.service.central;

const tasks = (bin: string) => sql()<{ task_id: string; trigger: string; item_id: string; state: string }[]>`select task_id, trigger, item_id, state from count_task where location_id = ${bin}`;
const watched = () => sql()<{ subject: string }[]>`select subject from policy_queue where policy = 'suspense_open'`;
const draw = (station: TestStation, bin: string, itemId: string) => station.submit('stock.move', { itemId, quantity: 3, fromLocation: bin, toLocation: 'B-4' }, ['not_enough_stock']);
/** A station that is switched off with who knows what in it. */
const silent = (state: string) => central.write('device', [{ device_id: 'silent', name: 'Dock 2', home_warehouse: WAREHOUSE, kind: 'station', state, enrolled_at: 1, last_seen_at: null }]);

describe('SUS-6 a count of what is still uncovered', () => {
  it('opens at once when every station has reported, and only one', { timeout: 60_000 }, async () => {
    const station = await openStation(central.service.url);
    await draw(station, 'B-1', 'A');
    await draw(station, 'B-1', 'A');
    await vi.waitFor(async () => expect(await tasks('B-1')).toMatchObject([{ trigger: 'SUSPENSE', item_id: 'A', state: 'OPEN' }]), { timeout: 30_000, interval: 100 });
    await vi.waitFor(async () => expect(await watched()).toEqual([]), { timeout: 20_000, interval: 100 });
    await draw(station, 'B-1', 'A');
    await station.level();
    await vi.waitFor(async () => expect(await watched()).toEqual([]), { timeout: 20_000, interval: 100 });
    expect(await tasks('B-1')).toHaveLength(1);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
    // As the supervisor sees it: what it is worth, who drew it and what has covered a part.
    expect(await station.ask({ about: 'suspense' })).toBeNull();
    await station.signIn('RB-DANA');
    await station.submit('stock.move', { itemId: 'A', quantity: 2, fromLocation: 'B-4', toLocation: 'B-1' });
    expect(await station.ask({ about: 'suspense' })).toMatchObject([{
      itemId: 'A', lot: '', locationId: 'B-1', missing: 7, value: 7 * 20_000, countTaskId: (await tasks('B-1'))[0]!.task_id,
      drawn: [{ quantity: 3, personId: 'mara', type: 'stock.move' }, { quantity: 3 }, { quantity: 3 }], covered: [{ quantity: 2, personId: 'dana', type: 'suspense.cover' }],
    }]);
    // Found again: what was drawn before it was empty is no longer told.
    await station.submit('stock.move', { itemId: 'A', quantity: 7, fromLocation: 'B-4', toLocation: 'B-1' });
    expect(await station.ask({ about: 'suspense' })).toEqual([]);
    await draw(station, 'B-1', 'A');
    expect(await station.ask({ about: 'suspense' })).toMatchObject([{ missing: 3, drawn: [{ quantity: 3, personId: 'dana' }], covered: [] }]);
  });

  it('waits for a station that was not heard since; what that station brings closes it without a count', { timeout: 90_000 }, async () => {
    const [one, other] = [await openStation(central.service.url), await openStation(central.service.url)];
    await other.level();
    await other.plug(false);
    expect(await other.submit('delivery.receive', { deliveryId: `DN-${randomUUID()}`, itemId: 'B', quantity: 3, locationId: 'B-2' }, ['unknown_document'])).toMatchObject({ ok: true });
    await draw(one, 'B-2', 'B');
    await one.level();
    await vi.waitFor(async () => expect(await watched()).toHaveLength(1), { timeout: 20_000, interval: 100 });
    await central.service.settle();
    expect(await tasks('B-2')).toEqual([]);
    await other.plug(true);
    await other.level();
    await vi.waitFor(async () => expect(await watched()).toEqual([]), { timeout: 30_000, interval: 100 });
    expect(await tasks('B-2')).toEqual([]);
    expect(await sql()`select state, resolution from exception where kind = 'SUSPENSE' and location_id = 'B-2'`).toMatchObject([{ state: 'RESOLVED', resolution: 'COVERED' }]);
  });

  it('is opened after half an hour, whoever is silent', { timeout: 60_000 }, async () => {
    await silent('ACTIVE');
    const station = await openStation(central.service.url);
    await draw(station, 'B-3', 'C');
    await station.level();
    await vi.waitFor(async () => expect(await watched()).toHaveLength(1), { timeout: 20_000, interval: 100 });
    await central.service.settle();
    expect(await tasks('B-3')).toEqual([]);
    ahead += 31 * 60_000;
    await vi.waitFor(async () => expect(await tasks('B-3')).toMatchObject([{ trigger: 'SUSPENSE', item_id: 'C' }]), { timeout: 30_000, interval: 100 });
    await silent('RETIRED');
  });
});
