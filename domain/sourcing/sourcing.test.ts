import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '#domain/days.ts';
import { allocate, lot, smallCompany, stock, tasksOf } from '#test/support/small-company.ts';
import { readSourcing, safetyOf, serving } from './policy.ts';
import { freeIn, nothingIn, promiseOf, type Supply } from './promise.ts';
import { sourceOrder } from './source.ts';

const supply = (warehouse: string, more: Partial<Supply> = {}): Supply => ({ ...nothingIn(warehouse, 'CUP'), ...more });
const warehouses = [{ warehouse_id: 'LEEDS', country: 'GB' }, { warehouse_id: 'BREMEN', country: 'DE' }];
const web = { channel_id: 'WEB', ship_from: 'LEEDS' };

describe('which warehouse ships', () => {
  const { policy } = readSourcing({ channels: { WEB: { warehouses: ['LEEDS', 'BREMEN'], choose: 'nearest', split: 'allowed' } }, distance: { LEEDS: { IE: 1 } }, safety: [{ units: 1 }, { item: 'CUP', units: 3 }, { item: 'CUP', warehouse: 'BREMEN', units: 5 }] });
  const lines = [{ lineNo: 1, itemId: 'CUP', quantity: 2 }, { lineNo: 2, itemId: 'LID', quantity: 1 }];
  const free = (stock: Record<string, number>) => (warehouse: string, itemId: string) => stock[`${warehouse} ${itemId}`] ?? 0;

  it('is the nearest to the customer, or the first of the list, or the channel\'s own', () => {
    expect(serving(policy, web, warehouses, 'DE').order).toEqual(['BREMEN', 'LEEDS']);
    expect(serving(policy, web, warehouses, 'IE').order).toEqual(['LEEDS', 'BREMEN']);
    expect(serving(policy, web, warehouses, '').order).toEqual(['LEEDS', 'BREMEN']);
    expect(serving(readSourcing(undefined).policy, web, warehouses, 'DE')).toEqual({ order: ['LEEDS'], because: 'the warehouse of WEB' });
  });

  it('takes the first that has all of it, and says what the others lack', () => {
    expect(sourceOrder(lines, ['LEEDS', 'BREMEN'], 'nearest to GB', false, free({ 'LEEDS CUP': 2, 'LEEDS LID': 1 }))).toEqual([{ warehouse: 'LEEDS', lineNos: [1, 2], because: 'nearest to GB, has all of it' }]);
    expect(sourceOrder(lines, ['LEEDS', 'BREMEN'], 'nearest to GB', false, free({ 'LEEDS CUP': 2, 'BREMEN CUP': 2, 'BREMEN LID': 1 }))).toEqual([{ warehouse: 'BREMEN', lineNos: [1, 2], because: 'has all of it; LEEDS has 1 of 2 lines' }]);
    // Two lines of one item do not both count the same units.
    expect(sourceOrder([lines[0]!, { lineNo: 2, itemId: 'CUP', quantity: 2 }], ['LEEDS', 'BREMEN'], 'x', false, free({ 'LEEDS CUP': 3, 'BREMEN CUP': 4 }))[0]!.warehouse).toBe('BREMEN');
  });

  it('ships in parts only where that is allowed, each line whole, and otherwise waits at the first choice', () => {
    const stock = free({ 'LEEDS CUP': 2, 'BREMEN LID': 1 });
    expect(sourceOrder(lines, ['LEEDS', 'BREMEN'], 'first of its list', false, stock)).toEqual([{ warehouse: 'LEEDS', lineNos: [1, 2], because: 'first of its list; no warehouse has all of it now (1 of 2 lines here), waits for stock' }]);
    expect(sourceOrder(lines, ['LEEDS', 'BREMEN'], 'first of its list', true, stock).map((part) => [part.warehouse, part.lineNos])).toEqual([['LEEDS', [1]], ['BREMEN', [2]]]);
    const three = [...lines, { lineNo: 3, itemId: 'JUG', quantity: 1 }];
    const parts = sourceOrder(three, ['LEEDS', 'BREMEN'], 'x', true, stock);
    expect(parts.flatMap((part) => part.lineNos).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(parts[0]).toMatchObject({ warehouse: 'LEEDS', lineNos: [1, 3], because: expect.stringContaining('wait here for stock') as string });
  });

  it('keeps the narrowest safety stock that fits; a setting nobody can read counts as none and says why', () => {
    expect([safetyOf(policy, 'BREMEN', 'CUP'), safetyOf(policy, 'LEEDS', 'CUP'), safetyOf(policy, 'LEEDS', 'LID')]).toEqual([5, 3, 1]);
    expect(readSourcing({ chanels: {} })).toMatchObject({ policy: { channels: {} }, problem: expect.stringContaining('chanels') as string });
  });
});

it('every line is in exactly one part, and no part is given more than its warehouse has, whatever there is', () => {
  const item = fc.constantFrom('CUP', 'LID', 'JUG');
  fc.assert(fc.property(fc.array(fc.record({ itemId: item, quantity: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }), fc.boolean(), (wanted, stock, split) => {
    const lines = wanted.map((line, index) => ({ ...line, lineNo: index + 1 }));
    const places = ['A', 'B', 'C'];
    const has = (warehouse: string, itemId: string): number => stock[places.indexOf(warehouse) * 3 + ['CUP', 'LID', 'JUG'].indexOf(itemId)]!;
    const parts = sourceOrder(lines, places, 'x', split, has);
    expect(parts.flatMap((part) => part.lineNos).toSorted((a, b) => a - b)).toEqual(lines.map((line) => line.lineNo));
    expect(new Set(parts.map((part) => part.warehouse)).size).toBe(parts.length);
    if (!split) expect(parts).toHaveLength(1);
    for (const part of parts.filter((each) => !each.because.includes('wait'))) {
      for (const itemId of ['CUP', 'LID', 'JUG']) expect(lines.filter((line) => part.lineNos.includes(line.lineNo) && line.itemId === itemId).reduce((sum, line) => sum + line.quantity, 0)).toBeLessThanOrEqual(has(part.warehouse, itemId));
    }
  }));
});

it('goods that keep too short are not promised to a channel that wants them fresh', () => {
  const world = smallCompany();
  stock(world, 'A1', 'MILK', 5, { lot: 'SOON' });
  stock(world, 'A2', 'MILK', 5, { lot: 'LONG' });
  lot(world, 'MILK', 'SOON', dayOf(world.now + 10 * 86_400_000));
  lot(world, 'MILK', 'LONG', dayOf(world.now + 90 * 86_400_000));
  world.seed('setting', { key: 'sourcing', value: { channels: { fresh: { minimumDays: 30 } } } });
  for (const [orderId, channelId] of [['O1', 'fresh'], ['O2', 'web']] as const) {
    world.apply('order.take_in', { orderId, channelId, channelNumber: orderId, shipFrom: 'W1', orderedAt: 1, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'MILK', quantity: 2, unitPrice: 1 }] }, { person: 'system' });
    allocate(world, orderId);
  }
  expect(['O1', 'O2'].map((orderId) => tasksOf(world, orderId).map((task) => task.lot))).toEqual([['LONG'], ['SOON']]);
});

