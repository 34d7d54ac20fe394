// The newest sealed head of the warehouse's audit trail, and the heads this station has seen: a trail that was cut off
// or written anew since cannot agree with them.
export const sql = `
create table audit_head (
  warehouse_id text not null,
  entry_no integer not null,
  link text not null,
  sealed_at integer not null,
  public_key text not null,
  signature text not null,
  primary key (warehouse_id)
) strict, without rowid;

create table witness (
  warehouse_id text not null,
  -- The history of the database that the head belongs to: after a restore the trail goes on from an earlier entry.
  epoch text not null,
  entry_no integer not null,
  link text not null,
  sealed_at integer not null,
  public_key text not null,
  signature text not null,
  seen_at integer not null,
  primary key (warehouse_id, epoch, entry_no)
) strict, without rowid;
`;
