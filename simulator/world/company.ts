// A company so small that people get in each other's way: two warehouses, a few bins, one item of each kind, two totes.
import { SUBSTITUTES } from '#domain/pick-instead.ts';
import { RECEIPT_SAMPLING } from '#domain/sampling.ts';
import { UNIT_PREFIX } from '#domain/unit-numbers.ts';
import { unjudged } from '#domain/announcing/unjudged.ts';
import type { AnyRow, Json, Row, TableName } from '#domain/tables.ts';
import { APPROVAL_LIMITS } from '#domain/approving/limits.ts';
import { itemNames } from './names.ts';

/** What a supervisor may approve in a day, in 1/10,000 of the currency unit. */
export const SUPERVISOR_DAY = 160_000;
export const WAREHOUSES = ['W1', 'W2'] as const;

const item = (itemId: string, more: Partial<Row<'item'>> = {}): Row<'item'> => ({
  item_id: itemId, sku: itemId, name: itemNames[itemId] ?? itemId, category: 'home', unit: 'each', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null,
  hygiene_seal: false, battery: false, oversize: false, weight_g: 100, length_mm: 100, width_mm: 100, height_mm: 100, standard_cost: 20_000, sales_price: 50_000, abc_class: 'A', supplier_id: 'SUP', active: true, ...more,
});
const place = (warehouse: string, locationId: string, kind: string, sequence: number): Row<'location'> => ({
  warehouse_id: warehouse, location_id: locationId, zone: kind, kind, aisle: 1, bay: sequence, level: 1, sequence, pickable: kind === 'bin',
});
const person = (personId: string, roles: readonly string[], active = true): Row<'person'> => ({ person_id: personId, name: personId[0]!.toUpperCase() + personId.slice(1), badge: `RB-${personId.toUpperCase()}`, roles, active });

const reason = (code: string, attributes: Json) => ({ kind: 'adjustment_reason', code, label: code, attributes });

/** Who works here; a decision is tried by whoever may. */
export const people: readonly Row<'person'>[] = [
  person('mara', ['floor', 'receiver', 'counter']), person('joe', ['floor', 'counter']), person('lee', ['floor', 'inspector']), person('dana', ['supervisor']), person('sam', ['supervisor', 'floor']),
  person('fin', ['finance', 'buyer']), person('system', ['system']), person('gone', ['supervisor'], false),
];

export const deliveries = ['DN-1', 'DN-2', 'DN-3'] as const;
const warehouseRows = (id: string): readonly (readonly [TableName, readonly AnyRow[]])[] => [
  ['warehouse', [{ warehouse_id: id, name: `Warehouse ${id}`, country: 'GB' }]],
  ['location', [place(id, 'DOCK', 'dock', 0), place(id, 'DESK', 'returns', 0), ...[1, 2, 3].map((n) => place(id, `A-01-${n}`, 'bin', n)), place(id, 'R-1', 'reserve', 9)]],
  ['pick_face', [{ warehouse_id: id, item_id: 'CUP-RED', location_id: 'A-01-1', minimum: 4, maximum: 12 }]],
  ['handling_unit', ['TOTE-1', 'TOTE-2'].map((unit) => ({ warehouse_id: id, unit_id: unit, kind: 'tote', state: 'FREE', at_location: '', fulfilment_id: null }))],
  ['purchase_order', [{ warehouse_id: id, purchase_order_id: 'PO-1', supplier_id: 'SUP', state: 'OPEN', ordered_at: 0, expected_at: 1 }]],
  ['purchase_order_line', ['CUP-RED', 'LID-14'].map((each, i) => ({ warehouse_id: id, purchase_order_id: 'PO-1', line_no: i + 1, item_id: each, quantity: 12, received: 0, unit_cost: 20_000 }))],
  ['delivery', deliveries.map((delivery) => ({ warehouse_id: id, delivery_id: delivery, supplier_id: 'SUP', purchase_order_id: 'PO-1', state: 'EXPECTED', expected_at: delivery === 'DN-3' ? 1 : 0, arrived_at: null }))],
  ['delivery_line', deliveries.flatMap((delivery) => ['CUP-RED', 'LID-14', 'MILK-1L'].map((each, i) => ({ warehouse_id: id, delivery_id: delivery, line_id: `L${i + 1}`, item_id: each, expected: 6, received: 0, damaged: 0, purchase_order_line: i < 2 ? i + 1 : null, refused: 0, told: [] })))],
];

