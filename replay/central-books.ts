// Owns the replay's view of the company's Postgres: writes master data as the ERP does, and reads how far orders and
// commands have come and what the ledger holds.
import { setTimeout as pause } from 'node:timers/promises';
import { viewOf } from '#domain/adjustments.ts';
import { definitionOf, keyOf, type AnyRow, type Row } from '#domain/tables.ts';
import { proveBooks, type BooksProof } from '#db/central/journal.ts';
import { inScope, openCentral, type Central, type Tx } from '#db/central/open.ts';
import { upsert } from '#db/central/rows.ts';
import type { ReceivedUnits } from './return-matching.ts';
import { CHANNEL, type MasterRows } from './company.ts';

export type OrderProgress = { order_id: string; state: string; open: string[] };
export type LedgerLine = { code: string; opening: number; end: number };
export type PendingAdjustment = { row: Row<'adjustment'>; view: string };

export type CentralBooks = {
  /** Inserts the rows that are not there yet; existing ones stay as they are. */
  addMissing(rows: MasterRows): Promise<void>;
  /** State of orders that exist, with their fulfilments that have not left. */
  orders(ids: readonly string[]): Promise<OrderProgress[]>;
  /** Orders of the channel that are not shipped: id and invoice. */
  unshipped(): Promise<{ order_id: string; invoice: string }[]>;
  /** Verdicts of the commands that the server has. */
  verdicts(ids: readonly string[]): Promise<Map<string, string>>;
  adjustments(ids: readonly string[]): Promise<PendingAdjustment[]>;
  /** Whether automatic work is waiting to be done at once; what only looks again later moves no goods. */
  policiesBusy(): Promise<boolean>;
  ordersByState(): Promise<Record<string, number>>;
  /** Per item: units opened, and everything on hand now, suspense included. */
  ledger(): Promise<LedgerLine[]>;
  commandsByVerdict(): Promise<Record<string, number>>;
  openSuspense(): Promise<number>;
  /** Units of these return parcels. */
  receivedUnits(parcelIds: readonly string[]): Promise<ReceivedUnits>;
  /** Decisions about money by state: how many, and their amounts in minor units. */
  refundsByState(): Promise<Record<string, { decisions: number; amount: number }>>;
  /** The journal against the ledger, once all is posted; as it stands, if that does not come about. */
  proof(): Promise<BooksProof>;
  end(): Promise<void>;
};

const ROWS_AT_ONCE = 2000;
const ATTEMPTS_MAX = 300;
const ATTEMPT_AGAIN = 200;
const isAway = (error: unknown): boolean => /^(CONNECT|ECONN|EPIPE|57P0|08)/.test((error as { code?: string }).code ?? '');

