// What came of a parcel that holds nothing that was announced: orders it may be of, an empty box, articles nobody knows.
export const sql = `
alter table return_parcel add column outcome text not null default '', add column orders jsonb not null default '[]', add column found jsonb not null default '[]';
`;
