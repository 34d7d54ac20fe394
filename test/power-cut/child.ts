// A station at work under the shim: records commands through the product's own submit and says each one's id on
// descriptor 3 as soon as submit has returned, as the window would beep. Arguments: replica file, company file, count.
import { readFileSync, writeSync } from 'node:fs';
import type { AnyRow, TableName } from '#domain/tables.ts';
import { openReplicaAt } from '#sync/client/replica.ts';
import { submit, type Intended } from '#sync/client/submit.ts';

const [file = '', companyFile = '', count = '0'] = process.argv.slice(2);
const company = JSON.parse(readFileSync(companyFile, 'utf8')) as readonly { table: TableName; rows: readonly AnyRow[] }[];
let ids = 0;
const replica = openReplicaAt(file, () => `id-${(ids += 1)}`);
replica.inTransaction((written) => {
  replica.meta.set('warehouse_id', 'W1');
  for (const { table, rows } of company) replica.rows.writeServer(table, rows, written);
});
// Checkpoints several times in a short run, and the log begins again over its own old frames.
replica.db.pragma('wal_autocheckpoint = 60');
if (process.env['POWER_CUT_SYNCHRONOUS'] !== undefined) replica.db.pragma(`synchronous = ${process.env['POWER_CUT_SYNCHRONOUS']}`);

function intended(n: number): Intended {
  const id = `command-${String(n).padStart(4, '0')}`;
  const itemId = ['A', 'B', 'C'][n % 3]!;
  if (n % 4 === 3) return { id, type: 'stock.move', payload: { itemId, quantity: 2, fromLocation: `B-${(n % 4) + 1}`, toLocation: `B-${((n + 1) % 4) + 1}` }, confirmed: ['not_enough_stock'] };
  return { id, type: 'delivery.receive', payload: { deliveryId: `DN-${n % 7}`, itemId, quantity: (n % 5) + 1, locationId: n % 2 === 0 ? 'DOCK' : `B-${(n % 4) + 1}` }, confirmed: ['unknown_document', 'over_expected'] };
}

for (let n = 1; n <= Number(count); n++) {
  const answer = submit(replica, 1_772_438_400_000 + n * 1000, { person: 'mara', roles: ['floor', 'receiver'] }, [intended(n)]);
  if (!answer.ok) throw new Error(`command ${n} was not taken: ${JSON.stringify(answer)}`);
  writeSync(3, `command-${String(n).padStart(4, '0')}\n`);
}
replica.close();