const REFUNDED = ['O-R1', 'O-R2', 'O-R5', 'O-R6'] as const;
/** One is with the payment side, and one came back from it. */
const atPayment: Readonly<Record<string, string>> = { 'O-R5': 'REQUESTED', 'O-R6': 'FAILED' };
const refundFor = (orderId: string): Row<'refund'> => ({
  refund_id: `RF-${orderId}`, warehouse_id: 'W1', unit_id: '', item_id: 'CUP-RED', quantity: 1, order_id: orderId, order_line: 1, customer_id: null, kind: 'REFUND', state: atPayment[orderId] ?? 'REVIEW', reasons: ['POLICY'], refusal: '',
  currency: 'GBP', goods: 500, tax: 0, shipping: 0, fee: 0, amount: 500, policy: '', grade: '', graded_by: '', supplements: null, exchange: [], exchange_order_id: null,
  decided_by: 'system', decided_at: 0, approver: null, note: '', attempt: orderId in atPayment ? 1 : 0, requested_at: null, settled_at: null, reference: '',
});

/** What the ERP writes before anybody works. */
export const company: readonly (readonly [TableName, readonly AnyRow[]])[] = [
  ...WAREHOUSES.flatMap(warehouseRows),
  ['item', [item('CUP-RED'), item('LID-14'), item('SET-2'), item('MILK-1L', { lot_control: true, shelf_life_days: 30 }), item('CAM-X', { serial_control: true, standard_cost: 3_000_000 })]],
  ['item_component', [{ item_id: 'SET-2', component_id: 'CUP-RED', quantity: 2 }, { item_id: 'SET-2', component_id: 'LID-14', quantity: 1 }]],
  ['lot', [{ item_id: 'MILK-1L', lot: 'L1', expires_on: '2027-03-01' }]],
  ['person', people as readonly AnyRow[]],
  // Sold, paid and back before the day begins, so that there is money to decide about.
  ['sales_order', REFUNDED.map((order_id) => ({ order_id, channel_id: 'WEB', channel_number: order_id, customer_id: null, state: 'SHIPPED', ship_from: 'W1', ordered_at: 0, promised_at: null, priority: 0, currency: 'GBP', cancel_reason: null, taken_in_at: 0, version: 1, sourced: '', part_of: '' }))],
  ['sales_order_line', REFUNDED.map((order_id) => ({ order_id, line_no: 1, item_id: 'CUP-RED', quantity: 4, unit_price: 50_000, allocated: 4, shipped: 4, cancelled: 0, returned: 1, backordered: false }))],
  ['refund', REFUNDED.map(refundFor)],
  ['paid_line', Object.keys(atPayment).map((order_id) => ({ order_id, line_no: 1, currency: 'GBP', goods: 2000, tax: 0, shipping: 0, refunded: 500, refunded_units: 1, elsewhere: 0 }))],
  ['revocation', [{ kind: 'person', subject_id: 'gone', revoked_at: 1, reason: 'left', by_id: 'dana', decided_at: 1, command_id: '' }]],
  ['rma', [{ rma_id: 'RMA-1', order_id: null, customer_id: null, state: 'OPEN', reason: 'CHANGED_MIND', created_at: 0, ...unjudged }]],
  ['rma_line', [{ rma_id: 'RMA-1', line_no: 1, item_id: 'CUP-RED', order_id: null, order_line: null, quantity: 3, received: 0, reason: 'CHANGED_MIND' }]],
  ['barcode', [{ code: '4000539670701', item_id: 'CUP-RED', pack_code: '', units: 1, source: 'erp' }, { code: 'CODE-1', item_id: 'LID-14', pack_code: '', units: 1, source: 'erp' }]],
  ['setting', [{ key: SUBSTITUTES, value: { items: { 'CUP-RED': ['LID-14'] } } }, { key: UNIT_PREFIX, value: '5012345' }, { key: RECEIPT_SAMPLING, value: [{ itemId: 'LID-14', first: 2, every: 4 }, { supplierId: 'SUP', itemId: 'MILK-1L', percent: 50 }] }, { key: APPROVAL_LIMITS, value: { roles: { supervisor: { one: 80_000, day: SUPERVISOR_DAY, item: null, offline: 100_000 }, finance: { one: null, day: null, item: null, offline: 60_000 }, buyer: { one: null, day: null, item: null, offline: 0 } } } }]],
  ['code', [
    reason('FOUND', { direction: 'up' }), reason('BROKEN', { direction: 'down', auto: 40_000, autoDay: 120_000 }), reason('STOLEN', { evidence: 'note' }), reason('DESTROYED', { direction: 'down', two: 0 }),
    reason('BIN_CORRECTION', { direction: 'zero', auto: 0 }), reason('IMPORTED', { choosable: false }),
  ]],
];
