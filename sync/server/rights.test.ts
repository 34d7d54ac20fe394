// Work of people and devices whose rights have ended, and of stations that were not heard for long, on a store in memory.
import { beforeEach, describe, expect, it } from 'vitest';
import { hashOf, idFrom } from '#domain/ids.ts';
import type { Row, TableName } from '#domain/tables.ts';
import { parkedId } from '#sync/protocol/parked.ts';
import { company } from '#simulator/world/company.ts';
import { createMemoryStore } from '#simulator/world/memory-store.ts';
import { arrive } from './admission.ts';
import { reconcilePush, takeIn } from './reconcile.ts';

const HOUR = 3_600_000;
const NOON = 1_800_000_000_000;
let store: ReturnType<typeof createMemoryStore>;
let heads: Map<string, { sequence: number; hash: string }>;
let now: number;
beforeEach(async () => {
  store = createMemoryStore({ tick: async () => {}, breaks: () => undefined, stumblesOver: () => false, committed: () => {}, sent: () => {}, broken: (_rule, words) => { throw new Error(words); } });
  for (const [table, rows] of company) await store.write(table, rows);
  for (const id of ['D1', 'D2']) await store.write('device', [deviceOf(id)]);
  [heads, now] = [new Map(), NOON + 2 * HOUR];
  await opened('A-01-1', 10);
});
const deviceOf = (id: string): Row<'device'> => ({ device_id: id, name: id, home_warehouse: 'W1', kind: 'station', state: 'ACTIVE', enrolled_at: NOON - 10 * HOUR, last_seen_at: null });
const rows = async <T extends TableName>(table: T) => (await store.rows(table, 'W1', '*')) as unknown as readonly Row<T>[];
async function opened(locationId: string, quantity: number): Promise<void> {
  const text = JSON.stringify({ id: `opening-${locationId}`, type: 'stock.open', version: 1, device: 'intake', sequence: 0, previous: '', at: 1, offset: 0, person: 'system', warehouse: 'W1', confirmed: [], payload: { itemId: 'CUP-RED', quantity, locationId } });
  await store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(tx, 1, { device: 'intake', warehouse: '*' }, [arrive(text, 0)]));
}
interface Said {
  readonly person: string;
  readonly type: string;
  readonly payload: object;
  readonly at: number;
  readonly latest?: number | null;
}
/** Sends one batch of a device; answers the ids under which each would be parked. */
async function push(device: string, ...said: readonly Said[]): Promise<readonly string[]> {
  const first = (heads.get(device)?.sequence ?? 0) + 1;
  const texts = said.map(({ person, type, payload, at, latest = at }) => {
    const { sequence, hash } = heads.get(device) ?? { sequence: 0, hash: '' };
    const text = JSON.stringify({ id: idFrom(device, String(sequence)), type, version: 1, device, sequence: sequence + 1, previous: hash, at, offset: 0, ...(latest === null ? {} : { latest }), person, warehouse: 'W1', confirmed: [], payload });
    heads.set(device, { sequence: sequence + 1, hash: hashOf(Buffer.from(text)) });
    return text;
  });
  await reconcilePush(store, () => now, deviceOf(device), 'one', first, texts);
  return texts.map((text, i) => parkedId(device, first + i, hashOf(Buffer.from(text))));
}
const verdicts = async (device: string) => (await store.log()).filter((entry) => entry.device_id === device && entry.sequence > 0).map((entry) => [entry.verdict, entry.rule]);
const move = (at: number, quantity = 1, latest: number | null = at): Said => ({ person: 'joe', type: 'stock.move', payload: { itemId: 'CUP-RED', quantity, fromLocation: 'A-01-1', toLocation: 'A-01-2' }, at, latest });
const revoke = (personId = 'joe', at = NOON): Said => ({ person: 'dana', type: 'person.revoke', payload: { personId, reason: 'left' }, at });
const at = async (place: string, hold = '') => (await rows('position')).filter((row) => row.location_id === place && row.item_id === 'CUP-RED' && row.hold === hold).reduce((sum, row) => sum + row.quantity, 0);
const open = async (kind: string) => (await rows('exception')).filter((row) => row.kind === kind && row.state === 'OPEN');

