// Counts on paper: what each sheet holds, and who set out with it and typed it in.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table count_sheet (
  warehouse_id text not null, sheet_id text not null, task_ids jsonb not null, state text not null, printed_by text not null, printed_at bigint not null, started_by text, started_at bigint, ended_by text, ended_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, sheet_id)
);
${replicated('count_sheet', 'warehouse', ['warehouse_id', 'sheet_id'])}
`;
