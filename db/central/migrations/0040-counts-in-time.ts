// Counts in time: what a count saw stands beside what the books had at that moment, and both are found by whoever moves
// goods in that place later but dated earlier. `live_to` says until when a movement still concerns a count or its task,
// and is without end while somebody counts or decides; movements are found by the time at which they happened.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
alter table count_task add column not_by jsonb not null default '[]';
alter table count_task add column live_to bigint not null default 0;
alter table count_task no force row level security;
alter table adjustment no force row level security;
update count_task set live_to = 9007199254740991 where state not in ('MATCHED', 'CLOSED');
drop index count_task_by_location_id;
create index count_task_by_location_id_live_to on count_task (warehouse_id, location_id, live_to);
alter table adjustment add column device_id text not null default '';
alter table adjustment add column unit_cost bigint not null default 0;
alter table adjustment add column window_from bigint not null default 0;
alter table adjustment add column window_to bigint not null default 0;
alter table adjustment add column live_to bigint not null default 0;
alter table adjustment add column next_moved_at bigint;
alter table adjustment add column disturbed boolean not null default false;
alter table adjustment add column apart jsonb not null default '[]';
alter table adjustment add column round bigint not null default 1;
alter table adjustment add column posted bigint not null default 0;
alter table adjustment add column was_book bigint;
alter table adjustment add column was_delta bigint;
alter table adjustment add column restated_at bigint;
update adjustment set window_from = effective_at, window_to = effective_at, live_to = case when state = 'PENDING' then 9007199254740991 else effective_at end, posted = case when state = 'POSTED' then delta else 0 end, unit_cost = case when delta = 0 then 0 else value / delta end where source = 'count';
alter table count_task force row level security;
alter table adjustment force row level security;
create index adjustment_by_location_id_live_to on adjustment (warehouse_id, location_id, live_to);
drop index movement_by_item_id;
create index movement_by_item_id_effective_at on movement (warehouse_id, item_id, effective_at);
create table tolerance_use (
  warehouse_id text not null,
  kind text not null,
  subject_id text not null,
  days jsonb not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, kind, subject_id)
);
${replicated('tolerance_use', 'warehouse', ['warehouse_id', 'kind', 'subject_id'])}`;
