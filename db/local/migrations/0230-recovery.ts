// The same columns and tables as at the server; what stock is worth is kept there alone.
export const sql = `
alter table return_unit add column outcome text not null default '';
alter table return_unit add column split_from text;
alter table return_unit add column proposed text not null default '';
alter table return_unit add column decided_because text not null default '';
alter table return_unit add column second_by text;
alter table return_unit add column recovery_id text;
alter table rma add column channel_id text not null default '';
alter table rma add column policy text not null default '';
alter table rma add column refusal text not null default '';
alter table rma add column reasons text not null default '[]';
alter table rma add column decided_by text;
alter table rma add column decided_at integer;
alter table rma add column note text not null default '';
create index parcel_by_tracking on parcel (warehouse_id, tracking);
create index return_unit_by_state on return_unit (warehouse_id, state);
drop table if exists stage_return_unit;
drop table if exists stage_rma;
create table recovery (
  warehouse_id text not null, recovery_id text not null, kind text not null, partner_id text not null, state text not null, reference text not null, asked integer not null, received integer not null, currency text not null, note text not null,
  opened_by text not null, opened_at integer not null, shipped_at integer, closed_by text, closed_at integer, primary key (warehouse_id, recovery_id)
) strict, without rowid;
create index recovery_by_state on recovery (warehouse_id, state);
create table recovery_line (
  warehouse_id text not null, recovery_id text not null, unit_id text not null, item_id text not null, lot text not null, serial text not null, quantity integer not null, grade text not null, location_id text not null, unit_cost integer not null, reason text not null, evidence text not null, gone integer not null,
  primary key (warehouse_id, recovery_id, unit_id)
) strict, without rowid;
`;
