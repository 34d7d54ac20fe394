// Work dealt to stations, goods to be put back, stations that want work, and when each was last heard of.
export const sql = `
alter table fulfilment add column dealt_at integer;
alter table count_task add column dealt_to text;
alter table count_task add column dealt_at integer;
-- What a station answers by itself.
create index fulfilment_cancelled on fulfilment (dealt_to) where state = 'CANCEL_REQUESTED';
create table put_back (
  warehouse_id text not null,
  put_back_id text not null,
  location_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity integer not null,
  done integer not null,
  to_location text not null,
  reason text not null,
  order_id text not null,
  fulfilment_id text not null,
  task_id text not null,
  state text not null,
  "open" integer not null,
  created_at integer not null,
  closed_at integer,
  closed_by text,
  primary key (warehouse_id, put_back_id)
) strict, without rowid;
create index put_back_by_location_id_open on put_back (warehouse_id, location_id, "open");
create index put_back_by_order_id on put_back (warehouse_id, order_id);
create index put_back_open on put_back (created_at) where "open" = 1;
create table work_request (
  warehouse_id text not null,
  device_id text not null,
  kind text not null,
  "open" integer not null,
  asked_by text not null,
  asked_at integer not null,
  primary key (warehouse_id, device_id, kind)
) strict, without rowid;
create table contact (
  warehouse_id text not null,
  device_id text not null,
  last_contact_at integer not null,
  unsent integer not null,
  person_id text,
  primary key (warehouse_id, device_id)
) strict, without rowid;
`;
