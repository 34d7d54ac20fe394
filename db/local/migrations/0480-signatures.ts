// The device's signature beside the exact bytes; work of before has none.
export const sql = `
alter table outbox add column signature text not null default '';
`;
