// The company's store in memory, with what Postgres promises: transactions that are kept whole or not at all, locks
// that are held until they end, reads of what is committed, a unique log, and a feed whose cursor is a snapshot.
import type { Bin } from '#domain/count-planning/calendar.ts';
import { dayOf } from '#domain/days.ts';
import type { WorkKind } from '#domain/dealing.ts';
import { positionChanges } from '#domain/positions.ts';
import type { Changes, Read, Slice } from '#domain/slice.ts';
import { definitionOf, joinValues, keyOf, tableNames, type AnyRow, type Json, type Row, type TableName } from '#domain/tables.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import type { Chain, Logged, LogEntry, ParkedVerdict } from '#db/central/command-log.ts';
import type { Contact } from '#db/central/contacts.ts';
import type { PullRequest } from '#db/central/feed.ts';
import type { Scope } from '#db/central/open.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StationWanting, Store, StoreTx, WaitingOrder } from '#db/central/store.ts';
import type { Commit, SimulatedStore } from './simulated-store.ts';

interface Stamped {
  readonly row: AnyRow;
  readonly xid: number;
}
interface Queued extends Trigger {
  readonly entry: number;
}
/** All that is committed; copied as a whole for a backup. */
interface State {
  readonly tables: Map<TableName, Map<string, Stamped>>;
  readonly log: Map<string, LogEntry>;
  readonly bySequence: Map<string, LogEntry>;
  readonly chains: Map<string, Chain>;
  /** What was decided about commands that had been kept back. */
  readonly decided: Map<string, ParkedVerdict>;
  readonly contacts: Map<string, Contact>;
  readonly queue: Map<number, Queued>;
  readonly tombstones: { readonly table: TableName; readonly row: AnyRow; readonly xid: number }[];
  nextXid: number;
  nextEntry: number;
  restores: number;
}

