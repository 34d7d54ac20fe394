// The service itself looks for what was promised and did not come, and for what is to be bought.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { itemRow, personRow, smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { expectEqualToCentral, openStation } from './support/stations.ts';

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

it('proposes what is under its reorder point; signed at a station it is ordered, and expected where goods come in', { timeout: 60_000 }, async () => {
  const sql = () => central.service.central;
  await central.write('person', [personRow('bob', ['buyer', 'receiver'])]);
  await central.write('item', ['B', 'C'].map((id) => itemRow(id, { supplier_id: 'S' })));
  await central.write('barcode', [{ code: 'case-B', item_id: 'B', pack_code: 'CASE', units: 12, source: 'erp' }]);
  await central.intake('open-item-b', 'stock.open', { itemId: 'B', quantity: 5, locationId: 'B-1' });
  await central.intake('open-item-c', 'stock.open', { itemId: 'C', quantity: 50, locationId: 'B-2' });
  await central.write('setting', [{ key: 'reorder_policy', value: { items: { B: { safetyStock: 10 }, C: { safetyStock: 10 } } } }]);
  // It looks as it begins.
  await central.restart();
  const station = await openStation(central.service.url, undefined, 'RB-BOB');
  const shown = async () => (await station.ask({ about: 'approvals' }))?.documents.find((each) => each.kind === 'purchase');
  await vi.waitFor(async () => expect(await shown()).toMatchObject({ label: 'purchase', reason: 'Sup', yours: true, mine: false, value: 12 * 20_000, lines: [{ itemId: 'B', units: 12, value: 12 * 20_000, bought: { point: 10, free: 5, incoming: 0, waiting: 0 } }] }), { timeout: 20_000, interval: 100 });
  const { documentId, lines: [line] } = (await shown())!;
  expect(await station.submit('approval.sign', { kind: 'purchase', documentId, lines: [{ lineId: line!.lineId, itemId: line!.itemId, locationId: line!.locationId, decision: 'approve', view: line!.view, units: line!.units, value: line!.value, book: 0 }] })).toMatchObject({ ok: true });
  await station.level();
  const [order] = await sql()<{ purchase_order_id: string; state: string }[]>`select purchase_order_id, state from purchase_order where purchase_order_id in (select purchase_order_id from purchase_proposal where proposal_id = ${documentId})`;
  expect(order).toMatchObject({ state: 'OPEN' });
  expect(await station.submit('delivery.receive', { deliveryId: 'DN-BOUGHT', purchaseOrderId: order!.purchase_order_id, itemId: 'B', quantity: 12, locationId: 'DOCK' }, ['unknown_document'])).toMatchObject({ ok: true });
  await station.level();
  await expectEqualToCentral(station, sql(), WAREHOUSE);
  await central.restart();
  expect(await sql()`select proposal_id from purchase_proposal where state = 'PROPOSED'`).toEqual([]);
});
