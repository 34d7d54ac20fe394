// One-time codes with which new stations come in, as hashes: whoever reads them cannot enrol anything.
const here = `current_setting('restow.warehouse', true) in ('*', warehouse_id)`;

export const sql = `
create table enrolment_code (
  code_hash text primary key, warehouse_id text not null references warehouse, kind text not null, made_by text not null, made_at bigint not null, expires_at bigint not null,
  device_id text, used_at bigint, revoked_at bigint
);
alter table enrolment_code enable row level security;
create policy enrolment_code_scope on enrolment_code to restow_writer, restow_reader using (${here}) with check (${here});
create policy enrolment_code_audit on enrolment_code for select to restow_auditor using (true);
grant select, insert, update on enrolment_code to restow_writer;
`;
