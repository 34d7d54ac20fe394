// Recording work on a station: all of a submit or nothing, once per id, with bytes that never change again.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '#domain/ids.ts';
import { smallCompany, WAREHOUSE } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openReplicaAt, type Replica } from './replica.ts';
import { submit, type Intended } from './submit.ts';

let replica: Replica;
beforeEach(() => {
  replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID, 'device-1');
  replica.meta.set('warehouse_id', WAREHOUSE);
  replica.inTransaction((written) => {
    for (const { table, rows } of smallCompany) replica.rows.writeServer(table, rows, written);
  });
});
afterEach(() => replica.close());

const mara = { person: 'mara', roles: ['floor'] };
const dana = { person: 'dana', roles: ['supervisor'] };
const receive = (quantity: number, confirmed: readonly string[] = ['unknown_document'], id = randomUUID()): Intended => ({ id, type: 'delivery.receive', payload: { deliveryId: 'DN-1', itemId: 'A', quantity, locationId: 'DOCK' }, confirmed });
const onDock = () => replica.rows.find('position', { warehouse_id: WAREHOUSE, location_id: 'DOCK' }).reduce((sum, row) => sum + row.quantity, 0);
const entries = () => replica.db.prepare('select sequence, command_id, hash, bytes from outbox order by sequence').all() as { sequence: number; command_id: string; hash: string; bytes: Buffer }[];

describe('a submit', () => {
  it('OUT-1 OUT-4 writes rows, movements, the rows before and the exact bytes together', () => {
    const one = receive(3);
    expect(submit(replica, 1000, mara, [one])).toMatchObject({ ok: true, results: [{ id: one.id, verdict: 'flagged' }] });
    const [entry] = entries();
    expect([onDock(), entry!.command_id, replica.db.prepare('select count(*) from shadow').pluck().get()]).toMatchObject([3, one.id, expect.any(Number) as number]);
    expect(hashOf(entry!.bytes)).toBe(entry!.hash);
    expect(JSON.parse(entry!.bytes.toString('utf8'))).toMatchObject({ id: one.id, person: 'mara', at: 1000, sequence: 1, previous: '' });
  });

  it('OUT-2 again under its id has no second effect, whatever it says then', () => {
    const one = receive(3);
    submit(replica, 1000, mara, [one]);
    const before = entries();
    expect(submit(replica, 2000, mara, [{ ...one, payload: { ...one.payload, quantity: 9 } }])).toMatchObject({ ok: true, results: [{ id: one.id }] });
    expect([onDock(), entries()]).toEqual([3, before]);
  });

  it.each([
    ['a question', () => receive(1, []), { why: 'question' }],
    ['a refusal', () => ({ id: randomUUID(), type: 'stock.move', payload: { itemId: '' , quantity: 1, fromLocation: 'DOCK', toLocation: 'B-1' }, confirmed: [] }), { why: 'problem' }],
  ])('OUT-5 of several commands with %s leaves nothing of any', (_name, bad, answer) => {
    expect(submit(replica, 1000, mara, [{ ...receive(2), payload: { deliveryId: 'DN-2', itemId: 'A', quantity: 2, locationId: 'DOCK' } }, bad()])).toMatchObject({ ok: false, ...answer });
    expect([entries(), replica.rows.find('position', { warehouse_id: WAREHOUSE }), replica.rows.find('delivery', {})]).toEqual([[], [], []]);
  });

  it('OUT-7 a decision that stands refused here, or is not this person’s, is not written', () => {
    const resolve = (by: typeof mara) => submit(replica, 1000, by, [{ id: randomUUID(), type: 'exception.resolve', payload: { exceptionId: 'nobody-knows', resolution: 'SEEN' }, confirmed: [] }]);
    expect([resolve(dana), resolve(mara)]).toMatchObject([{ ok: false, why: 'refused', rule: 'DEC-1' }, { ok: false, why: 'problem', problem: 'not_your_decision' }]);
    expect(entries()).toEqual([]);
  });

  it('REB-6 keeps its id, time and words when it is judged again', () => {
    submit(replica, 1000, mara, [receive(3)]);
    const before = entries();
    replica.inTransaction((written) => {
      replica.rows.undoPending(written);
      replica.pending.judgeAll(written);
    });
    const [movement] = replica.rows.find('movement', { warehouse_id: WAREHOUSE });
    expect([entries(), movement]).toMatchObject([before, { command_id: before[0]!.command_id, effective_at: 1000, person_id: 'mara' }]);
  });
});
