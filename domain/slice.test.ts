import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionChanges } from './positions.ts';
import { createSlice, isReadable } from './slice.ts';
import { keyOf, type AnyRow, type Row } from './tables.ts';

const task = fc.record({
  warehouse_id: fc.constantFrom('W1', 'W2'), task_id: fc.constantFrom('T1', 'T2', 'T3', 'T4'), fulfilment_id: fc.constantFrom('F1', 'F2'), order_id: fc.constant('O'), order_line: fc.constant(1),
  item_id: fc.constantFrom('CUP', 'LID'), location_id: fc.constant('A1'), lot: fc.constant(''), quantity: fc.integer({ min: 1, max: 9 }), picked: fc.constant(0), packed: fc.constant(0), short: fc.constant(0),
  state: fc.constant('OPEN'), open: fc.boolean(), tote: fc.constant(''), sequence: fc.constant(0), picked_by: fc.constant(null),
});
type Task = Row<'pick_task'>;
const step = fc.oneof(
  fc.record({ kind: fc.constant('load' as const), rows: fc.array(task, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('became' as const), row: task }),
  fc.record({ kind: fc.constant('list' as const), columns: fc.constantFrom<readonly ('warehouse_id' | 'item_id' | 'open' | 'fulfilment_id')[]>(['warehouse_id'], ['warehouse_id', 'item_id', 'open'], ['fulfilment_id', 'warehouse_id']), like: task, atLeast: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }) }),
);

describe('a slice', () => {
  it('CMD-6 answers as a plain filter over its rows would, whatever was asked and changed before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
        const slice = createSlice();
        const plain = new Map<string, Task>();
        const changed = new Map<string, Task>();
        for (const one of steps) {
          if (one.kind === 'load') {
            slice.load('pick_task', one.rows);
            for (const row of one.rows) plain.set(keyOf('pick_task', row), row);
          } else if (one.kind === 'became') {
            slice.apply({ kind: 'became', table: 'pick_task', row: one.row });
            plain.set(keyOf('pick_task', one.row), one.row);
            changed.set(keyOf('pick_task', one.row), one.row);
          } else {
            const where = Object.fromEntries(one.columns.map((column) => [column, one.like[column]])) as Partial<Task>;
            const expected = [...plain.values()].filter((row) => one.columns.every((column) => row[column] === one.like[column]) && row.quantity >= (one.atLeast ?? 0));
            const byKey = (a: Task, b: Task) => (keyOf('pick_task', a) < keyOf('pick_task', b) ? -1 : 1);
            expect(slice.list('pick_task', where, one.atLeast === undefined ? undefined : { column: 'quantity', value: one.atLeast }).toSorted(byKey)).toEqual(expected.toSorted(byKey));
            expect(slice.get('pick_task', one.like.warehouse_id, one.like.task_id)).toEqual(plain.get(keyOf('pick_task', one.like)));
          }
        }
        const expected = [...changed.keys()].map((key) => plain.get(key)!);
        expect(slice.takeChanges().rows.get('pick_task') ?? []).toEqual(expected);
        expect(slice.takeChanges().rows.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  const movement = (more: Partial<Row<'movement'>>): Row<'movement'> => ({
    warehouse_id: 'W1', movement_id: 'M1', command_id: 'C', type: 'stock.move', item_id: 'CUP', lot: '', serial: '', quantity: 3, from_location: 'A1', from_condition: 'N', from_hold: '', from_owner: '',
    to_location: 'A2', to_condition: 'D', to_hold: 'X', to_owner: '', pack_units: 1, document_id: 'D', reason: '', person_id: 'p', device_id: 'd', effective_at: 1, ...more,
  });

  it('LED-1 LED-2 a movement changes the two positions it names, and can be read by its document', () => {
    const slice = createSlice();
    slice.apply({ kind: 'moved', movement: movement({}) });
    const { rows, movements } = slice.takeChanges();
    expect(rows.get('position')!.map((row) => [row['location_id'], row['condition'], row['hold'], row['quantity']])).toEqual([['A1', 'N', '', -3], ['A2', 'D', 'X', 3]]);
    expect(movements).toHaveLength(1);
    expect(slice.list('movement', { warehouse_id: 'W1', document_id: 'D' })).toHaveLength(1);
    expect(rows.has('movement')).toBe(false);
  });

  it.each([
    ['~supplier', []], ['~customer', []], ['~scrap', []], ['~suspense:A1', ['~suspense:A1']], ['~transit:out:T', ['~transit:out:T']], ['TOTE', ['TOTE']],
  ])('LED-2 a quantity is kept at %s: %j', (from, kept) => {
    expect(positionChanges(movement({ from_location: from })).map((change) => change.position.location_id)).toEqual([...kept, 'A2']);
  });

  it('CMD-6 knows by which columns every store can be asked', () => {
    expect(isReadable('position', ['item_id', 'warehouse_id'])).toBe(true);
    expect(isReadable('position', ['location_id', 'warehouse_id'])).toBe(true);
    expect(isReadable('position', ['item_id'])).toBe(false);
    expect(isReadable('pick_task', ['warehouse_id', 'open', 'item_id'])).toBe(true);
    expect(isReadable('pick_task', ['open'])).toBe(false);
    expect(isReadable('movement', ['warehouse_id', 'item_id'])).toBe(true);
    expect(isReadable('movement', ['item_id', 'warehouse_id'], 'effective_at')).toBe(true);
    expect(isReadable('movement', ['warehouse_id'], 'effective_at')).toBe(false);
    expect(isReadable('movement', ['warehouse_id', 'document_id'], 'effective_at')).toBe(false);
    expect(isReadable('movement', [])).toBe(false);
  });

  it('CMD-5 one key stands for one row', () => {
    const row = (columns: AnyRow) => keyOf('count_line', columns);
    expect(row({ warehouse_id: 'W', task_id: 'A', line_id: 'B' })).not.toBe(row({ warehouse_id: 'W', task_id: 'AB', line_id: '' }));
  });
});
