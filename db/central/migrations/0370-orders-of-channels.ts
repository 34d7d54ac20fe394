// Orders as channels tell them: the version an order is at, why it ships from where it does, what it is a part of; holds
// with their reason. And at the server alone: what came in and what became of it, what channels call our items, their keys.
export const sql = `
alter table sales_order add column version bigint not null default 1, add column sourced text not null default '', add column part_of text not null default '';
alter table order_hold add column note text not null default '', add column due_at bigint;

-- One row for each version of each order of a channel; body is the canonical order with the address, which no station holds.
create table order_intake (
  channel_id text not null, external_id text not null, version bigint not null, hash text not null, source text not null, received_at bigint not null, outcome text not null, order_ids jsonb not null, problems jsonb not null, body jsonb not null,
  primary key (channel_id, external_id, version)
);
-- What a channel (empty: any) calls an item of ours; several rows of one code are a bundle. share: its part of the price, as a weight.
create table channel_item (channel_id text not null, code text not null, item_id text not null references item, units bigint not null check (units > 0), share bigint not null default 0 check (share >= 0), primary key (channel_id, code, item_id));
create table channel_key (channel_id text primary key, secret text not null, made_at bigint not null);

${['order_intake', 'channel_item', 'channel_key'].map((name) => `
alter table ${name} enable row level security;
create policy ${name}_scope on ${name} to restow_writer, restow_reader using (true) with check (true);
create policy ${name}_audit on ${name} for select to restow_auditor using (${name === 'channel_key' ? 'false' : 'true'});`).join('')}
grant select, insert, update, delete on order_intake, channel_item, channel_key to restow_writer;
grant select on order_intake, channel_item to restow_reader, restow_auditor;
`;
