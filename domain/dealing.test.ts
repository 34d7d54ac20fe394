import { describe, expect, it } from 'vitest';
import { deal, estimate, levelling } from './dealing.ts';

const free = (...lines: number[]) => lines.map((count, i) => ({ id: `F${i + 1}`, lines: count }));

describe('dealing', () => {
  it('WRK-1 most urgent first, to whoever has least, until everybody has enough', () => {
    const dealt = deal('fulfilment', 10, [{ device: 'A', seconds: 0 }, { device: 'B', seconds: 100 }], free(2, 2, 2, 2, 2, 2, 2, 2, 2, 2));
    expect(Object.fromEntries(dealt)).toEqual({ A: ['F1', 'F3', 'F5', 'F7'], B: ['F2', 'F4', 'F6', 'F8'] });
  });

  it('WRK-1 a station with most of its store left is not dealt a piece at a time', () => {
    expect(deal('fulfilment', 10, [{ device: 'A', seconds: 460 }], free(1, 1)).size).toBe(0);
    expect(deal('fulfilment', 10, [{ device: 'A', seconds: 440 }], free(1, 1)).get('A')).toEqual(['F1', 'F2']);
  });

  it('WRK-1 no minutes deal nothing, and nobody who wants it gets nothing', () => {
    expect(deal('fulfilment', 0, [{ device: 'A', seconds: 0 }], free(1)).size).toBe(0);
    expect(deal('count_task', 10, [], free(1)).size).toBe(0);
  });

  it('WRK-1 work is estimated by its pieces and lines', () => {
    expect([estimate('fulfilment', 1, 4), estimate('count_task', 2, 2)]).toEqual([240, 360]);
  });

  it('WRK-8 nobody stands idle beside a station with hours of work', () => {
    const at = (device: string, pieces: number) => ({ device, pieces, seconds: pieces * 120 });
    expect(levelling(120, [at('A', 20), at('B', 0), at('C', 9)])).toEqual({ from: 'A', to: 'B', pieces: 10 });
    expect(levelling(120, [at('A', 40), at('B', 30)])).toBeUndefined();
    expect(levelling(120, [at('A', 1), at('B', 0)])).toBeUndefined();
    expect(levelling(120, [at('A', 20)])).toBeUndefined();
  });
});
