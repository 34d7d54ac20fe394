// Another item that went out for an order line.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table substitution (
  order_id text not null, line_no bigint not null, task_id text not null, item_id text not null, quantity bigint not null, chosen_by text not null, chosen_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (order_id, line_no, task_id)
);
${replicated('substitution', 'company', ['order_id', 'line_no', 'task_id'])}
`;
