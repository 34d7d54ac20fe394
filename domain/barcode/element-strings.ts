// GS1 element strings as data: read from what a scanner sends (FNC1 as GS) or from the bracketed form
// people type, and written back in both forms for labels and the virtual scanner.
import { applicationIdentifier, leadingIdentifier, longestValue, shortestValue } from './application-identifiers.ts';
import type { ApplicationIdentifier, CharacterSet } from './application-identifiers.ts';
import { fault, valueFault } from './faults.ts';
import type { Fault } from './faults.ts';
import { fieldCheck } from './field-checks.ts';
import { differingRepeat, excludedPair, missingPartner, unsignedKey } from './pair-rules.ts';

/** FNC1 between elements, as scanners transmit it. */
export const GS = '\u001d';

export type Gs1Element = { readonly ai: string; readonly value: string };
export type ElementsOrFault = { readonly ok: true; readonly elements: readonly Gs1Element[] } | ({ readonly ok: false } & Fault);

export type ReadOptions = {
  /** Year of reading, which decides the century of two-digit years. */
  readonly year: number;
  /** False leaves out which fields need which: a label may be one of several on a thing. What may not stand together never may. */
  readonly partners: boolean;
};

/** No label carries more; it bounds what a hostile one costs. */
const MOST_ELEMENTS = 64;
const SET_CHECKS: Readonly<Record<CharacterSet, string>> = { N: 'csetnumeric', X: 'cset82', Y: 'cset39', Z: 'cset64' };

const failed = (found: Fault): ElementsOrFault => ({ ok: false, ...found });
const fieldName = (entry: ApplicationIdentifier): string => `${entry.name} (${entry.ai})`;

/** How many characters the field takes of `text`, which ends at the next FNC1. */
function takeValue(entry: ApplicationIdentifier, text: string, year: number): { readonly length: number } | Fault {
  if (text === '') return valueFault(fieldName(entry), 'EMPTY');
  let at = 0;
  for (const part of entry.parts) {
    const stretch = text.slice(at, at + part.max);
    if (stretch === '' && part.optional) continue;
    if (stretch.length < part.min) return valueFault(fieldName(entry), at === 0 ? 'TOO_SHORT' : 'INCORRECT_LENGTH');
    for (const name of [SET_CHECKS[part.set], ...part.checks]) {
      const code = fieldCheck(name)(stretch, year);
      if (code) return valueFault(fieldName(entry), code);
    }
    at += stretch.length;
  }
  return { length: at };
}

/** A value that stands by itself, in brackets or an address: its length is told before what is wrong inside it. */
function wholeValueFault(entry: ApplicationIdentifier, value: string, year: number): Fault | undefined {
  if (value === '') return valueFault(fieldName(entry), 'EMPTY');
  if (value.length < shortestValue(entry)) return valueFault(fieldName(entry), 'TOO_SHORT');
  if (value.length > longestValue(entry)) return valueFault(fieldName(entry), 'TOO_LONG');
  const taken = takeValue(entry, value, year);
  if ('code' in taken) return taken;
  return taken.length < value.length ? valueFault(fieldName(entry), 'TOO_LONG') : undefined;
}

/** Reads `<ai><value>[GS]<ai><value>…` without the pair rules; a GS after a predefined length or at the end does no harm. */
export function splitElementString(data: string, year: number): ElementsOrFault {
  const elements: Gs1Element[] = [];
  let rest = data;
  if (rest === '') return failed(fault('NO_DATA', 'The GS1 code has nothing in it.'));
  while (rest !== '') {
    const entry = leadingIdentifier(rest);
    if (!entry) return failed(fault('UNKNOWN_FIELD', `There is no GS1 data field that begins with ${rest.slice(0, 4).split(GS)[0]}.`));
    const body = rest.slice(entry.ai.length);
    const separator = body.indexOf(GS);
    const taken = takeValue(entry, separator < 0 ? body : body.slice(0, separator), year);
    if ('code' in taken) return failed(taken);
    elements.push({ ai: entry.ai, value: body.slice(0, taken.length) });
    if (elements.length > MOST_ELEMENTS) return failed(fault('TOO_MANY_FIELDS', 'The GS1 code has more fields than any label.'));
    rest = body.slice(taken.length);
    if (rest.startsWith(GS)) rest = rest.slice(1);
    else if (rest !== '' && !entry.predefinedLength) return failed(valueFault(fieldName(entry), 'TOO_LONG'));
  }
  return { ok: true, elements };
}

/** Reads `(01)…(10)…` without the pair rules; a `(` inside a value is written `\(`. */
export function splitBracketed(text: string, year: number): ElementsOrFault {
  const elements: Gs1Element[] = [];
  let at = 0;
  if (text === '') return failed(fault('NO_DATA', 'The GS1 code has nothing in it.'));
  while (at < text.length) {
    const head = /^\(([0-9]{2,4})\)/.exec(text.slice(at, at + 6));
    if (!head) return failed(fault('BAD_BRACKETS', 'The brackets do not enclose a GS1 data field number.'));
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

/** Every element by itself: known, well formed. */
export function checkElements(elements: readonly Gs1Element[], year: number): ElementsOrFault {
  if (elements.length > MOST_ELEMENTS) return failed(fault('TOO_MANY_FIELDS', 'The GS1 code has more fields than any label.'));
  for (const { ai, value } of elements) {
    const entry = applicationIdentifier(ai);
    if (!entry) return failed(fault('UNKNOWN_FIELD', `There is no GS1 data field ${ai}.`));
    const found = wholeValueFault(entry, value, year);
    if (found) return failed(found);
  }
  return { ok: true, elements };
}

/** The rules that look at all fields of one thing; `beside` are fields that came by another carrier on it. */
export function checkTogether(result: ElementsOrFault, partners: boolean, beside: readonly Gs1Element[] = []): ElementsOrFault {
  if (!result.ok) return result;
  const all = [...result.elements, ...beside];
  const found = excludedPair(all) ?? (partners ? missingPartner(all) : undefined) ?? differingRepeat(all) ?? unsignedKey(all);
  return found ? failed(found) : result;
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
