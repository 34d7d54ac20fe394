// Counts in time: what a count saw stands beside what the books had at that moment, and both are found by whoever moves
// goods in that place later but dated earlier. `live_to` says until when a movement still concerns a count or its task,
// and is without end while somebody counts or decides; movements are found by the time at which they happened.
export const sql = `
alter table count_task add column not_by text not null default '[]';
alter table count_task add column live_to integer not null default 0;
update count_task set live_to = 9007199254740991 where state not in ('MATCHED', 'CLOSED');
drop index count_task_by_location_id;
create index count_task_by_location_id_live_to on count_task (warehouse_id, location_id, live_to);
alter table adjustment add column device_id text not null default '';
alter table adjustment add column unit_cost integer not null default 0;
alter table adjustment add column window_from integer not null default 0;
alter table adjustment add column window_to integer not null default 0;
alter table adjustment add column live_to integer not null default 0;
alter table adjustment add column next_moved_at integer;
alter table adjustment add column disturbed integer not null default 0;
alter table adjustment add column apart text not null default '[]';
alter table adjustment add column round integer not null default 1;
alter table adjustment add column posted integer not null default 0;
alter table adjustment add column was_book integer;
alter table adjustment add column was_delta integer;
alter table adjustment add column restated_at integer;
update adjustment set window_from = effective_at, window_to = effective_at, live_to = case when state = 'PENDING' then 9007199254740991 else effective_at end, posted = case when state = 'POSTED' then delta else 0 end, unit_cost = case when delta = 0 then 0 else value / delta end where source = 'count';
create index adjustment_by_location_id_live_to on adjustment (warehouse_id, location_id, live_to);
drop index movement_by_item_id;
create index movement_by_item_id_effective_at on movement (warehouse_id, item_id, effective_at);
drop table if exists stage_adjustment;
drop table if exists stage_count_task;
create table tolerance_use (
  warehouse_id text not null,
  kind text not null,
  subject_id text not null,
  days text not null,
  primary key (warehouse_id, kind, subject_id)
) strict, without rowid;
`;
