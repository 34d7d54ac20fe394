// Every label of the printed sheets says what a scanner will find useful, and can be drawn.
import { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { parseScan } from '#domain/barcode.ts';
import { isDrawable, type Label } from '#domain/labels/label.ts';
import { labelsFor } from '#demo/labels.ts';
import { buildDemo } from '#demo/build.ts';
import { barsOf } from '#electron/printing/bars.ts';
import { barcodeSheets } from '#bin/barcode-sheets.ts';

const { rows, live } = buildDemo({ seed: 'restow', now: Date.UTC(2026, 2, 11, 10, 20) });
const labels = labelsFor(rows);

/** What a decoder reads from the bars as they are drawn, four dots a module and white beside them. */
function readBack(label: Label): string {
  const { bars, width } = barsOf(label) ?? { bars: [], width: 0 };
  const [dots, quiet, rows] = [4, 20, 60];
  const across = (width + 2 * quiet) * dots;
  const line = new Uint8ClampedArray(across).fill(255);
  for (const bar of bars) line.fill(0, Math.round((bar.x + quiet) * dots), Math.round((bar.x + bar.width + quiet) * dots));
  const picture = new Uint8ClampedArray(across * rows);
  for (let row = 0; row < rows; row++) picture.set(line, row * across);
  const reader = new MultiFormatReader();
  reader.setHints(new Map([[DecodeHintType.POSSIBLE_FORMATS, [label.symbology === 'ean13' ? BarcodeFormat.EAN_13 : BarcodeFormat.CODE_128]]]));
  return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(picture, across, rows)))).getText();
}

describe('barcodes on paper', () => {
  it('cover badges, places, bins, totes, deliveries, returns, items, and codes that are wrong on purpose', () => {
    expect([...new Set(labels.map((label) => label.section))]).toEqual([
      'Badges', 'Places', 'Bins of the open work', 'Totes and carts', 'Deliveries', 'Pallets', 'Return parcels', 'Returned units', 'Parcels to ship', 'Items', 'Cases', 'Items with lot and expiry', 'Wrong and damaged on purpose',
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

  it('can be read by a scanner', () => {
    for (const section of new Set(labels.map((each) => each.section))) {
      const label = labels.find((each) => each.section === section)!;
      expect(readBack(label).replaceAll(/[^\x20-\x7e]/g, '')).toBe(label.text.replaceAll(/[()]/g, ''));
    }
  });

  it('make a PDF of A4 pages, the same for the same rows', async () => {
    const bytes = await barcodeSheets(rows);
    expect((await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount()).toBeGreaterThan(10);
    expect(await barcodeSheets(rows)).toEqual(bytes);
  });
});
