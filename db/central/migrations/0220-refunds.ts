// Money that goes back: what was paid for each order line where it does not follow from the line, and every decision.
import { replicated } from '#db/central/replicated-table.ts';

const xid = 'xid xid8 not null default pg_current_xact_id()';
export const sql = `
create table paid_line (
  order_id text not null, line_no bigint not null, currency text not null, goods bigint not null, tax bigint not null, shipping bigint not null, refunded bigint not null, refunded_units bigint not null, elsewhere bigint not null, ${xid},
  primary key (order_id, line_no)
);
create table refund (
  refund_id text not null, warehouse_id text not null, unit_id text not null, item_id text not null, quantity bigint not null, order_id text, order_line bigint, customer_id text, kind text not null, state text not null, reasons jsonb not null, refusal text not null,
  currency text not null, goods bigint not null, tax bigint not null, shipping bigint not null, fee bigint not null, amount bigint not null, policy text not null, grade text not null, graded_by text not null, supplements text, exchange jsonb not null, exchange_order_id text,
  decided_by text not null, decided_at bigint not null, approver text, note text not null, attempt bigint not null, requested_at bigint, settled_at bigint, reference text not null, ${xid},
  primary key (refund_id)
);
create index refund_by_order_id on refund (order_id);
create index refund_by_customer_id on refund (customer_id);
create index refund_by_unit_id on refund (warehouse_id, unit_id);
create index refund_by_state on refund (warehouse_id, state);
create index refund_requested on refund (refund_id) where state = 'REQUESTED';
${replicated('paid_line', 'company', ['order_id', 'line_no'])}
${replicated('refund', 'company', ['refund_id'])}
`;
