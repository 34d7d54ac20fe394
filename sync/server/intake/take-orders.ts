// Orders from channels become commands of the system, once for each version of each order: taken in from the warehouse that
// serves them best, changed, cancelled, kept back or let go. What cannot be taken is answered with its line and what helps,
// and all others go on.
import { createHash } from 'node:crypto';
import type { CommandOf, CommandType, Payload } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice, type Read as Question, type Slice } from '#domain/slice.ts';
import { keepsUntil, readSourcing, safetyOf, serving, SOURCING, type SourcingPolicy } from '#domain/sourcing/policy.ts';
import { freeIn, nothingIn, type Supply } from '#domain/sourcing/promise.ts';
import { sourceOrder, type Part } from '#domain/sourcing/source.ts';
import type { Json, Row } from '#domain/tables.ts';
import { inScope, type Central, type Tx } from '#db/central/open.ts';
import { catalogueOf, intakesOf, lockIntakes, writeIntakes, type CatalogueRows, type IntakeRow } from '#db/central/order-intake.ts';
import { storeTx } from '#db/central/postgres-store.ts';
import { upsert } from '#db/central/rows.ts';
import { suppliesOf } from '#db/central/supplies.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';
import { takeIn, type Verdict } from '#sync/server/reconcile.ts';
import { tellIn, type ChannelNews } from '#sync/server/shops/tell.ts';
import { problem, type CanonicalOrder, type Problem, type Read } from './canonical.ts';
import { holdsOf, toldByChannel, type WantedHold } from './holds.ts';
import { resolveLines, type Catalogue, type OrderLine } from './resolve.ts';

/** Commands of the channels' intake carry this device and no sequence: their ids are hashes of what was told. */
const INTAKE_DEVICE = 'intake';
const BATCH = 100;
/** How often an order is looked at anew when somebody began to work on it in between. */
const ATTEMPTS = 4;

export type Outcome = 'taken' | 'changed' | 'cancelled' | 'same' | 'older' | 'waits_for_decision' | 'too_late' | 'failed';
export interface TakenOrder {
  readonly orderId: string;
  readonly shipFrom: string;
  /** Why from there, in words. */
  readonly because: string;
}
export interface OrderResult {
  /** Position in what was sent, from 1. */
  readonly record: number;
  readonly channelId: string;
  readonly externalId: string;
  readonly version: number;
  readonly outcome: Outcome;
  readonly orders: readonly TakenOrder[];
  /** What keeps it back. */
  readonly holds: readonly WantedHold[];
  readonly problems: readonly Problem[];
}

/** `source`: where they came from, for whoever looks later. Answers one result for each, in order. */
export async function takeOrders(central: Central, now: () => number, source: string, reads: readonly Read[]): Promise<readonly OrderResult[]> {
  const results: OrderResult[] = [];
  for (let from = 0; from < reads.length; from += BATCH) {
    const batch = reads.slice(from, from + BATCH).map((read, index) => ({ record: from + index + 1, read }));
    try {
      results.push(...(await takeBatch(central, now(), source, batch)));
    } catch (error) {
      if (batch.length === 1) throw error;
      // One of them cannot be written; the others are.
      for (const each of batch) {
        results.push(...(await takeBatch(central, now(), source, [each]).catch((single: unknown) => [failed(each.record, each.read, [problem(null, '', `the server could not take it: ${single instanceof Error ? single.message : String(single)}`, 'send it again; if it stays so, ask whoever runs the server')])])));
      }
    }
  }
  return results;
}

interface Told {
  readonly record: number;
  readonly read: Read;
}
const keyOf = (channelId: string, externalId: string): string => `${channelId}\u001f${externalId}`;
const failed = (record: number, read: Read, problems: readonly Problem[]): OrderResult => ({ record, ...nameOf(read), outcome: 'failed', orders: [], holds: [], problems });
const nameOf = (read: Read) => (read.ok ? { channelId: read.order.channelId, externalId: read.order.externalId, version: read.order.version } : { channelId: read.channelId, externalId: read.externalId, version: 0 });

