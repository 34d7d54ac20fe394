// The sheet that teaches a station its scanner: two codes whose content is known, so that what arrives tells how it was typed.
import type { Label } from './label.ts';

/** Characters that lie elsewhere on each keyboard: letters that German, French and English swap, and signs that move. */
export const LAYOUT_TEXT = 'Restow-1/qwazym;_@#"(8)';
/** Two fields of variable length, so that a separator must stand between them. */
export const SEPARATOR_PARTS = ['010952012345678810AB12', '21C3'] as const;

export const scannerSheet: readonly Label[] = [
  { symbology: 'code128', text: LAYOUT_TEXT, title: '1  Keyboard, start, end, speed' },
  { symbology: 'gs1-128', text: '(01)09520123456788(10)AB12(21)C3', title: '2  Separator of GS1 codes' },
];
