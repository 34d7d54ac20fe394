// What the reorder policy proposes to buy, a row for each item of a proposal.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table purchase_proposal (
  warehouse_id text not null, proposal_id text not null, item_id text not null, supplier_id text not null, quantity bigint not null, unit_cost bigint not null, why jsonb not null, state text not null, needed bigint not null, signers jsonb not null, lead_days bigint not null, proposed_at bigint not null, decided_by text, decided_at bigint, purchase_order_id text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, proposal_id, item_id)
);
create index purchase_proposal_by_item_id on purchase_proposal (warehouse_id, item_id);
${replicated('purchase_proposal', 'warehouse', ['warehouse_id', 'proposal_id', 'item_id'])}
`;
