// The claim that goes to the supplier: what differs line by line, what was said of it, and the photos.
import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import type { Claim, ClaimLine } from '#electron/answers-claim.ts';
import { fit } from './label-sheets.ts';

const PAGE = { width: 595.28, height: 841.89, margin: 40 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const INK = rgb(0, 0, 0);
const LINE = rgb(0.75, 0.75, 0.75);
const COLUMNS = ['Announced', 'Came', 'Short', 'Over', 'Damaged', 'Refused'] as const;
const NARROW = 50;

export interface Reasons {
  /** A reason as people read it. */
  readonly words: (reason: string) => string;
}

/** A PDF; the same claim and photos give the same bytes. `photos` are JPEGs. */
export async function claimPdf(claim: Claim, photos: readonly Uint8Array[], { words }: Reasons): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(`Claim ${claim.deliveryId}`);
  const [plain, bold] = await Promise.all([pdf.embedFont(StandardFonts.Helvetica), pdf.embedFont(StandardFonts.HelveticaBold)]);
  let page: PDFPage;
  let y = 0;
  let pages = 0;
  const text = (said: string, x: number, at: number, size: number, font: PDFFont, width: number = WIDTH): void => page.drawText(fit(said, font, size, width), { x, y: at, size, font, color: INK });
  const right = (said: string, edge: number, at: number, font: PDFFont): void => text(said, edge - font.widthOfTextAtSize(said, 9), at, 9, font);
  function turn(): void {
    page = pdf.addPage([PAGE.width, PAGE.height]);
    pages += 1;
    y = PAGE.height - PAGE.margin - 16;
    text(`Claim about delivery ${claim.deliveryId}`, PAGE.margin, y, 16, bold);
    text(`${claim.warehouse} · page ${pages}`, PAGE.margin, y - 15, 9, plain);
    y -= 36;
  }
  function heads(): void {
    text('Item', PAGE.margin, y, 9, bold);
    COLUMNS.forEach((head, n) => right(head, PAGE.margin + WIDTH - NARROW * (COLUMNS.length - 1 - n), y, bold));
    y -= 16;
  }
  turn();
  const facts = [`To: ${claim.supplier}`, claim.purchaseOrder === '' ? 'Order: not known' : `Order: ${claim.purchaseOrder}`, claim.arrivedAt === null ? 'Arrived: not yet' : `Arrived: ${day(claim.arrivedAt)}`, ...(claim.final ? [] : ['Not final: the delivery is still being received.'])];
  for (const fact of facts) {
    text(fact, PAGE.margin, y, 10, plain);
    y -= 14;
  }
  y -= 8;
  heads();
  for (const line of claim.lines) {
    const notes = notesOf(line, words);
    if (y - 24 - notes.length * 11 < PAGE.margin) {
      turn();
      heads();
    }
    text(line.name, PAGE.margin, y, 9, bold, WIDTH - NARROW * COLUMNS.length - 8);
    [line.expected, line.received, line.short, line.over, line.damaged, line.refused].forEach((value, n) => right(value === 0 && n > 1 ? '-' : String(value), PAGE.margin + WIDTH - NARROW * (COLUMNS.length - 1 - n), y, plain));
    y -= 12;
    for (const note of notes) {
      text(note, PAGE.margin, y, 8, plain);
      y -= 11;
    }
    page!.drawLine({ start: { x: PAGE.margin, y: y + 5 }, end: { x: PAGE.margin + WIDTH, y: y + 5 }, thickness: 0.4, color: LINE });
    y -= 6;
  }
  const owed = claim.lines.reduce((sum, line) => sum + (line.unitCost ?? 0) * (line.short + line.damaged + line.refused), 0);
  if (y - 30 < PAGE.margin) turn();
  text(`${claim.lines.length === 0 ? 'Nothing differs.' : ''}${owed > 0 ? `Short, damaged and refused goods at the prices of the order: ${(owed / 10_000).toFixed(2)} ${claim.currency}` : ''}`, PAGE.margin, y - 8, 10, bold);
  y -= 30;
  await drawPhotos();
  return pdf.save();

  async function drawPhotos(): Promise<void> {
    for (const [n, bytes] of photos.entries()) {
      // The library reads from the start of the memory behind the bytes, which other files may share.
      const picture = await pdf.embedJpg(Uint8Array.from(bytes)).catch(() => undefined);
      if (!picture) {
        text(`Photo ${n + 1} cannot be read.`, PAGE.margin, y, 9, plain);
        y -= 14;
        continue;
      }
      const { width, height } = picture.scaleToFit(WIDTH, 330);
      if (y - height - 20 < PAGE.margin) turn();
      text(`Photo ${n + 1}`, PAGE.margin, y, 9, bold);
      page.drawImage(picture, { x: PAGE.margin, y: y - height - 6, width, height });
      y -= height + 30;
    }
  }
}

function notesOf(line: ClaimLine, words: (reason: string) => string): readonly string[] {
  return [
    [line.sku, line.lots.length === 0 ? '' : `damaged lots: ${line.lots.join(', ')}`].filter((part) => part !== '').join('   '),
    ...line.told.map((said) => `${said.quantity} ${said.what === 'refused' ? 'sent away at the door' : 'found bad on inspection'}${said.lot === '' ? '' : `, lot ${said.lot}`}${said.reason === '' ? '' : `: ${words(said.reason)}`}${said.note === '' ? '' : ` (${said.note})`}, ${said.who}, ${day(said.at)}`),
  ];
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
