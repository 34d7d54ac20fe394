// Why goods were put elsewhere than suggested.
import { replicated } from '#db/central/replicated-table.ts';

export const sql = `
create table put_away_override (
  warehouse_id text not null, override_id text not null, item_id text not null, suggested text not null, taken text not null, reason text not null, person_id text not null, at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, override_id)
);
create index put_away_override_by_at on put_away_override (warehouse_id, at);
${replicated('put_away_override', 'warehouse', ['warehouse_id', 'override_id'])}
`;
