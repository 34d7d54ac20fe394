import { expect, it } from 'vitest';
import { countFigures } from '#domain/count-figures.ts';
import { figuresCsv } from './csv.ts';

it('FIG-5 exports what is shown, and names cannot become formulas or break a line', () => {
  const figures = { ...countFigures([], [], 0), planned: { counts: 4, within: 3, variance: 10, book: 100 }, approval: { decided: 1, p50: 90_000, p90: 600_000 } };
  const csv = figuresCsv([{ of: 'a', ...figures }, { of: 'b', ...countFigures([], [], 0) }], (of) => (of === 'a' ? '=SUM(1),"x"' : 'Ali B.'));
  const [head, first, second, end] = csv.split('\r\n');
  expect(head?.split(',').length).toBe(13);
  expect(first).toBe(`"'=SUM(1),""x""",4,3,0.7500,0.9000,0,0,0,0,1,2,10,0`);
  expect([second, end]).toEqual(['Ali B.,0,0,,,0,0,0,0,0,,,0', '']);
});
