import { expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import { viewOf } from './adjustments.ts';
import { OFFLINE_LIMIT } from './approving/limits.ts';
import { needsServer } from './decide.ts';

const about = { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CUP' };
function proposed(delta: number) {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 10);
  world.apply('adjustment.submit', { ...about, delta, reason: 'DAMAGED', note: 'dropped' }, { person: 'ann' });
  const row = () => world.rows.get('adjustment', 'W1', 'ADJ')!;
  return { world, row, approve: (person = 'sue') => world.submit('adjustment.approve', { ...about, view: viewOf(row()) }, { person }) };
}

it.each([[-3, 7], [4, 14]])('LED-15 a change of %i is valued, waits, and is posted once by another person', (delta, left) => {
  const { world, row, approve } = proposed(delta);
  expect(row()).toMatchObject({ state: 'PENDING', delta, book: 10, value: delta * 20_000, author: 'ann', reason: 'DAMAGED', note: 'dropped', source: 'manual' });
  expect(world.quantity('A1', 'CUP')).toBe(10);
  expect(approve().verdict).toBe('applied');
  expect([world.quantity('A1', 'CUP'), row().state, row().approver]).toEqual([left, 'POSTED', 'sue']);
  expect(world.movements.at(-1)).toMatchObject({ type: 'adjustment.manual', reason: 'DAMAGED', document_id: 'ADJ' });
  expect(approve('sam')).toMatchObject({ verdict: 'refused', rule: 'APP-2' });
});

it('LED-14 a posted change is taken back against the same account', () => {
  const { world, approve } = proposed(-3);
  approve();
  world.apply('adjustment.reverse', about, { person: 'sam' });
  expect(world.quantity('A1', 'CUP')).toBe(10);
  expect(world.movements.slice(-2).map((each) => [each.from_location, each.to_location])).toEqual([['A1', '~adjustment'], ['~adjustment', 'A1']]);
});

it('LED-15 a rejected change is over, and asks nobody to count', () => {
  const { world, row } = proposed(-3);
  world.apply('adjustment.reject', about, { person: 'sue' });
  expect([row().state, world.quantity('A1', 'CUP'), world.all('count_task')]).toEqual(['REJECTED', 10, []]);
});

it('SUS-4 a posting into a bin with suspense of a lot closes its exception, although the approval names no lot', () => {
  const world = smallCompany();
  world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 2, fromLocation: 'A1', toLocation: 'A2' });
  const milk = { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'MILK' };
  world.apply('adjustment.submit', { ...milk, lot: 'L1', delta: 2, reason: 'FOUND' });
  world.apply('adjustment.approve', { ...milk, view: viewOf(world.rows.get('adjustment', 'W1', 'ADJ')!) }, { person: 'sue' });
  expect(world.openExceptions()).toEqual([]);
});

it('CMD-8 an approval above the limit is for the server alone', () => {
  const { world, row } = proposed(-3);
  const command = world.command('adjustment.approve', { ...about, view: viewOf(row()) }, { person: 'sue' });
  expect(needsServer(command, world.sliceFor(command))).toBe(false);
  world.seed('setting', { key: OFFLINE_LIMIT, value: 59_999 });
  expect(needsServer(command, world.sliceFor(command))).toBe(true);
  world.seed('setting', { key: OFFLINE_LIMIT, value: 60_000 });
  expect(needsServer(command, world.sliceFor(command))).toBe(false);
});

it('SER-1 a unit that was found is known by its number, so that bringing it once more is told', () => {
  const world = smallCompany();
  const found = { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CAM' };
  world.apply('adjustment.submit', { ...found, serial: 'S3', delta: 1, reason: 'FOUND', note: 'behind the shelf' }, { person: 'ann' });
  world.apply('adjustment.approve', { ...found, view: viewOf(world.rows.get('adjustment', 'W1', 'ADJ')!) }, { person: 'sue' });
  expect(world.submit('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CAM', serial: 'S3', quantity: 1 }] })).toMatchObject({ verdict: 'flagged', rule: 'SER-1' });
});

