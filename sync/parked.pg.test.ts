// Kept-back work between real stations and a real server: released by a supervisor who answers for it, or given up by two.
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openReplica } from '#db/local/open.ts';
import path from 'node:path';
import { startTestCentral, WAREHOUSE, type TestCentral } from '#test/support/central.ts';
import { expectEqualToCentral, logOf, openStation, type TestStation } from '#test/support/stations.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
  await central.write('person', ['sue', 'sam'].map((person_id) => ({ person_id, name: person_id, badge: `RB-${person_id.toUpperCase()}`, roles: ['supervisor'], active: true })));
});
afterAll(() => central.stop());
const sql = () => central.service.central;
const setActive = (active: boolean) => central.write('person', [{ person_id: 'mara', name: 'mara', badge: 'RB-MARA', roles: ['floor', 'receiver'], active }]);

const parkedOf = (device: string) => sql()<{ exception_id: string; book: { reason: string }; did: Record<string, unknown> }[]>`select exception_id, book, did from exception where device_id = ${device} and kind = 'PARKED' and state = 'OPEN' order by exception_id`;
const outcomesAt = (station: TestStation) => {
  const db = openReplica(path.join(station.folder, 'replica.db'));
  try {
    return db.prepare('select sequence, verdict, rule, rejection from outcome order by sequence').all() as { sequence: number; verdict: string; rule: string; rejection: string | null }[];
  } finally {
    db.close();
  }
};
const onHand = async (itemId: string, place: string) => (await sql()<{ quantity: number }[]>`select coalesce(sum(quantity), 0)::bigint as quantity from position where item_id = ${itemId} and location_id = ${place}`)[0]!.quantity;

/** Mara receives offline and leaves the company before it is sent. */
async function parkedReceipt(itemId: string): Promise<{ station: TestStation; exceptionId: string }> {
  await setActive(true);
  onTestFinished(() => setActive(true));
  const station = await openStation(central.service.url);
  await station.plug(false);
  for (let i = 0; i < 3; i++) await station.receive(itemId);
  await station.signIn('RB-DANA');
  expect(await station.submit('stock.move', { itemId, quantity: 3, fromLocation: 'DOCK', toLocation: 'B-1' })).toMatchObject({ ok: true });
  await setActive(false);
  await station.plug(true);
  await station.level();
  const open = await parkedOf(station.device);
  expect(open).toHaveLength(3);
  return { station, exceptionId: open[0]!.exception_id };
}

