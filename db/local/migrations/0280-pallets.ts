// The same table as at the server.
export const sql = `
create table delivery_pallet (
  warehouse_id text not null, delivery_id text not null, sscc text not null, line_no integer not null, item_id text not null, lot text not null, expires_on text, quantity integer not null, received integer not null,
  primary key (warehouse_id, delivery_id, sscc, line_no)
) strict, without rowid;
create index delivery_pallet_by_sscc on delivery_pallet (warehouse_id, sscc);
`;