async function takeBatch(central: Central, now: number, source: string, told: readonly Told[]): Promise<readonly OrderResult[]> {
  return inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    const orders = told.flatMap(({ record, read }) => (read.ok ? [{ record, order: read.order }] : []));
    await lockIntakes(tx, orders.map(({ order }) => keyOf(order.channelId, order.externalId)));
    const [known, catalogue, company] = await Promise.all([intakesOf(tx, orders.map(({ order }) => order)), catalogueOf(tx, orders.flatMap(({ order }) => order.lines.map((line) => line.sku))), companyOf(tx)]);
    const shelf = await shelfOf(tx, now, company.policy, orders.map(({ order }) => ({ channelId: order.channelId, lines: resolveLines(order, lookIn(catalogue)).lines })));
    const before = new Map<string, IntakeRow[]>();
    for (const row of known) before.set(keyOf(row.channel_id, row.external_id), [...(before.get(keyOf(row.channel_id, row.external_id)) ?? []), row]);
    const results: OrderResult[] = [];
    for (const { record, read } of told) {
      if (!read.ok) {
        results.push(failed(record, read, read.problems));
        continue;
      }
      const { order } = read;
      const key = keyOf(order.channelId, order.externalId);
      const hash = hashOf(order);
      const result = await takeOne({ tx, now, company, shelf, catalogue: lookIn(catalogue) }, record, order, hash, before.get(key) ?? []);
      results.push(result);
      if (result.outcome === 'same' || result.outcome === 'older') continue;
      const row: IntakeRow = { channel_id: order.channelId, external_id: order.externalId, version: order.version, hash, source, received_at: now, outcome: result.outcome, order_ids: result.orders.map((each) => each.orderId), problems: result.problems as unknown as Json, body: order as unknown as Json };
      await writeIntakes(tx, [row]);
      before.set(key, [...(before.get(key) ?? []).filter((each) => each.version !== row.version), row]);
    }
    await tellIn(tx, now, results.filter((result) => result.externalId !== '').map((result): ChannelNews => ({
      channelId: result.channelId, about: 'ORDER_NOT_TAKEN', subjectId: `${result.channelId} ${result.externalId}`.slice(0, 128), over: result.outcome !== 'failed', text: source, problems: result.problems.slice(0, 50).map((each) => ({ ...each })),
    })));
    return results;
  });
}

interface Company {
  readonly channels: readonly Row<'channel'>[];
  readonly warehouses: readonly Row<'warehouse'>[];
  readonly policy: SourcingPolicy;
}
async function companyOf(tx: Tx): Promise<Company> {
  const [channels, warehouses, told] = await Promise.all([
    tx<Row<'channel'>[]>`select channel_id, name, kind, ship_from from channel`, tx<Row<'warehouse'>[]>`select warehouse_id, name, country from warehouse order by warehouse_id`,
    tx<{ value: Json }[]>`select value from setting where key = ${SOURCING}`,
  ]);
  return { channels, warehouses, policy: readSourcing(told[0]?.value).policy };
}

const lookIn = (rows: CatalogueRows): Catalogue => ({
  channelItems: (channelId, code) => {
    const own = rows.mapped.filter((row) => row.code === code && row.channel_id === channelId);
    return own.length > 0 ? own : rows.mapped.filter((row) => row.code === code && row.channel_id === '');
  },
  itemsByCode: (code) => {
    for (const found of [rows.items.filter((item) => item.sku === code), rows.items.filter((item) => item.item_id === code)]) if (found.length > 0) return found;
    const ids = new Set(rows.barcodes.filter((row) => row.code === code).map((row) => row.item_id));
    return rows.items.filter((item) => ids.has(item.item_id));
  },
  item: (itemId) => rows.items.find((item) => item.item_id === itemId),
  packUnits: (itemId, pack) => rows.packs.find((row) => row.item_id === itemId && row.pack_code === pack)?.units,
});

/** What is free of each item, less what orders of this very batch were given. */
interface Shelf {
  free(channelId: string, warehouse: string, itemId: string): number;
  take(warehouse: string, itemId: string, units: number): void;
}
async function shelfOf(tx: Tx, now: number, policy: SourcingPolicy, orders: readonly { readonly channelId: string; readonly lines: readonly OrderLine[] }[]): Promise<Shelf> {
  // Channels differ in how long goods must still keep.
  const supplies = new Map<string, readonly Supply[]>();
  for (const [day, of] of Map.groupBy(orders, (order) => keepsUntil(policy, order.channelId, now))) supplies.set(day, await suppliesOf(tx, of.flatMap((order) => order.lines.map((line) => line.itemId)), day));
  const taken = new Map<string, number>();
  const supplyOf = (channelId: string, warehouse: string, itemId: string): Supply => supplies.get(keepsUntil(policy, channelId, now))?.find((each) => each.warehouse === warehouse && each.itemId === itemId) ?? nothingIn(warehouse, itemId);
  return {
    free: (channelId, warehouse, itemId) => Math.max(0, freeIn(supplyOf(channelId, warehouse, itemId), safetyOf(policy, warehouse, itemId)) - (taken.get(`${warehouse}\u001f${itemId}`) ?? 0)),
    take: (warehouse, itemId, units) => void taken.set(`${warehouse}\u001f${itemId}`, (taken.get(`${warehouse}\u001f${itemId}`) ?? 0) + units),
  };
}

