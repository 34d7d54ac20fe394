// What is taught about codes: one code for two items waits for a person, goods without a name get theirs in one step.
import { expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';
import { lookupForms } from './barcode/lookup-forms.ts';

const CODE = '4006381333931';
const sue = { person: 'sue' };

it('TCH-4 a code of two items is nobody’s alone, in whatever spelling, until one is withdrawn', () => {
  const world = smallCompany();
  world.apply('barcode.teach', { barcode: CODE, itemId: 'CUP' }, sue);
  expect(world.submit('barcode.teach', { barcode: `0${CODE}`, itemId: 'LID' }, sue)).toMatchObject({ verdict: 'flagged', rule: 'TCH-4', rejection: { book: { item: 'CUP' } } });
  expect(world.openExceptions()).toMatchObject([{ kind: 'BARCODE_TWICE', subject_id: `0${CODE}`, owner_role: 'supervisor' }]);
  world.apply('barcode.withdraw', { barcode: `0${CODE}`, itemId: 'LID' }, sue);
  expect(world.openExceptions()).toEqual([]);
  expect(world.all('barcode').filter((row) => row.source === 'TAUGHT')).toMatchObject([{ code: CODE, item_id: 'CUP' }]);
  // A withdrawn code can be taught again.
  expect(world.submit('barcode.teach', { barcode: `0${CODE}`, itemId: 'CUP', units: 6 }, sue)).toMatchObject({ verdict: 'applied' });
});

it('goods taken in under a code become the item wherever they stand by then, and nothing else does', () => {
  const world = smallCompany();
  world.submit('delivery.receive', { deliveryId: 'DN-1', itemId: CODE, quantity: 5, locationId: 'DOCK' }, { confirmed: ['unknown_item', 'unknown_document'] });
  world.submit('stock.put_away', { itemId: CODE, quantity: 3, fromLocation: 'DOCK', toLocation: 'A1' });
  const open = world.openExceptions().find((row) => row.kind === 'UNKNOWN_ITEM')!;
  world.apply('scan.match', { exceptionId: open.exception_id, itemId: 'CUP', units: 6, heldAs: CODE });
  expect([world.quantity('DOCK', 'CUP'), world.quantity('A1', 'CUP')]).toEqual([12, 18]);
  expect([world.quantity('DOCK', CODE), world.quantity('A1', CODE)]).toEqual([0, 0]);
  expect(world.rows.get('exception', 'W1', open.exception_id)).toMatchObject({ state: 'RESOLVED', resolution: 'MATCHED: CUP' });
});

it('a product number is looked up in every length it can have, anything else as it is', () => {
  expect(lookupForms('036000291452')).toEqual(['036000291452', '00036000291452', '36000291452', '0036000291452']);
  expect(lookupForms('00000096385074')).toEqual(['00000096385074', '96385074', '0000096385074', '000096385074']);
  expect(lookupForms('4006381333932')).toEqual(['4006381333932']);
  expect(lookupForms('SKU-1')).toEqual(['SKU-1']);
});

it('SUS-2 goods that get their name in a bin that owes some cover it with the next movement, and its work item stays true', () => {
  const world = smallCompany();
  world.submit('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'A2' }, { confirmed: ['not_enough_stock'] });
  world.submit('delivery.receive', { deliveryId: 'DN-1', itemId: CODE, quantity: 3, locationId: 'A1' }, { confirmed: ['unknown_item', 'unknown_document'] });
  world.apply('scan.match', { exceptionId: world.openExceptions().find((row) => row.kind === 'UNKNOWN_ITEM')!.exception_id, itemId: 'CUP', heldAs: CODE });
  const owed = () => [world.quantity('~suspense:A1', 'CUP'), world.openExceptions().filter((row) => row.kind === 'SUSPENSE').map((row) => row.quantity)];
  expect(owed()).toEqual([-2, [2]]);
  world.apply('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A2', toLocation: 'A1' });
  expect(owed()).toEqual([0, []]);
});
