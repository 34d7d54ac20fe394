// What only the server keeps (commands with their exact bytes, device chains, the policies' queue, the audit trail),
// the stamp every writer leaves, tombstones, and the roles whose rows end at their own warehouse.
import { sql as replicated } from './0010-replicated-tables.ts';

const tables = [...replicated.matchAll(/create table (\w+) \(\n([^;]*)\n\);/g)].map(([, name, body]) => ({
  name: name!,
  scope: body!.includes('  warehouse_id text not null,\n') && name !== 'warehouse' ? 'warehouse' : name === 'outcome' ? 'device' : 'company',
  key: /primary key \(([^)]*)\)/.exec(body!)![1]!.split(', '),
}));

const visible: Record<string, string> = {
  company: 'true',
  warehouse: `current_setting('restow.warehouse', true) in ('*', warehouse_id)`,
  device: `current_setting('restow.device', true) in ('*', device_id)`,
};

/** A key or scope that is changed is a row that goes and another that comes; the product's own writes never set one. */
const perTable = tables.map(({ name, scope, key }) => `
create trigger ${name}_stamp before insert or update on ${name} for each row execute function stamp_xid();
create trigger ${name}_tombstone after delete on ${name} for each row execute function leave_tombstone();
create trigger ${name}_rekeyed after update of ${key.join(', ')} on ${name} for each row when ((${key.map((column) => `old.${column}`).join(', ')}) is distinct from (${key.map((column) => `new.${column}`).join(', ')})) execute function leave_tombstone();
alter table ${name} enable row level security;
alter table ${name} force row level security;
create policy ${name}_scope on ${name} to restow_writer, restow_reader using (${visible[scope]}) with check (${visible[scope]});
create policy ${name}_audit on ${name} for select to restow_auditor using (true);
grant select, insert, update, delete on ${name} to restow_writer;
grant select on ${name} to restow_reader, restow_auditor;`).join('\n');

export const sql = `
create table command_log (
  command_id text primary key,
  device_id text not null,
  sequence bigint not null,
  warehouse_id text not null,
  type text not null,
  version bigint not null,
  person_id text not null,
  effective_at bigint not null,
  hash text not null,
  bytes bytea not null,
  verdict text not null,
  rule text not null,
  rejection jsonb,
  recorded_at bigint not null
);
create unique index command_log_by_sequence on command_log (device_id, sequence) where sequence > 0;
create index command_log_parked on command_log (recorded_at) where verdict = 'parked';

create table device_chain (
  device_id text primary key,
  incarnation text not null,
  last_sequence bigint not null,
  last_hash text not null
);

create table policy_queue (
  entry bigint generated always as identity primary key,
  policy text not null,
  warehouse_id text not null,
  subject text not null,
  cause text not null,
  unique (policy, warehouse_id, subject, cause)
);

create table audit (
  entry bigint generated always as identity primary key,
  warehouse_id text not null,
  command_id text not null,
  device_id text not null,
  person_id text not null,
  type text not null,
  verdict text not null,
  rule text not null,
  hash text not null,
  recorded_at bigint not null
);

-- A lock on a root covers its children; locked in one sorted order, so that two batches never wait for each other in a ring.
create table root (name text primary key);

create table tombstone (
  table_name text not null,
  old_row jsonb not null,
  warehouse_id text not null,
  device_id text not null,
  xid xid8 not null default pg_current_xact_id()
);
create index tombstone_feed on tombstone (xid);

-- Raised by hand whenever the company's database is restored or moved: every cursor handed out before is void.
create table restore (counter bigint not null);
insert into restore values (0);

-- Roles belong to the whole server, and databases beside this one may be made at this moment.
do $$
declare
  name text;
begin
  foreach name in array array['restow_writer', 'restow_reader', 'restow_auditor'] loop
    begin
      if not exists (select from pg_roles where rolname = name) then execute format('create role %I nologin', name); end if;
    exception when duplicate_object or unique_violation then null;
    end;
    if name <> 'restow_auditor' and not pg_has_role(current_user, name, 'set') then execute format('grant %I to current_user', name); end if;
  end loop;
end $$;

create function stamp_xid() returns trigger language plpgsql as $$
begin
  new.xid := pg_current_xact_id();
  return new;
end $$;

create function leave_tombstone() returns trigger language plpgsql security definer as $$
declare
  gone jsonb := to_jsonb(old) - 'xid';
begin
  insert into tombstone (table_name, old_row, warehouse_id, device_id) values (tg_table_name, gone, coalesce(gone ->> 'warehouse_id', ''), case when tg_table_name = 'outcome' then gone ->> 'device_id' else '' end);
  return null;
end $$;
${perTable}

alter table tombstone enable row level security;
alter table tombstone force row level security;
create policy tombstone_scope on tombstone to restow_writer, restow_reader
  using ((current_setting('restow.warehouse', true) in ('*', warehouse_id) or warehouse_id = '' or table_name = 'warehouse')
    and (device_id = '' or current_setting('restow.device', true) in ('*', device_id)));
create policy tombstone_audit on tombstone for select to restow_auditor using (true);
grant select, insert on tombstone to restow_writer;
grant select on tombstone, restore to restow_reader, restow_writer, restow_auditor;

grant select, insert, update on device_chain, root to restow_writer;
grant select, insert on command_log, audit to restow_writer;
grant select, insert, update, delete on policy_queue to restow_writer;
grant select on command_log, device_chain, audit, policy_queue to restow_auditor;
`;
