// What a new replicated table needs besides its columns: the stamp every writer leaves, tombstones, and rows that end
// at their own warehouse. Migrations from 0040 on call it; as they may have run already, its answer never changes.

const visible = {
  company: 'true',
  warehouse: `current_setting('restow.warehouse', true) in ('*', warehouse_id)`,
  device: `current_setting('restow.device', true) in ('*', device_id)`,
} as const;

/** SQL that makes a table, which has a column `xid xid8 not null default pg_current_xact_id()`, part of the feed and of row level security. */
export function replicated(name: string, scope: keyof typeof visible, key: readonly string[]): string {
  const columns = (of: 'old' | 'new') => key.map((column) => `${of}."${column}"`).join(', ');
  return `
create index ${name}_feed on "${name}" (xid);
create trigger ${name}_stamp before insert or update on "${name}" for each row execute function stamp_xid();
create trigger ${name}_tombstone after delete on "${name}" for each row execute function leave_tombstone();
create trigger ${name}_rekeyed after update of ${key.map((column) => `"${column}"`).join(', ')} on "${name}" for each row when ((${columns('old')}) is distinct from (${columns('new')})) execute function leave_tombstone();
alter table "${name}" enable row level security;
alter table "${name}" force row level security;
create policy ${name}_scope on "${name}" to restow_writer, restow_reader using (${visible[scope]}) with check (${visible[scope]});
create policy ${name}_audit on "${name}" for select to restow_auditor using (true);
grant select, insert, update, delete on "${name}" to restow_writer;
grant select on "${name}" to restow_reader, restow_auditor;
`;
}
