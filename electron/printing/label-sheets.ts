// Labels on paper: A4 sheets of them as a PDF, drawn as vectors so that they print sharp at any size.
import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import type { Label } from '#domain/labels/label.ts';
import { barsOf } from './bars.ts';

const PAGE = { width: 595.28, height: 841.89, margin: 36 } as const;
const GRID = { columns: 3, rows: 9 } as const;
const CELL = { width: (PAGE.width - 2 * PAGE.margin) / GRID.columns, height: (PAGE.height - 2 * PAGE.margin - 24) / GRID.rows } as const;
const INK = rgb(0, 0, 0);

export interface Section {
  readonly title: string;
  readonly labels: readonly Label[];
}

/** A printable PDF, each section from a page of its own; the same labels give the same bytes. */
export async function labelSheets(title: string, sections: readonly Section[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(title);
  const [plain, bold] = await Promise.all([pdf.embedFont(StandardFonts.Helvetica), pdf.embedFont(StandardFonts.HelveticaBold)]);
  const perPage = GRID.columns * GRID.rows;
  for (const { title: section, labels } of sections) {
    for (let first = 0; first < labels.length; first += perPage) {
      const page = pdf.addPage([PAGE.width, PAGE.height]);
      page.drawText(fit(section, bold, 14, PAGE.width - 2 * PAGE.margin), { x: PAGE.margin, y: PAGE.height - PAGE.margin - 12, size: 14, font: bold, color: INK });
      labels.slice(first, first + perPage).forEach((label, n) => drawLabel(page, label, n, plain, bold));
    }
  }
  return pdf.save();
}

function drawLabel(page: PDFPage, label: Label, n: number, plain: PDFFont, bold: PDFFont): void {
  const x = PAGE.margin + (n % GRID.columns) * CELL.width;
  const top = PAGE.height - PAGE.margin - 24 - Math.floor(n / GRID.columns) * CELL.height;
  page.drawText(fit(label.title, bold, 8, CELL.width - 12), { x, y: top - 12, size: 8, font: bold, color: INK });
  const drawn = barsOf(label);
  page.drawText(fit(label.text, plain, 7, CELL.width - 12), { x, y: top - CELL.height + 9, size: 7, font: plain, color: INK });
  if (!drawn) return;
  const { bars, width, height } = drawn;
  // A quiet zone stays free beside the bars, or scanners take the neighbour for a part of the code.
  const scale = Math.min(1.1, (CELL.width - 24) / width);
  const room = CELL.height - 36;
  for (const bar of bars) page.drawRectangle({ x: x + bar.x * scale, y: top - 18 - room, width: bar.width * scale, height: room * (bar.height / height), color: INK });
}

/** Cut to the width, and without what the font cannot draw: names come in every script. */
export function fit(text: string, font: PDFFont, size: number, width: number): string {
  let shown = Array.from(text, (character) => (/^[\x20-\x7e\xa1-\xff]$/.test(character) ? character : '?')).join('');
  while (font.widthOfTextAtSize(shown, size) > width) shown = `${shown.slice(0, shown.endsWith('...') ? -4 : -1)}...`;
  return shown;
}
