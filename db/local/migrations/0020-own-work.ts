// What only the station keeps: its identity and cursor, the commands nobody else has yet with their exact bytes,
// the rows as the server last had them wherever pending work has changed them, and what lies before the horizon.
export const sql = `
create table meta (name text primary key, value text not null) strict, without rowid;

create table outbox (
  sequence integer primary key,
  command_id text not null unique,
  type text not null,
  person_id text not null,
  at integer not null,
  -- 1 while only the server may decide: sent, but without effect here until its rows come down.
  asked integer not null,
  hash text not null,
  bytes blob not null,
  -- When the server's outcome was applied from the feed; null while the command is pending.
  settled_at integer
) strict;
create index outbox_pending on outbox (sequence) where settled_at is null;
create index outbox_by_at on outbox (at);

create table shadow (
  table_name text not null,
  row_key text not null,
  -- The row as JSON before pending work touched it; null where there was none.
  before text,
  primary key (table_name, row_key)
) strict, without rowid;

create index exception_open on exception (state) where state = 'OPEN';

create table opening (
  warehouse_id text not null,
  item_id text not null,
  location_id text not null,
  lot text not null,
  serial text not null,
  "condition" text not null,
  "hold" text not null,
  "owner" text not null,
  quantity integer not null,
  primary key (warehouse_id, item_id, location_id, lot, serial, "condition", "hold", "owner")
) strict, without rowid;
`;
