// The same table as at the server.
export const sql = `
create table purchase_proposal (
  warehouse_id text not null, proposal_id text not null, item_id text not null, supplier_id text not null, quantity integer not null, unit_cost integer not null, why text not null, state text not null, needed integer not null, signers text not null, lead_days integer not null, proposed_at integer not null, decided_by text, decided_at integer, purchase_order_id text,
  primary key (warehouse_id, proposal_id, item_id)
) strict, without rowid;
create index purchase_proposal_by_item_id on purchase_proposal (warehouse_id, item_id);
`;
