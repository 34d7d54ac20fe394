// The company's books in Postgres: what the valuer has not seen yet, what it posts, and the proof that both agree.
// What it has not seen follows from the transactions that wrote it, exactly as in the feed and the audit trail.
import type { Row } from '#domain/tables.ts';
import type { PostingRule } from '#domain/valuing/posting-rules.ts';
import type { Central, Tx } from './open.ts';
import { columnList } from './rows.ts';
import { soldLines, type SoldLine } from './sold-lines.ts';

/** A movement that brings or takes goods of ours, or gives them another grade, with what its cost follows from. */
export interface Unvalued extends Row<'movement'> {
  readonly place: number;
  readonly standard_cost: number | null;
  /** Of the work it belongs to, where goods leave for a customer or come back from one unopened. */
  readonly order_id: string | null;
  /** What the purchase order says a unit costs; null where nobody ordered it. */
  readonly purchase_cost: number | null;
}
export interface JournalEntry {
  readonly entry_id: string;
  readonly warehouse_id: string;
  readonly rule_id: string;
  readonly source: 'movement' | 'refund' | 'sale';
  readonly source_id: string;
  readonly type: string;
  readonly command_id: string;
  readonly document_id: string;
  readonly item_id: string;
  /** Units that came (above zero) or went. */
  readonly quantity: number;
  readonly unit_cost: number;
  readonly value: number;
  readonly order_id: string | null;
  readonly effective_at: number;
  readonly posted_at: number;
}
export interface JournalLine {
  readonly entry_id: string;
  readonly line_no: number;
  readonly warehouse_id: string;
  readonly account_id: string;
  readonly item_id: string;
  /** Minor units; debit above zero, credit below. */
  readonly amount: number;
}
export interface ValuationRow {
  readonly warehouse_id: string;
  readonly item_id: string;
  readonly quantity: number;
  readonly average_cost: number;
  readonly known: boolean;
  readonly allowances: Readonly<Record<string, { readonly quantity: number; readonly amount: number }>>;
}

const ours = (side: 'from' | 'to'): string => `((m.${side}_location not like '~%' or m.${side}_location like '~suspense:%') and m.${side}_owner = '')`;
const fresh = (name: string, cursor: string): string => `${name}.xid >= pg_snapshot_xmin('${cursor}'::pg_snapshot) and not pg_visible_in_snapshot(${name}.xid, '${cursor}'::pg_snapshot)`;

export interface Unseen {
  readonly movements: number;
  page(from: number, size: number): Promise<readonly Unvalued[]>;
  readonly refunds: readonly Row<'refund'>[];
  readonly sold: readonly SoldLine[];
  /** All that was unseen is posted. */
  done(): Promise<void>;
}

/** Undefined when another valuer is at work. Runs in a REPEATABLE READ transaction. Goods that leave by a command come before those that it brings, so that what was made costs what went into it. */
export async function takeUnvalued(tx: Tx): Promise<Unseen | undefined> {
  const [cursor] = await tx<{ snapshot: string; now: string }[]>`select snapshot, pg_current_snapshot()::text as now from valuation_cursor for update skip locked`;
  if (!cursor) return undefined;
  const { count } = await tx.unsafe(`
    create temporary table unvalued on commit drop as
    select row_number() over (order by coalesce(l.recorded_at, m.effective_at), l.device_id, l.sequence, m.command_id, not ${ours('from')}, m.movement_id) as place, ${columnList('movement', 'm.')}, i.standard_cost, f.order_id,
      (select min(p.unit_cost) from delivery d join purchase_order_line p on p.warehouse_id = d.warehouse_id and p.purchase_order_id = d.purchase_order_id and p.item_id = m.item_id
       where m.from_location = '~supplier' and d.warehouse_id = m.warehouse_id and d.delivery_id = m.document_id) as purchase_cost
    from movement m
    left join command_log l on l.command_id = m.command_id
    left join item i on i.item_id = m.item_id
    left join fulfilment f on f.warehouse_id = m.warehouse_id and f.fulfilment_id = m.document_id and m.type like 'parcel.%'
    where ${fresh('m', cursor.snapshot)} and (${ours('from')} <> ${ours('to')} or (${ours('from')} and ${ours('to')} and m.from_condition <> m.to_condition))`);
  await tx`create index on unvalued (place)`;
  const refunds = await tx.unsafe<Row<'refund'>[]>(`select ${columnList('refund', 'r.')} from refund r where ${fresh('r', cursor.snapshot)} order by r.refund_id`);
  return {
    movements: count, refunds, sold: await soldLines(tx, fresh('p', cursor.snapshot)),
    page: (from, size) => tx<Unvalued[]>`select * from unvalued where place > ${from} and place <= ${from + size} order by place`,
    done: async () => void (await tx`update valuation_cursor set snapshot = ${cursor.now}`),
  };
}

