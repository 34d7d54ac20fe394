// PINs as stretched hashes with their wrong tries, the keys that people sign with at each device, and who may choose a new PIN.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table pin_reset (
  person_id text not null, reset_at bigint not null, by_id text not null, command_id text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (person_id)
);
${replicated('pin_reset', 'company', ['person_id'])}
create table person_pin (person_id text primary key, salt text not null, hash text not null, set_at bigint not null, failures bigint not null default 0, locked_until bigint not null default 0);
create table person_key (person_id text not null, device_id text not null, public_key text not null, made_at bigint not null, primary key (person_id, device_id, public_key));
${['person_pin', 'person_key'].map((name) => `
alter table ${name} enable row level security;
create policy ${name}_scope on ${name} to restow_writer using (true) with check (true);`).join('')}
create policy person_key_read on person_key for select to restow_reader, restow_auditor using (true);
grant select, insert, update, delete on person_pin to restow_writer;
grant select, insert on person_key to restow_writer;
grant select on person_key to restow_reader, restow_auditor;
`;
