// Whose rights have ended, and from when on.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table revocation (
  kind text not null, subject_id text not null, revoked_at bigint not null, reason text not null, by_id text not null, decided_at bigint not null, command_id text not null,
  xid xid8 not null default pg_current_xact_id(), primary key (kind, subject_id)
);
${replicated('revocation', 'company', ['kind', 'subject_id'])}
`;