interface Desk {
  readonly tx: Tx;
  readonly now: number;
  readonly company: Company;
  readonly shelf: Shelf;
  readonly catalogue: Catalogue;
}

async function takeOne(desk: Desk, record: number, order: CanonicalOrder, hash: string, before: readonly IntakeRow[]): Promise<OrderResult> {
  const base = { record, channelId: order.channelId, externalId: order.externalId, version: order.version, holds: [] as readonly WantedHold[], problems: [] as readonly Problem[] };
  const held = before.filter((row) => row.outcome !== 'failed');
  const newest = held.at(-1);
  const orders = await partsOf(desk.tx, newest?.order_ids ?? []);
  const again = held.find((row) => row.version === order.version);
  if (again) {
    if (again.hash === hash) return { ...base, outcome: 'same', orders: orders.map(taken) };
    return { ...base, outcome: 'failed', orders: [], problems: [problem(null, 'version', `version ${order.version} came before with other content`, 'give each change of an order a higher version')] };
  }
  if (newest && newest.version > order.version) return { ...base, outcome: 'older', orders: orders.map(taken) };
  const channel = desk.company.channels.find((each) => each.channel_id === order.channelId);
  if (!channel) return { ...base, outcome: 'failed', orders: [], problems: [problem(null, 'channelId', `nobody knows the channel ${order.channelId}`, `use one of ${desk.company.channels.map((each) => each.channel_id).join(', ') || 'none: no channel is set up'}`)] };
  if (order.state === 'cancelled') return { ...base, ...(await cancelAll(desk, order, orders)) };
  const { lines, problems } = resolveLines(order, desk.catalogue);
  if (problems.length > 0) return { ...base, outcome: 'failed', orders: [], problems };
  if (orders.length === 0) return { ...base, ...(await takeNew(desk, order, channel, lines)) };
  return { ...base, ...(await changeAll(desk, order, orders, lines)) };
}

type Answer = Pick<OrderResult, 'outcome' | 'orders'> & Partial<Pick<OrderResult, 'holds' | 'problems'>>;
const taken = (row: Row<'sales_order'>): TakenOrder => ({ orderId: row.order_id, shipFrom: row.ship_from, because: row.sourced });

async function partsOf(tx: Tx, ids: readonly string[]): Promise<readonly Row<'sales_order'>[]> {
  const slice = await load(tx, ids.map((order_id) => ({ table: 'sales_order', where: { order_id } })));
  return ids.flatMap((id) => slice.get('sales_order', id) ?? []);
}
async function load(tx: Tx, questions: readonly Question[]): Promise<Slice> {
  const slice = createSlice();
  await storeTx(tx).loadSlice(questions, slice);
  return slice;
}

/** In one transaction with everything else that is told of the order. */
async function send<T extends CommandType>({ tx, now }: Desk, warehouse: string, type: T, id: string, payload: Payload<T>): Promise<Verdict> {
  const command = { ...policyStamp(type, id, warehouse, now), device: INTAKE_DEVICE, payload } as unknown as CommandOf<T>;
  const [verdict] = await takeIn(storeTx(tx), now, { device: INTAKE_DEVICE, warehouse: '*' }, [arrive(JSON.stringify(command), 0)]);
  return verdict!;
}
/** With the content, so that a version that failed and comes again corrected is judged anew. */
const idOf = (order: CanonicalOrder, ...step: readonly string[]): string => idFrom('order-intake', order.channelId, order.externalId, String(order.version), hashOf(order), ...step);
const hashOf = (order: CanonicalOrder): string => createHash('sha256').update(JSON.stringify(order)).digest('hex');
const refusedBecause = ({ rule, rejection }: Verdict): Problem => problem(null, '', `it was not taken by rule ${rule}: ${JSON.stringify(rejection)}`, 'correct it and send it again');

