// The same as at the server.
export const sql = `
alter table return_parcel add column outcome text not null default '';
alter table return_parcel add column orders text not null default '[]';
alter table return_parcel add column found text not null default '[]';
drop table if exists stage_return_parcel;
`;
