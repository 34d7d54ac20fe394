import { describe, expect, it } from 'vitest';
import { distanceIn, placeProblem } from './layout.ts';
import { layoutKey, warehouseLayout, type LocationRow } from './warehouse-layout.ts';

const bin = (location_id: string, aisle: number, bay: number): LocationRow => ({ location_id, kind: 'bin', aisle, bay });
const door = (location_id: string, kind: string): LocationRow => ({ location_id, kind, aisle: 0, bay: 1 });
const aisle = (letter: string, number: number, bays: number): LocationRow[] => Array.from({ length: bays }, (_, i) => bin(`${letter}-${String(i + 1).padStart(2, '0')}-1`, number, i + 1));
const floor = [...aisle('A', 1, 8), ...aisle('B', 2, 8), ...aisle('S', 40, 3), door('PACK-1', 'pack'), door('PACK-2', 'pack'), door('DOCK-1', 'dock')];

describe('the map of a warehouse', () => {
  it('stands aisles side by side whatever their numbers, odd bays left, even ones across', () => {
    const { layout, placeOf, aisleNames } = warehouseLayout(floor);
    expect(layout).toMatchObject({ aisles: 3, cells: 4, middle: [] });
    expect(aisleNames).toEqual(['A', 'B', 'S']);
    expect(placeOf('A-01-1')).toEqual({ aisle: 0, side: 'left', cell: 0 });
    expect(placeOf('B-02-1')).toEqual({ aisle: 1, side: 'right', cell: 0 });
    expect(placeOf('S-03-1')).toEqual({ aisle: 2, side: 'left', cell: 1 });
    for (const row of floor) {
      const place = placeOf(row.location_id);
      if (place) expect(placeProblem(layout!, place)).toBeUndefined();
    }
  });

  it('takes measures, sides, the order of aisles, cross-aisles and doors from the setting', () => {
    const { layout, placeOf, spotOf, home, aisleNames } = warehouseLayout(floor, {
      aisle_pitch_mm: 5000, bay_pitch_mm: 1000, end_gap_mm: 2000, sides: 'one', aisles: [40, 2, 1], cross_aisles_after_bay: [4, 99],
      doors: { 'PACK-1': { aisle: 1, end: 'back' } },
    });
    expect(layout).toEqual({ aisles: 3, cells: 8, middle: [4], aislePitch: 5000, cellPitch: 1000, endGap: 2000 });
    expect(aisleNames).toEqual(['S', 'B', 'A']);
    expect(placeOf('A-08-1')).toEqual({ aisle: 2, side: 'left', cell: 7 });
    expect(home).toEqual({ aisle: 2, y: 2000 + 3 * 1000 + 4000 + 3 * 1000 + 2000 });
    // Doors the setting does not name lie at the front of the first aisle.
    expect(spotOf('DOCK-1')).toEqual({ aisle: 0, y: 0 });
    expect(distanceIn(layout!)(spotOf('A-08-1')!, home)).toBe(2000);
  });

  it('makes do with usual measures where the setting is nonsense', () => {
    const { layout } = warehouseLayout(floor, { aisle_pitch_mm: -1, bay_pitch_mm: 'wide', cross_aisles_after_bay: 'x', doors: 7, sides: [] });
    expect(layout).toEqual(warehouseLayout(floor).layout);
    expect(warehouseLayout(floor, [1, 2]).layout).toEqual(layout);
  });

  it('has no map where no location says where it stands, and no place for one that does not', () => {
    const nothing = warehouseLayout([door('PACK-1', 'pack'), bin('HEAP', 0, 0)]);
    expect(nothing.layout).toBeUndefined();
    expect(nothing.home).toEqual({ aisle: 0, y: 0 });
    const some = warehouseLayout([...floor, bin('HEAP', 0, 0)]);
    expect(some.placeOf('HEAP')).toBeUndefined();
    expect(some.spotOf('NOWHERE')).toBeUndefined();
  });

  it('begins with the lowest bay there is, odd or even', () => {
    expect(warehouseLayout([bin('K1', 1, 102), bin('K2', 1, 103)]).placeOf('K1')).toEqual({ aisle: 0, side: 'right', cell: 0 });
    expect(warehouseLayout([bin('K1', 1, 102), bin('K2', 1, 103)]).placeOf('K2')).toEqual({ aisle: 0, side: 'left', cell: 1 });
  });

  it('names aisles by number where the locations share no letters', () => {
    expect(warehouseLayout([bin('0101', 1, 1), bin('0102', 1, 2)]).aisleNames).toEqual(['1']);
    expect(layoutKey('LEEDS')).toBe('layout:LEEDS');
  });
});
