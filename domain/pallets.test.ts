import { describe, expect, it } from 'vitest';
import { isValidSscc } from './barcode.ts';
import { smallCompany, stock } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { BLOCK, handedOutOf, numbersLeft, unitNumber, UNIT_NUMBERS, UNIT_PREFIX, withBlock } from './unit-numbers.ts';

const PREFIX = '5012345';
function company(): World {
  const world = smallCompany();
  world.seed('setting', { key: UNIT_PREFIX, value: PREFIX });
  return world;
}
const draw = (world: World, device: string, left = 0) => world.submit('unit.draw_numbers', { left }, { device, person: 'ann' });
const left = (world: World, device: string) => numbersLeft(PREFIX, handedOutOf(world.rows.get('setting', UNIT_NUMBERS)?.value), device, (unit) => world.rows.get('handling_unit', 'W1', unit) !== undefined);

describe('pallets that are made here', () => {
  it('UNI-1 each station has numbers of its own, valid ones, and more before they are used up', () => {
    const world = company();
    for (const device of ['D1', 'D2', 'D1']) expect(draw(world, device).verdict).toBe('applied');
    expect(draw(world, 'D2', 60)).toMatchObject({ verdict: 'merged', rule: 'UNI-1' });
    const [one, two] = [left(world, 'D1'), left(world, 'D2')];
    expect([one.length, two.length, new Set([...one, ...two]).size]).toEqual([2 * BLOCK, BLOCK, 3 * BLOCK]);
    expect([...one, ...two].every((unit) => isValidSscc(unit) && unit.startsWith(`3${PREFIX}`))).toBe(true);
    world.apply('unit.build', { unitId: one[0]!, locationId: 'DOCK' });
    expect(left(world, 'D1')[0]).toBe(one[1]);
  });

  it('UNI-1 gives none without the company’s prefix, and none beyond what it has room for', () => {
    expect(draw(smallCompany(), 'D1').verdict).toBe('merged');
    expect(withBlock({ next: 10 ** 6 / BLOCK - 1, of: {} }, 'D1', '5012345678')).toEqual({ next: 10 ** 6 / BLOCK, of: { D1: [10 ** 6 / BLOCK - 1] } });
    expect(withBlock({ next: 10 ** 6 / BLOCK, of: {} }, 'D1', '5012345678')).toBeUndefined();
    expect(unitNumber('5012345678', 10 ** 6 - 1)).toHaveLength(18);
  });

  it('what is put on one lies there, and goes where it goes', () => {
    const world = company();
    const unitId = unitNumber(PREFIX, 7);
    stock(world, 'DOCK', 'CUP', 5);
    world.apply('unit.build', { unitId, locationId: 'DOCK' });
    world.apply('stock.put_away', { itemId: 'CUP', quantity: 4, fromLocation: 'DOCK', toLocation: unitId });
    world.apply('unit.move', { unitId, toLocation: 'A2' });
    expect([world.quantity('DOCK', 'CUP'), world.quantity(unitId, 'CUP'), world.rows.get('handling_unit', 'W1', unitId)]).toMatchObject([1, 4, { kind: 'pallet', at_location: 'A2' }]);
    world.apply('stock.move', { itemId: 'CUP', quantity: 4, fromLocation: unitId, toLocation: 'A2' });
    expect([world.quantity(unitId, 'CUP'), world.quantity('A2', 'CUP')]).toEqual([0, 4]);
  });
});
