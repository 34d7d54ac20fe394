// What an approver is told before a difference is posted, on changes that the real judge made.
import { describe, expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { item, place, smallCompany, stock } from '#test/support/small-company.ts';
import { HOUR, MINUTE, type World } from '#test/support/world.ts';
import { correctionFor } from './answers-approvals.ts';
import { likelyCauses, type Situation } from './likely-causes.ts';

/** Counts what is there of an item in a bin and hands it in. */
function count(world: World, locationId: string, itemId: string, counted: number): void {
  const taskId = `T-${locationId}-${itemId}-${world.now}`;
  world.apply('count.open', { taskId, locationId, trigger: 'SPOT' });
  world.apply('count.record', { taskId, locationId, itemId, quantity: counted, firstLook: world.now - MINUTE, lastLook: world.now });
  world.apply('count.submit', { taskId, locationId });
}
const pendingOf = (world: World) => world.all('adjustment').filter((row) => row.state === 'PENDING');
const at = (locationId: string) => (move: Row<'movement'>) => [move.from_location, move.to_location].some((side) => side === locationId || side === `~suspense:${locationId}`);

function causesOf(world: World, locationId: string, itemId: string, more: Partial<Situation> = {}) {
  const adjustment = pendingOf(world).find((row) => row.location_id === locationId && row.item_id === itemId)!;
  const movementsAt = (wanted: string, where: string) => world.movements.filter((move) => move.item_id === wanted && at(where)(move)).toSorted((a, b) => b.effective_at - a.effective_at);
  const group = (id: string) => world.rows.get('item', id)?.look_alike_group ?? '';
  return likelyCauses({
    adjustment, pending: pendingOf(world), history: movementsAt(itemId, locationId), positions: world.all('position').filter((row) => row.item_id === itemId),
    place: (id) => world.rows.get('location', 'W1', id), isAlike: (other) => group(other) !== '' && group(other) === group(itemId), packs: [], movementsAt, ...more,
  });
}
const company = (): World => {
  const world = smallCompany();
  world.seed('item', item('RED', { look_alike_group: 'mug' }), item('PINK', { look_alike_group: 'mug' }));
  stock(world, 'A1', 'RED', 10);
  stock(world, 'A2', 'PINK', 10);
  world.advance(HOUR);
  return world;
};

describe('likely causes', () => {
  it('a look-alike next to it differs the other way, with the pick that may have taken the wrong one', () => {
    const world = company();
    world.apply('stock.move', { itemId: 'PINK', quantity: 2, fromLocation: 'A2', toLocation: 'TOTE-1' });
    world.advance(HOUR);
    count(world, 'A1', 'RED', 8);
    count(world, 'A2', 'PINK', 10);
    const [first] = causesOf(world, 'A1', 'RED');
    expect(first).toMatchObject({ kind: 'swapped', itemId: 'PINK', locationId: 'A2', units: 2, near: true });
    expect(first!.adjustmentId).toBe(pendingOf(world).find((row) => row.item_id === 'PINK')!.adjustment_id);
    expect(first!.movements.map((move) => [move.type, move.quantity])).toEqual([['stock.move', 2]]);
  });

  it('says nothing of a look-alike far away that differs by another number', () => {
    const world = company();
    world.seed('location', { ...place('W1', 'Z9', 9), aisle: 9 });
    stock(world, 'Z9', 'PINK', 5);
    world.advance(HOUR);
    count(world, 'A1', 'RED', 8);
    count(world, 'Z9', 'PINK', 10);
    expect(causesOf(world, 'A1', 'RED')).toEqual([]);
    expect(causesOf(world, 'A1', 'RED', { place: () => place('W1', 'X', 1) }).map(({ kind }) => kind)).toEqual(['swapped']);
  });

  it('the same item too many in another bin', () => {
    const world = company();
    stock(world, 'A3', 'RED', 4);
    world.advance(HOUR);
    count(world, 'A1', 'RED', 9);
    count(world, 'A3', 'RED', 5);
    expect(causesOf(world, 'A1', 'RED')[0]).toMatchObject({ kind: 'other_bin', locationId: 'A3', units: 1 });
    expect(causesOf(world, 'A3', 'RED')[0]).toMatchObject({ kind: 'other_bin', locationId: 'A1', units: -1 });
  });

  it('work from before the count that reached the books after it', () => {
    const world = company();
    const before = world.now;
    world.advance(HOUR);
    count(world, 'A1', 'RED', 7);
    expect(causesOf(world, 'A1', 'RED')).toEqual([]);
    world.apply('stock.move', { itemId: 'RED', quantity: 2, fromLocation: 'A1', toLocation: 'A3' }, { at: before, device: 'D2' });
    const [late] = causesOf(world, 'A1', 'RED');
    expect(late).toMatchObject({ kind: 'late', units: -2, locationId: 'A1' });
    expect(late!.movements.map((move) => move.quantity)).toEqual([2]);
    expect(pendingOf(world)).toMatchObject([{ was_delta: -3, delta: -1 }]);
  });

  it('work after the count is nothing that explains it', () => {
    const world = company();
    count(world, 'A1', 'RED', 7);
    world.advance(HOUR);
    world.apply('stock.move', { itemId: 'RED', quantity: 3, fromLocation: 'A1', toLocation: 'A3' });
    expect(causesOf(world, 'A1', 'RED')).toEqual([]);
  });

  it('a movement between the look and the handing in', () => {
    const world = company();
    world.apply('count.open', { taskId: 'T', locationId: 'A1', trigger: 'SPOT' });
    world.apply('count.record', { taskId: 'T', locationId: 'A1', itemId: 'RED', quantity: 7, firstLook: world.now, lastLook: world.now });
    world.apply('stock.move', { itemId: 'RED', quantity: 1, fromLocation: 'A1', toLocation: 'A3' });
    world.apply('count.submit', { taskId: 'T', locationId: 'A1' });
    expect(causesOf(world, 'A1', 'RED')[0]).toMatchObject({ kind: 'while_counting', units: -1 });
  });

  it('missing here, and taken elsewhere from a bin that had none in the books', () => {
    const world = company();
    world.submit('stock.move', { itemId: 'RED', quantity: 2, fromLocation: 'A3', toLocation: 'TOTE-1' });
    world.advance(HOUR);
    count(world, 'A1', 'RED', 8);
    expect(causesOf(world, 'A1', 'RED')[0]).toMatchObject({ kind: 'taken_elsewhere', locationId: 'A3', units: -2, near: true });
  });

  it('too many here, while the books have some at the dock', () => {
    const world = company();
    stock(world, 'DOCK', 'RED', 6);
    world.advance(HOUR);
    count(world, 'A1', 'RED', 16);
    expect(causesOf(world, 'A1', 'RED')[0]).toMatchObject({ kind: 'not_put_away', locationId: 'DOCK', units: 6 });
  });

  it('pieces that were booked for packs, or packs for pieces', () => {
    const world = company();
    world.apply('stock.move', { itemId: 'RED', quantity: 2, fromLocation: 'A1', toLocation: 'A3' });
    world.advance(HOUR);
    count(world, 'A3', 'RED', 12);
    expect(causesOf(world, 'A3', 'RED', { packs: [1, 6] })[0]).toMatchObject({ kind: 'unit_slip', units: 2, locationId: 'A3' });
    expect(causesOf(world, 'A3', 'RED', { packs: [1, 5] })[0]).toMatchObject({ kind: 'recent' });
  });

  it('a correction is offered where a cause accounts for all of the difference, and balances', () => {
    const world = company();
    count(world, 'A1', 'RED', 8);
    count(world, 'A2', 'PINK', 12);
    stock(world, 'DOCK', 'RED', 6);
    const pending = pendingOf(world);
    const red = pending.find((row) => row.item_id === 'RED')!;
    const cause = causesOf(world, 'A1', 'RED')[0]!;
    const correction = correctionFor(red, cause, pending)!;
    expect(correction).toMatchObject({ reason: 'MISTAKEN_ITEM', replaces: pending.map((row) => row.adjustment_id) });
    expect(correction.lines.map((line) => [line.locationId, line.itemId, line.delta])).toEqual([['A1', 'RED', -2], ['A2', 'PINK', 2]]);
    expect(correctionFor({ ...red, delta: -3 }, cause, pending)).toBeNull();
    const docked = { ...cause, kind: 'not_put_away' as const, units: 6, locationId: 'DOCK', adjustmentId: null };
    expect(correctionFor({ ...red, delta: 4 }, docked, pending)!.lines.map((line) => [line.locationId, line.delta])).toEqual([['A1', 4], ['DOCK', -4]]);
    expect(correctionFor({ ...red, delta: 7 }, docked, pending)).toBeNull();
  });

  it('last of all what happened at the bin, the movement of the size in question first', () => {
    const world = company();
    for (const quantity of [1, 2, 1]) world.apply('stock.move', { itemId: 'RED', quantity, fromLocation: 'A1', toLocation: 'A3' });
    world.advance(HOUR);
    count(world, 'A1', 'RED', 4);
    const causes = causesOf(world, 'A1', 'RED');
    expect(causes.map(({ kind }) => kind)).toEqual(['recent']);
    expect(causes[0]!.movements.map((move) => move.quantity)).toEqual([2, 1, 1]);
  });
});
