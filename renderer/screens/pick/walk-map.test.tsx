import { render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { RouteAnswer } from '#electron/contract.ts';
import { WalkHead, WalkMap } from './walk-map.tsx';
import { walkWords } from './walk-words.ts';

const place = (taskId: string, locationId: string, aisle: number, y: number, side: 'left' | 'right' = 'left') => ({ taskId, locationId, side, at: { x: aisle * 3000, y } });
const route: RouteAnswer = {
  method: 'exact', why: '', length: 83_600, stops: ['B', 'C', 'D'], walk: [{ x: 0, y: 5000 }, { x: 0, y: 20_000 }, { x: 6000, y: 20_000 }, { x: 6000, y: 0 }, { x: 3000, y: 0 }],
  map: {
    aisles: ['A', 'B', 'C'].map((name, i) => ({ name, x: i * 3000 })), aislePitch: 3000, crossAisles: [0, 20_000], here: { x: 0, y: 5000 }, end: { x: 3000, y: 0 },
    places: [place('A', 'A-03-1', 0, 5000), place('B', 'A-15-1', 0, 15_000), place('C', 'C-08-1', 2, 9000, 'right'), place('D', 'C-08-3', 2, 9000, 'right')],
  },
};
const draw = (given: Partial<RouteAnswer> = {}, at: string | undefined = 'B') => render(<WalkMap route={{ ...route, ...given }} map={route.map!} at={at} />);
const marks = () => [...document.querySelectorAll('.walk-map > .walk-stop')].map((mark) => [mark.getAttribute('class')!.replace(/.*walk-stop-/, ''), mark.textContent]);

describe('the map of the walk', () => {
  it('numbers the bins in the order of the walk, marks the next and ticks what is done', () => {
    draw();
    expect(marks()).toEqual([['done', '✓'], ['open', '2'], ['next', '1']]);
    expect([...document.querySelectorAll('.walk-aisle')].map((aisle) => aisle.textContent)).toEqual(['A', 'B', 'C']);
    expect(document.querySelector('.walk-aisle-next')?.textContent).toBe('A');
  });
  it('can be heard: stops left, the next bin, the way', () => {
    draw();
    expect(screen.getByRole('figure').getAttribute('aria-label')).toBe('Map of the aisles: 3 stops left, next A-15-1, 84 m to walk');
  });
  it('draws the walk inside the picture, the front at the bottom', () => {
    draw();
    const points = document.querySelector('.walk-line')!.getAttribute('points')!.split(' ').map((point) => point.split(',').map(Number));
    expect(points).toHaveLength(route.walk.length);
    for (const [x, y] of points) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(600);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(252);
    }
    expect(points.at(-1)![1]).toBeGreaterThan(points[1]![1]!);
  });
  it('of a finished order only leads home', () => {
    draw({ stops: [] }, '');
    expect(marks().map(([kind]) => kind)).toEqual(['done', 'done', 'done']);
    expect(screen.getByRole('figure').getAttribute('aria-label')).toContain('0 stops left');
  });
});

describe('the words of the walk', () => {
  it('tell the metres and how good it is', () => {
    expect(walkWords(route)).toBe('84 m left · shortest walk');
    expect(walkWords({ method: 'near exact', length: 400 })).toBe('0 m left · nearly the shortest walk');
    expect(walkWords({ method: 'location sequence', length: null })).toBe('by location number');
  });
  it('say why, and offer the map only where there is one', () => {
    const toggle = vi.fn();
    const { unmount } = render(<WalkHead route={{ ...route, method: 'location sequence', length: null, why: 'In order of location: this warehouse has no map.' }} isOpen />);
    expect(screen.getByText(/this warehouse has no map/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    unmount();
    render(<WalkHead route={route} isOpen={false} onToggle={toggle} />);
    screen.getByRole('button', { name: /Map/ }).click();
    expect(toggle).toHaveBeenCalledOnce();
  });
});
