// The same columns as at the server.
export const sql = `
alter table transfer add column sent_done_at integer;
alter table transfer add column received_done_at integer;
alter table transfer add column settled_at integer;
alter table transfer_line add column settled integer not null default 0;
`;
