// Money of the stock, on a real database: each stock effect is posted once, balanced, at the moving average in the order
// of the server; returns come back at what they left at; the stock proof holds; a posting leads to its scan.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { destructionKind } from '#domain/approving/destruction-kind.ts';
import { createSlice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import { findPosting, proveBooks, type JournalEntry } from '#db/central/journal.ts';
import { paths } from '#sync/protocol/messages.ts';
import { valueStock } from '#sync/server/valuer.ts';
import { itemRow, smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';

const people = ['ivy', 'sue', 'fin'].map((id) => ({ person_id: id, name: id, badge: `RB-${id}`, roles: [{ ivy: 'inspector', sue: 'supervisor', fin: 'finance' }[id]!], active: true }));
let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, [...smallCompany, { table: 'person', rows: people }, { table: 'item', rows: ['SHIP', 'BACK', 'ODD'].map((id) => itemRow(id)) }]);
});
afterAll(() => central.stop());
const sql = () => central.service.central;

async function send(by: string, type: string, payload: object): Promise<string> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: by, warehouse: WAREHOUSE, confirmed: [], payload });
  const reply = await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
  const { outcomes } = (await reply.json()) as { outcomes: { verdict: string }[] };
  return outcomes[0]!.verdict;
}
const open = (itemId: string, quantity: number) => send('system', 'stock.open', { itemId, quantity, locationId: 'B-1' });
async function bought(itemId: string, quantity: number, unit_cost: number): Promise<void> {
  const id = randomUUID().slice(0, 8);
  await central.write('purchase_order', [{ warehouse_id: WAREHOUSE, purchase_order_id: `PO-${id}`, supplier_id: 'SUP', state: 'OPEN', ordered_at: 1, expected_at: 1 }]);
  await central.write('purchase_order_line', [{ warehouse_id: WAREHOUSE, purchase_order_id: `PO-${id}`, line_no: 1, item_id: itemId, quantity, received: 0, unit_cost }]);
  await central.write('delivery', [{ warehouse_id: WAREHOUSE, delivery_id: `DN-${id}`, supplier_id: 'SUP', purchase_order_id: `PO-${id}`, state: 'EXPECTED', expected_at: 1, arrived_at: null }]);
  await central.write('delivery_line', [{ warehouse_id: WAREHOUSE, delivery_id: `DN-${id}`, line_id: 'L1', item_id: itemId, expected: quantity, received: 0, damaged: 0, purchase_order_line: 1, refused: 0, told: [] }]);
  expect(await send('mara', 'delivery.receive', { deliveryId: `DN-${id}`, purchaseOrderId: `PO-${id}`, itemId, quantity, locationId: 'DOCK' })).toBe('applied');
}
async function shipped(orderId: string, itemId: string, quantity: number): Promise<void> {
  await send('system', 'order.take_in', { orderId, channelId: 'web', channelNumber: orderId, shipFrom: WAREHOUSE, orderedAt: Date.now(), currency: 'GBP', lines: [{ lineNo: 1, itemId, quantity, unitPrice: 50_000 }] });
  const tasks = await vi.waitFor(async () => {
    const found = await sql()<Row<'pick_task'>[]>`select * from pick_task where order_id = ${orderId}`;
    expect(found.reduce((sum, task) => sum + task.quantity, 0)).toBe(quantity);
    return found;
  }, { timeout: 30_000, interval: 100 });
  for (const task of tasks) await send('mara', 'pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId, quantity: task.quantity, fromLocation: task.location_id, tote: 'TOTE-1' });
  const { fulfilment_id: fulfilmentId } = tasks[0]!;
  await send('mara', 'parcel.pack', { parcelId: `P-${orderId}`, fulfilmentId, orderId, carrierId: 'S', lines: tasks.map((task) => ({ taskId: task.task_id, orderLine: 1, itemId, quantity: task.quantity, tote: 'TOTE-1' })) });
  expect(await send('mara', 'parcel.ship', { parcelId: `P-${orderId}`, fulfilmentId, orderId, carrierId: 'S' })).toBe('applied');
}
async function back(unitId: string, itemId: string, orderId: string, grade: string, disposition: string): Promise<void> {
  const at = { unitId, itemId, locationId: 'RETURNS' };
  await send('ivy', 'return.receive', { parcelId: `R-${unitId}`, locationId: 'RETURNS', units: [{ unitId, itemId, quantity: 1, orderId, orderLine: 1 }] });
  await send('ivy', 'return.inspect', { ...at, grade });
  expect(await send('ivy', 'return.dispose', { ...at, disposition })).toBe('applied');
}
/** The service's own valuer may hold the books at this moment: then it posts, and this waits for it. */
async function value(): Promise<void> {
  await valueStock(sql(), Date.now());
  await central.service.settle();
}
const entries = (itemId: string) => sql()<(JournalEntry & { seq: number })[]>`select * from journal_entry where item_id = ${itemId} and source not in ('sale', 'refund') order by seq`;
const accounts = async (itemId: string) => Object.fromEntries((await sql()<{ account_id: string; amount: number }[]>`select account_id, sum(amount)::bigint as amount from journal_line where item_id = ${itemId} group by account_id having sum(amount) <> 0`).map((row) => [row.account_id, row.amount]));
const stock = async (itemId: string) => (await sql()<{ quantity: number; average_cost: number }[]>`select quantity, average_cost from valuation where item_id = ${itemId}`)[0];
async function sound(): Promise<void> {
  await central.service.settle();
  const proof = await proveBooks(sql());
  expect(proof).toMatchObject({ balance: 0, unbalanced: 0, difference: 0, items_that_differ: 0, waiting: 0 });
  expect(proof.stock_value + proof.rounding + proof.cost_differences).toBe(proof.quantity_times_cost);
}

it('VAL-1 opening, purchases, sales and a return at what it left at', { timeout: 90_000 }, async () => {
  await open('SHIP', 10);
  await shipped('O-1', 'SHIP', 3);
  await value();
  expect(await stock('SHIP')).toEqual({ quantity: 7, average_cost: 20_000 });
  await bought('SHIP', 7, 40_000);
  await value();
  expect(await stock('SHIP')).toEqual({ quantity: 14, average_cost: 30_000 });
  await back('U-1', 'SHIP', 'O-1', 'N', 'RESTOCK');
  await value();
  const posted = await entries('SHIP');
  expect(posted.map(({ rule_id, quantity, unit_cost, value: worth }) => [rule_id, quantity, unit_cost, worth])).toEqual([['opening', 10, 20_000, 2000], ['sale', -3, 20_000, -600], ['receipt', 7, 40_000, 2800], ['return', 1, 20_000, 200]]);
  await sound();
  // Three at 5.00 were sold; one came back, and its money is a refund of its own.
  expect(await accounts('SHIP')).toMatchObject({ RECEIVABLE: 1500, SALES: -1500 });
  expect(await accounts('SHIP')).toMatchObject({ OPENING_BALANCE: -2000, COST_OF_SALES: 400, GOODS_RECEIVED: -2800, REFUNDS: 500, REFUNDS_PAYABLE: -500 });
});

it('VAL-4 VAL-2 a damaged unit is written down, its destruction takes the rest; odd cents are the rounding account’s', { timeout: 90_000 }, async () => {
  await open('BACK', 2);
  await bought('BACK', 1, 20_033);
  await shipped('O-2', 'BACK', 2);
  await back('U-2', 'BACK', 'O-2', 'D', 'QUARANTINE');
  await value();
  expect(await accounts('BACK')).toMatchObject({ INVENTORY_ALLOWANCE: -160, WRITE_DOWNS: 160 });
  await back('U-3', 'BACK', 'O-2', 'D', 'DESTROY');
  await value();
  // Until a second person has signed it is still there, written down like the other.
  expect(await accounts('BACK')).toMatchObject({ INVENTORY_ALLOWANCE: -320, WRITE_DOWNS: 320 });
  const slice = createSlice();
  slice.load('return_unit', await sql()<Row<'return_unit'>[]>`select * from return_unit where unit_id = 'U-3'`);
  slice.load('item', await sql()<Row<'item'>[]>`select * from item where item_id = 'BACK'`);
  const [line] = destructionKind.sheet(slice, WAREHOUSE, 'U-3').lines;
  expect(await send('ivy', 'approval.sign', { kind: 'destruction', documentId: 'U-3', lines: [{ lineId: 'U-3', itemId: 'BACK', locationId: 'RETURNS', decision: 'approve', view: line!.view(), units: line!.units, value: line!.value }] })).not.toBe('applied');
  expect(await send('sue', 'approval.sign', { kind: 'destruction', documentId: 'U-3', lines: [{ lineId: 'U-3', itemId: 'BACK', locationId: 'RETURNS', decision: 'approve', view: line!.view(), units: line!.units, value: line!.value }] })).toBe('applied');
  await value();
  expect(await accounts('BACK')).toMatchObject({ INVENTORY_ALLOWANCE: -160, WRITE_OFFS: 200 });
  await sound();
});

it('VAL-3 what is picked before it is received leaves at the known cost, and the difference is posted when it comes', { timeout: 60_000 }, async () => {
  await send('mara', 'return.receive', { parcelId: 'R-9', locationId: 'RETURNS', units: [] });
  await send('mara', 'stock.move', { itemId: 'ODD', quantity: 5, fromLocation: 'B-2', toLocation: 'B-3' });
  await value();
  // Moved inside: suspense and bin cancel out, nothing is ours more or less.
  expect(await entries('ODD')).toEqual([]);
  await bought('ODD', 5, 30_000);
  await value();
  expect(await stock('ODD')).toEqual({ quantity: 5, average_cost: 30_000 });
  await sound();
});

it('VAL-7 everything is posted once, however many services value at the same time, and leads to the scan it came from', { timeout: 90_000 }, async () => {
  await open('A', 50);
  await shipped('O-7', 'A', 5);
  await Promise.all([value(), value(), value()]);
  await central.service.settle();
  const [one] = await sql()<{ twice: number }[]>`select count(*) as twice from (select source_id, type, rule_id from journal_entry where source = 'movement' group by source_id, type, rule_id having count(*) > 1) as double`;
  expect(one!.twice).toBe(0);
  const [sale] = (await entries('A')).filter((entry) => entry.rule_id === 'sale');
  const found = await findPosting(sql(), sale!.source_id);
  expect(found?.lines.map((line) => [line.account_id, line.amount])).toEqual([['COST_OF_SALES', 1000], ['INVENTORY', -1000]]);
  const [command] = await sql()<{ type: string; person_id: string }[]>`select type, person_id from command_log where command_id = ${found!.entry.command_id}`;
  expect(command).toMatchObject({ type: 'parcel.ship', person_id: 'mara' });
  await sound();
});

it('VAL-8 what left is owed for, each line by its units and to the penny, and what comes back unopened is not', { timeout: 90_000 }, async () => {
  await open('B', 10);
  await send('system', 'order.take_in', { orderId: 'O-8', channelId: 'web', channelNumber: 'O-8', shipFrom: WAREHOUSE, orderedAt: Date.now(), currency: 'GBP', lines: [{ lineNo: 1, itemId: 'B', quantity: 3, unitPrice: 33_333, goods: 1000, tax: 200, shipping: 50 }] });
  const [task] = await vi.waitFor(async () => {
    const found = await sql()<Row<'pick_task'>[]>`select * from pick_task where order_id = 'O-8'`;
    expect(found).toHaveLength(1);
    return found;
  }, { timeout: 30_000, interval: 100 });
  const of = { taskId: task!.task_id, itemId: 'B', tote: 'TOTE-1' };
  const [fulfilmentId, orderId] = [task!.fulfilment_id, 'O-8'];
  await send('mara', 'pick.pick', { ...of, fulfilmentId, quantity: 3, fromLocation: task!.location_id });
  for (const [parcelId, quantity] of [['P-8A', 1], ['P-8B', 2]] as const) await send('mara', 'parcel.pack', { parcelId, fulfilmentId, orderId, carrierId: 'S', lines: [{ ...of, orderLine: 1, quantity }] });
  const ship = (parcelId: string) => send('mara', 'parcel.ship', { parcelId, fulfilmentId, orderId, carrierId: 'S' });
  const sales = async () => {
    await value();
    const { RECEIVABLE = 0, SALES = 0, TAX_PAYABLE = 0, SHIPPING_INCOME = 0 } = await accounts('B');
    return [RECEIVABLE, SALES, TAX_PAYABLE, SHIPPING_INCOME];
  };
  expect(await ship('P-8A')).toBe('applied');
  expect(await sales()).toEqual([333 + 66 + 16, -333, -66, -16]);
  expect(await ship('P-8B')).toBe('applied');
  expect(await sales()).toEqual([1250, -1000, -200, -50]);
  await send('mara', 'parcel.caught', { parcelId: 'P-8B', fulfilmentId, orderId });
  expect(await sales()).toEqual([333 + 66 + 16, -333, -66, -16]);
  await ship('P-8B');
  expect(await sales()).toEqual([1250, -1000, -200, -50]);
  await sound();
});
