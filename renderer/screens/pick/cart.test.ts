// The places of a cart and what may stand in them.
import { beforeEach, describe, expect, it } from 'vitest';
import { keepCart, keptCart, nextSlot, placing, problemWith, slotOf, withTote } from './cart.ts';

describe('a cart', () => {
  beforeEach(() => localStorage.clear());

  it('places the orders in turn, those that were begun with their tote', () => {
    const slots = placing(['F1', 'F2', 'F3'], [{ fulfilment_id: 'F2', tote: 'TOTE-2' }, { fulfilment_id: 'F1', tote: '' }]);
    expect(slots.map(({ place, tote }) => [place, tote])).toEqual([[1, ''], [2, 'TOTE-2'], [3, '']]);
    const next = withTote(slots, 'F1', 'TOTE-1');
    expect([nextSlot(slots)?.fulfilmentId, nextSlot(next)?.fulfilmentId, slotOf(next, 'F1')?.tote]).toEqual(['F1', 'F3', 'TOTE-1']);
  });

  it('takes no tote twice and none of another order', () => {
    const slots = placing(['F1', 'F2'], [{ fulfilment_id: 'F2', tote: 'TOTE-2' }]);
    expect(problemWith(slots, 'TOTE-2', 'F1', 'F2')).toBe('stands in place 2 already');
    expect(problemWith(slots, 'TOTE-3', 'F1', 'F9')).toBe('belongs to another order');
    expect([problemWith(slots, 'TOTE-3', 'F1', null), problemWith(slots, 'TOTE-3', 'F1', 'F1')]).toEqual([undefined, undefined]);
  });

  it('is there again after the window was closed, and what is no cart is none', () => {
    const slots = placing(['F1'], []);
    keepCart(slots);
    expect(keptCart()).toEqual(slots);
    localStorage.setItem('restow.pick.cart', '[{"place":"1"},3,null]');
    expect(keptCart()).toEqual([]);
    localStorage.setItem('restow.pick.cart', '{');
    expect(keptCart()).toEqual([]);
  });
});
