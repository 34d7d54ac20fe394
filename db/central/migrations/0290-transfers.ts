// When each side of a transfer said that it is done, and when a difference was settled.
export const sql = `
alter table transfer add column sent_done_at bigint;
alter table transfer add column received_done_at bigint;
alter table transfer add column settled_at bigint;
alter table transfer_line add column settled bigint not null default 0;
`;
