// What suppliers say is on the pallets of a delivery.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table delivery_pallet (
  warehouse_id text not null, delivery_id text not null, sscc text not null, line_no bigint not null, item_id text not null, lot text not null, expires_on text, quantity bigint not null, received bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, delivery_id, sscc, line_no)
);
create index delivery_pallet_by_sscc on delivery_pallet (warehouse_id, sscc);
${replicated('delivery_pallet', 'warehouse', ['warehouse_id', 'delivery_id', 'sscc', 'line_no'])}
`;
