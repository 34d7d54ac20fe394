import { expect, it } from 'vitest';
import { classify } from './classify.ts';
import { createReturnMatcher, type ReturnMatch, type ReturnMatcher } from './match-returns.ts';
import type { Line } from './read-lines.ts';
import { line } from './sample-lines.ts';

function feed(matcher: ReturnMatcher, ...lines: Line[]): ReturnMatch[] {
  return classify(lines, []).lines.flatMap((one) => matcher.next(one) ?? []);
}
const back = (units: number, more: Partial<Line> = {}) => line({ invoice: 'C9', quantity: -units, ...more });

it('a return comes off the latest sales of the same customer and item first', () => {
  const matches = feed(createReturnMatcher(), line({ invoice: '1' }), line({ invoice: '2', position: 4, quantity: 2 }), back(3), back(5), back(1));
  expect(matches).toEqual([
    { kind: 'full', unmatched: 0, links: [{ invoice: '2', position: 4, units: 2 }, { invoice: '1', position: 1, units: 1 }] },
    { kind: 'full', unmatched: 0, links: [{ invoice: '1', position: 1, units: 5 }] },
    { kind: 'blind', unmatched: 1, links: [] },
  ]);
});

it('takes a part where not enough was sold', () => {
  expect(feed(createReturnMatcher(), line({}), back(8))).toEqual([{ kind: 'part', unmatched: 2, links: [{ invoice: '1', position: 1, units: 6 }] }]);
});

it('other customers, other items, later sales and sales without customer do not count', () => {
  const matches = feed(
    createReturnMatcher(),
    line({ customer: '1' }),
    line({ code: '10B' }),
    line({ customer: null }),
    back(1),
    line({}),
    back(1, { customer: null }),
  );
  expect(matches.map((match) => match.kind)).toEqual(['blind', 'no_customer']);
});

it('goes on from what an earlier run left', () => {
  const first = createReturnMatcher();
  feed(first, line({}), back(2));
  const left = first.pool();
  expect(left).toEqual([{ customer: '17850', code: '10A', sold: [{ invoice: '1', position: 1, units: 4 }] }]);
  expect(feed(createReturnMatcher(left), back(5))[0]?.kind).toBe('part');
  expect(left[0]?.sold[0]?.units).toBe(4);
});
