// Who has a work item and which command closed it; and the numbers of this station's commands that its disk has lost.
export const sql = `
alter table exception add column resolved_with text;
alter table exception add column taken_by text;
alter table exception add column taken_at integer;

create table lost (sequence integer primary key) strict;
`;
