// A sheet for whoever counts on paper: bins in walking order with their barcodes, names of what to look for, empty boxes,
// and a place for the time at each bin. It carries no quantity, neither on the page nor in the file.
import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import { placeLabel, type Label } from '#domain/labels/label.ts';
import { barsOf } from './bars.ts';
import { fit } from './label-sheets.ts';

export interface SheetBin {
  readonly locationId: string;
  readonly items: readonly { readonly sku: string; readonly name: string; readonly lot: string; readonly serials: boolean }[];
}
export interface SheetPaper {
  readonly sheetId: string;
  /** Warehouse, who printed it and when, as people read it. */
  readonly words: string;
  readonly bins: readonly SheetBin[];
}

const PAGE = { width: 595.28, height: 841.89, margin: 40 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const INK = rgb(0, 0, 0);
const FAINT = rgb(0.55, 0.55, 0.55);
const ROW = 26;
/** Lines for what nobody expected. */
const FREE_LINES = 2;

/** A PDF; the same sheet gives the same bytes. */
export async function countSheetPdf({ sheetId, words, bins }: SheetPaper): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(`Count sheet ${sheetId}`);
  const [plain, bold] = await Promise.all([pdf.embedFont(StandardFonts.Helvetica), pdf.embedFont(StandardFonts.HelveticaBold)]);
  let page: PDFPage;
  let y = 0;
  let pages = 0;
  function turn(): void {
    page = pdf.addPage([PAGE.width, PAGE.height]);
    pages += 1;
    y = PAGE.height - PAGE.margin;
    text(`Count sheet ${sheetId}`, PAGE.margin, y - 14, 16, bold);
    text(`${words} · page ${pages}`, PAGE.margin, y - 30, 9, plain);
    draw({ symbology: 'code128', text: sheetId, title: '' }, PAGE.width - PAGE.margin - 170, y - 40, 170, 32);
    text('Scan the code as you set out, and again when you type it in. Write what is there; nothing written means not counted.', PAGE.margin, y - 44, 8, plain);
    y -= 62;
  }
  const text = (words: string, x: number, at: number, size: number, font: PDFFont, width: number = WIDTH): void => page.drawText(fit(words, font, size, width), { x, y: at, size, font, color: INK });
  function draw(label: Label, x: number, at: number, width: number, height: number): void {
    const drawn = barsOf(label);
    if (!drawn) return;
    const scale = Math.min(1.1, width / drawn.width);
    for (const bar of drawn.bars) page.drawRectangle({ x: x + bar.x * scale, y: at, width: bar.width * scale, height, color: INK });
  }
  function box(x: number, width: number, label: string): void {
    page.drawRectangle({ x, y: y - ROW + 5, width, height: ROW - 6, borderColor: INK, borderWidth: 0.8 });
    page.drawText(label, { x: x + 3, y: y - ROW + 8, size: 6, font: plain, color: FAINT });
  }
  turn();
  for (const bin of bins) {
    const rows = bin.items.length + FREE_LINES;
    // A bin stays together where it fits on a page at all.
    if (y - 30 - Math.min(rows, 20) * ROW < PAGE.margin) turn();
    page!.drawLine({ start: { x: PAGE.margin, y }, end: { x: PAGE.width - PAGE.margin, y }, thickness: 0.8, color: INK });
    y -= 4;
    text(bin.locationId, PAGE.margin, y - 18, 15, bold, 170);
    draw(placeLabel(bin.locationId), PAGE.margin + 180, y - 22, 150, 20);
    box(PAGE.width - PAGE.margin - 90, 90, 'time, if you noted it');
    y -= ROW + 2;
    for (const item of [...bin.items, ...Array.from({ length: FREE_LINES }, () => undefined)]) {
      if (y - ROW < PAGE.margin) turn();
      if (item) {
        text(item.name, PAGE.margin + 10, y - 11, 10, plain, WIDTH - 130);
        text([item.sku, item.lot === '' ? '' : `lot ${item.lot}`, item.serials ? 'write each serial number' : ''].filter((part) => part !== '').join('   '), PAGE.margin + 10, y - 21, 8, plain, WIDTH - 130);
      } else text('also here:', PAGE.margin + 10, y - 16, 8, plain);
      box(PAGE.width - PAGE.margin - 90, 90, 'pieces');
      y -= ROW;
    }
    y -= 8;
  }
  return pdf.save();
}
