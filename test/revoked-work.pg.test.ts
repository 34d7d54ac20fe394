// People and devices whose rights end while a station is without network, and stations that were not heard for days: with
// real stations, a real server, and clocks that are set back. Everything legitimate arrives.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { expectEqualToCentral, logOf, openStation, type TestStation } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const HOUR = 3_600_000;
let central: TestCentral;
let serverAhead = 0;
const serverNow = () => Date.now() + serverAhead;
beforeAll(async () => {
  central = await startTestCentral(serverNow);
});
afterAll(() => central.stop());
const sql = () => central.service.central;
const open = (kind: string, device: string) => sql()<{ exception_id: string; rule: string; person_id: string; quantity: number; book: { reason?: string } }[]>`select exception_id, rule, person_id, quantity, book from exception where kind = ${kind} and device_id = ${device} and state = 'OPEN' order by opened_at, exception_id`;
const onHand = async (itemId: string, place: string, hold = '') => (await sql()<{ quantity: number }[]>`select coalesce(sum(quantity), 0)::bigint as quantity from position where item_id = ${itemId} and location_id = ${place} and hold = ${hold}`)[0]!.quantity;
const rulesOf = async (device: string) => (await logOf(sql(), device)).filter((row) => row.sequence > 0).map((row) => [row.verdict, row.rule]);
const moved = (itemId: string) => ({ itemId, quantity: 1, fromLocation: 'DOCK', toLocation: 'B-1' });
async function worker(name: string, roles: readonly string[]): Promise<string> {
  await central.write('person', [{ person_id: name, name, badge: `RB-${name.toUpperCase()}`, roles, active: true }]);
  return `RB-${name.toUpperCase()}`;
}
/** Time goes on for everybody. */
const pass = (hours: number) => void (serverAhead += hours * HOUR);
/** A station whose clock the test sets. */
async function onClock(badge: string): Promise<{ station: TestStation; set: (hours: number) => void }> {
  let ahead = 0;
  const station = await openStation(central.service.url, temporaryFolder(), badge, 'station', () => serverNow() + ahead);
  return { station, set: (hours) => void (ahead += hours * HOUR) };
}

describe('a person revoked while the station is without network', () => {
  it('REV-3 REV-4 ADM-6 ADM-7 ADM-9 what was done before counts, what came after waits with its goods held, and the person is signed out in words', { timeout: 120_000 }, async () => {
    const badge = await worker('joe', ['floor', 'receiver']);
    const { station, set } = await onClock(badge);
    const { station: office } = await onClock('RB-DANA');
    for (let i = 0; i < 5; i++) await station.receive('A');
    await station.level();
    await station.plug(false);
    pass(1);
    expect(await station.submit('stock.move', moved('A'))).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });
    pass(1);
    expect(await office.submit('person.revoke', { personId: 'joe', since: serverNow() - HOUR / 2, reason: 'left the company' })).toMatchObject({ ok: true, results: [{ verdict: 'asked' }] });
    await office.level();
    expect(await station.submit('stock.move', moved('A'))).toMatchObject({ ok: true });
    // Said to be of an hour ago now, but the station had seen later.
    set(-1.2);
    expect(await station.submit('stock.move', moved('A'))).toMatchObject({ ok: true });
    // Somebody else at the same station, the clock being as wrong.
    await station.signIn('RB-MARA');
    expect(await station.submit('stock.move', moved('A'))).toMatchObject({ ok: true });
    set(1.2);
    await station.signIn(badge);
    await station.plug(true);
    await station.level();
    expect((await rulesOf(station.device)).slice(5)).toEqual([['flagged', 'REV-3'], ['parked', 'REV-4'], ['parked', 'REV-4'], ['applied', '']]);
    expect(await open('REVOKED_WORK', station.device)).toMatchObject([{ person_id: 'joe', quantity: 1 }]);
    const parked = await open('PARKED', station.device);
    expect(parked.map((row) => row.book.reason ?? '').toSorted()).toEqual([expect.stringMatching(/^was done after that: the rights of joe ended/), expect.stringMatching(/^was done when its station had seen a later time/)]);
    // Two are in B-1; three are at the dock in the books, held for what Joe says of two of them.
    expect([await onHand('A', 'B-1'), await onHand('A', 'DOCK'), await onHand('A', 'DOCK', 'RIGHTS_HOLD')]).toEqual([2, 0, 3]);

    await vi.waitFor(async () => expect((await station.hello()).person).toBeNull(), 20_000);
    expect((await station.hello()).status.trouble).toMatch(/^joe may not work here any more: dana decided so \(left the company\)/);
    expect(await station.submit('stock.move', moved('A'))).toMatchObject({ ok: false, problem: 'not_signed_in' });
    await station.signIn(badge);
    expect((await station.hello()).person).toBeNull();
    await station.signIn('RB-MARA');
    expect((await station.hello()).status.trouble).toBe('');

    for (const { exception_id } of parked) await office.submit('parked.release', { exceptionId: exception_id });
    await office.level();
    expect([await onHand('A', 'B-1'), await onHand('A', 'DOCK'), await onHand('A', 'DOCK', 'RIGHTS_HOLD')]).toEqual([4, 1, 0]);
    expect(await sql()`select 1 from movement where item_id = 'A' and from_location like '~suspense%'`).toEqual([]);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
    await expectEqualToCentral(office, sql(), WAREHOUSE);
  });
});

