import { describe, expect, it } from 'vitest';
import { announce, smallCompany } from '#test/support/small-company.ts';
import type { Options, World } from '#test/support/world.ts';
import { discrepanciesOf } from './discrepancies.ts';
import { RECEIPT_SAMPLING } from './sampling.ts';

const receive = (world: World, itemId: string, quantity: number, more: object = {}, options: Options = {}) => world.submit('delivery.receive', { deliveryId: 'D1', itemId, quantity, locationId: 'DOCK', ...more }, options);
const refuse = (world: World, itemId: string, quantity: number) => world.submit('delivery.refuse', { deliveryId: 'D1', itemId, quantity, reason: 'DAMAGED', note: 'soaked' });
const line = (world: World, itemId: string) => world.all('delivery_line').find((each) => each.item_id === itemId)!;
const held = (world: World, hold: string, condition = 'N') => world.quantity('DOCK', 'CUP', { hold, condition });
function sampling(value: object[], lines: Record<string, number> = { CUP: 20 }): World {
  const world = smallCompany();
  announce(world, 'D1', lines);
  world.seed('setting', { key: RECEIPT_SAMPLING, value: value as never });
  return world;
}
const waiting = (world: World) => world.openExceptions().filter((row) => row.kind === 'SAMPLE_WAITS');
const inspect = (world: World, accepted: number, rejected: number) =>
  world.submit('delivery.settle_sample', { exceptionId: waiting(world)[0]!.exception_id, deliveryId: 'D1', itemId: 'CUP', locationId: 'DOCK', accepted, rejected, reason: 'CRACKED' }, { person: 'ivy' });

describe('goods that are looked at as they come', () => {
  it('REC-12 sets aside what the supplier and item ask for, scan by scan, in one work item of the inspector', () => {
    const world = sampling([{ supplierId: 'SUP', first: 2, every: 5 }]);
    for (let n = 0; n < 4; n++) receive(world, 'CUP', 1);
    expect([held(world, ''), held(world, 'SAMPLE')]).toEqual([2, 2]);
    receive(world, 'CUP', 12, {}, { device: 'D2' });
    expect([held(world, ''), held(world, 'SAMPLE')]).toEqual([13, 3]);
    expect(waiting(world)).toMatchObject([{ rule: 'REC-12', owner_role: 'inspector', item_id: 'CUP', quantity: 3, location_id: 'DOCK' }]);
  });

  it('REC-12 looks at nothing of another supplier, of what is damaged, and of a surplus, which is held anyway', () => {
    const world = sampling([{ supplierId: 'OTHER', percent: 100 }]);
    receive(world, 'CUP', 5);
    world.seed('setting', { key: RECEIPT_SAMPLING, value: [{ percent: 100 }] });
    receive(world, 'CUP', 5, { condition: 'D' });
    receive(world, 'CUP', 12);
    expect([held(world, ''), held(world, '', 'D'), held(world, 'SAMPLE'), held(world, 'SURPLUS')]).toEqual([5, 5, 10, 2]);
  });

  it('REC-12 an inspector frees the good ones, and the others are held for the supplier and in the claim', () => {
    const world = sampling([{ first: 4 }]);
    receive(world, 'CUP', 20);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect(inspect(world, 1, 0).verdict).toBe('applied');
    expect(waiting(world)).toMatchObject([{ quantity: 3 }]);
    expect(inspect(world, 1, 2).verdict).toBe('applied');
    expect([held(world, ''), held(world, 'SAMPLE'), held(world, 'CLAIM', 'D'), line(world, 'CUP').damaged]).toEqual([18, 0, 2, 2]);
    expect(world.openExceptions()).toMatchObject([{ kind: 'DELIVERY_DIFFERS', book: [{ item: 'CUP', damaged: 2, codes: ['D'] }] }]);
    expect(world.movements.filter((row) => row.type === 'delivery.settle_sample' && row.to_hold === 'CLAIM').map((row) => [row.quantity, row.reason])).toEqual([[2, 'CRACKED']]);
  });

  it('REC-12 takes back what was set aside with the receipt that it came with', () => {
    const world = sampling([{ first: 2 }]);
    receive(world, 'CUP', 3);
    expect(world.submit('delivery.take_back', { deliveryId: 'D1', itemId: 'CUP', quantity: 2, locationId: 'DOCK' })).toMatchObject({ verdict: 'applied' });
    expect([held(world, ''), held(world, 'SAMPLE'), waiting(world)[0]!.quantity]).toEqual([0, 1, 1]);
    expect(world.submit('delivery.take_back', { deliveryId: 'D1', itemId: 'CUP', quantity: 1, locationId: 'DOCK' }).verdict).toBe('applied');
    expect([held(world, 'SAMPLE'), world.openExceptions()]).toEqual([0, []]);
  });
});

