// The rebase by itself, held against judging everything again: commands that read and write at random what no real
// command would, so that every way in which one can depend on another is met.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { createSlice, type Read, type Slice } from '#domain/slice.ts';
import { keyOf, type AnyRow, type Row, type TableName } from '#domain/tables.ts';
import { createHistory } from './history.ts';
import { rebase, sameRow, writesOf, type Named, type Rejudged } from './rebase.ts';

type Task = Row<'pick_task'>;
const task = (n: number, more: Partial<Task> = {}): Task => ({
  warehouse_id: 'W', task_id: `T${n}`, fulfilment_id: 'F0', order_id: 'O', order_line: 1, item_id: 'I0', location_id: 'B', lot: '', quantity: 0, picked: 0, packed: 0, short: 0, state: 'OPEN', open: true, tote: '', sequence: 0, picked_by: null, ...more,
});

/** What a toy command asks for, and which tasks it writes: what they become follows from all that it found. */
interface Toy {
  readonly reads: readonly Read[];
  readonly writes: readonly { readonly n: number; readonly blind: boolean }[];
  /** Few different results, so that a changed question often has its old answer. */
  readonly modulus: number;
}
const nothing = { confirmed: [] } as unknown as Command;
const toyOf = (command: Command): Toy => (command as unknown as { toy: Toy }).toy;

function judgeToy(sequence: number, command: Command, slice: Slice): Rejudged {
  const { reads, writes, modulus } = toyOf(command);
  const found = reads.flatMap(({ table, where }) => slice.list(table, where as Partial<Row<typeof table>>)) as unknown as readonly Task[];
  // Order of loading means nothing, and a row found by two questions counts twice.
  const sum = found.reduce((total, row) => total + (row.quantity + 1) * 7 + Number(row.open) * 3 + Number(row.task_id.slice(1)), sequence) % modulus;
  const seen = new Map(found.map((row) => [row.task_id, row]));
  for (const { n, blind } of writes) {
    const known = seen.get(`T${n}`);
    if (known === undefined && !blind) continue;
    slice.apply({ kind: 'became', table: 'pick_task', row: task(n, { quantity: blind ? sequence % 3 : sum, open: sum % 2 === 0, fulfilment_id: `F${sum % 3}`, item_id: `I${sum % 2}` }) });
  }
  return { sequence, command };
}

/** A store of rows by key, with the server's versions of what pending work wrote beside them. */
function createStore() {
  const live = new Map<string, AnyRow>();
  const shadow = new Map<string, AnyRow | null>();
  const find = ({ where }: Read): readonly AnyRow[] => [...live.values()].filter((row) => Object.entries(where).every(([column, value]) => row[column] === value));
  const set = (key: string, row: AnyRow | null) => void (row === null ? live.delete(key) : live.set(key, row));
  return { live, shadow, find, set, at: (key: string) => live.get(key) ?? null, content: () => [[...live].sort(byKey), [...shadow].sort(byKey)] };
}
const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : 1);
type Store = ReturnType<typeof createStore>;

/** The oracle: everything taken back, the window applied, everything judged again on one slice. */
function redoAll(store: Store, window: readonly { readonly key: string; readonly row: AnyRow | null }[], pending: ReadonlyMap<number, Command>): void {
  for (const [key, row] of store.shadow) store.set(key, row);
  store.shadow.clear();
  for (const { key, row } of window) store.set(key, row);
  const slice = createSlice();
  slice.load('pick_task', [...store.live.values()] as unknown as Task[]);
  for (const [sequence, command] of pending) {
    const own = createSlice();
    for (const { table, where } of toyOf(command).reads) own.load(table, slice.list(table, where as Partial<Row<typeof table>>));
    judgeToy(sequence, command, own);
    for (const { key, row } of writesOf(own)) {
      slice.apply({ kind: 'became', table: 'pick_task', row: row as unknown as Task });
      if (!store.shadow.has(key)) store.shadow.set(key, store.at(key));
      store.set(key, row);
    }
  }
}

const TABLE: TableName = 'pick_task';
const read: fc.Arbitrary<Read> = fc.oneof(
  fc.nat(9).map((n): Read => ({ table: TABLE, where: { warehouse_id: 'W', task_id: `T${n}` } })),
  fc.nat(2).map((n): Read => ({ table: TABLE, where: { warehouse_id: 'W', fulfilment_id: `F${n}` } })),
  fc.tuple(fc.nat(1), fc.boolean()).map(([n, open]): Read => ({ table: TABLE, where: { warehouse_id: 'W', item_id: `I${n}`, open } })),
);
const toy: fc.Arbitrary<Toy> = fc.record({
  reads: fc.array(read, { minLength: 1, maxLength: 3 }),
  writes: fc.array(fc.record({ n: fc.nat(9), blind: fc.nat(3).map((n) => n === 0) }), { maxLength: 3 }),
  modulus: fc.constantFrom(1, 2, 3, 100),
});
const row = fc.record({ n: fc.nat(9), gone: fc.nat(5).map((n) => n === 0), quantity: fc.nat(2), open: fc.boolean(), f: fc.nat(2), i: fc.nat(1) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ submit: toy }) },
  { weight: 2, arbitrary: fc.record({ window: fc.array(row, { maxLength: 3 }), settle: fc.nat(2) }) },
);

