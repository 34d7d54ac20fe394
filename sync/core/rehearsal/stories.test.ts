// Every story in every order in which its work can reach the ERP: it ends as it says it does, on all sides alike, and the
// ledger is sound whatever the figures are changed to.
import { describe, expect, it } from 'vitest';
import { exceptionKinds } from '#domain/exception-kinds.ts';
import { unsoundness } from '#test/support/sound-ledger.ts';
import { endingOf, ordersOf, play, twoOrdersOf, type Variation } from './play.ts';
import { stories } from './stories.ts';
import type { Story } from './story.ts';

const soundness = (story: Story, order: readonly string[], variation: Variation = {}): readonly string[] => {
  const { rows, isSound } = play(story, order, variation);
  const wrong = unsoundness(rows.list('position', {}), rows.list('movement', {}), rows.list('exception', {}));
  return isSound ? wrong : [...wrong, 'the story itself says that the ledger is not sound'];
};

describe.each(stories.map((story) => [story.title, story] as const))('%s', (_, story) => {
  const orders = ordersOf(story);

  it('REH-1 ends as it says, in every order of arrival', () => {
    expect(orders.length).toBeGreaterThan(1);
    for (const order of orders) {
      const { end } = play(story, order);
      const ending = endingOf(story, order);
      const seen = Object.fromEntries(story.watched.map(({ label }, index) => [label, end.erp!.values[index]]));
      expect([order, seen, end.erp!.open]).toEqual([order, ending!.sees, [...ending!.open].toSorted()]);
    }
  });

  it('REH-2 leaves all sides with the same picture, and the ledger sound', () => {
    for (const order of orders) {
      const { end } = play(story, order);
      for (const side of Object.values(end)) expect([order, side]).toEqual([order, end.erp]);
      expect([order, soundness(story, order)]).toEqual([order, []]);
    }
  });

  it('REH-3 stays sound with other quantities and times', () => {
    for (const quantity of [1, 50]) {
      const variation: Variation = Object.fromEntries(story.acts.map((act, index) => [act.name, { ...(act.quantity === undefined ? {} : { quantity }), at: `${8 + ((index * 5) % 11)}:3${index % 6}` }]));
      for (const order of orders) expect([order, soundness(story, order, variation)]).toEqual([order, []]);
    }
  });

  it('REH-1 every ending happens, and names what is watched and kinds that exist', () => {
    const reached = new Set(orders.map((order) => endingOf(story, order)));
    for (const ending of story.endings) {
      expect(reached.has(ending)).toBe(true);
      expect(Object.keys(ending.sees)).toEqual(story.watched.map(({ label }) => label));
      for (const kind of ending.open) expect(exceptionKinds).toContain(kind);
    }
  });

  it('REH-4 the two orders that are compared are possible and differ', () => {
    const [one, other] = twoOrdersOf(story);
    expect(orders).toContainEqual(one);
    expect(orders).toContainEqual(other);
    expect(one).not.toEqual(other);
  });
});

it('REH-1 stories have names of their own', () => {
  expect(new Set(stories.map((story) => story.id)).size).toBe(stories.length);
});
