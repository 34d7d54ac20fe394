// The same tables as at the server.
export const sql = `
create table pick_face (
  warehouse_id text not null, item_id text not null, location_id text not null, minimum integer not null, maximum integer not null,
  primary key (warehouse_id, item_id, location_id)
) strict, without rowid;
create table replenishment (
  warehouse_id text not null, task_id text not null, item_id text not null, lot text not null, from_location text not null, to_location text not null, quantity integer not null, moved integer not null, state text not null, reason text not null, created_at integer not null, ended_at integer, ended_by text,
  primary key (warehouse_id, task_id)
) strict, without rowid;
create index replenishment_by_item_id on replenishment (warehouse_id, item_id);
`;