describe('PRK-3 a supervisor releases kept-back work', () => {
  it('it counts as it was sent, what had needed its rows is made good, and the station that sent it hears of it', { timeout: 90_000 }, async () => {
    const { station, exceptionId } = await parkedReceipt('A');
    const log = await logOf(sql(), station.device);
    expect(log.map((row) => [row.verdict, row.rule])).toEqual([['parked', 'PRK-1'], ['parked', 'PRK-1'], ['parked', 'PRK-1'], ['flagged', 'SUS-1']]);
    expect(log[0]!.rejection?.reason).toMatch(/names mara, who is not known/);
    expect([await onHand('A', '~suspense:DOCK'), await onHand('A', 'B-1')]).toEqual([-3, 3]);
    expect((await parkedOf(station.device))[0]!.did).toMatchObject({ type: 'delivery.receive', itemId: 'A', deliveryId: 'DN-1' });

    const office = await openStation(central.service.url, undefined, 'RB-SUE');
    for (const { exception_id } of await parkedOf(station.device)) expect(await office.submit('parked.release', { exceptionId: exception_id })).toMatchObject({ ok: true, results: [{ verdict: 'asked' }] });
    await office.level();
    expect([await onHand('A', '~suspense:DOCK'), await onHand('A', 'DOCK'), await onHand('A', 'B-1')]).toEqual([0, 0, 3]);
    const [row] = await sql()<{ state: string; resolution: string; resolved_by: string; resolved_with: string }[]>`select state, resolution, resolved_by, resolved_with from exception where exception_id = ${exceptionId}`;
    const released = await logOf(sql(), office.device);
    expect(row).toMatchObject({ state: 'RESOLVED', resolution: 'RELEASED', resolved_by: 'sue' });
    expect(released.map((each) => each.command_id)).toContain(row!.resolved_with);
    // The fact stays hers: who did it, and when.
    expect(await sql()`select distinct person_id, device_id from movement where item_id = 'A' and type = 'delivery.receive'`).toMatchObject([{ person_id: 'mara', device_id: station.device }]);
    await vi.waitFor(() => expect(outcomesAt(station).map((each) => each.rule).toSorted()).toEqual(['PRK-3', 'PRK-3', 'REC-2', 'SUS-1']), 20_000);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
    await expectEqualToCentral(office, sql(), WAREHOUSE);
    // Exact bytes: what the log holds of each command has the hash under which it came.
    expect(await sql()`select sequence from command_log where encode(sha256(bytes), 'hex') <> hash`).toEqual([]);
    // The log keeps what was said first.
    expect((await logOf(sql(), station.device)).filter((each) => each.sequence > 0)[0]).toMatchObject({ verdict: 'parked' });
  });

  it('ADM-2 the same bytes again, and another release, change nothing', { timeout: 90_000 }, async () => {
    const { station, exceptionId } = await parkedReceipt('B');
    const office = await openStation(central.service.url, undefined, 'RB-SUE');
    await office.submit('parked.release', { exceptionId });
    await office.level();
    const before = await sql()`select * from position where item_id = 'B' order by location_id`;
    const [stored] = await sql()<{ text: string; sequence: number }[]>`select convert_from(bytes, 'UTF8') as text, sequence from command_log where command_id = ${exceptionId}`;
    const db = openReplica(path.join(station.folder, 'replica.db'));
    const incarnation = db.prepare(`select value from meta where name = 'incarnation'`).pluck().get() as string;
    db.close();
    const reply = await fetch(`${central.service.url}/push`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, device: station.device, incarnation, first: stored!.sequence, commands: [stored!.text] }) });
    expect(await reply.json()).toMatchObject({ held: 4 });
    const second = await openStation(central.service.url, undefined, 'RB-SAM');
    expect(await second.submit('parked.release', { exceptionId })).toMatchObject({ ok: true });
    await second.level();
    expect((await logOf(sql(), second.device)).at(-1)).toMatchObject({ verdict: 'merged', rule: 'PRK-2' });
    expect(await sql()`select * from position where item_id = 'B' order by location_id`).toEqual(before);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });

  it('PRK-4 what still cannot be taken stays kept back, with the reason; PRK-5 two people give it up, and the station hears', { timeout: 90_000 }, async () => {
    await setActive(true);
    const station = await openStation(central.service.url);
    await station.receive('C');
    await station.level();
    await station.stop();
    station.plant(() => Buffer.from('{"id": "0123456789", "type"'));
    await station.start();
    await station.receive('C');
    await station.level();
    const [open] = await parkedOf(station.device);
    expect(open!.book).toMatchObject({ reason: 'not JSON', text: '{"id": "0123456789", "type"' });
    const offices = [await openStation(central.service.url, undefined, 'RB-SUE'), await openStation(central.service.url, undefined, 'RB-SAM')];
    await offices[0]!.submit('parked.release', { exceptionId: open!.exception_id });
    await offices[0]!.level();
    expect((await logOf(sql(), offices[0]!.device)).at(-1)).toMatchObject({ verdict: 'refused', rule: 'PRK-4', rejection: { reason: 'not JSON' } });
    for (const office of offices) {
      expect(await parkedOf(station.device)).toHaveLength(1);
      await vi.waitFor(async () => expect(await office.submit('parked.abandon', { exceptionId: open!.exception_id, reason: 'half a line after a power cut' })).toMatchObject({ ok: true }), 20_000);
      await office.level();
    }
    expect(await parkedOf(station.device)).toEqual([]);
    await vi.waitFor(() => expect(outcomesAt(station)[1]).toMatchObject({ verdict: 'parked', rule: 'PRK-5' }), 20_000);
    expect(JSON.parse(outcomesAt(station)[1]!.rejection!)).toMatchObject({ type: 'abandoned', by: ['sue', 'sam'], reason: 'half a line after a power cut' });
    // Never deleted: the bytes are in the log.
    expect((await sql()<{ text: string }[]>`select convert_from(bytes, 'UTF8') as text from command_log where command_id = ${open!.exception_id}`)[0]!.text).toContain('0123456789');
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});

