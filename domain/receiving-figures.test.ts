import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresBySupplier, isLate, measureDelivery, receivingByWeek, receivingFigures, standingTimes } from './receiving-figures.ts';

const HOUR = 3_600_000;
type Moves = Parameters<typeof standingTimes>[0];
let n = 0;
const move = (at: number, type: string, quantity: number, from: string, to: string, more: object = {}): Moves[number] => ({ movement_id: String(n++), type, item_id: 'CUP', lot: '', serial: '', quantity, from_location: from, to_location: to, document_id: 'D1', effective_at: at * HOUR, ...more });
const isDock = (place: string): boolean => place.startsWith('DOCK');
const times = (...moves: Moves) => standingTimes(moves, isDock).map(({ deliveryId, units, time }) => [deliveryId, units, time === null ? null : time / HOUR]);

describe('dock to stock', () => {
  it('what came first is put away first, in parts, whatever the order it is told in', () => {
    expect(times(
      move(5, 'stock.put_away', 4, 'DOCK', 'A1'), move(0, 'delivery.receive', 3, '~supplier', 'DOCK'), move(2, 'delivery.receive', 3, '~supplier', 'DOCK', { document_id: 'D2' }), move(8, 'stock.put_away', 1, 'DOCK', 'A1'),
    )).toEqual([['D1', 3, 5], ['D2', 1, 3], ['D2', 1, 6], ['D2', 1, null]]);
  });
  it('a move to another dock is no put-away, goods taken back never were there, and other lots do not count', () => {
    expect(times(
      move(0, 'delivery.receive', 5, '~supplier', 'DOCK'), move(1, 'delivery.take_back', 1, 'DOCK', '~supplier'), move(2, 'stock.move', 4, 'DOCK', 'DOCK-2'), move(3, 'stock.put_away', 2, 'DOCK', 'A1', { lot: 'L9' }), move(4, 'stock.put_away', 3, 'DOCK-2', 'CART-1'),
    )).toEqual([['D1', 3, 4], ['D1', 1, null]]);
  });
  it('no unit is counted twice or lost', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean(), fc.integer({ min: 1, max: 9 })), { maxLength: 30 }), (told) => {
      const moves = told.map(([at, comes, units]) => (comes ? move(at, 'delivery.receive', units, '~supplier', 'DOCK') : move(at, 'stock.put_away', units, 'DOCK', 'A1')));
      const received = told.reduce((sum, [, comes, units]) => sum + (comes ? units : 0), 0);
      expect(standingTimes(moves, isDock).reduce((sum, each) => sum + each.units, 0)).toBe(received);
    }));
  });
});

const delivery = (id: string, supplier: string, arrived: number, expected: number | null, state = 'RECEIVED') => ({ warehouse_id: 'W1', delivery_id: id, supplier_id: supplier, purchase_order_id: null, state, expected_at: expected === null ? null : expected * HOUR, arrived_at: arrived * HOUR });
const line = (expected: number, received: number, damaged = 0, refused = 0) => ({ warehouse_id: 'W1', delivery_id: 'D', line_id: 'L', item_id: 'CUP', expected, received, damaged, purchase_order_line: null, refused, told: [] });
const measured = [
  measureDelivery({ delivery: delivery('D1', 'S1', 10, 8), lines: [line(5, 5), line(5, 3), line(5, 6, 1), line(0, 2)] }, [{ deliveryId: 'D1', units: 9, time: HOUR }, { deliveryId: 'D1', units: 1, time: 9 * HOUR }])!,
  measureDelivery({ delivery: delivery('D2', 'S2', 30, 30), lines: [line(5, 4, 0, 1), line(5, 0)] }, [{ deliveryId: 'D2', units: 4, time: null }])!,
  measureDelivery({ delivery: delivery('D3', 'S2', 200, null, 'CLOSED'), lines: [line(1, 1)] }, [])!,
];

it('counts each delivery once it is done, against its promise and its paper', () => {
  expect(measureDelivery({ delivery: delivery('D9', 'S1', 1, 1, 'RECEIVING'), lines: [] }, [])).toBeUndefined();
  expect(measured.map((each) => [isLate(each), each.exact, each.differs, each.storedIn])).toEqual([[true, 1, { P: 1, O: 1, D: 1, W: 1 }, 9 * HOUR], [false, 0, { R: 1, A: 1 }, null], [false, 1, {}, 0]]);
  expect(receivingFigures('', measured)).toEqual({ of: '', deliveries: 3, promised: 2, late: 1, lines: 7, exact: 2, short: 2, over: 1, damaged: 1, wrong: 1, refused: 1, p50: HOUR, p90: HOUR, standing: 4 });
  expect(figuresBySupplier(measured).map((each) => [each.of, each.deliveries, each.late])).toEqual([['S1', 1, 1], ['S2', 2, 0]]);
  expect(receivingByWeek(measured, 336 * HOUR, 2).map((each) => each.deliveries)).toEqual([2, 1]);
  expect(receivingFigures('', [])).toMatchObject({ p50: null, p90: null, deliveries: 0 });
});
