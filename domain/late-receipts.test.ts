// Promised goods that do not come.
import { expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';
import { START, type World } from '#test/support/world.ts';
import { LATE_AFTER } from './late-receipts.ts';

const HOUR = 3_600_000;
function world(): World {
  const w = smallCompany();
  w.seed('delivery', { warehouse_id: 'W1', delivery_id: 'D1', supplier_id: 'S', purchase_order_id: 'PO-1', state: 'EXPECTED', expected_at: START, arrived_at: null });
  w.seed('delivery_line', { warehouse_id: 'W1', delivery_id: 'D1', line_id: 'L1', item_id: 'CUP', expected: 5, received: 0, damaged: 0, purchase_order_line: 1, refused: 0, told: [] });
  w.seed('purchase_order', { warehouse_id: 'W1', purchase_order_id: 'PO-1', supplier_id: 'S', state: 'OPEN', ordered_at: 0, expected_at: START });
  w.seed('purchase_order_line', { warehouse_id: 'W1', purchase_order_id: 'PO-1', line_no: 1, item_id: 'CUP', quantity: 5, received: 0, unit_cost: 1 });
  return w;
}
const look = (w: World, kind: 'delivery' | 'purchase_order', id: string) => w.submit('receipt.overdue', { kind, id, waiting: 2 }, { person: 'system', device: 'policy' });
const told = (w: World) => w.openExceptions().filter((row) => row.kind === 'RECEIPT_LATE').map((row) => [row.subject_kind, row.subject_id, row.owner_role, row.book]);

it('REC-17 REC-18 tells the buyer four hours after the promise, once, and ends when the goods come', () => {
  const w = world();
  w.advance(LATE_AFTER - 2 * HOUR);
  expect(look(w, 'delivery', 'D1')).toMatchObject({ verdict: 'merged', rule: 'REC-18' });
  w.advance(3 * HOUR);
  expect([look(w, 'delivery', 'D1').verdict, look(w, 'delivery', 'D1').rule, look(w, 'purchase_order', 'PO-1').verdict]).toEqual(['applied', 'REC-18', 'applied']);
  expect(told(w)).toEqual([['delivery', 'D1', 'buyer', { promised: START, waiting: 2 }], ['purchase_order', 'PO-1', 'buyer', { promised: START, waiting: 2 }]]);
  w.apply('delivery.receive', { deliveryId: 'D1', purchaseOrderId: 'PO-1', itemId: 'CUP', quantity: 1, locationId: 'DOCK' });
  expect(told(w)).toEqual([]);
  expect(look(w, 'delivery', 'D1')).toMatchObject({ verdict: 'merged', rule: 'REC-18' });
  expect(look(w, 'purchase_order', 'UNKNOWN')).toMatchObject({ verdict: 'merged', rule: 'REC-18' });
});
