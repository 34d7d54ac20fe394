// The same table as at the server.
export const sql = `
create table substitution (
  order_id text not null, line_no integer not null, task_id text not null, item_id text not null, quantity integer not null, chosen_by text not null, chosen_at integer not null,
  primary key (order_id, line_no, task_id)
) strict, without rowid;
`;
