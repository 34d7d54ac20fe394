import { expect, it } from 'vitest';
import { createKeeper, type Store } from './keeper.ts';

function store(): Store & { readonly rows: Map<string, string> } {
  const rows = new Map<string, string>();
  return { rows, getItem: (key) => rows.get(key) ?? null, setItem: (key, value) => void rows.set(key, value), removeItem: (key) => void rows.delete(key), key: (index) => [...rows.keys()][index] ?? null, get length() { return rows.size; } };
}
interface State { readonly units: number }

it('goes on where somebody was, by document and person, and not with what another version kept', () => {
  const kept = store();
  createKeeper<State>(kept, 'put_away', 1).keep('DN-1', 'mara', { units: 3 });
  const again = createKeeper<State>(kept, 'put_away', 1);
  expect([again.load('DN-1', 'mara'), again.load('DN-2', 'mara'), again.load('DN-1', 'joe')]).toEqual([{ units: 3 }, undefined, undefined]);
  expect(createKeeper<State>(kept, 'put_away', 2).load('DN-1', 'mara')).toBeUndefined();
  expect(createKeeper<State>(kept, 'move', 1).load('DN-1', 'mara')).toBeUndefined();
  again.keep('DN-1', 'mara', undefined);
  expect([again.load('DN-1', 'mara'), kept.length]).toEqual([undefined, 0]);
});

it('is not stopped by what cannot be read', () => {
  const kept = store();
  const keeper = createKeeper<State>(kept, 'put_away', 1);
  keeper.keep('', 'mara', { units: 1 });
  for (const key of kept.rows.keys()) kept.rows.set(key, '{"vers');
  expect([keeper.load('', 'mara'), keeper.others('', 'joe')]).toEqual([undefined, []]);
});

it('lets somebody go on for another, who is told once', () => {
  const keeper = createKeeper<State>(store(), 'put_away', 1);
  keeper.keep('', 'mara/k', { units: 3 });
  expect(keeper.others('', 'mara/k')).toEqual([]);
  expect(keeper.others('', 'joe')).toEqual([{ person: 'mara/k', state: { units: 3 } }]);
  expect(keeper.takeOver('', 'mara/k', 'joe', '3 × Cup')).toEqual({ units: 3 });
  expect([keeper.load('', 'mara/k'), keeper.load('', 'joe'), keeper.others('', 'mara/k')]).toEqual([undefined, { units: 3 }, [{ person: 'joe', state: { units: 3 } }]]);
  expect([keeper.takenFrom('', 'mara/k'), keeper.takenFrom('', 'mara/k'), keeper.takenFrom('', 'joe')]).toEqual([{ by: 'joe', what: '3 × Cup' }, undefined, undefined]);
  expect(keeper.takeOver('', 'nobody', 'joe', '')).toBeUndefined();
});
