// What becomes of returned units in full: how each came, what was proposed, split and decided why; announcements that were
// judged; claims on suppliers and lots that are sold off.
// What stock is worth and where it is posted: moving average per warehouse and item in the order of the server, balanced
// journal entries, and the rules by which they are posted. Kept at the server only; entries are only ever added.
import { replicated } from '#db/central/replicated-table.ts';

const xid = 'xid xid8 not null default pg_current_xact_id()';
export const sql = `
alter table return_unit
  add column outcome text not null default '', add column split_from text, add column proposed text not null default '', add column decided_because text not null default '', add column second_by text, add column recovery_id text;
alter table rma
  add column channel_id text not null default '', add column policy text not null default '', add column refusal text not null default '', add column reasons jsonb not null default '[]', add column decided_by text, add column decided_at bigint, add column note text not null default '';
create index parcel_by_tracking on parcel (warehouse_id, tracking);
create index return_unit_by_state on return_unit (warehouse_id, state);
create table recovery (
  warehouse_id text not null, recovery_id text not null, kind text not null, partner_id text not null, state text not null, reference text not null, asked bigint not null, received bigint not null, currency text not null, note text not null,
  opened_by text not null, opened_at bigint not null, shipped_at bigint, closed_by text, closed_at bigint, ${xid}, primary key (warehouse_id, recovery_id)
);
create index recovery_by_state on recovery (warehouse_id, state);
create table recovery_line (
  warehouse_id text not null, recovery_id text not null, unit_id text not null, item_id text not null, lot text not null, serial text not null, quantity bigint not null, grade text not null, location_id text not null, unit_cost bigint not null, reason text not null, evidence jsonb not null, gone boolean not null,
  ${xid}, primary key (warehouse_id, recovery_id, unit_id)
);
${replicated('recovery', 'warehouse', ['warehouse_id', 'recovery_id'])}
${replicated('recovery_line', 'warehouse', ['warehouse_id', 'recovery_id', 'unit_id'])}

create table gl_account (account_id text primary key, name text not null, kind text not null);
insert into gl_account values
  ('INVENTORY', 'Stock at cost', 'asset'), ('INVENTORY_ALLOWANCE', 'Written down by grade', 'asset'), ('INVENTORY_IN_TRANSIT', 'Stock between warehouses', 'asset'), ('ROUNDING', 'Rounding of stock', 'expense'),
  ('COST_DIFFERENCES', 'Cost known later', 'expense'), ('OPENING_BALANCE', 'Opening balance', 'equity'), ('GOODS_RECEIVED', 'Received, not invoiced', 'liability'), ('COST_OF_SALES', 'Cost of goods sold', 'expense'),
  ('COUNT_DIFFERENCES', 'Count differences', 'expense'), ('STOCK_ADJUSTMENTS', 'Stock adjustments', 'expense'), ('CONVERSION', 'Sets made and split', 'expense'), ('WRITE_OFFS', 'Destroyed and recycled', 'expense'),
  ('DONATIONS', 'Given away', 'expense'), ('COST_OF_LIQUIDATION', 'Cost of goods sold off', 'expense'), ('WRITE_DOWNS', 'Write-downs by grade', 'expense'), ('REFUNDS', 'Refunds', 'income'),
  ('REFUNDS_PAYABLE', 'Refunds to be paid', 'liability'), ('STORE_CREDITS', 'Store credit owed', 'liability'), ('EXCHANGE_CLEARING', 'Exchanges sent', 'liability'), ('VENDOR_RECEIVABLE', 'Claims on suppliers', 'asset'), ('CASH', 'Paid out', 'asset'), ('UNCLASSIFIED', 'Without a rule of its own', 'expense');

create table posting_rule (
  rule_id text primary key, priority bigint not null, event text not null, movement_type text not null default '', counterpart text not null default '', reason text not null default '',
  debit text not null references gl_account, credit text not null references gl_account, cost text not null default 'average', active boolean not null default true
);
insert into posting_rule (rule_id, priority, event, movement_type, counterpart, reason, debit, credit, cost) values
  ('opening', 10, 'stock.in', 'stock.open', '~opening', '', 'INVENTORY', 'OPENING_BALANCE', 'standard'),
  ('receipt', 20, 'stock.in', 'delivery.%', '~supplier', '', 'INVENTORY', 'GOODS_RECEIVED', 'purchase'),
  ('receipt-back', 20, 'stock.out', 'delivery.%', '~supplier', '', 'GOODS_RECEIVED', 'INVENTORY', 'average'),
  ('sale', 30, 'stock.out', 'parcel.ship', '~customer', '', 'COST_OF_SALES', 'INVENTORY', 'average'),
  ('sale-caught', 30, 'stock.in', 'parcel.%', '~customer', '', 'INVENTORY', 'COST_OF_SALES', 'outbound'),
  ('return', 40, 'stock.in', 'return.receive', '~customer', '', 'INVENTORY', 'COST_OF_SALES', 'outbound'),
  ('to-customer', 41, 'stock.out', 'return.%', '~customer', '', 'COST_OF_SALES', 'INVENTORY', 'average'),
  ('from-customer', 42, 'stock.in', '', '~customer', '', 'INVENTORY', 'COST_OF_SALES', 'average'),
  ('scrap', 50, 'stock.out', '', '~scrap', '', 'WRITE_OFFS', 'INVENTORY', 'average'),
  ('scrap-back', 50, 'stock.in', '', '~scrap', '', 'INVENTORY', 'WRITE_OFFS', 'average'),
  ('donated', 51, 'stock.out', '', '~donated', '', 'DONATIONS', 'INVENTORY', 'average'),
  ('donated-back', 51, 'stock.in', '', '~donated', '', 'INVENTORY', 'DONATIONS', 'average'),
  ('liquidated', 52, 'stock.out', '', '~liquidated', '', 'COST_OF_LIQUIDATION', 'INVENTORY', 'average'),
  ('liquidated-back', 52, 'stock.in', '', '~liquidated', '', 'INVENTORY', 'COST_OF_LIQUIDATION', 'average'),
  ('count-less', 60, 'stock.out', '', '~count-variance', '', 'COUNT_DIFFERENCES', 'INVENTORY', 'average'),
  ('count-more', 60, 'stock.in', '', '~count-variance', '', 'INVENTORY', 'COUNT_DIFFERENCES', 'average'),
  ('adjusted-less', 61, 'stock.out', '', '~adjustment', '', 'STOCK_ADJUSTMENTS', 'INVENTORY', 'average'),
  ('adjusted-more', 61, 'stock.in', '', '~adjustment', '', 'INVENTORY', 'STOCK_ADJUSTMENTS', 'average'),
  ('converted-from', 70, 'stock.out', '', '~conversion', '', 'CONVERSION', 'INVENTORY', 'average'),
  ('converted-to', 70, 'stock.in', '', '~conversion', '', 'INVENTORY', 'CONVERSION', 'conversion'),
  ('sent', 80, 'stock.out', '', '~transit:%', '', 'INVENTORY_IN_TRANSIT', 'INVENTORY', 'average'),
  ('arrived', 80, 'stock.in', '', '~transit:%', '', 'INVENTORY', 'INVENTORY_IN_TRANSIT', 'transit'),
  ('other-out', 999, 'stock.out', '', '', '', 'UNCLASSIFIED', 'INVENTORY', 'average'),
  ('other-in', 999, 'stock.in', '', '', '', 'INVENTORY', 'UNCLASSIFIED', 'average'),
  ('rounding', 10, 'stock.rounding', '', '', '', 'INVENTORY', 'ROUNDING', ''),
  ('difference', 10, 'stock.difference', '', '', '', 'INVENTORY', 'COST_DIFFERENCES', ''),
  ('grade', 10, 'stock.grade', '', '', '', 'WRITE_DOWNS', 'INVENTORY_ALLOWANCE', ''),
  ('refund-due', 10, 'refund.due', '', '', '', 'REFUNDS', 'REFUNDS_PAYABLE', ''),
  ('refund-exchange', 10, 'refund.exchange', '', '', '', 'REFUNDS', 'EXCHANGE_CLEARING', ''),
  ('refund-credit', 5, 'refund.settled', '', '', 'CREDIT', 'REFUNDS_PAYABLE', 'STORE_CREDITS', ''),
  ('refund-paid', 10, 'refund.settled', '', '', '', 'REFUNDS_PAYABLE', 'CASH', ''),
  ('refund-elsewhere', 10, 'refund.elsewhere', '', '', '', 'REFUNDS', 'CASH', '');

-- The order of seq is the order in which the server valued. quantity: units that came (above zero) or went, unit_cost 1/10,000, value minor units.
create table journal_entry (
  entry_id text primary key, seq bigint generated always as identity unique, warehouse_id text not null, rule_id text not null, source text not null, source_id text not null, type text not null, command_id text not null, document_id text not null,
  item_id text not null, quantity bigint not null, unit_cost bigint not null, value bigint not null, order_id text, effective_at bigint not null, posted_at bigint not null
);
create index journal_entry_by_order on journal_entry (order_id, item_id) where order_id is not null;
create index journal_entry_by_source on journal_entry (source_id);
create index journal_entry_by_document on journal_entry (document_id);
create index journal_entry_by_command on journal_entry (command_id);
create index journal_entry_by_item on journal_entry (warehouse_id, item_id, seq);
-- Debit above zero, credit below; the lines of an entry sum to zero.
create table journal_line (entry_id text not null references journal_entry, line_no bigint not null, warehouse_id text not null, account_id text not null references gl_account, item_id text not null, amount bigint not null, primary key (entry_id, line_no));
create index journal_line_by_account on journal_line (account_id, warehouse_id);

create table valuation (warehouse_id text not null, item_id text not null, quantity bigint not null, average_cost bigint not null, known boolean not null, allowances jsonb not null default '{}', primary key (warehouse_id, item_id));

-- One row, locked by the one valuer that is at work: everything visible in the snapshot is valued.
create table valuation_cursor (snapshot text not null);
insert into valuation_cursor values ('1:1:');

grant select, insert on journal_entry, journal_line to restow_writer;
grant select, insert, update on valuation, posting_rule, gl_account to restow_writer;
grant select, update on valuation_cursor to restow_writer;
grant select on gl_account, posting_rule, journal_entry, journal_line, valuation, valuation_cursor to restow_auditor, restow_reader;
`;
