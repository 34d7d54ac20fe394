// The service itself looks for what was promised and did not come, and says how many orders wait for it.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';

let central: TestCentral;
const HOUR = 3_600_000;
const began = Date.now();
beforeAll(async () => {
  const delivery = (delivery_id: string, hours: number, purchase_order_id: string | null = null, state = 'EXPECTED') => ({ warehouse_id: WAREHOUSE, delivery_id, supplier_id: 'S', purchase_order_id, state, expected_at: began + hours * HOUR, arrived_at: null });
  const bought = (purchase_order_id: string, hours: number) => ({ warehouse_id: WAREHOUSE, purchase_order_id, supplier_id: 'S', state: 'OPEN', ordered_at: 0, expected_at: began + hours * HOUR });
  const line = (purchase_order_id: string, received: number) => ({ warehouse_id: WAREHOUSE, purchase_order_id, line_no: 1, item_id: 'A', quantity: 5, received, unit_cost: 1 });
  central = await startTestCentral(Date.now, [
    ...smallCompany, { table: 'channel', rows: [{ channel_id: 'web', name: 'Web', kind: 'shop', ship_from: WAREHOUSE }] }, { table: 'supplier', rows: [{ supplier_id: 'S', name: 'Sup', lead_days: 3 }] },
    { table: 'delivery', rows: [delivery('D-LATE', -6), delivery('D-SOON', -2), delivery('D-CAME', -9, null, 'RECEIVED'), delivery('D-OF-PO', 5, 'PO-ANNOUNCED')] },
    { table: 'delivery_line', rows: [{ warehouse_id: WAREHOUSE, delivery_id: 'D-LATE', line_id: 'L', item_id: 'A', expected: 5, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] }] },
    { table: 'purchase_order', rows: [bought('PO-LATE', -30), bought('PO-ANNOUNCED', -30), bought('PO-DONE', -30), bought('PO-SOON', 30)] },
    { table: 'purchase_order_line', rows: [line('PO-LATE', 2), line('PO-ANNOUNCED', 0), line('PO-DONE', 5), line('PO-SOON', 0)] },
  ]);
}, 120_000);
afterAll(() => central.stop());

it('tells the buyer of each once', { timeout: 60_000 }, async () => {
  const told = () => central.service.central<{ subject_id: string; owner_role: string }[]>`select subject_id, owner_role from exception where kind = 'RECEIPT_LATE' order by subject_id`;
  await vi.waitFor(async () => expect(await told()).toEqual([{ subject_id: 'D-LATE', owner_role: 'buyer' }, { subject_id: 'PO-LATE', owner_role: 'buyer' }]), { timeout: 20_000, interval: 100 });
  await central.restart();
  await central.intake('taken-in-1', 'order.take_in', { orderId: 'O1', channelId: 'web', channelNumber: '1', shipFrom: WAREHOUSE, orderedAt: began, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'A', quantity: 1, unitPrice: 100 }] });
  expect(await told()).toHaveLength(2);
});
