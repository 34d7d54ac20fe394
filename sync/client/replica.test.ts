// Opening a replica: work that the server has not judged is judged again on the rows as they are, so that neither a
// migration nor another program's judgement is left standing.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { smallCompany, WAREHOUSE } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openReplicaAt } from './replica.ts';
import { submit } from './submit.ts';

let file: string;
const open = () => openReplicaAt(file, randomUUID, 'device-1');

beforeEach(() => {
  file = path.join(temporaryFolder(), 'replica.db');
  const replica = open();
  replica.meta.set('warehouse_id', WAREHOUSE);
  replica.inTransaction((written) => {
    for (const { table, rows } of smallCompany) replica.rows.writeServer(table, rows, written);
  });
  const payload = { deliveryId: 'DN-1', itemId: 'A', quantity: 3, locationId: 'DOCK' };
  const submitted = submit(replica, 1000, { person: 'mara', roles: ['floor'] }, [{ id: randomUUID(), type: 'delivery.receive', payload, confirmed: ['unknown_document'] }]);
  if (!submitted.ok) throw new Error(JSON.stringify(submitted));
  replica.close();
});

describe('REB-7 opening a replica', () => {
  it('has pending work again after a migration took it back', () => {
    const migrating = open();
    migrating.inTransaction((written) => migrating.rows.undoPending(written));
    expect(migrating.rows.find('position', { warehouse_id: WAREHOUSE })).toEqual([]);
    migrating.close();
    const replica = open();
    expect(replica.rows.find('position', { warehouse_id: WAREHOUSE })).toMatchObject([{ item_id: 'A', quantity: 3 }]);
    expect(replica.rows.find('movement', { warehouse_id: WAREHOUSE })).toHaveLength(1);
    replica.close();
  });

  it('judges it once however often the file is opened, and takes back exactly that', () => {
    for (let i = 0; i < 3; i++) open().close();
    const replica = open();
    expect(replica.rows.find('delivery_line', { warehouse_id: WAREHOUSE, delivery_id: 'DN-1' })).toMatchObject([{ received: 3 }]);
    replica.inTransaction((written) => replica.rows.undoPending(written));
    for (const table of ['delivery', 'delivery_line', 'position', 'movement', 'exception'] as const) expect(replica.rows.find(table, { warehouse_id: WAREHOUSE })).toEqual([]);
    replica.close();
  });

  it('leaves a movement that the server has under the same id where it is', () => {
    const replica = open();
    const [movement] = replica.rows.find('movement', { warehouse_id: WAREHOUSE });
    replica.inTransaction((written) => {
      replica.rows.undoPending(written);
      replica.rows.writeServer('movement', [movement!], written);
    });
    replica.close();
    const again = open();
    again.inTransaction((written) => again.rows.undoPending(written));
    expect(again.rows.find('movement', { warehouse_id: WAREHOUSE })).toEqual([movement]);
    again.close();
  });
});