export function openBooks(databaseUrl: string, warehouse: string): CentralBooks {
  const central: Central = openCentral(databaseUrl, 3);
  /** Again, where the database is being started again; everything done here may be done twice. */
  async function read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, work);
      } catch (error) {
        if (!isAway(error) || attempt >= ATTEMPTS_MAX) throw error;
        await pause(ATTEMPT_AGAIN);
      }
    }
  }

  return {
    addMissing: (masters) =>
      read(async (tx) => {
        for (const { table, rows } of masters) {
          for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) await addRows(tx, table, rows.slice(at, at + ROWS_AT_ONCE));
        }
      }),
    orders: (ids) =>
      ids.length === 0 ? Promise.resolve([]) : read((tx) => tx<OrderProgress[]>`
        select o.order_id, o.state, array(select f.fulfilment_id from fulfilment f where f.warehouse_id = ${warehouse} and f.order_id = o.order_id and f.state not in ('SHIPPED', 'CANCELLED')) as open
        from sales_order o where o.order_id = any(${ids as string[]}::text[])`),
    unshipped: () => read((tx) => tx<{ order_id: string; invoice: string }[]>`
      select order_id, channel_number as invoice from sales_order where channel_id = ${CHANNEL} and state not in ('SHIPPED', 'CANCELLED') order by ordered_at, order_id`),
    verdicts: async (ids) => {
      if (ids.length === 0) return new Map();
      const rows = await read((tx) => tx<{ command_id: string; verdict: string }[]>`select command_id, verdict from command_log where command_id = any(${ids as string[]}::text[])`);
      return new Map(rows.map((row) => [row.command_id, row.verdict]));
    },
    adjustments: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await read((tx) => tx<Row<'adjustment'>[]>`select * from adjustment where warehouse_id = ${warehouse} and adjustment_id = any(${ids as string[]}::text[])`);
      return rows.map((row) => ({ row, view: viewOf(row) }));
    },
    policiesBusy: () => read(async (tx) => (await tx`select from policy_queue where due_at = 0 limit 1`).length > 0),
    ordersByState: async () => {
      const rows = await read((tx) => tx<{ state: string; orders: number }[]>`select state, count(*) as orders from sales_order group by state order by state`);
      return Object.fromEntries(rows.map((row) => [row.state, row.orders]));
    },
    ledger: () => read((tx) => tx<LedgerLine[]>`
      select i.item_id as code, coalesce(m.opening, 0)::bigint as opening, coalesce(p.quantity, 0)::bigint as end
      from item i
      left join (select item_id, sum(quantity) as opening from movement where warehouse_id = ${warehouse} and type = 'stock.open' group by item_id) m using (item_id)
      left join (select item_id, sum(quantity) as quantity from position where warehouse_id = ${warehouse} and (location_id not like '~%' or location_id like '~suspense:%') group by item_id) p using (item_id)`),
    commandsByVerdict: async () => {
      const rows = await read((tx) => tx<{ verdict: string; commands: number }[]>`select verdict, count(*) as commands from command_log group by verdict order by verdict`);
      return Object.fromEntries(rows.map((row) => [row.verdict, row.commands]));
    },
    openSuspense: () => read(async (tx) => {
      const [row] = await tx<{ units: number }[]>`select coalesce(-sum(quantity), 0)::bigint as units from position where warehouse_id = ${warehouse} and location_id like '~suspense:%'`;
      return row?.units ?? 0;
    }),
    receivedUnits: async (parcelIds) => {
      const rows = await read((tx) => tx<{ unit_id: string; quantity: number; sold: boolean }[]>`
        select unit_id, quantity, order_id is not null as sold from return_unit where warehouse_id = ${warehouse} and parcel_id = any(${parcelIds as string[]}::text[])`);
      return new Map(rows.map(({ unit_id, quantity, sold }) => [unit_id, { quantity, sold }]));
    },
    refundsByState: async () => {
      const rows = await read((tx) => tx<{ state: string; decisions: number; amount: number }[]>`select state, count(*) as decisions, sum(amount)::bigint as amount from refund group by state order by state`);
      return Object.fromEntries(rows.map(({ state, decisions, amount }) => [state, { decisions, amount }]));
    },
    proof: async () => {
      for (let attempt = 1; ; attempt++) {
        const proof = await read((tx) => proveBooks(tx));
        if (proof.waiting === 0 || attempt >= ATTEMPTS_MAX) return proof;
        await pause(ATTEMPT_AGAIN);
      }
    },
    end: () => central.end({ timeout: 5 }),
  };
}

async function addRows(tx: Tx, table: MasterRows[number]['table'], rows: readonly AnyRow[]): Promise<void> {
  const { key } = definitionOf(table);
  const columns = key.map((column) => `"${column}"`).join(', ');
  const known = await tx.unsafe<AnyRow[]>(
    `select ${columns} from "${table}" where (${columns}) in (select * from unnest(${key.map((_, i) => `$${i + 1}::text[]`).join(', ')}))`,
    key.map((column) => rows.map((row) => row[column])) as never[],
  );
  const have = new Set(known.map((row) => keyOf(table, row)));
  const missing = rows.filter((row) => !have.has(keyOf(table, row)));
  if (missing.length > 0) await upsert(tx, table, missing);
}
