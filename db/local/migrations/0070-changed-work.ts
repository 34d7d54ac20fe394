// What a person was told when a command was recorded, and the work that has come out differently since.
export const sql = `
-- As JSON: verdict, rule and the type of what stood against it. Null in files from before: nobody knows any more.
alter table outbox add column seen text;

create table changed_work (
  sequence integer primary key,
  became text not null,
  -- STATION while only rows that came down say so, ERP once the server has judged.
  said_by text not null
) strict;

create index exception_by_command_id on exception (command_id);
`;
