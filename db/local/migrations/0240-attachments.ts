// The same table as at the server; the files lie beside the replica.
export const sql = `
create table attachment (
  warehouse_id text not null, hash text not null, subject_id text not null, subject_kind text not null, command_id text not null, person_id text not null, device_id text not null, named_at integer not null, arrived_at integer,
  primary key (warehouse_id, hash, subject_id)
) strict, without rowid;
create index attachment_by_subject_id on attachment (warehouse_id, subject_id);
-- What this station still has to send is asked often.
create index attachment_on_its_way on attachment (hash) where arrived_at is null;
`;