export const postingRules = (tx: Tx): Promise<readonly PostingRule[]> => tx<PostingRule[]>`select rule_id, priority, event, movement_type, counterpart, reason, debit, credit, cost from posting_rule where active order by priority, rule_id`;

export async function loadValuations(tx: Tx, rows: readonly Pick<ValuationRow, 'warehouse_id' | 'item_id'>[]): Promise<readonly ValuationRow[]> {
  return tx.unsafe<ValuationRow[]>('select v.* from unnest($1::text[], $2::text[]) as asked(warehouse_id, item_id) join valuation v using (warehouse_id, item_id)', [rows.map((row) => row.warehouse_id), rows.map((row) => row.item_id)] as never[], { prepare: true });
}
export async function writeValuations(tx: Tx, rows: readonly ValuationRow[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <K extends keyof ValuationRow>(name: K) => rows.map((row) => row[name]);
  await tx.unsafe(
    `insert into valuation (warehouse_id, item_id, quantity, average_cost, known, allowances) select a, b, c, d, e::boolean, f::jsonb from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[]) as given(a, b, c, d, e, f)
     on conflict (warehouse_id, item_id) do update set quantity = excluded.quantity, average_cost = excluded.average_cost, known = excluded.known, allowances = excluded.allowances`,
    [of('warehouse_id'), of('item_id'), of('quantity'), of('average_cost'), rows.map((row) => String(row.known)), rows.map((row) => JSON.stringify(row.allowances))] as never[], { prepare: true },
  );
}

export async function appendEntries(tx: Tx, entries: readonly JournalEntry[], lines: readonly JournalLine[]): Promise<void> {
  if (entries.length === 0) return;
  const names = ['entry_id', 'warehouse_id', 'rule_id', 'source', 'source_id', 'type', 'command_id', 'document_id', 'item_id', 'quantity', 'unit_cost', 'value', 'order_id', 'effective_at', 'posted_at'] as const;
  const type = (name: (typeof names)[number]): string => (['quantity', 'unit_cost', 'value', 'effective_at', 'posted_at'].includes(name) ? 'bigint' : 'text');
  await tx.unsafe(
    `insert into journal_entry (${names.join(', ')}) select ${names.join(', ')} from unnest(${names.map((name, i) => `$${i + 1}::${type(name)}[]`).join(', ')}) with ordinality as given(${names.join(', ')}, place) order by place`,
    names.map((name) => entries.map((entry) => entry[name])) as never[], { prepare: true },
  );
  const of = <K extends keyof JournalLine>(name: K) => lines.map((line) => line[name]);
  await tx.unsafe(
    'insert into journal_line (entry_id, line_no, warehouse_id, account_id, item_id, amount) select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[])',
    [of('entry_id'), of('line_no'), of('warehouse_id'), of('account_id'), of('item_id'), of('amount')] as never[], { prepare: true },
  );
}
export async function knownEntries(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ entry_id: string }[]>`select entry_id from journal_entry where entry_id = any(${ids as string[]}::text[])`;
  return new Set(rows.map((row) => row.entry_id));
}

export interface Outbound {
  readonly order_id: string;
  readonly item_id: string;
  readonly units: number;
  readonly unit_cost: number;
}
/** What units of these orders cost when they left. */
export const outboundCosts = async (tx: Tx, orders: readonly string[]): Promise<readonly Outbound[]> =>
  orders.length === 0 ? [] : tx<Outbound[]>`select order_id, item_id, -quantity as units, unit_cost from journal_entry where order_id = any(${orders as string[]}::text[]) and type = 'parcel.ship' and quantity < 0`;
export const transitCosts = async (tx: Tx, transfers: readonly string[]): Promise<readonly { readonly document_id: string; readonly item_id: string; readonly units: number; readonly unit_cost: number }[]> =>
  transfers.length === 0 ? [] : tx`select document_id, item_id, -quantity as units, unit_cost from journal_entry where document_id = any(${transfers as string[]}::text[]) and type = 'transfer.send' and quantity < 0`;
export const unitsIn = async (tx: Tx, parcels: readonly { readonly warehouse_id: string; readonly parcel_id: string }[]): Promise<readonly Row<'return_unit'>[]> =>
  parcels.length === 0 ? [] : tx.unsafe<Row<'return_unit'>[]>(`select ${columnList('return_unit', 'u.')} from (select distinct * from unnest($1::text[], $2::text[]) as given(warehouse_id, parcel_id)) asked join return_unit u using (warehouse_id, parcel_id) order by u.unit_id`, [parcels.map((row) => row.warehouse_id), parcels.map((row) => row.parcel_id)] as never[], { prepare: true });