describe('work of somebody revoked', () => {
  it('REV-3 what was done before counts, flagged, with one work item that names the person', async () => {
    await push('D2', revoke());
    await push('D1', move(NOON - HOUR), move(NOON - HOUR + 1), move(NOON - HOUR + 2));
    expect(await verdicts('D1')).toEqual([['flagged', 'REV-3'], ['flagged', 'REV-3'], ['flagged', 'REV-3']]);
    expect(await open('REVOKED_WORK')).toMatchObject([{ person_id: 'joe', device_id: 'D1', quantity: 3, owner_role: 'supervisor', did: { times: 3, from: NOON - HOUR, to: NOON - HOUR + 2 } }]);
    expect([await at('A-01-1'), await at('A-01-2')]).toEqual([7, 3]);
  });

  it('REV-4 ADM-7 what was done after is kept back, and the goods it names are held until it is decided', async () => {
    await push('D2', revoke());
    const [parked] = await push('D1', move(NOON + HOUR, 2));
    expect(await verdicts('D1')).toEqual([['parked', 'REV-4']]);
    expect(await open('PARKED')).toMatchObject([{ rule: 'REV-4', person_id: 'joe', book: { reason: expect.stringMatching(/^was done after that: the rights of .+ ended/) as string } }]);
    expect([await at('A-01-1'), await at('A-01-1', 'RIGHTS_HOLD'), await at('A-01-2')]).toEqual([0, 10, 0]);
    await push('D2', { person: 'dana', type: 'parked.release', payload: { exceptionId: parked }, at: now });
    expect([await at('A-01-1'), await at('A-01-1', 'RIGHTS_HOLD'), await at('A-01-2')]).toEqual([8, 0, 2]);
    expect(await open('SUSPENSE')).toEqual([]);
  });

  it('ADM-7 the goods stay held until the last of what names them is decided, released or given up', async () => {
    await push('D2', revoke());
    const [first, second] = await push('D1', move(NOON + HOUR), move(NOON + HOUR + 1));
    await push('D2', { person: 'dana', type: 'parked.release', payload: { exceptionId: first }, at: now });
    expect([await at('A-01-1'), await at('A-01-1', 'RIGHTS_HOLD'), await at('A-01-2')]).toEqual([0, 9, 1]);
    await push('D2', { person: 'dana', type: 'parked.abandon', payload: { exceptionId: second, reason: 'junk' }, at: now });
    expect(await at('A-01-1', 'RIGHTS_HOLD')).toBe(9);
    await push('D2', { person: 'sam', type: 'parked.abandon', payload: { exceptionId: second, reason: 'junk' }, at: now });
    expect([await at('A-01-1'), await at('A-01-1', 'RIGHTS_HOLD'), await at('A-01-2')]).toEqual([9, 0, 1]);
  });

  it('REV-4 a clock set back proves nothing, nor does a time the ERP never gave', async () => {
    await push('D2', revoke());
    await push('D1', move(NOON - HOUR), move(NOON + HOUR), move(NOON - HOUR + 1), move(NOON - HOUR + 2, 1, NOON + HOUR), move(NOON - HOUR, 1, null));
    expect((await verdicts('D1')).map(([, rule]) => rule)).toEqual(['REV-3', 'REV-4', 'REV-4', 'REV-4', 'REV-4']);
  });

  it('ADM-6 nothing else of the device is blocked', async () => {
    await push('D2', revoke());
    await push('D1', move(NOON + HOUR), { ...move(NOON + HOUR + 1), person: 'mara' });
    expect((await verdicts('D1')).map(([verdict]) => verdict)).toEqual(['parked', 'applied']);
  });

  it('ADM-6 whoever is revoked in a batch is so for what comes behind it; decisions are kept back like facts, without a hold', async () => {
    await push('D2', revoke('sam', NOON), { person: 'sam', type: 'barcode.teach', payload: { barcode: '4006381333931', itemId: 'CUP-RED' }, at: NOON + HOUR }, { ...move(NOON + HOUR), person: 'mara' });
    expect((await verdicts('D2')).map(([verdict]) => verdict)).toEqual(['applied', 'parked', 'applied']);
    expect(await rows('hold')).toEqual([]);
  });

  it('ADM-6 a word that was kept back counts for what comes behind its release in the same batch', async () => {
    const [kept] = await push('D1', { ...revoke('mara', NOON), person: 'joe' });
    expect(await verdicts('D1')).toEqual([['parked', 'PRK-1']]);
    await push('D2', { person: 'dana', type: 'parked.release', payload: { exceptionId: kept }, at: NOON + 1 }, { ...move(NOON + HOUR), person: 'mara' }, { ...move(NOON + HOUR), person: 'lee' });
    expect((await verdicts('D2')).map(([verdict]) => verdict)).toEqual(['applied', 'parked', 'applied']);
  });

  it('REV-1 an earlier time can be said later; a person whom the ERP makes active again works as before', async () => {
    await push('D2', revoke('joe', NOON), { person: 'sam', type: 'person.revoke', payload: { personId: 'joe', since: NOON - 2 * HOUR, reason: 'since ten' }, at: NOON + 1 }, revoke('joe', NOON + 2));
    expect(await verdicts('D2')).toEqual([['applied', ''], ['applied', ''], ['merged', 'REV-1']]);
    expect((await rows('revocation')).filter((row) => row.subject_id === 'joe')).toMatchObject([{ revoked_at: NOON - 2 * HOUR, by_id: 'sam' }]);
    const joe = (await rows('person')).find((row) => row.person_id === 'joe')!;
    expect(joe.active).toBe(false);
    await store.write('person', [{ ...joe, active: true }]);
    await push('D1', move(NOON + HOUR));
    expect(await verdicts('D1')).toEqual([['applied', '']]);
  });
});

