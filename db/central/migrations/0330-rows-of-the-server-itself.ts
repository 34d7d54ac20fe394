// Row level security also on what the server keeps for itself: the log, its chains, the trail, the books, the queue. And
// the role as which the service is connected while no transaction has taken a scope: it sees no row of the business.
const roles = 'restow_writer, restow_reader';
const here = `current_setting('restow.warehouse', true) in ('*', warehouse_id)`;
const thisDevice = `current_setting('restow.device', true) in ('*', device_id)`;

const guarded = (name: string, using: string, check = using): string => `
alter table ${name} enable row level security;
create policy ${name}_scope on ${name} to ${roles} using (${using}) with check (${check});
create policy ${name}_audit on ${name} for select to restow_auditor using (true);`;

export const sql = `
-- What the imports sent for no warehouse of its own, and was kept back, is released by a supervisor of any; a device's own order is its own wherever it stands.
alter table command_log enable row level security;
create policy command_log_read on command_log for select to restow_reader using (${here});
create policy command_log_seen on command_log for select to restow_writer using (${here} or warehouse_id = '*' or device_id = current_setting('restow.device', true));
create policy command_log_added on command_log for insert to restow_writer with check (${here});
create policy command_log_audit on command_log for select to restow_auditor using (true);
${guarded('parked_verdict', 'exists (select from command_log l where l.command_id = parked_id)')}
${guarded('device_chain', thisDevice)}
${guarded('device_contact', here)}
${['audit_entry', 'audit_seal', 'journal_entry', 'journal_line', 'valuation'].map((name) => guarded(name, here)).join('')}

-- An entry of the queue only makes a policy look, and an order that one warehouse takes in may be another's to send: any may add, none but its own or the policies take.
alter table policy_queue enable row level security;
create policy policy_queue_scope on policy_queue to restow_writer using (${here}) with check (true);
create policy policy_queue_audit on policy_queue for select to restow_auditor using (true);

-- Whether an id is taken must be known wherever it was used: the verdict and nothing of the content.
create function logged_as(ids text[]) returns table (command_id text, device_id text, "sequence" bigint, hash text, verdict text, rule text, rejection jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.command_id, l.device_id, l.sequence, l.hash, coalesce(p.verdict, l.verdict), coalesce(p.rule, l.rule), case when p.parked_id is null then l.rejection else p.rejection end
  from command_log l left join parked_verdict p on p.parked_id = l.command_id where l.command_id = any(ids)
$$;
-- Commands of these ids, and those that name one of these documents; orders and transfers belong to all warehouses. Looks
-- at the scope itself, because behind a policy the index of documents may not be used.
create function commands_about(of_warehouse text, ids text[], named text[]) returns setof command_log
language sql stable security definer set search_path = public, pg_temp as $$
  select l.* from command_log l
  where (l.command_id = any(ids) or l.documents && named)
    and ((l.warehouse_id = of_warehouse and (${here.replace('warehouse_id', 'l.warehouse_id')})) or l.type like 'order.%' or l.type like 'transfer.%')
$$;
revoke all on function logged_as(text[]), commands_about(text, text[], text[]) from public;
grant execute on function logged_as(text[]) to restow_writer;
grant execute on function commands_about(text, text[], text[]) to restow_writer, restow_reader, restow_auditor;

-- What happened is added to and never changed.
revoke update, delete on movement from restow_writer;

do $$
begin
  begin
    if not exists (select from pg_roles where rolname = 'restow_service') then create role restow_service nologin noinherit; end if;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    if not pg_has_role('restow_service', 'restow_writer', 'set') then grant restow_writer to restow_service with inherit false, set true; end if;
    if not pg_has_role('restow_service', 'restow_reader', 'set') then grant restow_reader to restow_service with inherit false, set true; end if;
    if not pg_has_role(current_user, 'restow_service', 'set') then grant restow_service to current_user; end if;
  -- Another database of this server is being made at this moment and does the same.
  exception when unique_violation or internal_error then null;
  end;
end $$;
grant select on restore to restow_service;
`;
