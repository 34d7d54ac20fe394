// The same table as at the server.
export const sql = `
create table count_sheet (
  warehouse_id text not null, sheet_id text not null, task_ids text not null, state text not null, printed_by text not null, printed_at integer not null, started_by text, started_at integer, ended_by text, ended_at integer,
  primary key (warehouse_id, sheet_id)
) strict, without rowid;
`;
