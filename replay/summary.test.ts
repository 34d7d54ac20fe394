import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { classify } from './classify.ts';
import { line } from './sample-lines.ts';
import { addCounts, countsOf, ledgerHash } from './summary.ts';

it('counts documents, lines and positive units by class', () => {
  const { lines } = classify(
    [line({}), line({ position: 2 }), line({ position: 3, code: 'POST' }), line({ invoice: 'C2', quantity: -4 }), line({ invoice: '3', unitPrice: 0, customer: null, quantity: -1 })],
    [],
  );
  const counts = countsOf(lines, 2);
  expect(counts).toEqual({
    rows: 7,
    sales: { documents: 1, lines: 2, units: 12 },
    returns: { documents: 1, lines: 1, units: 4 },
    adjust_down: { documents: 1, lines: 1, units: 1 },
    adjust_up: { documents: 0, lines: 0, units: 0 },
    service: { lines: 1 },
    account: { lines: 0 },
    exceptions: 2,
  });
  expect(addCounts(counts, counts)).toMatchObject({ rows: 14, sales: { documents: 2, lines: 4, units: 24 }, service: { lines: 2 }, exceptions: 4 });
});

it('hashes the ledger in the order of bytes, not of locale or UTF-16', () => {
  const rows = ['b', 'a', 'B', '\uFF21', '\u{1F600}', 'a1'].map((code, n) => ({ code, opening: n, end: -n }));
  const text = 'B,2,-2\na,1,-1\na1,5,-5\nb,0,0\n\uFF21,3,-3\n\u{1F600},4,-4\n';
  expect(ledgerHash(rows)).toBe(createHash('sha256').update(text).digest('hex'));
});
