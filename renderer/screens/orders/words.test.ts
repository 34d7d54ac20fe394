import { expect, it } from 'vitest';
import { orderStages } from '#domain/order-board.ts';
import type { OrderCard } from '#electron/contract.ts';
import { stageKeys, stageWords, waitsFor } from './words.ts';

const card = (stage: OrderCard['standing']['stage'], more: Partial<OrderCard['standing']> = {}, of: Partial<OrderCard> = {}): OrderCard => ({
  order: { ship_from: 'W2' } as OrderCard['order'], customer: '', lines: [], parcels: [], fulfilmentIds: [], holds: [], arrivals: [], standing: { stage, missing: [], dealtTo: [], toPick: 0, toPack: 0, toHandOver: 0, late: 0, ...more }, ...of,
});
const says = (of: OrderCard) => waitsFor(of, 1_800_000_000_000, (id) => (id === 'CUP' ? 'Cup' : id), (id) => (id === 'D2' ? 'Pack 2' : id));

it('says what an order waits for in words of the floor, for every place it can stand at', () => {
  const missing = [{ itemId: 'CUP', units: 3 }];
  expect(says(card('stock', { missing }))).toBe('3 × Cup; nothing of it is announced');
  expect(says(card('stock', { missing }, { arrivals: [{ itemId: 'CUP', at: 0, document: 'PO-9' }] }))).toBe('3 × Cup; PO-9 brings Cup, nobody said when');
  expect(says(card('picking', { toPick: 2, dealtTo: ['D2'] }))).toBe('2 units to be picked at Pack 2');
  expect(says(card('held', {}, { holds: [{ hold: { kind: 'PAYMENT' } as OrderCard['holds'][number]['hold'], mayLift: false, roles: ['finance'] }] }))).toBe('payment is missing: finance may let it go');
  expect(says(card('elsewhere'))).toBe('the people in W2');
  for (const stage of orderStages) expect([stageWords[stage], says(card(stage, { missing }))].every((words) => typeof words === 'string')).toBe(true);
  // Everything but "nothing to do" has a key.
  expect([...stageKeys, 'other'].toSorted()).toEqual([...orderStages].toSorted());
});
