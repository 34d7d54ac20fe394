// The barcodes of the demo company on paper: A4 sheets to hold a real scanner over, from the badge of the person to
// codes that are wrong or damaged on purpose.
import { render, type DrawingContext } from 'bwip-js/node';
import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import { isValidGtin } from '#domain/barcode.ts';
import { writeOwnLabel } from '#domain/barcode/own-labels.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';

export type Rows = ReadonlyMap<TableName, readonly AnyRow[]>;

export interface Label {
  readonly section: string;
  readonly symbology: 'code128' | 'ean13' | 'gs1-128';
  /** What is drawn; element strings with brackets. */
  readonly text: string;
  readonly title: string;
}

/** Sections in print order; the labels of one warehouse's open work, and of what is needed to do it. */
export function labelsFor(rows: Rows, warehouse = 'LEEDS'): readonly Label[] {
  const all = <T extends TableName>(table: T) => (rows.get(table) ?? []) as unknown as readonly Row<T>[];
  const here = <T extends TableName>(table: T) => all(table).filter((row) => (row as AnyRow)['warehouse_id'] === warehouse);
  const label = (section: string, text: string, title: string, symbology: Label['symbology'] = 'code128'): Label => ({ section, symbology, text, title });
  const items = new Map(all('item').map((row) => [row.item_id, row]));
  const open = here('pick_task').filter((task) => task.open);
  const deliveries = here('delivery').filter((row) => row.state === 'ARRIVED' || row.state === 'RECEIVING' || row.state === 'EXPECTED');
  const expected = new Set(deliveries.map((row) => row.delivery_id));
  const units = here('return_unit').filter((row) => row.state === 'RECEIVED');
  const itemIds = new Set([...here('delivery_line').filter((line) => expected.has(line.delivery_id)).map((line) => line.item_id), ...units.map((unit) => unit.item_id), ...open.map((task) => task.item_id)]);
  const binIds = new Set([...open.map((task) => task.location_id), ...here('count_task').filter((task) => task.state === 'OPEN').map((task) => task.location_id)]);

  const itemLabels = all('barcode').filter((code) => itemIds.has(code.item_id)).map((code) => {
    const name = items.get(code.item_id)!.name;
    return code.units > 1 ? label('Cases', `(01)${code.code}`, `${name}, case of ${code.units}`, 'gs1-128') : label('Items', code.code.slice(1), name, 'ean13');
  });
  const lotLabels = all('lot').filter((lot) => itemIds.has(lot.item_id) && lot.expires_on !== null).map((lot) => {
    const code = all('barcode').find((each) => each.item_id === lot.item_id)!.code;
    return label('Items with lot and expiry', `(01)${code}(17)${lot.expires_on!.replaceAll('-', '').slice(2)}(10)${lot.lot}`, `${items.get(lot.item_id)!.name}, lot ${lot.lot}`, 'gs1-128');
  });
  const sample = itemLabels.find((each) => each.symbology === 'ean13');
  return [
    ...all('person').filter((person) => !(person.roles as readonly string[]).includes('system')).map((person) => label('Badges', person.badge, person.name)),
    ...here('location').filter((place) => place.kind !== 'bin').map((place) => label('Places', writeOwnLabel('LOC', place.location_id), place.location_id)),
    ...[...binIds].toSorted().map((bin) => label('Bins of the open work', writeOwnLabel('LOC', bin), bin)),
    ...here('handling_unit').map((unit) => label('Totes and carts', unit.unit_id, unit.unit_id)),
    ...deliveries.map((row) => label('Deliveries', row.delivery_id, `${row.delivery_id} ${row.state.toLowerCase()}`)),
    ...here('return_parcel').filter((row) => row.state === 'ARRIVED').map((row) => label('Return parcels', row.parcel_id, row.rma_id === null ? 'no authorisation' : row.rma_id)),
    ...units.map((unit) => label('Returned units', unit.unit_id, items.get(unit.item_id)!.name)),
    ...here('parcel').filter((row) => row.state === 'PACKED').map((row) => label('Parcels to ship', row.parcel_id, row.order_id)),
    ...itemLabels.filter((each) => each.section === 'Items'),
    ...itemLabels.filter((each) => each.section === 'Cases'),
    ...lotLabels,
    ...(sample === undefined ? [] : wrongOnes(sample.text).map(([text, title]) => label('Wrong and damaged on purpose', text, title))),
  ];
}

