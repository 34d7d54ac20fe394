import { expect, test } from 'vitest';
import { groups, placesFor } from './places.ts';

test('each place has a letter of its own', () => {
  const keys = groups.flatMap((group) => group.places.map((place) => place.key));
  expect(keys.filter((key) => !/^[A-Z]$/.test(key))).toEqual([]);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test('a person is offered what their roles open, and no empty group', () => {
  const titles = (roles: readonly string[]) => placesFor(roles).flatMap((group) => group.places.map((place) => place.title));
  expect(titles([])).not.toContain('Refunds');
  expect(titles(['finance'])).toContain('Refunds');
  expect(placesFor([]).every((group) => group.places.length > 0)).toBe(true);
});
