// Photos as evidence: which work named which, and when its file came. The files lie elsewhere, by their hash.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table attachment (
  warehouse_id text not null, hash text not null, subject_id text not null, subject_kind text not null, command_id text not null, person_id text not null, device_id text not null, named_at bigint not null, arrived_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, hash, subject_id)
);
create index attachment_by_subject_id on attachment (warehouse_id, subject_id);
${replicated('attachment', 'warehouse', ['warehouse_id', 'hash', 'subject_id'])}
`;