it('SER-1 a serial number that stands somewhere and is proposed as found is told, and one that is missing from its place is not', () => {
  const world = smallCompany();
  world.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S3', locationId: 'A1' }, { person: 'system' });
  const found = (adjustmentId: string, locationId: string) => world.submit('adjustment.submit', { adjustmentId, locationId, itemId: 'CAM', serial: 'S3', delta: 1, reason: 'FOUND', note: 'behind the shelf' }, { person: 'ann' });
  expect(found('ADJ', 'A2')).toMatchObject({ verdict: 'flagged', rule: 'SER-1', rejection: { book: { serial: 'S3', location: 'A1' } } });
  expect(world.rows.get('adjustment', 'W1', 'ADJ')).toMatchObject({ state: 'PENDING', delta: 1 });
  expect(found('ADJ2', 'A1')).toMatchObject({ verdict: 'flagged', rule: 'SER-1', rejection: { book: { serial: 'S3', location: 'A1' } } });
  world.apply('adjustment.submit', { adjustmentId: 'LOST', locationId: 'A1', itemId: 'CAM', serial: 'S3', delta: -1, reason: 'MISSING', note: 'not there' }, { person: 'ann' });
  world.apply('adjustment.approve', { adjustmentId: 'LOST', locationId: 'A1', itemId: 'CAM', serial: 'S3', view: viewOf(world.rows.get('adjustment', 'W1', 'LOST')!) }, { person: 'sue' });
  expect(found('ADJ3', 'A1')).toMatchObject({ verdict: 'applied', rule: '' });
});

it('SER-1 a proposal that is posted at once is told of once', () => {
  const world = smallCompany();
  world.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S3', locationId: 'A1' }, { person: 'system' });
  world.seed('code', { kind: 'adjustment_reason', code: 'FOUND_NOW', label: 'Found', attributes: { direction: 'up', auto: 100_000_000, autoDay: 100_000_000 } });
  expect(world.submit('adjustment.submit', { adjustmentId: 'ADJ', locationId: 'A2', itemId: 'CAM', serial: 'S3', delta: 1, reason: 'FOUND_NOW', note: 'behind the shelf' }, { person: 'ann' })).toMatchObject({ verdict: 'flagged', rule: 'SER-1' });
  expect(world.rows.get('adjustment', 'W1', 'ADJ')).toMatchObject({ state: 'POSTED' });
  expect(world.openExceptions().map((row) => row.kind)).toEqual(['SERIAL_ELSEWHERE']);
});

it('SER-1 a number that came on hand elsewhere between proposal and approval is told when it is posted', () => {
  const world = smallCompany();
  const found = { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CAM', serial: 'S3' };
  world.apply('adjustment.submit', { ...found, delta: 1, reason: 'FOUND', note: 'behind the shelf' }, { person: 'ann' });
  world.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S3', locationId: 'A2' }, { person: 'system' });
  expect(world.submit('adjustment.approve', { ...found, view: viewOf(world.rows.get('adjustment', 'W1', 'ADJ')!) }, { person: 'sue' })).toMatchObject({ verdict: 'flagged', rule: 'SER-1' });
  expect(world.openExceptions()).toMatchObject([{ kind: 'SERIAL_ELSEWHERE', item_id: 'CAM', location_id: 'A1', book: { serial: 'S3', location: 'A2' } }]);
});

it('APP-2 half of a correction is not explained by another correction', () => {
  const world = smallCompany();
  world.apply('correction.submit', { correctionId: 'ONE', reason: 'MIXED_UP', lines: [{ locationId: 'A1', itemId: 'CUP', delta: -2 }, { locationId: 'A2', itemId: 'CUP', delta: 2 }] }, { person: 'ann' });
  const half = world.all('adjustment').find((row) => row.sheet_id === 'ONE')!;
  expect(world.submit('correction.submit', { correctionId: 'TWO', reason: 'MIXED_UP', replaces: [half.adjustment_id], lines: [{ locationId: 'A1', itemId: 'CUP', delta: -2 }, { locationId: 'B1', itemId: 'CUP', delta: 2 }] }, { person: 'sue' })).toMatchObject({ verdict: 'refused', rule: 'APP-2' });
  expect(world.all('adjustment').filter((row) => row.sheet_id === 'ONE').map((row) => row.state)).toEqual(['PENDING', 'PENDING']);
});
