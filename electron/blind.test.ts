// Blind by construction: whatever a window holds of a count, it is never what the books have.
import { expect, it } from 'vitest';
import { definitionOf } from '#domain/tables.ts';
import { hiddenColumns, workingTables } from './contract.ts';

/** Numbers of a count that tell nothing about the books: times, and how often it was counted. */
const harmless = ['effective_at', 'submitted_at', 'decided_at', 'restated_at', 'window_from', 'window_to', 'live_to', 'next_moved_at', 'round', 'needed'];

it('LED-26 no figure of an adjustment reaches a window', () => {
  const numbers = Object.entries(definitionOf('adjustment').columns).filter(([, type]) => type.startsWith('int')).map(([column]) => column);
  expect(numbers.filter((column) => !harmless.includes(column)).toSorted()).toEqual([...hiddenColumns.adjustment!].toSorted());
});

it('LED-26 neither positions, movements nor what has passed are part of the working set', () => {
  for (const table of ['position', 'movement', 'tolerance_use']) expect(workingTables).not.toContain(table);
});
