import { describe, expect, it } from 'vitest';
import { readPullLine } from './pull-lines.ts';

const home = { device: 'D1', warehouse: 'W1' };
const hold = { warehouse_id: 'W1', hold_id: 'H', item_id: 'A', lot: '', serial: '', location_id: '', code: 'QC', note: '', state: 'ACTIVE', placed_by: 'mara', placed_at: 1, released_by: null, released_at: null };
const line = (more: object = {}) => ({ table: 'hold', columns: Object.keys({ ...hold, ...more }), rows: [Object.values({ ...hold, ...more })] });
const problem = (value: unknown): string => {
  const read = readPullLine(value, home);
  return read.ok ? '' : read.problem;
};

describe('FEED-9 a line of a pull', () => {
  it('is read in the order of the catalogue, without columns that nobody here knows', () => {
    const shuffled = { table: 'hold', columns: Object.keys({ new_column: 1, ...hold }).toReversed(), rows: [Object.values({ new_column: 1, ...hold }).toReversed()] };
    expect(readPullLine(shuffled, home)).toEqual(readPullLine(line(), home));
    expect(readPullLine(line(), home)).toMatchObject({ ok: true, line: { columns: Object.keys(hold), rows: [Object.values(hold)] } });
  });
  it('of a table that nobody here knows is passed over', () => {
    expect(readPullLine({ table: 'from_the_future', columns: ['x'], rows: [[1]] }, home)).toEqual({ ok: true, line: undefined });
    expect(readPullLine({ gone: 'from_the_future', rows: [{}] }, home)).toEqual({ ok: true, line: undefined });
  });
  it.each([
    [null, 'no object'], [[], 'no object'], ['x', 'no object'], [{}, 'neither'], [{ rows: [] }, 'neither'],
    [{ begin: { epoch: 1, full: true } }, 'begin line'], [{ begin: { epoch: 'e', full: 'yes' } }, 'begin line'], [{ begin: null }, 'begin line'],
    [{ end: { cursor: '1:1:', now: 1 } }, 'end line'], [{ end: { cursor: 1, now: 1, rows: 1 } }, 'end line'], [{ end: { cursor: '1:1:', now: 1, rows: 1.5 } }, 'end line'],
    [{ table: 'hold', columns: null, rows: [] }, 'without columns'], [{ table: 'hold', columns: ['hold_id'], rows: 'x' }, 'no list'],
    [{ table: 'hold', columns: ['hold_id'], rows: [['H']] }, 'lack the column warehouse_id'],
    [{ ...line(), rows: [[1]] }, 'as many values'], [{ ...line(), rows: [{}] }, 'as many values'],
    [line({ placed_at: 'x' }), 'hold.placed_at is "x", which is no int'], [line({ placed_at: 1.5 }), 'no int'], [line({ placed_at: 2 ** 60 }), 'no int'], [line({ placed_at: null }), 'no int'],
    [line({ code: 1 }), 'no text'], [line({ code: { $: 1 } }), 'no text'], [line({ code: null }), 'no text'],
    [line({ warehouse_id: 'W2' }), 'of the warehouse W2, not of W1'],
    [{ gone: 'hold', rows: [{ warehouse_id: 'W1' }] }, 'hold.hold_id is missing'], [{ gone: 'hold', rows: [hold, { ...hold, warehouse_id: 'W2' }] }, 'W2'], [{ gone: 'hold', rows: {} }, 'no list'], [{ gone: 'hold', rows: [null] }, 'no object'],
    [{ gone: 'outcome', rows: [{ device_id: 'D2', command_id: 'c' }] }, 'for the device D2'],
    [{ table: '__proto__', columns: [], rows: [] }, ''], [{ table: 'constructor', columns: [], rows: [] }, ''], [{ table: 1, columns: [], rows: [] }, 'no table'], [{ gone: null, rows: [] }, 'no table'],
  ])('%j: %s', (value, words) => {
    expect(problem(value)).toContain(words);
  });
});
