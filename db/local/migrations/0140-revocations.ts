// Whose rights have ended, and from when on.
export const sql = `
create table revocation (
  kind text not null, subject_id text not null, revoked_at integer not null, reason text not null, by_id text not null, decided_at integer not null, command_id text not null, primary key (kind, subject_id)
) strict, without rowid;
`;
