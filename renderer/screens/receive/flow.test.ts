import { describe, expect, it } from 'vitest';
import type { ItemCard } from '#electron/contract.ts';
import { play, script } from '#renderer/flow/script.ts';
import { packWords, receiveFlow, resized, sizeKey, takingBack, unitsOf, type Handled, type ReceiveKnows } from './flow.ts';

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

const cards: Readonly<Record<string, Partial<ItemCard['item']>>> = { MILK: { lot_control: true }, CAM: { lot_control: true, serial_control: true } };
const knowing = (more: Partial<ReceiveKnows> = {}) => (state: { readonly pending?: { readonly thing: { readonly itemId: string } } | undefined }, thing: { readonly kind: string; readonly itemId?: string } | undefined): ReceiveKnows => ({
  deliveryId: 'D1', purchaseOrderId: null, place: 'DOCK', quantity: 1, photos: [], blind: false,
  card: { ...card, item: { lot_control: false, serial_control: false, ...cards[thing?.itemId ?? state.pending?.thing.itemId ?? ''] } } as unknown as ItemCard, ...more,
});
const plays = (told: string, more?: Partial<ReceiveKnows>) => expect(play({ flow: receiveFlow, knows: knowing(more) }, told)).toBe(script(told));

describe('receiving, from a script', () => {
  it('each scan is one more, a case is what it holds, and the last is taken back', () => plays(`
    ? Scan the next item
    > item CUP
    ! delivery.receive condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=1 quantity=1
    ? Scan the next item
    > item CUP x12
    ! delivery.receive condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=12 quantity=12
    ? Scan the next item
    > act resize
    ? Scan the next item
    > act holds 10
    ! delivery.take_back condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=12 quantity=12
    ! delivery.receive condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=10 quantity=10
    ! pack.propose deliveryId=D1 found=10 itemId=CUP listed=12
    ? Scan the next item
    > item CUP x12
    ! delivery.receive condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=10 quantity=10
    ? Scan the next item
    > act undo
    ! delivery.take_back condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=10 quantity=10
    ? Scan the next item
  `));

  it('asks for the lot and the serial number an item has, by scan or by key, and takes another item instead', () => plays(`
    ? Scan the next item
    > item CAM
    ~ attention
    ? Scan the serial number
    > unknown S-77
    ? Scan the lot
    > act says L1
    ! delivery.receive condition=N deliveryId=D1 itemId=CAM locationId=DOCK lot=L1 packUnits=1 quantity=1 serial=S-77
    ? Scan the next item
    > item MILK
    ~ attention
    ? Scan the lot
    > item CUP
    ! delivery.receive condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=1 quantity=1
    ? Scan the next item
    > item MILK lot=L2 expires=2027-01-31
    ! delivery.receive condition=N deliveryId=D1 expiresOn=2027-01-31 itemId=MILK locationId=DOCK lot=L2 packUnits=1 quantity=1
    ? Scan the next item
  `));

  it('one that is damaged, one that is sent away and why, and one that was not sent away after all', () => plays(`
    ? Scan the next item
    > act next
    ? Scan the damaged item
    > item CUP
    ! delivery.receive condition=D deliveryId=D1 evidence=["p1"] itemId=CUP locationId=DOCK packUnits=1 quantity=1
    ? Scan the next item
    > act next
    ? Scan the damaged item
    > act next
    ? Scan what is sent away
    > item CUP x12
    ~ attention
    ? Why are these 12 sent away?
    > location A1
    = stop not wanted here
    ? Why are these 12 sent away?
    > act because DAMAGED
    ! delivery.refuse deliveryId=D1 evidence=["p1"] itemId=CUP quantity=12 reason=DAMAGED
    ? Scan the next item
    > act undo
    ! delivery.refuse back=true deliveryId=D1 itemId=CUP quantity=12 reason=DAMAGED
    ? Scan the next item
  `, { photos: ['p1'] }));

  it('what nobody knows comes in under its code; without a dock nothing does', () => {
    plays(`
      ? Scan the next item
      > act nameless
      = stop not wanted here
      ? Scan the next item
      > act unknown 4006381333931
      ? Scan the next item
      > act nameless
      ! delivery.receive condition=N deliveryId=D1 itemId=4006381333931 locationId=DOCK packUnits=1 quantity=1
      ? Scan the next item
    `);
    plays(`
      ? Scan the next item
      > item CUP
      = stop Where does it stand?: scan the label of the dock first
      ? Scan the next item
      > location DOCK
      ~ ok
      = ok Goods now stand at DOCK: place changed
      ? Scan the next item
    `, { place: '' });
  });

  it('RCV-7 a pallet that was announced: once to see, again to receive what is left on it, and never twice', () => plays(`
    ? Scan the next item
    > pallet 350 D1 24*CUP 6*MILK*L1*2
    ~ attention
    ? Scan the pallet again: 28 units of 2 items are received
    > item LID
    ! delivery.receive condition=N deliveryId=D1 itemId=LID locationId=DOCK packUnits=1 quantity=1
    ? Scan the next item
    > pallet 350 D1 24*CUP 6*MILK*L1*2
    ~ attention
    ? Scan the pallet again: 28 units of 2 items are received
    > act cancel
    ? Scan the next item
    > pallet 350 D1 24*CUP
    ~ attention
    ? Scan the pallet again: 24 units of one item are received
    > pallet 350 D1 24*CUP 6*MILK*L1*2
    ! delivery.receive condition=N deliveryId=D1 itemId=CUP locationId=DOCK packUnits=1 quantity=24 sscc=350
    ! delivery.receive condition=N deliveryId=D1 itemId=MILK locationId=DOCK lot=L1 packUnits=1 quantity=4 sscc=350
    ? Scan the next item
    > pallet 350 D1 24*CUP**24
    ~ wrong
    = stop Pallet 350 was received before: not counted again
    ? Scan the next item
    > pallet 351 D2 1*CUP
    = stop not wanted here
    ? Scan the next item
    > act undo
    ! delivery.take_back condition=N deliveryId=D1 itemId=MILK locationId=DOCK lot=L1 packUnits=1 quantity=4 sscc=350
    ? Scan the next item
  `));

  it('RCV-6 RCV-7 counting blind takes nothing from the pallet’s paper', () => plays(`
    ? Scan the next item
    > pallet 350 D1 24*CUP
    ~ wrong
    = stop Counted here, not taken from paper: scan what is on the pallet
    ? Scan the next item
  `, { blind: true }));

  it('RCV-6 asks nobody who counts blind whether it is too much, and nobody without paper for it', () => {
    const told = (more: Partial<ReceiveKnows>) => receiveFlow.states['item']!.takes.item!(receiveFlow.start, handled(1).thing, knowing(more)({}, { kind: 'item', itemId: 'CUP' }))!.tells![0]!.intent.confirmed;
    expect([told({}), told({ blind: true }), told({ deliveryId: 'NOPAPER-1' })]).toEqual([[], ['over_expected'], ['unknown_document']]);
  });

  it('goes on after a crash with what lacks its number and with what can be taken back', () => {
    expect([receiveFlow.keeps?.(receiveFlow.start), receiveFlow.keeps?.({ ...receiveFlow.start, done: [handled(1)] })]).toEqual([false, true]);
    expect(receiveFlow.holds?.({ ...receiveFlow.start, pending: { ...handled(1), needs: 'lot' } }, () => 'Cup')).toBe('Cup without its lot');
  });
});