describe('PRK-3 a decision that its sender may not take', () => {
  it('becomes that of the supervisor who releases it, with the limits of that person', { timeout: 90_000 }, async () => {
    await setActive(true);
    const station = await openStation(central.service.url);
    const adjustmentId = `adjustment-${station.device}`;
    const sues = await openStation(central.service.url, undefined, 'RB-SUE');
    await sues.submit('adjustment.submit', { adjustmentId, locationId: 'B-2', itemId: 'A', delta: 7, reason: 'FOUND' });
    await sues.level();
    await station.stop();
    station.plant(({ sequence, previous, device }) => Buffer.from(JSON.stringify({
      id: `forged-${device}`, type: 'adjustment.reject', version: 1, device, sequence, previous, at: Date.now(), offset: 0, person: 'mara', warehouse: WAREHOUSE, confirmed: [], payload: { adjustmentId, locationId: 'B-2', itemId: 'A' },
    })));
    await station.start();
    await station.level();
    const [open] = await parkedOf(station.device);
    expect(open!.book.reason).toMatch(/may not decide this/);
    // Sue proposed it, so her answering for it does not make it a decision of two people.
    // Her station hears of it a moment after the server.
    await vi.waitFor(async () => expect(await sues.submit('parked.release', { exceptionId: open!.exception_id })).toMatchObject({ ok: true }), 20_000);
    await sues.level();
    await vi.waitFor(() => expect(outcomesAt(station)).toMatchObject([{ verdict: 'refused', rule: 'APP-3' }]), 20_000);
    expect(await sql()`select state from adjustment where adjustment_id = ${adjustmentId}`).toMatchObject([{ state: 'PENDING' }]);
  });
});

describe('PRK-1 what an import or a channel sends', () => {
  it('has an owner too when it is kept back, and counts once it is released', { timeout: 60_000 }, async () => {
    const open_ = { id: 'import-0001', type: 'stock.open', version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: 'clerk', warehouse: WAREHOUSE, confirmed: [], payload: { itemId: 'C', quantity: 40, locationId: 'B-4' } };
    const send = async () => (await fetch(`${central.service.url}/intake`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [JSON.stringify(open_)] }) })).json() as Promise<{ outcomes: { verdict: string; rule: string }[] }>;
    expect([await send(), await send()]).toMatchObject([{ outcomes: [{ verdict: 'parked', rule: 'PRK-1' }] }, { outcomes: [{ verdict: 'parked', rule: 'PRK-1' }] }]);
    const [look] = await parkedOf('intake');
    expect([await parkedOf('intake'), look!.book.reason]).toMatchObject([[{ did: { itemId: 'C', quantity: 40 } }], 'names clerk, who is not known or no longer active']);
    const office = await openStation(central.service.url, undefined, 'RB-SUE');
    // Opening stock is the system's to decide; Sue may not answer for it.
    await office.submit('parked.release', { exceptionId: look!.exception_id });
    await office.level();
    expect((await logOf(sql(), office.device)).at(-1)).toMatchObject({ verdict: 'refused', rule: 'PRK-4' });
    const before = await onHand('C', 'B-4');
    const second = await openStation(central.service.url, undefined, 'RB-SAM');
    await central.write('person', [{ person_id: 'sam', name: 'sam', badge: 'RB-SAM', roles: ['supervisor', 'system'], active: true }]);
    await second.submit('parked.release', { exceptionId: look!.exception_id });
    await second.level();
    expect(await onHand('C', 'B-4')).toBe(before + 40);
    expect(await send()).toMatchObject({ outcomes: [{ verdict: 'applied', rule: 'PRK-3' }] });
    expect(await onHand('C', 'B-4')).toBe(before + 40);
  });
});
