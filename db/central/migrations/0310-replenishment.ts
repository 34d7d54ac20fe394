// Pick faces with their minimum and maximum, and what is to be brought to them from reserve.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table pick_face (
  warehouse_id text not null, item_id text not null, location_id text not null, minimum bigint not null, maximum bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, item_id, location_id), check (0 <= minimum and minimum <= maximum)
);
create table replenishment (
  warehouse_id text not null, task_id text not null, item_id text not null, lot text not null, from_location text not null, to_location text not null, quantity bigint not null, moved bigint not null, state text not null, reason text not null, created_at bigint not null, ended_at bigint, ended_by text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, task_id)
);
create index replenishment_by_item_id on replenishment (warehouse_id, item_id);
${replicated('pick_face', 'warehouse', ['warehouse_id', 'item_id', 'location_id'])}
${replicated('replenishment', 'warehouse', ['warehouse_id', 'task_id'])}
`;