describe('what can be promised', () => {
  it('is what is sellable less what is promised, what waits and the safety stock, and never below zero', () => {
    expect(freeIn(supply('LEEDS', { sellable: 20, promised: 4, waiting: 3 }), 5)).toBe(8);
    expect(freeIn(supply('LEEDS', { sellable: 2, waiting: 3 }), 0)).toBe(0);
    const { warehouses: [leeds] } = promiseOf('CUP', 'WEB', 1, [supply('LEEDS', { sellable: 20, promised: 4, waiting: 3, kept: 2, doubtful: 1 })], ['LEEDS'], () => 5, 0);
    expect(leeds!.steps.reduce((sum, step) => sum + (step.units ?? 0), 0)).toBe(leeds!.now);
    expect(leeds!.steps.filter((step) => step.units === null)).toHaveLength(2);
  });

  it('says when more can be promised, after who waits has been served', () => {
    const supplies = [supply('LEEDS', { sellable: 1, waiting: 4, arrivals: [{ at: 200, quantity: 10, document: 'PO-2' }, { at: 100, quantity: 2, document: 'PO-1' }] }), supply('BREMEN', { sellable: 2 })];
    const promise = promiseOf('CUP', 'WEB', 6, supplies, ['LEEDS', 'BREMEN'], () => 0, 50);
    expect(promise).toMatchObject({ now: 2, asked: { quantity: 6, at: 200, words: 'with PO-2, for LEEDS' } });
    expect(promise.warehouses[0]!.later).toEqual([{ at: 200, total: 9, document: 'PO-2' }]);
    expect(promiseOf('CUP', 'WEB', 12, supplies, ['LEEDS', 'BREMEN'], () => 0, 50).asked.at).toBeNull();
    expect(promiseOf('CUP', 'WEB', 2, supplies, ['LEEDS', 'BREMEN'], () => 0, 50).asked).toMatchObject({ at: 50, words: 'now, all of it from BREMEN' });
  });
});
