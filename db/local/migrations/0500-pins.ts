// Who may choose a new PIN, as at the server; and people's own keys, each under its PIN and this device.
export const sql = `
create table pin_reset (
  person_id text not null, reset_at integer not null, by_id text not null, command_id text not null,
  primary key (person_id)
) strict, without rowid;
create table person_secret (person_id text primary key, salt text not null, wrapped text not null, made_at integer not null, failures integer not null default 0, locked_until integer not null default 0) strict, without rowid;
`;
