import { act, render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ActionContext, createActionStack } from '#renderer/ui/action-stack.ts';
import { stories } from '#sync/core/rehearsal/stories.ts';
import { Stage } from './stage.tsx';

function open(id: string) {
  const stack = createActionStack();
  const onBack = vi.fn();
  render(<ActionContext value={stack}><Stage story={stories.find((story) => story.id === id)!} onBack={onBack} /></ActionContext>);
  const press = (...keys: readonly string[]) => {
    for (const key of keys) act(() => stack.find(key)!.run());
  };
  const believed = (label: string): readonly string[] => within(screen.getByRole('row', { name: new RegExp(`^${label}`) })).getAllByRole('cell').map((cell) => cell.textContent ?? '');
  return { press, believed, onBack, can: (key: string) => stack.find(key) !== undefined };
}

describe('a story on its stage', () => {
  it('REH-4 shows step by step what each side believes, what the ERP makes of it, and the ledger in the end', () => {
    const { press, believed } = open('last-from-one-bin');
    expect(believed('Mugs in A1')).toEqual(['1 was 5', '5', '5']);
    press('ArrowDown');
    expect(believed('Mugs in A1')).toEqual(['1', '2 was 5', '5']);
    press('ArrowDown', 'ArrowDown');
    expect(believed('Mugs in A1')).toEqual(['− 2 was 1', '− 2 was 2', '− 2 was 1']);
    expect(screen.getByText('SUS-1')).toBeTruthy();
    press('ArrowDown');
    expect(within(screen.getByRole('region', { name: 'The ledger' })).getAllByRole('listitem').map((line) => line.textContent)).toEqual([
      '10:01Moved 4: A1 → A2Ann', '10:04Moved 1: A1 → A3Ben', '10:04Moved 2: missing from A1 → A3Ben',
    ]);
    expect(screen.getByText(/Whichever comes first, it ends the same/)).toBeTruthy();
  });

  it('REH-3 plays with other figures, says only what is still true of them, and goes back to what was told', () => {
    const { press, believed, can } = open('last-from-one-bin');
    const told = /Both moves are kept/;
    expect(screen.getAllByText(told)).toHaveLength(2);
    press('-', '-', '-');
    expect(believed('Mugs in A1')).toEqual(['4 was 5', '5', '5']);
    expect(screen.queryByText(told)).toBeNull();
    press('ArrowRight', 'R');
    expect([believed('Mugs in A1')[0], can('R')]).toEqual(['1 was 5', false]);
  });

  it('REH-4 offers the further orders where there are any', () => {
    const { press, can, onBack } = open('picked-before-counted');
    const ways = () => screen.getAllByRole('region', { name: /^Way/ }).map((way) => within(way).getAllByRole('article').map((card) => card.textContent!.slice(2, 7)).join());
    const first = ways();
    press('O');
    expect(ways()).not.toEqual(first);
    press('Escape');
    expect([can('O'), onBack.mock.calls.length]).toEqual([true, 1]);
  });
});