describe('work of a revoked device', () => {
  it('REV-3 REV-4 by the same proof, whoever worked at it', async () => {
    await push('D2', { person: 'dana', type: 'device.revoke', payload: { deviceId: 'D1', reason: 'stolen' }, at: NOON });
    await push('D1', { ...move(NOON - HOUR), person: 'mara' }, { ...move(NOON + HOUR), person: 'mara' });
    expect(await verdicts('D1')).toEqual([['flagged', 'REV-3'], ['parked', 'REV-4']]);
    expect((await rows('device')).find((row) => row.device_id === 'D1')!.state).toBe('REVOKED');
  });
});

describe('work of a station that was not heard for 72 hours', () => {
  const heard = (at: number) => store.write('contact', [{ warehouse_id: 'W1', device_id: 'D1', last_contact_at: at, unsent: 1, person_id: null }]);
  it('RGT-1 counts, flagged, and RGT-2 decisions are kept back; both only from then on', async () => {
    await heard(NOON - 73 * HOUR);
    const teach = (at: number): Said => ({ person: 'dana', type: 'barcode.teach', payload: { barcode: '4006381333931', itemId: 'CUP-RED' }, at });
    await push('D1', move(NOON - 2 * HOUR), teach(NOON - 2 * HOUR + 1), move(NOON), teach(NOON + 1));
    expect(await verdicts('D1')).toEqual([['applied', ''], ['applied', ''], ['flagged', 'RGT-1'], ['parked', 'RGT-2']]);
    expect(await open('RIGHTS_UNCONFIRMED')).toMatchObject([{ person_id: 'joe', quantity: 1 }]);
    expect(await at('A-01-2')).toBe(2);
  });
  it('RGT-1 a clock set back does not make it fewer', async () => {
    await heard(NOON - 73 * HOUR);
    await push('D1', move(NOON - 20 * HOUR, 1, NOON));
    expect(await verdicts('D1')).toEqual([['flagged', 'RGT-1']]);
  });
});
