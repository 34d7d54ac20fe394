// The demo company's barcodes as printable sheets.
import { labelsFor, type Rows } from '#demo/labels.ts';
import { labelSheets } from '#electron/printing/label-sheets.ts';

export function barcodeSheets(rows: Rows, warehouse = 'LEEDS'): Promise<Uint8Array> {
  const bySection = Map.groupBy(labelsFor(rows, warehouse), (label) => label.section);
  return labelSheets(`Restow demo barcodes, ${warehouse}`, [...bySection].map(([title, labels]) => ({ title, labels })));
}
