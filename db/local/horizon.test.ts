// Opening rows stand for what is too old to be kept as movements: opening + movements is the position, also where nothing
// lies any more.
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { ledgerDifferences, openingFromPositions } from './horizon.ts';
import { openReplica } from './open.ts';
import { createLocalRows } from './rows.ts';

const key = { warehouse_id: 'W1', item_id: 'CUP', location_id: 'B-1', lot: '', serial: '', condition: 'N', owner: '' };
const moved = (n: number, quantity: number, from: string, fromHold: string, to: string, toHold: string): Row<'movement'> => ({
  warehouse_id: 'W1', movement_id: `M${n}`, command_id: `C${n}`, type: 'stock.move', item_id: 'CUP', lot: '', serial: '', quantity, from_location: from, from_condition: 'N', from_hold: fromHold, from_owner: '',
  to_location: to, to_condition: 'N', to_hold: toHold, to_owner: '', pack_units: 1, document_id: '', reason: '', person_id: 'mara', device_id: 'D1', effective_at: n,
});

it('LED-1 a full load without the oldest movements: what left a place that is empty now began as an opening', () => {
  const db = openReplica(path.join(temporaryFolder(), 'replica.db'));
  const rows = createLocalRows(db);
  // Nine were held and thirteen freed again: four had been held before all that came.
  rows.writeServer('movement', [moved(1, 9, '~opening', '', 'B-1', 'RECALL'), moved(2, 13, 'B-1', 'RECALL', 'B-1', '')], new Map());
  rows.writeServer('position', [{ ...key, hold: '', quantity: 13 }], new Map());
  openingFromPositions(db);
  expect(db.prepare('select location_id, "hold", quantity from opening').all()).toMatchObject([{ location_id: 'B-1', hold: 'RECALL', quantity: 4 }]);
  rows.writeServer('position', [{ ...key, hold: 'RECALL', quantity: 0 }], new Map());
  expect(ledgerDifferences(db)).toEqual([]);
  db.close();
});
