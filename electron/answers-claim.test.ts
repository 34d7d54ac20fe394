// What the supplier is told of a delivery, and that it becomes a document with the photos in it.
import { PDFDocument } from 'pdf-lib';
import jpeg from 'jpeg-js';
import { expect, it } from 'vitest';
import { announce, smallCompany } from '#test/support/small-company.ts';
import { replicaOf } from '#test/support/replica-of.ts';
import { claimOf } from './answers-claim.ts';
import { claimPdf } from './printing/claim-pdf.ts';

const HASH = 'a'.repeat(64);
const picture = jpeg.encode({ width: 40, height: 30, data: Buffer.alloc(40 * 30 * 4, 0x80) }).data;

it('RCV-5 a claim says what was short, over, damaged by lot, and sent away and why, with the prices of the order and the photos', async () => {
  const world = smallCompany();
  announce(world, 'D1', { CUP: 10, LID: 4, MILK: 6, SET: 2 });
  world.seed('supplier', { supplier_id: 'SUP', name: 'Ceramics Ltd', lead_days: 3 });
  world.seed('purchase_order_line', { warehouse_id: 'W1', purchase_order_id: 'PO-1', line_no: 1, item_id: 'CUP', quantity: 10, received: 0, unit_cost: 20_000 });
  world.apply('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 6, locationId: 'DOCK' });
  world.apply('delivery.refuse', { deliveryId: 'D1', itemId: 'CUP', quantity: 3, reason: 'DAMAGED', note: 'soaked', evidence: [HASH] });
  world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'LID', quantity: 5, locationId: 'DOCK' });
  world.apply('delivery.receive', { deliveryId: 'D1', itemId: 'MILK', quantity: 6, lot: 'L7', condition: 'D', locationId: 'DOCK' });
  world.apply('delivery.receive', { deliveryId: 'D1', itemId: 'SET', quantity: 2, locationId: 'DOCK' });
  const replica = replicaOf(world, ['warehouse', 'item', 'supplier', 'delivery', 'delivery_line', 'purchase_order_line', 'attachment', 'movement']);
  const claim = claimOf(replica, 'D1')!;
  expect(claim).toMatchObject({ supplier: 'Ceramics Ltd', purchaseOrder: 'PO-1', final: false, photos: [HASH] });
  expect(claim.lines.map(({ sku, short, over, damaged, refused, lots, unitCost }) => [sku, short, over, damaged, refused, lots, unitCost])).toEqual([['CUP', 1, 0, 0, 3, [], 20_000], ['LID', 0, 1, 0, 0, [], undefined], ['MILK', 0, 0, 6, 0, ['L7'], undefined]]);
  expect(claim.lines[0]!.told).toMatchObject([{ what: 'refused', quantity: 3, reason: 'DAMAGED', note: 'soaked' }]);
  expect(claimOf(replica, 'NONE')).toBeNull();

  const of = (photos: readonly Uint8Array[]) => claimPdf(claim, photos, { words: (reason) => reason });
  const [bare, whole] = await Promise.all([of([]), of([picture])]);
  expect((await PDFDocument.load(whole)).getTitle()).toBe('Claim D1');
  expect(whole.length - bare.length).toBeGreaterThan(picture.length);
  expect(await of([picture])).toEqual(whole);
});
