// The row about money: two people decide about one refund without seeing each other, and it is paid once.
import { expect, it, vi } from 'vitest';
import type { AnyRow } from '#domain/tables.ts';
import { LEEDS, shelf } from './shop.ts';
import { slow, type Floor } from './two-stations.ts';

const soon = { timeout: 30_000, interval: 200 };
const REFUND = 'RF-ROW';
const order: AnyRow = { order_id: 'SO-900', channel_id: 'WEB', channel_number: 'W-900', customer_id: 'C1001', state: 'SHIPPED', ship_from: LEEDS, ordered_at: 1, promised_at: null, priority: 0, currency: 'GBP', cancel_reason: null, taken_in_at: 1, version: 1, sourced: '', part_of: '' };
const line: AnyRow = { order_id: 'SO-900', line_no: 1, item_id: shelf.refunded.itemId, quantity: 1, unit_price: 95_000, allocated: 1, shipped: 1, cancelled: 0, returned: 1, backordered: false };
const refund: AnyRow = {
  refund_id: REFUND, warehouse_id: LEEDS, unit_id: '', item_id: shelf.refunded.itemId, quantity: 1, order_id: 'SO-900', order_line: 1, customer_id: 'C1001', kind: 'REFUND', state: 'REVIEW', reasons: ['POLICY'], refusal: '',
  currency: 'GBP', goods: 950, tax: 0, shipping: 0, fee: 0, amount: 950, policy: '', grade: 'N', graded_by: '', supplements: null, exchange: [], exchange_order_id: null,
  decided_by: 'system', decided_at: 1, approver: null, note: '', attempt: 0, requested_at: null, settled_at: null, reference: '',
};

export function refundRows(floor: () => Floor): void {
  it('RFD-20 RFD-26 two people decide about one refund without seeing each other: one decision, one signature, asked of the payment side once', slow, async () => {
    const { a, b, sql, central } = floor();
    await central.write('sales_order', [order]);
    await central.write('sales_order_line', [line]);
    await central.write('refund', [refund]);
    const state = async () => (await sql<{ state: string; decided_by: string; attempt: number }[]>`select state, decided_by, attempt from refund where refund_id = ${REFUND}`)[0];
    const held = async () => (await sql<{ refunded: number }[]>`select refunded from paid_line where order_id = 'SO-900'`)[0]?.refunded;
    await a.signIn('RB-1009');
    await b.signIn('RB-1011');
    for (const side of [a, b]) {
      await side.press('7');
      await side.shows('Picture frame');
    }
    await b.plug(false);
    await b.press('F2');
    await b.look('refund asked without network');
    await a.press('F2');
    await vi.waitFor(async () => expect(await state()).toMatchObject({ state: 'PENDING_APPROVAL', decided_by: 'dana.r' }), soon);
    expect(await held()).toBe(950);
    await a.look('refund waits for a signature');
    await b.plug(true);
    await vi.waitFor(async () => expect(await state()).toMatchObject({ state: 'PENDING_APPROVAL', decided_by: 'priya.s' }), soon);
    expect(await held()).toBe(950);
    await a.home();
    await a.press('F4');
    await a.shows(/Picture frame/);
    await a.press('a');
    await vi.waitFor(async () => expect(await state()).toMatchObject({ attempt: 1 }), soon);
    expect(await held()).toBe(950);
    await b.home();
    await b.press('7');
    await b.shows('Picture frame');
    await b.look('refund on its way');
    await a.home();
    await b.home();
  });
}
