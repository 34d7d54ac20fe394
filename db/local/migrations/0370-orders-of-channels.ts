// The same columns as at the server.
export const sql = `
alter table sales_order add column version integer not null default 1;
alter table sales_order add column sourced text not null default '';
alter table sales_order add column part_of text not null default '';
alter table order_hold add column note text not null default '';
alter table order_hold add column due_at integer;
`;
