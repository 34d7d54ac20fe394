// Who has a work item and which command closed it; what became of work that was kept back; stations that were let in
// again; what stations said of themselves when they were last heard; and policies that wait for a time.
export const sql = `
alter table exception add column resolved_with text, add column taken_by text, add column taken_at bigint;

-- The log keeps the first verdict for ever; the word that changed it stands here, once.
create table parked_verdict (
  parked_id text primary key references command_log (command_id),
  decided_by text not null,
  command_id text not null,
  verdict text not null,
  rule text not null,
  rejection jsonb,
  recorded_at bigint not null
);
grant select, insert on parked_verdict to restow_writer;
grant select on parked_verdict to restow_auditor;

-- Identities under which this replica sent before it was let in again.
alter table device_chain add column formerly text[] not null default '{}';

create table device_contact (
  device_id text primary key,
  warehouse_id text not null,
  heard_at bigint not null,
  unsent bigint not null
);
grant select, insert, update on device_contact to restow_writer;
grant select on device_contact to restow_reader, restow_auditor;

alter table policy_queue add column due_at bigint not null default 0, add column since bigint not null default 0;
create index policy_queue_due on policy_queue (due_at, entry);
`;
