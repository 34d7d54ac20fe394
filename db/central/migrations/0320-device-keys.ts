// With which keys the commands of a chain are signed, oldest first, and from which number on none comes without; and the
// signature beside the bytes it is for, so that anybody can check it later.
export const sql = `
alter table device_chain add column signing_keys text[] not null default '{}', add column signed_from bigint;
alter table command_log add column signature text;
`;
