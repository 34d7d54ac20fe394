// Figures on paper: tables with a title and a line of words, page after page. What is printed is what was shown.
import { PDFDocument, rgb, StandardFonts, type PDFPage } from 'pdf-lib';
import { fit } from './label-sheets.ts';

export interface PrintedTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A4 across, in points. */
const PAGE = { width: 841.89, height: 595.28, margin: 36 } as const;
const ROW = 17;
const INK = rgb(0, 0, 0);
const LINE = rgb(0.8, 0.8, 0.8);

/** The first column takes what the others leave; numbers stand at the right. */
export async function tablePdf(title: string, words: string, tables: readonly PrintedTable[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(title);
  const [plain, bold] = await Promise.all([pdf.embedFont(StandardFonts.Helvetica), pdf.embedFont(StandardFonts.HelveticaBold)]);
  const width = PAGE.width - 2 * PAGE.margin;
  let page: PDFPage;
  let y = 0;
  let pages = 0;
  function turn(): void {
    page = pdf.addPage([PAGE.width, PAGE.height]);
    pages += 1;
    y = PAGE.height - PAGE.margin - 16;
    page.drawText(fit(title, bold, 16, width), { x: PAGE.margin, y, size: 16, font: bold, color: INK });
    page.drawText(fit(`${words} · page ${pages}`, plain, 9, width), { x: PAGE.margin, y: y - 15, size: 9, font: plain, color: INK });
    y -= 40;
  }
  turn();
  for (const table of tables) {
    const narrow = table.columns.length > 1 ? Math.min(110, (width * 0.7) / (table.columns.length - 1)) : 0;
    const first = width - narrow * (table.columns.length - 1);
    const drawRow = (cells: readonly string[], font: typeof plain): void => {
      cells.forEach((cell, n) => {
        const shown = fit(cell, font, 9, (n === 0 ? first : narrow) - 8);
        const right = PAGE.margin + first + narrow * n - 4;
        page.drawText(shown, { x: n === 0 ? PAGE.margin : right - font.widthOfTextAtSize(shown, 9), y, size: 9, font, color: INK });
      });
      page.drawLine({ start: { x: PAGE.margin, y: y - 5 }, end: { x: PAGE.width - PAGE.margin, y: y - 5 }, thickness: 0.4, color: LINE });
      y -= ROW;
    };
    if (y < PAGE.margin + 4 * ROW) turn();
    page!.drawText(fit(table.title, bold, 12, width), { x: PAGE.margin, y, size: 12, font: bold, color: INK });
    y -= ROW + 4;
    drawRow(table.columns, bold);
    for (const row of table.rows) {
      if (y < PAGE.margin) {
        turn();
        drawRow(table.columns, bold);
      }
      drawRow(row, plain);
    }
    y -= ROW;
  }
  return pdf.save();
}
