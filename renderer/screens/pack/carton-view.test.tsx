import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { cartonTypes, suggestCartons, type Goods } from '#domain/packing/order-cartons.ts';
import { CartonView } from './carton-view.tsx';
import type { Cartons } from './use-cartons.ts';

const types = cartonTypes([{ id: 'M', name: 'Carton M', size: [390, 300, 220], max_weight_g: 15_000 }]);
const goods: readonly Goods[] = [
  { itemId: 'CUP', units: 2, size: [90, 90, 100], weight: 300 }, { itemId: 'BOOK', units: 1, size: [380, 290, 20], weight: 900 },
  { itemId: 'TABLE', units: 1, size: [1200, 600, 700], weight: 9000 }, { itemId: 'NEW', units: 1, size: null, weight: 0 },
];
const chosen: Cartons = { state: 'chosen', suggestion: suggestCartons(types, goods) };
const names: Readonly<Record<string, string>> = { CUP: 'Egg cup', BOOK: 'Atlas', TABLE: 'Side table', NEW: 'New thing' };
const show = (cartons: Cartons, seen: Readonly<Record<string, number>> = {}, lastItem?: string) =>
  render(<CartonView cartons={cartons} scanned={(itemId) => seen[itemId] ?? 0} lastItem={lastItem} nameOf={(itemId) => names[itemId] ?? itemId} />);
const drawn = (kind: string): number => document.querySelectorAll(kind).length;

describe('the suggested carton', () => {
  it('names itself and shows only where the first unit goes', () => {
    show(chosen);
    expect(screen.getByText(/Carton M/).textContent).toBe('Carton M, 1 of 1');
    expect(screen.getByRole('figure', { name: 'Carton M: 0 of 3 units in' })).toBeTruthy();
    expect([drawn('.carton-unit'), drawn('.carton-next'), drawn('.carton-last')]).toEqual([1, 1, 0]);
    expect(screen.getByText(/^Next:/).textContent).toMatch(/(Egg cup|Atlas), bottom/);
  });
  it('fills up unit by unit: solid, the last one marked, the next one outlined', () => {
    const { unmount } = show(chosen, { BOOK: 1, CUP: 1 }, 'CUP');
    expect(screen.getByRole('figure', { name: 'Carton M: 2 of 3 units in' })).toBeTruthy();
    expect([drawn('.carton-unit'), drawn('.carton-next'), drawn('.carton-last')]).toEqual([3, 1, 1]);
    expect(screen.getByText(/^This one:/)).toBeTruthy();
    unmount();
    show(chosen, { BOOK: 1, CUP: 2 }, 'CUP');
    expect([drawn('.carton-unit'), drawn('.carton-next')]).toEqual([3, 0]);
    expect(screen.getByText('Everything has its place.')).toBeTruthy();
  });
  it('says what ships as it is and what nobody measured', () => {
    show(chosen);
    expect(screen.getByText('Side table fits no carton: it ships as it is.')).toBeTruthy();
    expect(screen.getByText(/New thing has no measures yet/)).toBeTruthy();
  });
  it('shows no picture without carton sizes, and says so', () => {
    show({ state: 'none' });
    expect(screen.getByText(/No carton sizes are set up/)).toBeTruthy();
    expect(drawn('svg')).toBe(0);
  });
});
