import { expect, it } from 'vitest';
import { place } from '#test/support/small-company.ts';
import { statuses, statusOf, type Status } from './status.ts';
import type { Row } from './tables.ts';

const position = (more: Partial<Row<'position'>>): Row<'position'> => ({ warehouse_id: 'W1', item_id: 'CUP', location_id: 'A1', lot: '', serial: '', condition: 'N', hold: '', owner: '', quantity: 1, ...more });
const bin = place('W1', 'A1', 1);
const dock = place('W1', 'DOCK', 0, false);

it.each<[Status, Partial<Row<'position'>>, Row<'location'> | undefined]>([
  ['available', {}, bin],
  ['at_dock', {}, dock],
  ['picked', {}, undefined],
  ['suspense', { location_id: '~suspense:A1', quantity: -1 }, undefined],
  ['in_transit', { location_id: '~transit:out:T1' }, undefined],
  ['foreign', { owner: 'client' }, bin],
  ['returned_pending_inspection', { hold: 'INSPECTION', condition: 'U' }, dock],
  ['quarantined', { hold: 'QUARANTINE' }, bin],
  ['quarantined', { hold: 'RECALL', condition: 'D' }, bin],
  ['damaged', { condition: 'D' }, bin],
  ['damaged', { condition: 'F', hold: 'CLAIM' }, bin],
  ['held', { hold: 'COUNT_HOLD' }, bin],
  ['held', { hold: 'SURPLUS' }, dock],
  ['second_channel', { condition: 'B' }, bin],
  ['non_sellable', { condition: 'X' }, bin],
])('LED-9 it is %s: %j', (status, row, where) => {
  expect(statusOf(position(row), where)).toBe(status);
});

it('LED-9 only what is available is sold and promised', () => {
  for (const [name, { onHand, sellable, allocatable }] of Object.entries(statuses)) {
    expect([name, sellable, allocatable]).toEqual([name, name === 'available', name === 'available']);
    expect([name, onHand]).toEqual([name, name !== 'in_transit']);
  }
});