/** Amounts in minor units. */
export interface BooksProof {
  readonly entries: number;
  /** Movements and refunds that no entry tells of yet. */
  readonly waiting: number;
  /** Sum of all lines, and how many entries do not sum to zero: both 0. */
  readonly balance: number;
  readonly unbalanced: number;
  /** What came in less what went out, at the costs it was posted with. */
  readonly stock_value: number;
  /** Units of the positions × average cost, by warehouse and item. */
  readonly quantity_times_cost: number;
  readonly rounding: number;
  /** What goods turned out to cost that had left before they came. */
  readonly cost_differences: number;
  /** stock_value − quantity × cost + rounding + differences: 0, and 0 for each item. */
  readonly difference: number;
  readonly items_that_differ: number;
  /** Balances, debit above zero. */
  readonly accounts: Readonly<Record<string, number>>;
}

/** Compares the journal with the positions of the ledger; both as one transaction sees them. */
export async function proveBooks(tx: Tx | Central): Promise<BooksProof> {
  const accounts = await tx<{ account_id: string; amount: number }[]>`select account_id, sum(amount)::bigint as amount from journal_line group by account_id order by account_id`;
  const [sums] = await tx<{ entries: number; unbalanced: number }[]>`select (select count(*) from journal_entry) as entries, (select count(*) from (select entry_id from journal_line group by entry_id having sum(amount) <> 0) as off) as unbalanced`;
  const [stock] = await tx<{ stock_value: number; quantity_times_cost: number; rounding: number; cost_differences: number; items_that_differ: number }[]>`
    with held as (
      select warehouse_id, item_id, sum(quantity)::bigint as quantity from position where (location_id not like '~%' or location_id like '~suspense:%') and owner = '' group by warehouse_id, item_id
    ), booked as (
      select warehouse_id, item_id, coalesce(sum(amount) filter (where account_id = 'INVENTORY'), 0)::bigint as stock, coalesce(-sum(amount) filter (where account_id = 'ROUNDING'), 0)::bigint as rounding, coalesce(-sum(amount) filter (where account_id = 'COST_DIFFERENCES'), 0)::bigint as differences
      from journal_line where item_id <> '' group by warehouse_id, item_id
    ), each as (
      select coalesce(b.stock, 0) - coalesce(b.rounding, 0) - coalesce(b.differences, 0) as carried, coalesce(b.stock, 0) as stock, coalesce(b.rounding, 0) as rounding, coalesce(b.differences, 0) as differences,
        -- Half to the even neighbour, as the product rounds.
        case when mod(abs(n.cost), 100) = 50 then 2 * round(n.cost / 200.0) else round(n.cost / 100.0) end as worth
      from (select warehouse_id, item_id from held union select warehouse_id, item_id from booked) k
      left join held h using (warehouse_id, item_id) left join booked b using (warehouse_id, item_id) left join valuation v using (warehouse_id, item_id)
      cross join lateral (select (coalesce(h.quantity, 0)::numeric * coalesce(v.average_cost, 0)) as cost) n
    )
    select coalesce(sum(carried), 0)::bigint as stock_value, coalesce(sum(worth), 0)::bigint as quantity_times_cost, coalesce(sum(rounding), 0)::bigint as rounding, coalesce(sum(differences), 0)::bigint as cost_differences, count(*) filter (where stock <> worth) as items_that_differ from each`;
  const [{ waiting } = { waiting: 0 }] = await tx.unsafe<{ waiting: number }[]>(`
    select (select count(*) from movement m, valuation_cursor c where m.xid >= pg_snapshot_xmin(c.snapshot::pg_snapshot) and not pg_visible_in_snapshot(m.xid, c.snapshot::pg_snapshot)) + (select count(*) from refund r, valuation_cursor c where r.xid >= pg_snapshot_xmin(c.snapshot::pg_snapshot) and not pg_visible_in_snapshot(r.xid, c.snapshot::pg_snapshot)) as waiting`);
  const { stock_value, quantity_times_cost, rounding, cost_differences, items_that_differ } = stock!;
  return {
    entries: sums!.entries, waiting, balance: accounts.reduce((sum, row) => sum + row.amount, 0), unbalanced: sums!.unbalanced, stock_value, quantity_times_cost, rounding, cost_differences,
    difference: stock_value + rounding + cost_differences - quantity_times_cost, items_that_differ, accounts: Object.fromEntries(accounts.map((row) => [row.account_id, row.amount])),
  };
}

/** One posting with its lines, by its own id or that of the movement or refund it tells of; and the accounts' names. */
export async function findPosting(tx: Tx | Central, id: string): Promise<{ readonly entry: JournalEntry & { readonly seq: number }; readonly lines: readonly (JournalLine & { readonly name: string })[] } | undefined> {
  const [entry] = await tx<(JournalEntry & { seq: number })[]>`select * from journal_entry where entry_id = ${id} or source_id = ${id} or document_id = ${id} order by entry_id = ${id} desc, seq limit 1`;
  if (!entry) return undefined;
  return { entry, lines: await tx<(JournalLine & { name: string })[]>`select l.*, a.name from journal_line l join gl_account a using (account_id) where entry_id = ${entry.entry_id} order by line_no` };
}