async function takeNew(desk: Desk, order: CanonicalOrder, channel: Row<'channel'>, lines: readonly OrderLine[]): Promise<Answer> {
  const { company: { policy, warehouses }, shelf } = desk;
  const { order: choices, because } = serving(policy, channel, warehouses, order.shipTo?.country ?? '');
  const parts = sourceOrder(lines, choices, because, policy.channels[channel.channel_id]?.split === 'allowed', (warehouse, itemId) => shelf.free(channel.channel_id, warehouse, itemId));
  if (parts.length === 0) return { outcome: 'failed', orders: [], problems: [problem(null, 'channelId', `the channel ${channel.channel_id} ships from no warehouse there is`, 'correct the warehouse of the channel, or the sourcing setting')] };
  const holds = holdsOf(order, policy);
  const { customer } = order;
  if (customer) await upsert(desk.tx, 'customer', [{ customer_id: customer.id, name: customer.name || customer.id, country: customer.country ?? order.shipTo?.country ?? '' }]);
  const made: TakenOrder[] = [];
  for (const [index, part] of parts.entries()) {
    const orderId = `${order.channelId}-${order.externalId}${index === 0 ? '' : `/${index + 1}`}`.slice(0, 128);
    const verdict = await send(desk, part.warehouse, 'order.take_in', idOf(order, 'take-in', String(index)), takeInOf(order, orderId, index, part, lines, holds));
    if (verdict.verdict === 'merged') return { outcome: 'failed', orders: [], problems: [problem(null, 'number', `the number ${order.number ?? order.externalId} is that of another order of this channel`, 'give it a number of its own')] };
    // Nothing of it stays where a later part cannot be taken.
    if (verdict.verdict !== 'applied' && index > 0) throw new Error(`part ${index + 1} was not taken by rule ${verdict.rule}`);
    if (verdict.verdict !== 'applied') return { outcome: 'failed', orders: [], problems: [refusedBecause(verdict)] };
    for (const line of lines.filter((each) => part.lineNos.includes(each.lineNo))) shelf.take(part.warehouse, line.itemId, line.quantity);
    made.push({ orderId, shipFrom: part.warehouse, because: part.because });
  }
  return { outcome: 'taken', orders: made, holds };
}

function takeInOf(order: CanonicalOrder, orderId: string, index: number, part: Part, lines: readonly OrderLine[], holds: readonly WantedHold[]): Payload<'order.take_in'> {
  const number = order.number ?? order.externalId;
  return {
    orderId, channelId: order.channelId, channelNumber: index === 0 ? number : `${number}/${index + 1}`, ...(order.customer ? { customerId: order.customer.id } : {}), shipFrom: part.warehouse,
    orderedAt: Date.parse(order.orderedAt), ...(order.promisedAt === undefined ? {} : { promisedAt: Date.parse(order.promisedAt) }), priority: order.priority, currency: order.currency,
    holds: holds.map((hold) => hold.kind), holdNotes: Object.fromEntries(holds.map((hold) => [hold.kind, hold.note])), version: order.version, sourced: part.because, ...(index === 0 ? {} : { partOf: number }),
    lines: lines.filter((line) => part.lineNos.includes(line.lineNo)),
  };
}

async function cancelAll(desk: Desk, order: CanonicalOrder, orders: readonly Row<'sales_order'>[]): Promise<Answer> {
  // Never heard of before: there is nothing to do, and an older version that comes late will find it over.
  const verdicts: Verdict[] = [];
  for (const row of orders) verdicts.push(await cancelOne(desk, order, row));
  const late = verdicts.some(({ rule }) => rule === 'ORD-10');
  return { outcome: late ? 'too_late' : 'cancelled', orders: orders.map(taken), ...(late ? { problems: [problem(null, 'state', 'it has left the house already', 'it comes back as a return')] } : {}) };
}

const worksOf = async (tx: Tx, orderId: string): Promise<readonly string[]> => [...((await storeTx(tx).fulfilmentsOf([orderId])).get(orderId) ?? [])];

