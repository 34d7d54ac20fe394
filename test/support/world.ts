// A small company in memory: everything the judge can be asked, without any store. Each submit goes the way of the
// product (stamp, exact text, parse, read, judge, apply) and on the way proves the laws that hold for every command.
import { isDeepStrictEqual } from 'node:util';
import type { Command, CommandType, PayloadInput, Stamp } from '#domain/commands.ts';
import { readsOf } from '#domain/decide.ts';
import type { Event } from '#domain/events.ts';
import { createSlice, isReadable, type Read, type Slice } from '#domain/slice.ts';
import { definitionOf, keyOf, tableNames, type AnyRow, type Column, type Row, type TableName } from '#domain/tables.ts';
import { parseCommand, versionOf } from '#sync/protocol/upcasts.ts';
import { judge, type Judgement } from '#sync/conflict/judge.ts';
import { guardedSlice } from '#test/support/guarded-slice.ts';
import { unsoundness } from '#test/support/sound-ledger.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 2026-03-02T08:00:00Z, a Monday. */
export const START = 1_772_438_400_000;

export type Options = Partial<Pick<Stamp, 'id' | 'person' | 'device' | 'warehouse' | 'at' | 'offset' | 'confirmed'>>;

export interface World {
  /** All rows there are. */
  readonly rows: Slice;
  readonly movements: readonly Row<'movement'>[];
  readonly now: number;
  advance(ms: number): void;
  seed<T extends TableName>(table: T, ...rows: readonly Row<T>[]): void;
  command<T extends CommandType>(type: T, payload: PayloadInput<T>, options?: Options): Command;
  submit<T extends CommandType>(type: T, payload: PayloadInput<T>, options?: Options): Judgement;
  /** Submits and expects that nothing stood against it. */
  apply<T extends CommandType>(type: T, payload: PayloadInput<T>, options?: Options): Judgement;
  send(command: Command): Judgement;
  /** The rows a command reads, alone in a slice, as a store would load them; reversed, as another store might. */
  sliceFor(command: Command, reversed?: boolean): Slice;
  all<T extends TableName>(table: T): readonly Row<T>[];
  /** Units in a place, whatever their lot and state, or only those in this state. */
  quantity(locationId: string, itemId: string, state?: Partial<Row<'position'>>): number;
  openExceptions(): readonly Row<'exception'>[];
}

export function createWorld(): World {
  const rows = createSlice();
  const keys = new Map<TableName, Map<string, AnyRow>>(tableNames.map((name) => [name, new Map<string, AnyRow>()]));
  const movements: Row<'movement'>[] = [];
  let now = START;
  let sequence = 0;

  function remember(): void {
    for (const [table, changed] of rows.takeChanges().rows) for (const row of changed) keys.get(table)!.set(keyOf(table, row), row);
  }
  const world: World = {
    rows,
    movements,
    get now() {
      return now;
    },
    advance: (ms) => void (now += ms),
    seed(table, ...seeded) {
      for (const row of seeded) rows.apply({ kind: 'became', table, row } as Event);
      remember();
    },
    command(type, payload, options = {}) {
      sequence += 1;
      now += 1000;
      const stamped = {
        id: `command-${String(sequence).padStart(4, '0')}`, type, version: versionOf(type), device: 'D1', sequence, previous: '', at: now, offset: 0, person: 'ann', warehouse: 'W1', confirmed: [], ...options, payload,
      };
      const parsed = parseCommand(JSON.stringify(stamped));
      if (!parsed.ok) throw new Error(parsed.reason);
      return parsed.command;
    },
    submit: (type, payload, options) => world.send(world.command(type, payload, options)),
    apply(type, payload, options) {
      const judgement = world.submit(type, payload, options);
      if (judgement.verdict !== 'applied') throw new Error(`${type} was ${judgement.verdict} by ${judgement.rule}: ${JSON.stringify(judgement.rejection)}`);
      return judgement;
    },
    send(command) {
      const reads = readsOf(command);
      for (const read of reads) if (!isReadable(read.table, Object.keys(read.where), read.since?.column)) throw new Error(`${command.type} reads ${read.table} by ${Object.keys(read.where).join()}: no index`);
      const judgement = judge(command, guardedSlice(world.sliceFor(command), reads, rows));
      const elsewhere = judge(command, world.sliceFor(command, true));
      if (!isDeepStrictEqual(judgement, elsewhere)) throw new Error(`${command.type} is judged differently when the rows come in another order`);
      for (const event of judgement.events) {
        if (event.kind === 'became') checkShape(event.table, event.row as AnyRow);
        else movements.push(event.movement);
        if (event.kind === 'moved') checkShape('movement', event.movement);
        rows.apply(event);
      }
      remember();
      const wrong = unsoundness(world.all('position'), movements, world.all('exception'));
      if (wrong.length > 0) throw new Error(`after ${command.type}: ${wrong.join('; ')}`);
      return judgement;
    },
    sliceFor(command, reversed = false) {
      const slice = createSlice();
      const reads = readsOf(command);
      for (const read of reversed ? reads.toReversed() : reads) load(slice, rows, read, reversed);
      return slice;
    },
    all: <T extends TableName>(table: T) => [...keys.get(table)!.values()] as unknown as readonly Row<T>[],
    quantity: (locationId, itemId, state = {}) =>
      rows.list('position', { item_id: itemId, location_id: locationId, ...state }).reduce((sum, row) => sum + row.quantity, 0),
    openExceptions: () => world.all('exception').filter((row) => row.state === 'OPEN'),
  };
  return world;
}

function load<T extends TableName>(slice: Slice, from: Slice, { table, where, since }: Read & { table: T }, reversed: boolean): void {
  const found = from.list(table, where as Partial<Row<T>>, since);
  slice.load(table, reversed ? found.toReversed() : found);
}

/** A row must fit its table: every column, of its type, and nothing else. */
function checkShape(table: TableName, row: AnyRow): void {
  const { columns } = definitionOf(table);
  const wrong = Object.entries(columns).find(([name, column]) => !fits(column, row[name])) ?? Object.entries(row).find(([name]) => !(name in columns));
  if (wrong) throw new Error(`${table}.${wrong[0]} cannot be ${JSON.stringify(row[wrong[0]])}`);
}
function fits(column: Column, value: unknown): boolean {
  if (column.endsWith('?') && value === null) return true;
  const type = column.replace('?', '');
  if (type === 'int') return Number.isSafeInteger(value);
  if (type === 'json') return value !== undefined;
  return typeof value === (type === 'text' ? 'string' : 'boolean');
}
