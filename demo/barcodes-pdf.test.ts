// Every label of the printed sheets says what a scanner will find useful, and can be drawn.
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { parseScan } from '#domain/barcode.ts';
import { barcodesPdf, isDrawable, labelsFor } from './barcodes-pdf.ts';
import { buildDemo } from './build.ts';

const { rows, live } = buildDemo({ seed: 'restow', now: Date.UTC(2026, 2, 11, 10, 20) });
const labels = labelsFor(rows);

describe('barcodes on paper', () => {
  it('cover badges, places, bins, totes, deliveries, returns, items, and codes that are wrong on purpose', () => {
    expect([...new Set(labels.map((label) => label.section))]).toEqual([
      'Badges', 'Places', 'Bins of the open work', 'Totes and carts', 'Deliveries', 'Return parcels', 'Returned units', 'Parcels to ship', 'Items', 'Cases', 'Items with lot and expiry', 'Wrong and damaged on purpose',
    ]);
    const texts = labels.map((label) => label.text);
    for (const text of ['RB-1001', 'TOTE-031', 'CART-003', live.lateDelivery.deliveryId, live.returns[0]!.arrived.parcelId, live.returns[0]!.waiting.unitId, live.readyToShip[0]!.parcelId]) expect(texts).toContain(text);
  });

  it('read as what they are', () => {
    for (const label of labels) {
      const scan = parseScan(label.text);
      const kind = { ean13: 'gtin', 'gs1-128': 'gs1', code128: 'label' }[label.symbology];
      if (label.section !== 'Wrong and damaged on purpose') expect(scan.kind, label.text).toBe(kind);
      expect(isDrawable(label)).toBe(true);
    }
    expect(parseScan(labels.find((label) => label.title === 'check digit is wrong')!.text).kind).not.toBe('gtin');
  });

  it('make a PDF of A4 pages, the same for the same rows', async () => {
    const bytes = await barcodesPdf(rows);
    expect((await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount()).toBeGreaterThan(10);
    expect(await barcodesPdf(rows)).toEqual(bytes);
  });
});
