// The same as at the server.
export const sql = `
alter table delivery_line add column refused integer not null default 0;
alter table delivery_line add column told text not null default '[]';
create index delivery_line_by_delivery_id_item_id on delivery_line (warehouse_id, delivery_id, item_id);
`;
