import { describe, expect, it } from 'vitest';
import type { ItemCard } from '#electron/contract.ts';
import { packWords, resized, sizeKey, takingBack, unitsOf, type Handled } from './flow.ts';

const card = { packs: [{ label: 'Piece', units: 1 }, { label: 'Case', units: 12 }] } as unknown as ItemCard;
const handled = (units: number, more: Partial<Handled> = {}): Handled =>
  ({ deliveryId: 'D1', purchaseOrderId: null, locationId: 'DOCK', thing: { kind: 'item', itemId: 'CUP', units, lot: '', expiresOn: null, serial: '' }, times: 1, damaged: false, ...more });

describe('receiving packs', () => {
  it.each([[handled(12), '1 case = 12'], [handled(12, { times: 3 }), '3 case = 36'], [handled(10, { listed: 12 }), '1 case = 10'], [handled(7), '1 pack = 7'], [handled(1, { times: 5 }), '']])('RCV-2 says what was counted', (given, words) => {
    expect(packWords(card, given)).toBe(words);
  });

  it('RCV-2 counts a pack by what the person found in it, again and again, and single pieces as ever', () => {
    const found = { [sizeKey('CUP', 12)]: 10 };
    const once = resized(handled(12), found);
    expect([once.thing.units, once.listed]).toEqual([10, 12]);
    expect(resized(once, { [sizeKey('CUP', 12)]: 8 }).thing.units).toBe(8);
    expect(resized(handled(1), { [sizeKey('CUP', 1)]: 9 }).thing.units).toBe(1);
  });

  it('RCV-1 RCV-2 takes back what was recorded, with the size it was counted with, unasked', () => {
    const intent = takingBack(handled(10, { listed: 12, damaged: true, times: 2 }));
    expect(intent).toMatchObject({ type: 'delivery.take_back', payload: { quantity: 20, packUnits: 10, condition: 'D' }, confirmed: ['not_this_document', 'document_closed', 'goods_held', 'not_enough_stock'] });
    expect(unitsOf(handled(10, { times: 2, undone: true }))).toBe(-20);
  });
});
