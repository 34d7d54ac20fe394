// GS1 Digital Link: the same elements written as a web address, key and qualifiers in the path, the rest
// in the query. The address is only ever read as data; nothing opens it.
import { applicationIdentifier } from './application-identifiers.ts';
import { isValidGtin } from './check-digits.ts';
import { checkElements } from './element-strings.ts';
import type { ElementsOrFault, Gs1Element } from './element-strings.ts';
import { fault, valueFault } from './faults.ts';

const SCHEME = /^(?:https|HTTPS|http|HTTP):\/\//;
const ALLOWED = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/;

/** Names of keys and qualifiers that the first edition of the standard allowed in the path; labels of that time live on. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  cpid: '8010', cpsn: '8011', cpv: '22', gcn: '255', gdti: '253', giai: '8004', ginc: '401', gln: '414', glnx: '254', gmn: '8013', grai: '8003',
  gsin: '402', gsrn: '8018', gsrnp: '8017', gtin: '01', itip: '8006', lot: '10', party: '417', refno: '8020', ser: '21', srin: '8019', sscc: '00',
};

export type LinkOptions = {
  readonly year: number;
  /** Also read what the standard once allowed and withdrew: names instead of numbers in the path, GTINs of 8, 12 or 13 digits. */
  readonly withdrawn: boolean;
};

export function isWebAddress(text: string): boolean {
  return SCHEME.test(text);
}

const bad = (code: string, reason: string): ElementsOrFault => ({ ok: false, ...fault(code, reason) });

/** Without the pair rules. `NO_LINK_KEY` means an ordinary address. */
export function readDigitalLink(text: string, options: LinkOptions): ElementsOrFault {
  if (!ALLOWED.test(text)) return bad('BAD_ADDRESS', 'The web address has a character that is not allowed.');
  const rest = text.replace(SCHEME, '');
  const slash = rest.indexOf('/');
  if (slash < 1) return bad('NO_LINK_KEY', 'The web address has no path.');
  if (/[_~?#@!$&'()*+,;=%]/.test(rest.slice(0, slash))) return bad('BAD_ADDRESS', 'The web address has a character in its host name that is not allowed.');
  const [location = ''] = rest.slice(slash).split('#', 1);
  const mark = location.indexOf('?');
  const path = pathOf(mark < 0 ? location : location.slice(0, mark), options);
  if (!path) return bad('NO_LINK_KEY', 'The web address has no GS1 key in its path.');
  const inPath = decodeAll(path, false, options);
  if (!inPath.ok) return inPath;
  const attributes = readQuery(mark < 0 ? '' : location.slice(mark + 1), options);
  if (!attributes.ok) return attributes;
  const ais = inPath.elements.map(({ ai }) => ai);
  if (!isSequence(ais)) return bad('BAD_QUALIFIERS', `The fields ${ais.join(', ')} may not follow each other in this order in the path of the web address.`);
  const misplaced = misplacedAttribute(ais, attributes.elements.map(({ ai }) => ai));
  return misplaced ?? checkElements([...inPath.elements, ...attributes.elements], options.year);
}

/** The pairs from the rightmost key on: `/stem/01/…/10/…`. Everything after the key must be pairs with known fields. */
function pathOf(path: string, { withdrawn }: LinkOptions): readonly Gs1Element[] | undefined {
  const segments = path.split('/');
  const pairs: Gs1Element[] = [];
  for (let at = segments.length - 2; at >= 1; at -= 2) {
    const name = segments[at] ?? '';
    const ai = withdrawn ? (OLD_NAMES[name] ?? name) : name;
    const entry = applicationIdentifier(ai);
    if (!entry) return undefined;
    pairs.unshift({ ai, value: segments[at + 1] ?? '' });
    if (entry.linkKey) return pairs;
  }
  return undefined;
}

/** A key followed by some of the qualifiers of one of its sequences, in their order. */
function isSequence([key = '', ...qualifiers]: readonly string[]): boolean {
  return (applicationIdentifier(key)?.linkKey ?? []).some((sequence) => {
    let next = 0;
    return qualifiers.every((ai) => {
      next = sequence.indexOf(ai, next) + 1;
      return next > 0;
    });
  });
}

function misplacedAttribute(path: readonly string[], attributes: readonly string[]): ElementsOrFault | undefined {
  for (const [index, ai] of attributes.entries()) {
    if ([...path, ...attributes.slice(0, index)].includes(ai)) return bad('REPEATED_FIELD', `The GS1 data field ${ai} is given twice in the web address.`);
    const fits = path.some((_, at) => isSequence([...path.slice(0, at + 1), ai, ...path.slice(at + 1)]));
    if (fits) return bad('BELONGS_IN_PATH', `The GS1 data field ${ai} belongs into the path of the web address.`);
    if (!applicationIdentifier(ai)?.linkAttribute) return bad('NOT_AN_ATTRIBUTE', `The GS1 data field ${ai} may not stand in the query of a web address.`);
  }
  return undefined;
}

function readQuery(query: string, options: LinkOptions): ElementsOrFault {
  const pairs: Gs1Element[] = [];
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const ai = pair.slice(0, Math.max(equals, 0));
    // Other parameters (linkType, tracking) belong to the web, not to GS1.
    if (!/^[0-9]+$/.test(ai)) continue;
    if (!applicationIdentifier(ai)) return bad('UNKNOWN_FIELD', `There is no GS1 data field ${ai}.`);
    pairs.push({ ai, value: pair.slice(equals + 1) });
  }
  return decodeAll(pairs, true, options);
}

function decodeAll(pairs: readonly Gs1Element[], query: boolean, { withdrawn }: LinkOptions): ElementsOrFault {
  const elements: Gs1Element[] = [];
  for (const { ai, value } of pairs) {
    const decoded = decode(query ? value.replaceAll('+', ' ') : value);
    const named = `${applicationIdentifier(ai)?.name ?? 'field'} (${ai})`;
    if (decoded === '') return { ok: false, ...valueFault(named, 'EMPTY') };
    if (decoded.includes('\0')) return { ok: false, ...valueFault(named, 'INVALID_CSET82_CHARACTER') };
    elements.push({ ai, value: withdrawn && ai === '01' && isValidGtin(decoded) ? decoded.padStart(14, '0') : decoded });
  }
  return { ok: true, elements };
}

/** Byte by byte: what is not ASCII is in no GS1 value anyway, and a stray % is left for the character check to judge. */
const decode = (text: string): string => text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
