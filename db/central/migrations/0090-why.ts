// For explaining how something came about: commands by the documents they name, movements by their command. Commands
// that are there already are read once; what cannot be read names nothing.
const named = 'deliveryId|purchaseOrderId|taskId|fulfilmentId|orderId|parcelId|unitId|transferId|adjustmentId|holdId|exceptionId|rmaId';

export const sql = `
-- Written before this as the digits of the bytes instead of the bytes themselves.
update command_log set bytes = decode(substr(convert_from(bytes, 'LATIN1'), 3), 'hex') where substring(bytes from 1 for 2) = '\\x5c78'::bytea;

alter table command_log add column documents text[] not null default '{}';

create function documents_in(content bytea) returns text[] language plpgsql as $$
begin
  return coalesce((select array_agg(distinct found[1]) from regexp_matches(convert_from(content, 'UTF8'), '"(?:${named})":"([^"\\\\]+)"', 'g') as found), '{}');
exception when others then return '{}';
end $$;
update command_log set documents = documents_in(bytes);
drop function documents_in;

create index command_log_documents on command_log using gin (documents);
create index movement_by_command_id on movement (warehouse_id, command_id);
grant select on command_log to restow_reader;
`;