describe('a pallet that was announced with what is on it', () => {
  it('RCV-7 knows how much of it has come with its label, also when that is taken back', () => {
    const world = sampling([], { CUP: 10, LID: 4 });
    const onPallet = (line_no: number, item_id: string, quantity: number) => ({ warehouse_id: 'W1', delivery_id: 'D1', sscc: '350', line_no, item_id, lot: '', expires_on: null, quantity, received: 0 });
    world.seed('delivery_pallet', onPallet(1, 'CUP', 6), onPallet(2, 'LID', 4), onPallet(3, 'CUP', 4));
    const received = () => world.all('delivery_pallet').map((row) => row.received);
    receive(world, 'CUP', 6, { sscc: '350' });
    receive(world, 'LID', 4, { sscc: '350' });
    receive(world, 'CUP', 4, { sscc: '350' });
    expect([received(), line(world, 'CUP').received]).toEqual([[6, 4, 4], 10]);
    world.apply('delivery.take_back', { deliveryId: 'D1', itemId: 'LID', quantity: 4, locationId: 'DOCK', sscc: '350' });
    expect(received()).toEqual([6, 0, 4]);
    expect(receive(world, 'CUP', 1, { sscc: '350' }).rule).toBe('REC-6');
  });
});

describe('goods that are sent away at the door', () => {
  it('REC-13 REC-14 REC-15 stand on the delivery with their reason, and nowhere in the stock', () => {
    const world = sampling([], { CUP: 10, LID: 4 });
    receive(world, 'CUP', 7);
    expect(refuse(world, 'CUP', 3).verdict).toBe('applied');
    expect(refuse(world, 'MILK', 2).verdict).toBe('applied');
    expect([line(world, 'CUP'), line(world, 'MILK')].map((row) => [row.expected, row.received, row.refused, discrepanciesOf(row)])).toEqual([[10, 7, 3, ['R']], [0, 0, 2, ['W', 'R']]]);
    expect(world.quantity('DOCK', 'CUP')).toBe(7);
    expect(line(world, 'CUP').told).toMatchObject([{ what: 'refused', quantity: 3, reason: 'DAMAGED', note: 'soaked', by: 'ann' }]);
    refuse(world, 'LID', 1);
    world.apply('delivery.refuse', { deliveryId: 'D1', itemId: 'LID', quantity: 1, reason: 'DAMAGED', back: true });
    expect(line(world, 'LID')).toMatchObject({ refused: 0, told: [] });
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect(world.openExceptions()).toMatchObject([{ rule: 'REC-5', quantity: 3, book: [{ item: 'CUP', codes: ['R'], refused: 3 }, { item: 'LID', codes: ['A'] }, { item: 'MILK', codes: ['W', 'R'] }] }]);
  });

  it('REC-5 tells a claim that waits what was found since, and closes it where nothing differs any more', () => {
    const world = sampling([]);
    receive(world, 'CUP', 18);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    receive(world, 'CUP', 1);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect(world.openExceptions().filter((row) => row.kind === 'DELIVERY_DIFFERS')).toMatchObject([{ book: [{ received: 19, codes: ['P'] }] }]);
    receive(world, 'CUP', 1);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect(world.openExceptions().filter((row) => row.kind === 'DELIVERY_DIFFERS')).toEqual([]);
  });
});
