// What the office does about money for what came back, and what the payment side answers.
import type { CommandType } from '#domain/commands.ts';
import { nothing, type Doing } from './person.ts';
import { aRow, named, slips, some } from './view.ts';

export const refundsWork = {
  'refund.consider': {
    weight: 3.5, by: ['system'],
    draw(view) {
      const row = slips(view, 0.5) ? aRow(view, 'refund', (each) => each.unit_id !== '') : undefined;
      const unit = aRow(view, 'return_unit', (each) => (row ? each.unit_id === row.unit_id : true));
      if (row && unit) return { refundId: row.refund_id, unitId: unit.unit_id, itemId: slips(view) ? 'GHOST-1' : unit.item_id, ...(unit.order_id === null ? {} : { orderId: unit.order_id }), ...(unit.order_line === null ? {} : { orderLine: unit.order_line }) };
      return slips(view, 0.2) ? { refundId: named(view, 'RF', 3), unitId: named(view, 'RU', 9), itemId: 'CUP-RED' } : undefined;
    },
    tell: (p) => `has the money for ${p.unitId} looked at`,
    did: nothing,
  },
  'refund.decide': {
    weight: 7, by: ['fin', 'dana', 'sam'],
    draw(view) {
      const row = slips(view, 0.05) ? undefined : aRow(view, 'refund', (each) => ['REVIEW', 'PENDING_APPROVAL', 'DENIED'].includes(each.state) || slips(view, 0.3));
      const line = row?.order_id && row.order_line !== null ? aRow(view, 'sales_order_line', (each) => each.order_id === row.order_id && each.line_no === row.order_line) : aRow(view, 'sales_order_line', (each) => each.item_id === row?.item_id);
      const kind = view.chance.one(['REFUND', 'REFUND', 'CREDIT', 'EXCHANGE', 'REFUSE'] as const);
      const where = line && !slips(view, 0.15) ? { orderId: line.order_id, orderLine: line.line_no } : slips(view, 0.5) ? { orderId: named(view, 'O', 12), orderLine: 1 } : {};
      return {
        refundId: row?.refund_id ?? named(view, 'RF', 9), kind, ...where, ...(slips(view, 0.3) ? { amount: view.chance.one([0, 100, 500, 5000]) } : {}),
        refusal: kind === 'REFUSE' ? (slips(view, 0.4) ? 'ZZ' : 'NR') : '', note: 'looked at',
        exchange: (kind === 'EXCHANGE') !== slips(view, 0.15) ? [{ itemId: slips(view, 0.25) ? 'GHOST-1' : 'CUP-RED', quantity: 1, unitPrice: view.chance.one([1000, 50_000, 500_000]) }] : [],
      };
    },
    tell: (p) => `decides ${p.kind} for refund ${p.refundId.slice(0, 8)}`,
    did: nothing,
  },
  'refund.supplement': {
    weight: 4, by: ['fin', 'dana'],
    draw(view) {
      const base = slips(view, 0.1) ? undefined : aRow(view, 'refund', (each) => each.state === 'SETTLED' || each.state === 'REQUESTED');
      return { refundId: named(view, 'SU', 6), supplements: base?.refund_id ?? named(view, 'RF', 9), orderId: base?.order_id ?? named(view, 'O', 12), amount: some(view, 4) * 100, note: 'goodwill' };
    },
    tell: (p) => `gives ${p.amount} more to refund ${p.supplements.slice(0, 8)}`,
    did: nothing,
  },
  'refund.elsewhere': {
    weight: 2, by: ['system', 'fin'],
    draw(view) {
      const line = slips(view, 0.06) ? undefined : aRow(view, 'sales_order_line');
      return { refundId: named(view, 'EL', 6), orderId: line?.order_id ?? 'O-99', orderLine: line?.line_no ?? 1, amount: view.chance.one([100, 300, 500, 2000]), source: 'web' };
    },
    tell: (p) => `reads in that ${p.source} paid ${p.amount} back for order ${p.orderId}`,
    did: nothing,
  },
  'refund.report': {
    weight: 5, by: ['system'],
    draw(view) {
      const row = slips(view, 0.05) ? undefined : aRow(view, 'refund', (each) => each.state === 'REQUESTED' || (each.attempt > 0 && slips(view, 0.4)));
      if (!row && !slips(view, 0.3)) return undefined;
      return { refundId: row?.refund_id ?? named(view, 'RF', 9), attempt: Math.max(1, row?.attempt ?? 1), state: slips(view, 0.25) ? ('FAILED' as const) : ('SETTLED' as const), reference: 'P-1' };
    },
    tell: (p) => `hears from the payment side that ${p.refundId.slice(0, 8)} is ${p.state}`,
    did: nothing,
  },
  'refund.retry': {
    weight: 2, by: ['fin'],
    draw(view) {
      const row = slips(view, 0.2) ? aRow(view, 'refund') : aRow(view, 'refund', (each) => each.state === 'FAILED');
      return { refundId: row?.refund_id ?? named(view, 'RF', 9) };
    },
    tell: (p) => `has ${p.refundId.slice(0, 8)} paid once more`,
    did: nothing,
  },
} satisfies { readonly [T in CommandType]?: Doing<T> };
