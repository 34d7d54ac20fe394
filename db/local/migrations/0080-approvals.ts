// The same columns and tables as at the server. The stages of full loads are made anew with them.
export const sql = `
alter table adjustment add column sheet_id text not null default '';
alter table adjustment add column needed integer not null default 1;
alter table adjustment add column signatures text not null default '[]';
alter table adjustment add column evidence text not null default '[]';
update adjustment set sheet_id = coalesce(task_id, adjustment_id);
create index adjustment_by_sheet_id on adjustment (warehouse_id, sheet_id);
alter table count_task add column assigned_to text;
drop table if exists stage_adjustment;
drop table if exists stage_count_task;

create table approval_spent (kind text not null, subject_id text not null, days text not null, primary key (kind, subject_id)) strict, without rowid;
create table approval_budget (device_id text not null, person_id text not null, day text not null, granted integer not null, spent integer not null, primary key (device_id, person_id)) strict, without rowid;
create table delegation (
  person_id text not null, deputy_id text not null, roles text not null, from_at integer not null, until_at integer not null, note text not null, command_id text not null, primary key (person_id)
) strict, without rowid;
create index delegation_by_deputy_id on delegation (deputy_id);
`;
