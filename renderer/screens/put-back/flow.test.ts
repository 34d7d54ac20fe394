import { describe, expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { placesOf, puttingBack, take } from './flow.ts';

const row = (more: Partial<Row<'put_back'>>): Row<'put_back'> => ({
  warehouse_id: 'W1', put_back_id: 'P1', location_id: 'TOTE-1', item_id: 'CUP', lot: '', serial: '', quantity: 3, done: 1, to_location: 'A1', reason: 'SURPLUS', order_id: 'O1', fulfilment_id: 'F1', task_id: 'T1',
  state: 'OPEN', open: true, created_at: 5, closed_at: null, closed_by: null, ...more,
});
const scanned = (itemId: string, units = 1, serial = '') => ({ itemId, units, lot: '', serial });

describe('putting back', () => {
  it('WRK-6 goes tote by tote, longest waiting first', () => {
    expect(placesOf([row({}), row({ put_back_id: 'P2', location_id: 'TOTE-2', created_at: 1 }), row({ put_back_id: 'P3', item_id: 'LID' })]).map(({ placeId, units }) => [placeId, units])).toEqual([['TOTE-2', 2], ['TOTE-1', 4]]);
  });

  it('WRK-6 takes no more in hand than is to leave the tote, and a serial number by itself', () => {
    let hand = take(undefined, [row({})], scanned('CUP'));
    hand = take(hand, [row({})], scanned('CUP'));
    hand = take(hand, [row({})], scanned('CUP'));
    expect(hand).toMatchObject({ units: 2 });
    expect(take(hand, [row({})], scanned('LID'))).toBeUndefined();
    expect(take(hand, [row({})], scanned('CUP', 1, 'S1'))).toMatchObject({ units: 1, serial: 'S1' });
    expect(puttingBack(hand!, 'A3').payload).toMatchObject({ itemId: 'CUP', quantity: 2, fromLocation: 'TOTE-1', toLocation: 'A3' });
  });
});