describe('a station revoked while it is without network', () => {
  it('REV-3 REV-4 ADM-9 goes on capturing, says what becomes of it, and whom to call', { timeout: 90_000 }, async () => {
    const { station } = await onClock('RB-MARA');
    const { station: office } = await onClock('RB-DANA');
    for (let i = 0; i < 3; i++) await station.receive('B');
    await station.level();
    await station.plug(false);
    pass(1);
    await station.submit('stock.move', moved('B'));
    pass(1);
    await office.submit('device.revoke', { deviceId: station.device, since: serverNow() - HOUR / 2, reason: 'left on a bus' });
    await office.level();
    await station.submit('stock.move', moved('B'));
    await station.plug(true);
    await station.level();
    expect((await rulesOf(station.device)).slice(3)).toEqual([['flagged', 'REV-3'], ['parked', 'REV-4']]);
    await vi.waitFor(async () => expect((await station.hello()).status.trouble).toMatch(/^This station was taken out of service: dana decided so \(left on a bus\)\..* Call a supervisor/), 20_000);
    expect(await station.submit('stock.move', moved('B'))).toMatchObject({ ok: true });
    await station.level();
    expect((await rulesOf(station.device)).at(-1)).toEqual(['parked', 'REV-4']);
    // It hears what became of its work, and nothing more of the warehouse.
    await office.receive('C');
    await office.level();
    await vi.waitFor(async () => expect((await station.rows('outcome', { device_id: station.device })).length).toBe(6), 20_000);
    await station.stop();
    expect((await station.rows('position', { item_id: 'C' })).length).toBe(0);
    await station.start();
    await station.level();
    expect([(await office.rows('position', { item_id: 'C' })).length, (await station.rows('position', { item_id: 'C' })).length]).toEqual([1, 0]);
  });
});

describe('a station without contact for 72 hours', () => {
  it('RGT-1 RGT-2 ADM-8 works on, marked, approves nothing, whatever its clock is set to; and all is as before with the next contact', { timeout: 90_000 }, async () => {
    const badge = await worker('sue', ['supervisor', 'floor']);
    const { station, set } = await onClock(badge);
    for (let i = 0; i < 4; i++) await station.receive('C');
    await station.level();
    await station.plug(false);
    const teach = (barcode: string) => station.submit('barcode.teach', { barcode, itemId: 'C' });
    pass(71);
    expect(await teach('4006381333931')).toMatchObject({ ok: true });
    expect((await station.hello()).status.unheardFor).toBeNull();
    pass(2);
    expect(await station.submit('stock.move', moved('C'))).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });
    expect(await teach('5901234123457')).toMatchObject({ ok: false, why: 'problem', problem: 'rights_not_confirmed' });
    expect((await station.hello()).status.unheardFor).toBeGreaterThan(72 * HOUR);
    // Set back by a day, and started again.
    set(-24);
    await station.stop();
    await station.start();
    await station.plug(false);
    await station.signIn(badge);
    expect(await teach('5901234123457')).toMatchObject({ ok: false, problem: 'rights_not_confirmed' });
    expect(await station.submit('stock.move', moved('C'))).toMatchObject({ ok: true });
    set(24);
    await station.plug(true);
    await station.level();
    await vi.waitFor(async () => expect((await station.hello()).status.unheardFor).toBeNull(), 20_000);
    expect((await rulesOf(station.device)).slice(4)).toEqual([['applied', ''], ['flagged', 'RGT-1'], ['flagged', 'RGT-1']]);
    expect(await open('RIGHTS_UNCONFIRMED', station.device)).toMatchObject([{ person_id: 'sue', quantity: 2 }]);
    expect(await teach('5901234123457')).toMatchObject({ ok: true });
    await station.level();
    expect((await rulesOf(station.device)).at(-1)).toEqual(['applied', '']);
    await expectEqualToCentral(station, sql(), WAREHOUSE);
  });
});
