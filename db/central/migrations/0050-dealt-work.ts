// Work dealt to stations, goods to be put back, stations that want work, and when each was last heard of.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
alter table fulfilment add column dealt_at bigint;
alter table count_task add column dealt_to text;
alter table count_task add column dealt_at bigint;
-- What a deal looks at: work that is not over, which is little beside all there was.
create index fulfilment_to_pick on fulfilment (warehouse_id) where state in ('OPEN', 'PICKING');
create index count_task_to_count on count_task (warehouse_id) where state in ('OPEN', 'COUNTING');
create table put_back (
  warehouse_id text not null,
  put_back_id text not null,
  location_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity bigint not null,
  done bigint not null,
  to_location text not null,
  reason text not null,
  order_id text not null,
  fulfilment_id text not null,
  task_id text not null,
  state text not null,
  "open" boolean not null,
  created_at bigint not null,
  closed_at bigint,
  closed_by text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, put_back_id)
);
create index put_back_by_location_id_open on put_back (warehouse_id, location_id, "open");
create index put_back_by_order_id on put_back (warehouse_id, order_id);
create table work_request (
  warehouse_id text not null,
  device_id text not null,
  kind text not null,
  "open" boolean not null,
  asked_by text not null,
  asked_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, device_id, kind)
);
create table contact (
  warehouse_id text not null,
  device_id text not null,
  last_contact_at bigint not null,
  unsent bigint not null,
  person_id text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, device_id)
);
${replicated('put_back', 'warehouse', ['warehouse_id', 'put_back_id'])}
${replicated('work_request', 'warehouse', ['warehouse_id', 'device_id', 'kind'])}
${replicated('contact', 'warehouse', ['warehouse_id', 'device_id'])}
`;
