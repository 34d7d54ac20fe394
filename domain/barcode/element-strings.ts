// GS1 element strings as data: read from what a scanner sends (FNC1 as GS) or from the bracketed form
// people type, and written back in both forms for labels and the virtual scanner.
import { applicationIdentifier, leadingIdentifier } from './application-identifiers.ts';
import type { ApplicationIdentifier } from './application-identifiers.ts';
import { checkValue } from './value-checks.ts';

/** FNC1 between elements, as scanners transmit it. */
export const GS = '\u001d';

export type Gs1Element = { readonly ai: string; readonly value: string };
export type ElementsOrFault =
  | { readonly ok: true; readonly elements: readonly Gs1Element[] }
  | { readonly ok: false; readonly reason: string };

const fault = (reason: string): ElementsOrFault => ({ ok: false, reason });

function lengthOf(entry: ApplicationIdentifier): number {
  return entry.parts.reduce((sum, part) => sum + part.max, 0);
}

/** Reads `<ai><value>[GS]<ai><value>…`; a GS after a predefined length or at the end does no harm. */
export function readElementString(data: string, year: number): ElementsOrFault {
  const elements: Gs1Element[] = [];
  let rest = data;
  while (rest !== '') {
    if (rest.startsWith(GS)) {
      rest = rest.slice(1);
      continue;
    }
    const entry = leadingIdentifier(rest);
    if (!entry) return fault(`There is no GS1 data field that begins with ${rest.slice(0, 4).split(GS)[0]}.`);
    const body = rest.slice(entry.ai.length);
    const separator = body.indexOf(GS);
    const untilGs = separator < 0 ? body.length : separator;
    const end = entry.predefinedLength ? Math.min(lengthOf(entry), untilGs) : untilGs;
    elements.push({ ai: entry.ai, value: body.slice(0, end) });
    rest = body.slice(end);
  }
  return checkElements(elements, year);
}

/** Reads `(01)…(10)…`; a `(` inside a value is written `\(`. */
export function readBracketed(text: string, year: number): ElementsOrFault {
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < text.length) {
    const head = /^\(([0-9]{2,4})\)/.exec(text.slice(at, at + 6));
    if (!head) return fault('The brackets do not enclose a GS1 data field number.');
    at += head[0].length;
    let value = '';
    while (at < text.length && text[at] !== '(') {
      if (text.startsWith('\\(', at)) at++;
      value += text[at++] ?? '';
    }
    elements.push({ ai: head[1] ?? '', value });
  }
  return checkElements(elements, year);
}

/** The rules every element keeps however it was written: known, well formed, no contradiction. */
export function checkElements(elements: readonly Gs1Element[], year: number): ElementsOrFault {
  if (elements.length === 0) return fault('The GS1 code has nothing in it.');
  const seen = new Map<string, string>();
  for (const { ai, value } of elements) {
    const entry = applicationIdentifier(ai);
    if (!entry) return fault(`There is no GS1 data field ${ai}.`);
    const reason = checkValue(entry, value, year);
    if (reason) return fault(reason);
    if (seen.has(ai) && seen.get(ai) !== value) return fault(`The ${entry.name} (${ai}) is given twice and differs.`);
    seen.set(ai, value);
  }
  return { ok: true, elements };
}

/** What a scanner would send for these elements, without symbology identifier. */
export function writeElementString(elements: readonly Gs1Element[]): string {
  return elements
    .map(({ ai, value }, index) => {
      const needsGs = !applicationIdentifier(ai)?.predefinedLength && index < elements.length - 1;
      return ai + value + (needsGs ? GS : '');
    })
    .join('');
}

/** The form printed under a barcode. */
export function writeBracketed(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}