describe('REB-8 only what a window concerns', () => {
  it('gives what judging everything again gives, and publishes exactly what changed', () => {
    const seen = { rejudged: 0, pending: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
        const [store, oracle, history] = [createStore(), createStore(), createHistory()];
        for (const one of [store, oracle]) for (let n = 0; n < 6; n++) one.set(keyOf(TABLE, task(n)), task(n, { fulfilment_id: `F${n % 3}`, open: n % 2 === 0 }));
        const pending = new Map<number, Command>();
        let sequence = 0;
        for (const each of steps) {
          if ('submit' in each) {
            sequence += 1;
            const command = { ...nothing, toy: each.submit } as unknown as Command;
            const slice = createSlice();
            for (const asked of each.submit.reads) slice.load(TABLE, store.find(asked) as never);
            judgeToy(sequence, command, slice);
            history.add(sequence, command, each.submit.reads);
            for (const { table, key, row: made } of writesOf(slice)) {
              if (!store.shadow.has(key)) store.shadow.set(key, store.at(key));
              history.wrote(sequence, history.chain(table, key) ?? history.begin(table, key, store.at(key)), made);
              store.set(key, made);
            }
            pending.set(sequence, command);
            redoAll(oracle, [], pending);
          } else {
            const settled = [...pending.keys()].slice(0, each.settle);
            for (const number of settled) pending.delete(number);
            const window = [...new Map(each.window.map(({ n, gone, quantity, open, f, i }) => [n, gone ? null : task(n, { quantity, open, fulfilment_id: `F${f}`, item_id: `I${i}` })])).entries()].map(([n, made]) => ({ key: keyOf(TABLE, task(n)), row: made as AnyRow | null }));
            const before = new Map(store.live);
            const arrivals = window.map(({ key, row: made }) => {
              const chain = history.chain(TABLE, key);
              const was = chain === undefined ? store.at(key) : chain.base;
              if (chain === undefined) store.set(key, made);
              return { table: TABLE, key, before: was, row: made };
            });
            const rebased = rebase(history, arrivals, settled, store.find, judgeToy);
            for (const { key, row: made } of rebased.rows) store.set(key, made);
            for (const { key, row: kept } of rebased.keep) store.shadow.set(key, kept);
            for (const { key } of rebased.release) store.shadow.delete(key);
            redoAll(oracle, window, pending);
            const sent = new Set(window.map(({ key }) => key));
            expect(rebased.rows.filter(({ key, row: made }) => !sent.has(key) && sameRow(TABLE, before.get(key) ?? null, made)).map(({ key }: Named) => key)).toEqual([]);
            seen.rejudged += rebased.rejudged.length;
            seen.pending += pending.size;
          }
          expect(store.content()).toEqual(oracle.content());
          expect(history.size).toBe(pending.size);
        }
      }),
      { numRuns: Number(process.env['REBASE_RUNS'] ?? 300), seed: Number(process.env['REBASE_SEED'] ?? 20_260_302) },
    );
    expect(seen.rejudged).toBeGreaterThan(1000);
    expect(seen.rejudged).toBeLessThan(seen.pending);
  });

  /** Commands 1 to 6: the odd ones read T1 and write T2, the even ones T3 and T4, and 6 reads T2 as well. */
  function sixCommands(modulus: number) {
    const [store, history] = [createStore(), createHistory()];
    for (let n = 1; n <= 4; n++) store.set(keyOf(TABLE, task(n)), task(n));
    const by = (n: number): Read => ({ table: TABLE, where: { warehouse_id: 'W', task_id: `T${n}` } });
    for (let sequence = 1; sequence <= 6; sequence++) {
      const odd = sequence % 2 === 1;
      const reads = [by(odd ? 1 : 3), by(odd ? 2 : 4), ...(sequence === 6 ? [by(2)] : [])];
      const command = { ...nothing, toy: { reads, writes: [{ n: odd ? 2 : 4, blind: false }], modulus } } as unknown as Command;
      const slice = createSlice();
      for (const read of reads) slice.load(TABLE, store.find(read) as never);
      judgeToy(sequence, command, slice);
      history.add(sequence, command, reads);
      for (const { table, key, row: made } of writesOf(slice)) {
        history.wrote(sequence, history.chain(table, key) ?? history.begin(table, key, store.at(key)), made);
        store.set(key, made);
      }
    }
    const arrive = (n: number, quantity: number) => {
      const changed = task(n, { quantity });
      const key = keyOf(TABLE, changed);
      const before = store.at(key);
      store.set(key, changed);
      return rebase(history, [{ table: TABLE, key, before, row: changed }], [], store.find, judgeToy).rejudged.map(({ sequence }) => sequence);
    };
    return { arrive };
  }

  it('judges again who read the row and whoever depends on them, and nobody else', () => {
    expect(sixCommands(1000).arrive(1, 9)).toEqual([1, 3, 5, 6]);
    expect(sixCommands(1000).arrive(3, 9)).toEqual([2, 4, 6]);
  });
  it('stops where a command comes to what it had come to before', () => {
    expect(sixCommands(1).arrive(1, 9)).toEqual([1, 3, 5]);
  });
  it('judges nobody again for a row that came as it was, or that nobody asked for', () => {
    expect(sixCommands(1000).arrive(1, 0)).toEqual([]);
    expect(sixCommands(1000).arrive(9, 5)).toEqual([]);
  });
});
