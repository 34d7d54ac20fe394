// What approvals need besides the change itself: the sheet that is signed as one, how many signatures, evidence; what
// each person has approved and was handed out; who stands in for whom; and who a count is given to.
import { replicated } from '#db/central/replicated-table.ts';

const xid = 'xid xid8 not null default pg_current_xact_id()';
export const sql = `
alter table adjustment
  add column sheet_id text not null default '',
  add column needed bigint not null default 1,
  add column signatures jsonb not null default '[]',
  add column evidence jsonb not null default '[]';
alter table adjustment no force row level security;
update adjustment set sheet_id = coalesce(task_id, adjustment_id);
alter table adjustment force row level security;
create index adjustment_by_sheet_id on adjustment (warehouse_id, sheet_id);
alter table count_task add column assigned_to text;

create table approval_spent (kind text not null, subject_id text not null, days jsonb not null, ${xid}, primary key (kind, subject_id));
create table approval_budget (device_id text not null, person_id text not null, day text not null, granted bigint not null, spent bigint not null, ${xid}, primary key (device_id, person_id));
create table delegation (
  person_id text not null, deputy_id text not null, roles jsonb not null, from_at bigint not null, until_at bigint not null, note text not null, command_id text not null, ${xid}, primary key (person_id)
);
create index delegation_by_deputy_id on delegation (deputy_id);
${replicated('approval_spent', 'company', ['kind', 'subject_id'])}
${replicated('approval_budget', 'device', ['device_id', 'person_id'])}
${replicated('delegation', 'company', ['person_id'])}
`;
