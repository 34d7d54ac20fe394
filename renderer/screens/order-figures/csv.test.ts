import { expect, it } from 'vitest';
import { orderFigures, type Measured } from '#domain/order-figures.ts';
import { figuresCsv } from './csv.ts';

it('writes shares as fractions, times in minutes, nothing where there is nothing to divide by, and no formula', () => {
  const one: Measured = { orderId: 'O', number: '1', channelId: '=cmd', releasedAt: 0, handedOverAt: 5_400_000, onTime: true, lines: 4, shortLines: 1, incomplete: false, returned: false, cycle: 5_400_000, held: 0, ordered: 8, filled: 6 };
  expect(figuresCsv([orderFigures('', []), orderFigures('=a,b', [one])]).split('\r\n').slice(1)).toEqual(['all,0,0,0,,0,0,,0,,0,0,,,,', '"\'=a,b",1,1,1,1.0000,4,1,0.2500,0,0.0000,8,6,0.7500,90,90,', '']);
});