/** Again where somebody began to work on it in between. */
async function untilSeen(attempt: (nth: string) => Promise<Verdict>): Promise<Verdict> {
  for (let nth = 1; ; nth++) {
    const verdict = await attempt(nth === 1 ? '' : String(nth));
    if (verdict.rule !== 'ORD-11' || nth >= ATTEMPTS) return verdict;
  }
}
const cancelOne = (desk: Desk, order: CanonicalOrder, row: Row<'sales_order'>): Promise<Verdict> =>
  untilSeen(async (nth) => send(desk, row.ship_from, 'order.cancel', idOf(order, 'cancel', row.order_id, nth), { orderId: row.order_id, fulfilmentIds: [...(await worksOf(desk.tx, row.order_id))], reason: order.cancelReason || `cancelled by ${order.channelId}` }));

/** Each part keeps its lines; new ones go with the first. */
async function changeAll(desk: Desk, order: CanonicalOrder, orders: readonly Row<'sales_order'>[], lines: readonly OrderLine[]): Promise<Answer> {
  const slice = await load(desk.tx, orders.flatMap(({ order_id }): Question[] => ['sales_order_line', 'order_hold'].map((table) => ({ table: table as 'order_hold', where: { order_id } }))));
  const homes = new Map(orders.flatMap(({ order_id }) => slice.list('sales_order_line', { order_id }).map((line) => [line.line_no, order_id] as const)));
  const answers: Verdict[] = [];
  for (const [index, row] of orders.entries()) {
    const own = lines.filter((line) => (homes.get(line.lineNo) ?? (index === 0 ? row.order_id : '')) === row.order_id);
    if (own.length === 0) answers.push(await cancelOne(desk, order, row));
    else if (differs(order, row, slice, own)) {
      answers.push(await untilSeen(async (nth) => send(desk, row.ship_from, 'order.change', idOf(order, 'change', row.order_id, nth), {
        orderId: row.order_id, version: order.version, fulfilmentIds: [...(await worksOf(desk.tx, row.order_id))], ...(order.promisedAt === undefined ? {} : { promisedAt: Date.parse(order.promisedAt) }), priority: order.priority, lines: [...own],
      })));
    }
    await changeHolds(desk, order, row, slice);
  }
  const refused = answers.find((verdict) => verdict.verdict === 'refused');
  if (refused) return { outcome: 'failed', orders: orders.map(taken), problems: [refusedBecause(refused)] };
  const late = answers.some((verdict) => verdict.rule === 'ORD-15');
  return { outcome: late ? 'too_late' : answers.some((verdict) => verdict.rule === 'ORD-16') ? 'waits_for_decision' : 'changed', orders: orders.map(taken), holds: holdsOf(order, desk.company.policy) };
}

function differs(order: CanonicalOrder, row: Row<'sales_order'>, slice: Slice, own: readonly OrderLine[]): boolean {
  const lines = slice.list('sales_order_line', { order_id: row.order_id });
  const wanted = (line: Row<'sales_order_line'>): number => own.find((each) => each.lineNo === line.line_no)?.quantity ?? 0;
  return lines.some((line) => line.quantity - line.cancelled !== wanted(line) || (own.find((each) => each.lineNo === line.line_no)?.itemId ?? line.item_id) !== line.item_id)
    || own.some((line) => !lines.some((each) => each.line_no === line.lineNo)) || row.priority !== order.priority || (order.promisedAt !== undefined && row.promised_at !== Date.parse(order.promisedAt));
}

/** What the channel says is over is lifted, and what it says is new is placed; what people placed stays theirs. */
async function changeHolds(desk: Desk, order: CanonicalOrder, row: Row<'sales_order'>, slice: Slice): Promise<void> {
  const wanted = holdsOf(order, desk.company.policy);
  const placed = slice.list('order_hold', { order_id: row.order_id }).filter((hold) => hold.state === 'PLACED');
  for (const hold of placed) {
    if (!toldByChannel.has(hold.kind) || hold.placed_by !== 'system' || wanted.some((each) => each.kind === hold.kind)) continue;
    await send(desk, row.ship_from, 'order.release_hold', idOf(order, 'release', row.order_id, hold.kind), { orderId: row.order_id, holdId: hold.hold_id });
  }
  const ever = new Set(slice.list('order_hold', { order_id: row.order_id }).map((hold) => hold.kind));
  for (const { kind, note } of wanted) {
    // A person who lifted it has looked: the same words do not place it again.
    if (!ever.has(kind)) await send(desk, row.ship_from, 'order.place_hold', idOf(order, 'hold', row.order_id, kind), { orderId: row.order_id, kind, note });
  }
}
