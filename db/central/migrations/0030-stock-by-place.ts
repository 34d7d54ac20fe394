// A tote or dock sees thousands of items come and go, and keeps a row for each: looking one of them up by the place
// alone reads them all, and Postgres does so where place and item look equally rare to it.
export const sql = `
create index position_by_place on position (warehouse_id, location_id, item_id);
drop index position_by_location_id;
`;
