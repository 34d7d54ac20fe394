// A label in the language of the common label printers (ZPL II). Bars are drawn as boxes, so no data is ever read by the
// printer as a barcode's text; words are written in hexadecimal, so that no character of them can be a command.
import type { Label } from './label.ts';

export interface Bars {
  /** In modules from the left; heights count from the top. */
  readonly bars: readonly { readonly x: number; readonly width: number; readonly height: number }[];
  readonly width: number;
  readonly height: number;
}
export interface ZplOptions {
  readonly copies: number;
  /** The label was printed before: it says so, with the number of the print. */
  readonly reprint: number;
  /** Printed on every label beside the code, so that one that lies around tells where it came from. */
  readonly note: string;
}

/** A label of 100 × 50 mm at 8 dots a millimetre. */
const PAPER = { width: 800, height: 400, margin: 32 } as const;
const LONGEST = 80;

/** Hexadecimal for everything but letters, digits and blanks; control characters become blanks, half a character a question mark. */
function field(text: string): string {
  const clean = text.replaceAll(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu, ' ').replaceAll(/\p{Cs}/gu, '?').trim();
  const shown = [...clean].slice(0, LONGEST).join('');
  return Array.from(new TextEncoder().encode(shown), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9 ]/.test(character) ? character : `_${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

const words = (x: number, y: number, size: number, text: string): string => `^FO${x},${y}^A0N,${size},${size}^FH_^FD${field(text)}^FS`;

export function writeZpl(label: Label, { bars, width, height }: Bars, { copies, reprint, note }: ZplOptions): string {
  const module = Math.max(1, Math.min(4, Math.floor((PAPER.width - 2 * PAPER.margin) / width)));
  const room = 190;
  const left = Math.floor((PAPER.width - width * module) / 2);
  const boxes = bars.map((bar) => `^FO${left + bar.x * module},100^GB${bar.width * module},${Math.round(room * (bar.height / height))},${bar.width * module}^FS`);
  return [
    '^XA^CI28', `^PW${PAPER.width}^LL${PAPER.height}`,
    words(PAPER.margin, 28, 44, label.title),
    ...boxes,
    words(PAPER.margin, 304, 34, label.text),
    words(PAPER.margin, 350, 24, reprint > 0 ? `REPRINT ${reprint}  ${note}` : note),
    `^PQ${Math.max(1, Math.min(100, Math.trunc(copies)))}^XZ`,
  ].join('\n');
}