/** What a database error looks like to those who look at its code. */
export class StoreError extends Error {
  readonly code: string;
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

export interface MemoryOptions {
  /** Waits as long as a question to the database takes; throws when the connection is lost. */
  readonly tick: (scope: Scope) => Promise<void>;
  /** Asked when a transaction is about to commit: whether the connection breaks before or just after it. */
  readonly breaks: (scope: Scope) => 'before' | 'after' | undefined;
  /** Whether the database stumbles over these bytes: no command may make it do so, but a defect might. */
  readonly stumblesOver: (entry: LogEntry) => boolean;
  readonly committed: (commit: Commit) => void;
  /** Called as a window is read, with what is visible to its device at that moment. */
  readonly sent: (request: PullRequest, cursor: string, visible: (table: TableName) => readonly AnyRow[]) => void;
  readonly broken: (rule: string, words: string) => void;
}

export function createMemoryStore(options: MemoryOptions): SimulatedStore {
  let state = emptyState();
  const open = new Set<Transaction>();
  const holders = new Map<string, Transaction>();
  const waiting = new Map<string, (() => void)[]>();

  async function acquire(tx: Transaction, name: string): Promise<void> {
    while (holders.has(name) && holders.get(name) !== tx) {
      tx.waitsFor = name;
      if (isRing(tx)) {
        options.broken('PUSH-8', `two transactions wait for each other at ${name}`);
        throw new StoreError('40P01', 'deadlock detected');
      }
      await new Promise<void>((done) => waiting.set(name, [...(waiting.get(name) ?? []), done]));
      tx.assertAlive();
    }
    tx.waitsFor = undefined;
    holders.set(name, tx);
    tx.locks.add(name);
  }
  function isRing(start: Transaction): boolean {
    for (let tx: Transaction | undefined = start; tx?.waitsFor !== undefined; ) {
      tx = holders.get(tx.waitsFor);
      if (tx === start) return true;
    }
    return false;
  }
  function release(tx: Transaction): void {
    open.delete(tx);
    for (const name of tx.locks) {
      holders.delete(name);
      const queue = waiting.get(name) ?? [];
      waiting.delete(name);
      for (const wake of queue) wake();
    }
    tx.locks.clear();
  }

  const rowsOf = (table: TableName): Map<string, Stamped> => state.tables.get(table)!;
  function matching(table: TableName, where: Read['where']): AnyRow[] {
    const columns = Object.entries(where);
    const { key } = definitionOf(table);
    if (columns.length === key.length && key.every((column) => column in where)) {
      const found = rowsOf(table).get(joinValues(key.map((column) => where[column]!)));
      return found ? [found.row] : [];
    }
    return [...rowsOf(table).values()].map(({ row }) => row).filter((row) => columns.every(([column, value]) => row[column] === value));
  }

  /** How many there were; goes on over a restore. */
  let commits = 0;

  class Transaction {
    readonly scope: Scope;
    readonly locks = new Set<string>();
    waitsFor: string | undefined;
    xid: number | undefined;
    dead = false;
    readonly rows = new Map<TableName, Map<string, AnyRow>>();
    readonly movements: Row<'movement'>[] = [];
    readonly entries: LogEntry[] = [];
    readonly chains = new Map<string, Chain>();
    readonly queued: Trigger[] = [];
    readonly taken: number[] = [];
    readonly decided: ParkedVerdict[] = [];
    readonly contacts: Contact[] = [];
    readonly since = commits;
    private last: Promise<unknown> = Promise.resolve();
    constructor(scope: Scope) {
      this.scope = scope;
    }
    assertAlive(): void {
      if (this.dead) throw new StoreError('08006', 'the connection to the database was lost');
    }
    /** One after the other, as on one connection, whoever asks side by side. */
    ask<T>(work: () => T | Promise<T>): Promise<T> {
      const result = this.last.then(async () => {
        await options.tick(this.scope);
        this.assertAlive();
        return work();
      });
      this.last = result.catch(() => {});
      return result;
    }
    writes(): void {
      this.xid ??= state.nextXid++;
    }
    put(table: TableName, row: AnyRow): void {
      this.writes();
      const known = this.rows.get(table);
      if (known) known.set(keyOf(table, row), row);
      else this.rows.set(table, new Map([[keyOf(table, row), row]]));
    }
  }

  function begin(tx: Transaction): StoreTx {
    const ask = tx.ask.bind(tx);
    return {
      lockChain: (device, incarnation) => ask(async () => {
        await acquire(tx, `chain:${device}`);
        tx.writes();
        const known = state.chains.get(device) ?? { incarnation, last_sequence: 0, last_hash: '', formerly: [], signing_keys: [], signed_from: null };
        tx.chains.set(device, known);
        return known;
      }),
      beginChain: (device, chain) => ask(async () => {
        await acquire(tx, `chain:${device}`);
        tx.writes();
        const known = state.chains.get(device);
        if (known === undefined || (known.last_sequence === 0 && known.formerly.length === 0)) tx.chains.set(device, chain);
      }),
      setSigning: (device, signing) => ask(() => void tx.chains.set(device, { ...tx.chains.get(device)!, ...signing })),
      advanceChain: (device, sequence, hash) => ask(() => void tx.chains.set(device, { ...tx.chains.get(device)!, last_sequence: sequence, last_hash: hash })),
      hashesAt: (device, sequences) => ask(() => new Map(sequences.flatMap((sequence) => {
        const entry = state.bySequence.get(joinValues([device, sequence]));
        return entry ? [[sequence, entry.hash] as const] : [];
      }))),
      findLogged: (ids) => ask(() => new Map(ids.flatMap((id) => {
        const entry = state.log.get(id);
        if (!entry) return [];
        const { verdict, rule, rejection } = state.decided.get(id) ?? entry;
        return [[id, { ...entry, verdict, rule, rejection } satisfies Logged] as const];
      }))),
      appendLog: (entries) => ask(async () => {
        tx.writes();
        for (const entry of entries) {
          if (entry.verdict !== 'parked' && options.stumblesOver(entry)) throw new StoreError('22P05', 'untranslatable character');
          await acquire(tx, `log:${entry.command_id}`);
          if (state.log.has(entry.command_id) || tx.entries.some((each) => each.command_id === entry.command_id)) throw new StoreError('23505', 'duplicate key value violates unique constraint "command_log_pkey"');
          if (entry.sequence > 0 && state.bySequence.has(joinValues([entry.device_id, entry.sequence]))) throw new StoreError('23505', 'duplicate key value violates unique constraint "command_log_by_sequence"');
          tx.entries.push(stored(entry));
        }
      }),
      findStored: (ids) => ask(() => new Map(ids.flatMap((id) => {
        const entry = state.log.get(id);
        return entry ? [[id, entry] as const] : [];
      }))),
      writeParkedVerdicts: (rows) => ask(() => {
        if (rows.length > 0) tx.writes();
        tx.decided.push(...rows);
      }),
      tellDevices: (rows) => ask(() => rows.forEach((row) => tx.put('outcome', row))),
      findPeople: (ids) => ask(() => new Map(ids.flatMap((id) => {
        const found = rowsOf('person').get(id);
        return found ? [[id, found.row as unknown as Row<'person'>] as const] : [];
      }))),
      findDevice: (device) => ask(() => rowsOf('device').get(device)?.row as Row<'device'> | undefined),
      // Its stations come in without codes.
      findEnrolmentCode: () => ask(() => undefined),
      useEnrolmentCode: () => ask(() => {}),
      writeDevice: (row) => ask(() => tx.put('device', row)),
      warehouses: () => ask(() => [...rowsOf('warehouse').keys()].toSorted()),
      lockRoots: (reads) => ask(async () => {
        for (const name of new Set(reads.flatMap((read) => (read.lock === undefined ? [] : [read.lock])).toSorted())) await acquire(tx, `root:${name}`);
      }),
      loadSlice: (reads, slice) => ask(() => load(reads, slice)),
      writeChanges: (changes: Changes) => ask(() => {
        for (const [table, rows] of changes.rows) if (table !== 'position') for (const row of rows) tx.put(table, row);
        if (changes.movements.length > 0) tx.writes();
        tx.movements.push(...changes.movements);
      }),
      writeOutcomes: (rows) => ask(() => rows.forEach((row) => tx.put('outcome', row))),
      enqueue: (triggers) => ask(() => {
        const lines = new Map([...rowsOf('sales_order_line')].map(([key, { row }]) => [key, row]));
        for (const [key, row] of tx.rows.get('sales_order_line') ?? []) lines.set(key, row);
        const isWanted = (item: string) => [...lines.values()].some((line) => line['backordered'] === true && line['item_id'] === item);
        const hasFace = (warehouse: string, item: string) => [...rowsOf('pick_face')].some(([, { row }]) => row['warehouse_id'] === warehouse && row['item_id'] === item);
        // No channel listens here.
        tx.queued.push(...triggers.filter((trigger) => trigger.policy !== 'shop' && (trigger.policy !== 'stock_arrived' || isWanted(trigger.subject)) && (trigger.policy !== 'replenish' || hasFace(trigger.warehouse, trigger.subject))));
        if (tx.queued.length > 0) tx.writes();
      }),
      takeTriggers: (limit, now) => ask(() => {
        const free = [...state.queue.values()].filter(({ entry, dueAt = 0 }) => dueAt <= now && !holders.has(`queue:${entry}`)).slice(0, limit);
        for (const { entry } of free) {
          holders.set(`queue:${entry}`, tx);
          tx.locks.add(`queue:${entry}`);
          tx.taken.push(entry);
        }
        if (free.length > 0) tx.writes();
        return free;
      }),
      hear: (contact) => ask(() => {
        tx.writes();
        tx.contacts.push(contact);
      }),
      contactsIn: (warehouse) => ask(() => [...rowsOf('device').values()].flatMap(({ row }): Contact[] => {
        const device = row as unknown as Row<'device'>;
        if (device.home_warehouse !== warehouse || device.state !== 'ACTIVE' || !['station', 'development'].includes(device.kind)) return [];
        const known = state.contacts.get(device.device_id);
        return [{ device_id: device.device_id, warehouse_id: warehouse, heard_at: known?.heard_at ?? 0, unsent: known?.unsent ?? 0 }];
      })),
      fulfilmentsOf: (orders) => ask(() => {
        const works = [...rowsOf('fulfilment').values()].map(({ row }) => row as unknown as Row<'fulfilment'>).filter((work) => orders.includes(work.order_id));
        return new Map([...Map.groupBy(works, (work) => work.order_id)].map(([order, list]) => [order, list.map((work) => work.fulfilment_id).toSorted()]));
      }),
      ordersWithPicked: (warehouse, item, lot) => ask(() => {
        const tasks = (matching('pick_task', { warehouse_id: warehouse, item_id: item }) as unknown as readonly Row<'pick_task'>[]).filter((task) => task.picked > 0 && (lot === '' || task.lot === lot || task.lot === ''));
        const isUnderWay = (task: Row<'pick_task'>): boolean => (matching('fulfilment', { warehouse_id: warehouse, fulfilment_id: task.fulfilment_id }) as unknown as readonly Row<'fulfilment'>[]).some((work) => !['SHIPPED', 'CANCELLED'].includes(work.state));
        const isOpen = (task: Row<'pick_task'>): boolean => !['SHIPPED', 'CANCELLED', 'CANCEL_REQUESTED', 'CLOSED'].includes((rowsOf('sales_order').get(task.order_id)?.row['state'] as string | undefined) ?? 'CLOSED');
        return [...new Set(tasks.filter((task) => isUnderWay(task) && isOpen(task)).map((task) => task.order_id))].toSorted();
      }),
      tellShops: () => ask(() => 0),
      ordersToReroute: () => ask(() => []),
      requestedRefunds: (limit, after) => ask(() => ([...rowsOf('refund').values()].map(({ row }) => row as unknown as Row<'refund'>)
        .filter((row) => row.state === 'REQUESTED' && row.refund_id > after).toSorted((a, b) => (a.refund_id < b.refund_id ? -1 : 1)).slice(0, limit))),
      parcelsToBook: (limit, [warehouse, parcel]) => ask(() => ([...rowsOf('parcel').values()].map(({ row }) => row as unknown as Row<'parcel'>)
        .filter((row) => ((row.state === 'PACKED' && row.tracking === '') || (row.state === 'VOIDED' && row.tracking !== '')) && `${row.warehouse_id} ${row.parcel_id}` > `${warehouse} ${parcel}`).toSorted((a, b) => (`${a.warehouse_id} ${a.parcel_id}` < `${b.warehouse_id} ${b.parcel_id}` ? -1 : 1)).slice(0, limit))),
      publishContact: (row) => ask(() => tx.put('contact', row)),
      lockDealing: () => ask(() => {
        if (holders.has('dealing')) return holders.get('dealing') === tx;
        holders.set('dealing', tx);
        tx.locks.add('dealing');
        return true;
      }),
      stationsWanting: (heardSince) => ask(() => (matching('work_request', { open: true }) as unknown as readonly Row<'work_request'>[]).flatMap((request): StationWanting[] => {
        const heard_at = state.contacts.get(request.device_id)?.heard_at ?? 0;
        if (heard_at < heardSince || rowsOf('device').get(request.device_id)?.row['state'] !== 'ACTIVE') return [];
        const { warehouse_id, device_id } = request;
        const kind = request.kind as WorkKind;
        if (kind === 'count_task') {
          const has = (matching('count_task', { warehouse_id }) as unknown as readonly Row<'count_task'>[]).filter((task) => task.dealt_to === device_id && ['OPEN', 'COUNTING'].includes(task.state)).length;
          return [{ warehouse_id, device_id, kind, heard_at, pieces: has, lines: has }];
        }
        const has = (matching('fulfilment', { warehouse_id }) as unknown as readonly Row<'fulfilment'>[]).filter((work) => work.dealt_to === device_id && ['OPEN', 'PICKING'].includes(work.state));
        return [{ warehouse_id, device_id, kind, heard_at, pieces: has.length, lines: has.reduce((sum, work) => sum + linesOf(work), 0) }];
      })),
      freeWork: (warehouse, kind, limit) => ask(() => {
        if (kind === 'count_task') return (matching('count_task', { warehouse_id: warehouse }) as unknown as readonly Row<'count_task'>[]).filter((task) => task.dealt_to === null && ['OPEN', 'COUNTING'].includes(task.state)).slice(0, limit).map((task) => ({ id: task.task_id, lines: 1 }));
        return (matching('fulfilment', { warehouse_id: warehouse }) as unknown as readonly Row<'fulfilment'>[])
          .filter((work) => work.dealt_to === null && ['OPEN', 'PICKING'].includes(work.state) && rowsOf('sales_order').get(work.order_id)?.row['state'] !== 'ON_HOLD')
          .slice(0, limit).map((work) => ({ id: work.fulfilment_id, lines: linesOf(work) }));
      }),
      unbegunWork: (warehouse, kind, device, limit) => ask(() => {
        const open = { warehouse_id: warehouse, dealt_to: device, state: 'OPEN' };
        const ids = kind === 'count_task' ? (matching('count_task', open) as unknown as readonly Row<'count_task'>[]).map((task) => task.task_id) : (matching('fulfilment', open) as unknown as readonly Row<'fulfilment'>[]).map((work) => work.fulfilment_id);
        return ids.toReversed().slice(0, limit);
      }),
      setting: (key) => ask(() => rowsOf('setting').get(key)?.row['value']),
      // People sign in by badge alone here.
      personKeys: () => ask(() => new Map()),
      // The office looks for what is late by itself here.
      overdue: () => ask(() => []),
      countBins: (warehouse, since) => ask(() => {
        const tasks = matching('count_task', { warehouse_id: warehouse }) as unknown as readonly Row<'count_task'>[];
        const places = (matching('location', { warehouse_id: warehouse, pickable: true }) as unknown as readonly Row<'location'>[]);
        const stock = (matching('position', { warehouse_id: warehouse }) as unknown as readonly Row<'position'>[]).filter((row) => row.quantity > 0);
        return {
          opened: tasks.filter((task) => task.opened_at >= since && ['ABC', 'PERIODIC', 'EMPTY_LOCATION'].includes(task.trigger)).length,
          bins: places.map((place): Bin => {
            const here = tasks.filter((task) => task.location_id === place.location_id);
            const counted = here.flatMap((task) => (task.item_id === '' && task.closed_at !== null ? [task.closed_at] : []));
            return {
              locationId: place.location_id, zone: place.zone, sequence: place.sequence, isOpen: here.some((task) => task.state === 'OPEN' || task.state === 'COUNTING'), countedOn: counted.length === 0 ? undefined : dayOf(Math.max(...counted)),
              classes: [...new Set(stock.filter((row) => row.location_id === place.location_id).flatMap((row) => (rowsOf('item').get(row.item_id)?.row['abc_class'] as string | undefined) ?? []))],
            };
          }),
        };
      }),
      openWorkOf: (warehouse, item) => ask(() => {
        const tasks = matching('pick_task', { warehouse_id: warehouse, item_id: item, open: true }) as unknown as readonly Row<'pick_task'>[];
        const work = new Map(tasks.map(({ order_id, fulfilment_id }) => [joinValues([order_id, fulfilment_id]), { order_id, fulfilment_id }]));
        return [...work.keys()].toSorted().map((key) => work.get(key)!);
      }),
      ordersWaitingFor: (items) => ask(() => waitingFor(items)),
      openItemsOf: (orders) => ask(() => {
        const found = new Map<string, string[]>();
        for (const { row } of rowsOf('sales_order_line').values()) {
          const line = row as unknown as Row<'sales_order_line'>;
          if (!orders.includes(line.order_id) || line.quantity - line.cancelled - line.allocated <= 0) continue;
          const known = found.get(line.order_id) ?? [];
          if (!known.includes(line.item_id)) found.set(line.order_id, [...known, line.item_id]);
        }
        return found;
      }),
    };
  }

  const linesOf = (work: Row<'fulfilment'>): number => matching('pick_task', { warehouse_id: work.warehouse_id, fulfilment_id: work.fulfilment_id }).filter((task) => task['open'] === true).length;

  function load(reads: readonly Read[], slice: Slice): void {
    const seen = new Set<string>();
    for (const { table, where } of reads) {
      const name = `${table}:${Object.keys(where).join()}:${joinValues(Object.values(where))}`;
      if (seen.has(name)) continue;
      seen.add(name);
      slice.load(table, matching(table, where) as never);
    }
  }

  function waitingFor(items: readonly string[]): readonly WaitingOrder[] {
    const orders = new Map<string, { readonly order: Row<'sales_order'>; readonly item: string }>();
    for (const { row } of rowsOf('sales_order_line').values()) {
      const line = row as unknown as Row<'sales_order_line'>;
      const order = rowsOf('sales_order').get(line.order_id)?.row as Row<'sales_order'> | undefined;
      if (line.backordered && items.includes(line.item_id) && order && !orders.has(line.order_id)) orders.set(line.order_id, { order, item: line.item_id });
    }
    return [...orders.values()].toSorted((a, b) => b.order.priority - a.order.priority || a.order.ordered_at - b.order.ordered_at || (a.order.order_id < b.order.order_id ? -1 : 1)).map(({ order, item }) => ({ order_id: order.order_id, ship_from: order.ship_from, item_id: item }));
  }

  function commit(tx: Transaction): void {
    if (tx.xid === undefined) return;
    const xid = tx.xid;
    const rows = new Map<TableName, AnyRow[]>();
    const write = (table: TableName, key: string, row: AnyRow) => {
      rowsOf(table).set(key, { row, xid });
      const known = rows.get(table);
      if (known) known.push(row);
      else rows.set(table, [row]);
    };
    for (const [table, changed] of tx.rows) for (const [key, row] of changed) write(table, key, plain(row));
    for (const movement of tx.movements) write('movement', keyOf('movement', movement), movement);
    for (const [key, { position, delta }] of sumOf(tx.movements)) if (delta !== 0) write('position', key, { ...position, quantity: ((rowsOf('position').get(key)?.row['quantity'] as number | undefined) ?? 0) + delta });
    for (const entry of tx.entries) {
      state.log.set(entry.command_id, entry);
      if (entry.sequence > 0) state.bySequence.set(joinValues([entry.device_id, entry.sequence]), entry);
    }
    for (const [device, chain] of tx.chains) state.chains.set(device, chain);
    for (const entry of tx.taken) state.queue.delete(entry);
    for (const row of tx.decided) if (!state.decided.has(row.parked_id)) state.decided.set(row.parked_id, row);
    for (const contact of tx.contacts) state.contacts.set(contact.device_id, contact);
    for (const { policy, warehouse, subject, cause, dueAt = 0, since = 0 } of tx.queued) {
      const known = [...state.queue.values()].some((each) => each.policy === policy && each.warehouse === warehouse && each.subject === subject && each.cause === cause);
      if (!known) state.queue.set(state.nextEntry, { policy, warehouse, subject, cause, dueAt, since, entry: state.nextEntry });
      state.nextEntry += known ? 0 : 1;
    }
    commits++;
    options.committed({ number: commits, since: tx.since, entries: tx.entries, rows, movements: tx.movements });
  }

  const store: Store = {
    async inScope(scope, work) {
      for (let attempt = 1; ; attempt++) {
        const tx = new Transaction(scope);
        open.add(tx);
        try {
          const result = await work(begin(tx));
          await options.tick(scope);
          tx.assertAlive();
          const breaks = options.breaks(scope);
          if (breaks === 'before') throw new StoreError('08006', 'the connection to the database was lost');
          commit(tx);
          if (breaks === 'after') throw new StoreError('08006', 'the connection to the database was lost');
          return result;
        } catch (error) {
          if ((error as StoreError).code !== '40P01' || attempt >= 5) throw error;
        } finally {
          release(tx);
        }
      }
    },
  };

  return {
    ...store,
    epoch: async () => `memory.${state.restores}`,
    pull: async (request, send) => {
      const lines = [...window(request)];
      for (const line of lines) await send(line);
    },
    async write(table, rows) {
      const xid = state.nextXid++;
      for (const row of rows) rowsOf(table).set(keyOf(table, row), { row: plain(row), xid });
      commits++;
      options.committed({ number: commits, since: commits - 1, entries: [], rows: new Map([[table, rows]]), movements: [] });
    },
    async remove(table, row) {
      const xid = state.nextXid++;
      const found = rowsOf(table).get(keyOf(table, row));
      if (!found) return;
      rowsOf(table).delete(keyOf(table, row));
      state.tombstones.push({ table, row: found.row, xid });
    },
    rows: async (table, warehouse, device) => [...rowsOf(table).values()].map(({ row }) => row).filter((row) => isVisible(table, row, warehouse, device)),
    log: async () => [...state.log.values()],
    queued: async (now) => [...state.queue.values()].filter(({ dueAt = 0 }) => dueAt <= now).length,
    backUp: async () => {
      const copy = copyOf(state);
      return async () => {
        for (const tx of open) tx.dead = true;
        const { restores } = state;
        state = copyOf(copy);
        state.restores = restores + 1;
      };
    },
    cutAll() {
      for (const tx of open) tx.dead = true;
    },
    close: async () => {},
  };

  function* window({ cursor, device, warehouse, epoch, movementsFrom, now }: PullRequest): Iterable<PullLine> {
    const active = [...open].flatMap((tx) => (tx.xid === undefined ? [] : [tx.xid])).toSorted((a, b) => a - b);
    const snapshot = `${active[0] ?? state.nextXid}:${state.nextXid}:${active.join()}`;
    const since = /^\d+:\d+:[\d,]*$/.test(cursor) && Number(cursor.split(':')[1]) <= state.nextXid ? cursor : undefined;
    const isNew = since === undefined ? () => true : newTo(since);
    yield { begin: { epoch, full: since === undefined } };
    let count = 0;
    for (const table of tableNames) {
      const rows = [...rowsOf(table).values()].filter(({ row, xid }) => isNew(xid) && isVisible(table, row, warehouse, device) && (since !== undefined || table !== 'movement' || (row['effective_at'] as number) >= movementsFrom)).map(({ row }) => row);
      const columns = Object.keys(definitionOf(table).columns);
      for (let i = 0; i < rows.length; i += ROWS_PER_LINE) {
        const part = rows.slice(i, i + ROWS_PER_LINE);
        count += part.length;
        yield { table, columns, rows: part.map((row) => columns.map((column) => row[column] as Json)) };
      }
    }
    for (const { table, row, xid } of since === undefined ? [] : state.tombstones) {
      if (!isNew(xid) || !isVisible(table, row, warehouse, device) || rowsOf(table).has(keyOf(table, row))) continue;
      count += 1;
      yield { gone: table, rows: [row] };
    }
    options.sent({ cursor, device, warehouse, epoch, movementsFrom, now }, snapshot, (table) => [...rowsOf(table).values()].map(({ row }) => row).filter((row) => isVisible(table, row, warehouse, device)));
    yield { end: { cursor: snapshot, now, rows: count } };
  }
}

/** Few, so that a window comes in several pieces that can be cut off in between. */
const ROWS_PER_LINE = 40;

/** Whether a transaction is new to who holds this cursor. */
function newTo(cursor: string): (xid: number) => boolean {
  const [xmin, xmax, active] = cursor.split(':') as [string, string, string];
  const unseen = new Set(active === '' ? [] : active.split(',').map(Number));
  return (xid) => xid >= Number(xmin) && (xid >= Number(xmax) || unseen.has(xid));
}

/** Row level security: the company's rows for all, a warehouse's for its devices, outcomes for the device that asked. */
function isVisible(table: TableName, row: AnyRow, warehouse: string, device: string): boolean {
  const { scope } = definitionOf(table);
  if (scope === 'warehouse') return warehouse === '*' || row['warehouse_id'] === warehouse;
  return scope === 'company' || device === '*' || row['device_id'] === device;
}

function sumOf(movements: readonly Row<'movement'>[]) {
  const sums = new Map<string, { readonly position: AnyRow; delta: number }>();
  for (const movement of movements) {
    for (const { position, delta } of positionChanges(movement)) {
      const key = keyOf('position', position as AnyRow);
      const known = sums.get(key);
      if (known) known.delta += delta;
      else sums.set(key, { position: position as AnyRow, delta });
    }
  }
  return sums;
}

/** As a database gives a row back: of its own making, with documents that are no longer the caller's. */
const plain = (row: AnyRow): AnyRow => JSON.parse(JSON.stringify(row)) as AnyRow;
const stored = (entry: LogEntry): LogEntry => ({ ...entry, rejection: JSON.parse(JSON.stringify(entry.rejection)) as Json });

const emptyState = (): State => ({
  tables: new Map(tableNames.map((table) => [table, new Map<string, Stamped>()])), log: new Map(), bySequence: new Map(), chains: new Map(), decided: new Map(), contacts: new Map(), queue: new Map(), tombstones: [], nextXid: 1, nextEntry: 1, restores: 0,
});
const copyOf = (state: State): State => ({
  ...state,
  tables: new Map([...state.tables].map(([table, rows]) => [table, new Map(rows)])),
  log: new Map(state.log), bySequence: new Map(state.bySequence), chains: new Map(state.chains), decided: new Map(state.decided), contacts: new Map(state.contacts), queue: new Map(state.queue), tombstones: [...state.tombstones],
});
