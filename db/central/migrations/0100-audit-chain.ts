// The audit trail becomes a chain that is sealed after commit, outside every batch: each entry continues the one before
// it in its warehouse, and signed heads go down to the stations, which are the witnesses. The table it replaces repeated
// command_log and was read by nobody.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
drop table audit;

-- Which commands the sealer has not seen yet follows from the transaction that wrote them, as in the feed.
alter table command_log add column xid xid8 not null default pg_current_xact_id();
create index command_log_new on command_log (xid);

create table audit_entry (
  warehouse_id text not null,
  entry_no bigint not null,
  command_id text not null unique,
  -- What the link is made of, exactly as it was hashed.
  content text not null,
  link text not null,
  primary key (warehouse_id, entry_no)
);

create table audit_seal (
  warehouse_id text not null,
  entry_no bigint not null,
  link text not null,
  sealed_at bigint not null,
  public_key text not null,
  signature text not null,
  primary key (warehouse_id, entry_no)
);

-- One row, locked by the one sealer that is at work: everything visible in the snapshot is sealed.
create table audit_cursor (snapshot text not null);
insert into audit_cursor values ('1:1:');

create table audit_head (
  warehouse_id text not null,
  entry_no bigint not null,
  link text not null,
  sealed_at bigint not null,
  public_key text not null,
  signature text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id)
);
${replicated('audit_head', 'warehouse', ['warehouse_id'])}
grant select, insert on audit_entry, audit_seal to restow_writer;
grant select, update on audit_cursor to restow_writer;
grant select on audit_entry, audit_seal, audit_cursor to restow_auditor;
`;
