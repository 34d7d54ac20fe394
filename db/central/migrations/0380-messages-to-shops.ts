// What leaves for sales channels: one row for each message, kept until the channel has taken it; and where it goes.
export const sql = `
create table shop_endpoint (channel_id text primary key, url text not null, secret text not null, active boolean not null default true, made_at bigint not null);
-- The order of seq is the order in which a subject's messages leave. due_at: not tried before.
create table shop_message (
  message_id text primary key, seq bigint generated always as identity unique, channel_id text not null, type text not null, subject text not null, body jsonb not null, created_at bigint not null,
  state text not null default 'PENDING', attempts bigint not null default 0, due_at bigint not null, sent_at bigint, answer text not null default ''
);
create index shop_message_due on shop_message (due_at, seq) where state = 'PENDING';
create index shop_message_waiting on shop_message (channel_id, subject, seq) where state = 'PENDING';
create index shop_message_dead on shop_message (channel_id) where state = 'DEAD';
create index shop_message_last on shop_message (channel_id, subject, seq desc);
create index order_intake_orders on order_intake using gin (order_ids);

${['shop_endpoint', 'shop_message'].map((name) => `
alter table ${name} enable row level security;
create policy ${name}_scope on ${name} to restow_writer, restow_reader using (true) with check (true);
create policy ${name}_audit on ${name} for select to restow_auditor using (${name === 'shop_endpoint' ? 'false' : 'true'});`).join('')}
grant select, insert, update, delete on shop_endpoint, shop_message to restow_writer;
grant select on shop_message to restow_reader, restow_auditor;
`;
