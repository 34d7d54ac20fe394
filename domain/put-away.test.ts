// Where goods are best put, and why.
import { describe, expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';
import { putAwayPolicy, suggestPlaces, zoneFor, type PutAwayTask } from './put-away.ts';
import type { Row } from './tables.ts';

const place = (locationId: string, sequence: number, more: Partial<Row<'location'>> = {}): Row<'location'> => ({ warehouse_id: 'W1', location_id: locationId, zone: 'SHELF', kind: 'bin', aisle: 1, bay: sequence, level: 1, sequence, pickable: true, ...more });
const item = (more: Partial<Row<'item'>> = {}): Row<'item'> => ({ ...smallCompany().rows.get('item', 'CUP')!, abc_class: 'B', oversize: false, serial_control: false, length_mm: 100, width_mm: 100, height_mm: 100, ...more });
const shelves = [place('STAGE', 0, { kind: 'stage', pickable: false, zone: 'STAGE' }), place('DOCK', 0, { kind: 'dock', pickable: false }), place('A-4', 1, { level: 4 }), place('A-1', 2), place('B-1', 3), place('X-1', 4, { zone: 'OVERSIZE' })];
const NOW = 1_772_438_400_000;
const task = (more: Partial<PutAwayTask> = {}): PutAwayTask => ({ item: item(), units: 1, lot: '', places: shelves, used: new Map(), here: new Map(), awaited: 0, faces: [], overrides: [], policy: { zones: [], litres: {} }, now: NOW, ...more });
const found = (more: Partial<PutAwayTask> = {}) => suggestPlaces(task(more)).map(({ locationId, why }) => `${locationId} ${why}`);
const override = (suggested: string, reason: string, at = NOW - 1000): Row<'put_away_override'> => ({ warehouse_id: 'W1', override_id: `${suggested}${reason}${at}`, item_id: 'CUP', suggested, taken: 'B-1', reason, person_id: 'ann', at });

describe('where to put it', () => {
  it('with its like, then the nearest empty bins; never back to the dock', () => {
    expect(found({ here: new Map([['B-1', 3], ['DOCK', 5]]), used: new Map([['B-1', { units: 3, room: 3e6 }]]) })).toEqual(['B-1 same_item', 'A-4 empty', 'A-1 empty']);
  });

  it('what orders wait for goes to staging first, and says how much', () => {
    const [first, second] = suggestPlaces(task({ awaited: 5, units: 3 }));
    expect([first, second?.locationId]).toEqual([{ locationId: 'STAGE', why: 'awaited', awaited: 3 }, 'A-4']);
  });

  it('into a pick face that is low, and to reserve once it has enough', () => {
    const faces = [{ warehouse_id: 'W1', item_id: 'CUP', location_id: 'B-1', minimum: 4, maximum: 10 }];
    const places = [...shelves, place('R-1', 0, { kind: 'reserve', pickable: false }), place('R-2', 0, { kind: 'reserve', pickable: false })];
    const at = (units: number, room = new Map<string, number>()) => found({ faces, places, here: new Map([['B-1', units], ...room]), used: new Map([['B-1', { units, room: 0 }], ['R-1', { units: 5, room: 0 }]]) });
    expect(at(3).slice(0, 2)).toEqual(['B-1 pick_face', 'R-2 reserve']);
    expect(at(8).slice(0, 2)).toEqual(['R-2 reserve', 'B-1 same_item']);
    expect(at(8, new Map([['R-1', 5]]))[0]).toBe('R-1 reserve');
  });

  it('what sells often lies within reach', () => {
    expect(found({ item: item({ abc_class: 'A' }) })).toEqual(['A-1 sells_often', 'B-1 sells_often', 'X-1 sells_often']);
  });

  it('in the zone of the first rule that fits', () => {
    const policy = putAwayPolicy({ zones: [{ zone: 'OVERSIZE', oversize: true }, { zone: 'SHELF' }], litres: {} });
    expect(found({ policy, item: item({ oversize: true }) })).toEqual(['X-1 zone', 'A-4 empty', 'A-1 empty']);
    expect(found({ policy })[0]).toBe('A-4 zone');
    const rules = putAwayPolicy({ zones: [{ zone: 'DEAR', costFrom: 1_000_000 }, { zone: 'TOYS', categories: ['toy'] }, { zone: 'NUMBERED', serial: true }] });
    expect([item({ standard_cost: 2_000_000 }), item({ category: 'toy' }), item({ serial_control: true }), item({ category: 'home', standard_cost: 1 })].map((each) => zoneFor(rules, each))).toEqual(['DEAR', 'TOYS', 'NUMBERED', undefined]);
  });

  it('leaves out bins without room for it, those of unknown size never', () => {
    const policy = putAwayPolicy({ litres: { SHELF: 10 } });
    const used = new Map([['A-1', { units: 8, room: 8e6 }]]);
    expect(found({ policy, used, here: new Map([['A-1', 8]]), units: 2 })[0]).toBe('A-1 same_item');
    expect(found({ policy, used, here: new Map([['A-1', 8]]), units: 3 })).toEqual(['A-4 empty', 'B-1 empty', 'X-1 empty']);
    expect(found({ policy, used, here: new Map([['A-1', 8]]), units: 99, item: item({ height_mm: 0 }) })[0]).toBe('A-1 same_item');
  });

  it('sends nobody to a bin that was found full today', () => {
    expect(found({ overrides: [override('A-4', 'FULL')] })[0]).toBe('A-1 empty');
    expect(found({ overrides: [override('A-4', 'ON_THE_WAY'), override('A-4', 'FULL', NOW - 13 * 3_600_000)] })[0]).toBe('A-4 empty');
  });

  it('reads a setting that somebody got wrong as far as it is right', () => {
    expect(putAwayPolicy('nonsense')).toEqual({ zones: [], litres: {} });
    expect(putAwayPolicy({ zones: [{ zone: 'A' }, 7, { name: 'B' }], litres: { A: 5, B: 'much', C: -1 } })).toEqual({ zones: [{ zone: 'A' }], litres: { A: 5 } });
  });
});

it('PUT-2 keeps why it was put elsewhere, once', () => {
  const world = smallCompany();
  const why = { overrideId: 'OV-1', itemId: 'CUP', suggested: 'A1', taken: 'A2', reason: 'FULL' };
  world.apply('put_away.explain', why);
  expect(world.submit('put_away.explain', { ...why, reason: 'BLOCKED' })).toMatchObject({ verdict: 'merged', rule: 'PUT-2' });
  expect(world.all('put_away_override')).toEqual([expect.objectContaining({ suggested: 'A1', taken: 'A2', reason: 'FULL', person_id: 'ann' })]);
});