/** Codes that no screen should take for the right thing. */
function wrongOnes(ean: string): readonly (readonly [string, string])[] {
  const wrongDigit = ean.slice(0, -1) + String((Number(ean.at(-1)) + 1) % 10);
  return [
    [wrongDigit, 'check digit is wrong'], [ean.slice(0, 9), 'torn off in the middle'], ['4006381333931', 'a real code, but not ours'], ['RB-9999', 'badge of nobody'], ['LOC-Z-99-9', 'a bin that does not exist'],
    ['LL-2019/44-OLD', 'a label from another system'],
  ];
}

const PAGE = { width: 595.28, height: 841.89, margin: 36 } as const;
const GRID = { columns: 3, rows: 9 } as const;
const CELL = { width: (PAGE.width - 2 * PAGE.margin) / GRID.columns, height: (PAGE.height - 2 * PAGE.margin - 24) / GRID.rows } as const;
const INK = rgb(0, 0, 0);

/** A printable PDF of `labelsFor(rows)`; the same rows give the same bytes. */
export async function barcodesPdf(rows: Rows, warehouse = 'LEEDS'): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(`Restow demo barcodes, ${warehouse}`);
  const [plain, bold] = await Promise.all([pdf.embedFont(StandardFonts.Helvetica), pdf.embedFont(StandardFonts.HelveticaBold)]);
  const bySection = Map.groupBy(labelsFor(rows, warehouse), (label) => label.section);
  const perPage = GRID.columns * GRID.rows;
  for (const [section, labels] of bySection) {
    for (let first = 0; first < labels.length; first += perPage) {
      const page = pdf.addPage([PAGE.width, PAGE.height]);
      page.drawText(section, { x: PAGE.margin, y: PAGE.height - PAGE.margin - 12, size: 14, font: bold, color: INK });
      labels.slice(first, first + perPage).forEach((label, n) => drawLabel(page, label, n, plain, bold));
    }
  }
  return pdf.save();
}

function drawLabel(page: PDFPage, label: Label, n: number, plain: PDFFont, bold: PDFFont): void {
  const x = PAGE.margin + (n % GRID.columns) * CELL.width;
  const top = PAGE.height - PAGE.margin - 24 - Math.floor(n / GRID.columns) * CELL.height;
  page.drawText(fit(label.title, bold, 8, CELL.width - 12), { x, y: top - 12, size: 8, font: bold, color: INK });
  const { bars, width, height } = barsOf(label);
  // A quiet zone stays free beside the bars, or scanners take the neighbour for a part of the code.
  const scale = Math.min(1.1, (CELL.width - 24) / width);
  const room = CELL.height - 36;
  for (const bar of bars) page.drawRectangle({ x: x + bar.x * scale, y: top - 18 - room, width: bar.width * scale, height: room * (bar.height / height), color: INK });
  page.drawText(fit(label.text, plain, 7, CELL.width - 12), { x, y: top - CELL.height + 9, size: 7, font: plain, color: INK });
}

function fit(text: string, font: PDFFont, size: number, width: number): string {
  let shown = text;
  while (font.widthOfTextAtSize(shown, size) > width) shown = `${shown.slice(0, -2)}…`;
  return shown;
}

export interface Bars {
  readonly bars: readonly { readonly x: number; readonly width: number; readonly height: number }[];
  readonly width: number;
  readonly height: number;
}

/** The upright bars of a linear code, in modules from the left; drawn as vectors they print sharp at any size. */
export function barsOf({ symbology, text }: Label): Bars {
  const bars: { x: number; width: number; height: number }[] = [];
  let size = { width: 1, height: 1 };
  const drawing: DrawingContext<Bars> = {
    scale: (sx, sy) => [sx, sy],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width, height) => void (size = { width, height }),
    // Of a bar of odd width the bigger half lies left of the line it is drawn along.
    line: (x0, y0, _x1, y1, width) => void bars.push({ x: Math.trunc(x0) - Math.ceil(width / 2), width, height: Math.abs(y1 - y0) }),
    polygon: () => {}, hexagon: () => {}, ellipse: () => {}, fill: () => {}, text: () => {},
    end: () => ({ bars, ...size }),
  };
  return render({ bcid: symbology, text, scale: 1, height: 12, includetext: false }, drawing);
}

/** Whether a label can be drawn as the symbol it asks for; everything else goes out as Code 128. */
export const isDrawable = (label: Label): boolean => label.symbology !== 'ean13' || isValidGtin(label.text);
