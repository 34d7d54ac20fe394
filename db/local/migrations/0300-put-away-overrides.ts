// The same table as at the server.
export const sql = `
create table put_away_override (
  warehouse_id text not null, override_id text not null, item_id text not null, suggested text not null, taken text not null, reason text not null, person_id text not null, at integer not null,
  primary key (warehouse_id, override_id)
) strict, without rowid;
create index put_away_override_by_at on put_away_override (warehouse_id, at);
`;
