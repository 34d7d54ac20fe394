// What customers owe for what has left: goods, tax and shipping of each order line, by rules like all postings.
export const sql = `
insert into gl_account values ('RECEIVABLE', 'Owed by customers and channels', 'asset'), ('SALES', 'Goods sold', 'income'), ('SHIPPING_INCOME', 'Shipping charged', 'income'), ('TAX_PAYABLE', 'Tax on sales', 'liability') on conflict do nothing;
insert into posting_rule (rule_id, priority, event, movement_type, counterpart, reason, debit, credit, cost) values
  ('sale-goods', 10, 'sale.goods', '', '', '', 'RECEIVABLE', 'SALES', ''),
  ('sale-shipping', 10, 'sale.shipping', '', '', '', 'RECEIVABLE', 'SHIPPING_INCOME', ''),
  ('sale-tax', 10, 'sale.tax', '', '', '', 'RECEIVABLE', 'TAX_PAYABLE', '') on conflict do nothing;
create index journal_entry_by_sale on journal_entry (order_id) where source = 'sale';
`;
