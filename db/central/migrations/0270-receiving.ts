// What was sent away at the door, and what was said of it; and the lines of one item are found without those of the whole delivery.
export const sql = `
alter table delivery_line add column refused bigint not null default 0;
alter table delivery_line add column told jsonb not null default '[]';
create index delivery_line_by_delivery_id_item_id on delivery_line (warehouse_id, delivery_id, item_id);
`;
