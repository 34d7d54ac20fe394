// The same tables as at the server.
export const sql = `
create table paid_line (
  order_id text not null, line_no integer not null, currency text not null, goods integer not null, tax integer not null, shipping integer not null, refunded integer not null, refunded_units integer not null, elsewhere integer not null,
  primary key (order_id, line_no)
) strict, without rowid;
create table refund (
  refund_id text not null, warehouse_id text not null, unit_id text not null, item_id text not null, quantity integer not null, order_id text, order_line integer, customer_id text, kind text not null, state text not null, reasons text not null, refusal text not null,
  currency text not null, goods integer not null, tax integer not null, shipping integer not null, fee integer not null, amount integer not null, policy text not null, grade text not null, graded_by text not null, supplements text, exchange text not null, exchange_order_id text,
  decided_by text not null, decided_at integer not null, approver text, note text not null, attempt integer not null, requested_at integer, settled_at integer, reference text not null,
  primary key (refund_id)
) strict, without rowid;
create index refund_by_order_id on refund (order_id);
create index refund_by_customer_id on refund (customer_id);
create index refund_by_unit_id on refund (warehouse_id, unit_id);
create index refund_by_state on refund (warehouse_id, state);
`;
