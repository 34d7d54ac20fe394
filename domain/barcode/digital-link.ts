// GS1 Digital Link: the same elements written as a web address, key and qualifiers in the path, the rest
// in the query. The address is only ever read as data; nothing opens it.
import { applicationIdentifier } from './application-identifiers.ts';
import { isValidGtin } from './check-digits.ts';
import { checkElements } from './element-strings.ts';
import type { ElementsOrFault, Gs1Element } from './element-strings.ts';

/** Keys that may stand in the path, each with the qualifiers that may follow it, in this order. */
const PATH_KEYS: Readonly<Record<string, readonly string[]>> = {
  '00': [],
  '01': ['22', '10', '21', '235'],
  '253': [],
  '255': [],
  '401': [],
  '402': [],
  '414': ['254'],
  '415': ['8020'],
  '417': [],
  '8003': [],
  '8004': [],
  '8006': ['22', '10', '21'],
  '8010': ['8011'],
  '8017': ['8019'],
  '8018': ['8019'],
};
const PATH_ONLY = new Set(Object.values(PATH_KEYS).flat());

const ADDRESS = /^https?:\/\/(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?\/([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
const ADDRESS_CHARACTERS = /^[a-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/i;

export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** Undefined when the address is an ordinary one, without a GS1 key in its path. */
export function readDigitalLink(text: string, year: number): ElementsOrFault | undefined {
  const address = ADDRESS.exec(text);
  if (!address) return undefined;
  const segments = (address[1] ?? '').split('/');
  const start = keyStart(segments);
  if (start < 0) return undefined;
  if (!ADDRESS_CHARACTERS.test(text)) return { ok: false, reason: 'The web address has a character that is not allowed.' };
  const elements: Gs1Element[] = [];
  for (let i = start; i < segments.length; i += 2) {
    const element = decodeElement(segments[i] ?? '', segments[i + 1] ?? '');
    if (!element) return { ok: false, reason: 'The web address has a broken % sequence.' };
    elements.push(element);
  }
  const attributes = readQuery(address[2] ?? '');
  if (typeof attributes === 'string') return { ok: false, reason: attributes };
  return checkElements([...elements, ...attributes], year);
}

/** Where the key stands: the rightmost key after which only its own qualifiers follow, in order. */
function keyStart(segments: readonly string[]): number {
  for (let start = segments.length - 2; start >= 0; start -= 2) {
    const qualifiers = PATH_KEYS[segments[start] ?? ''];
    if (!qualifiers) continue;
    let next = 0;
    let fits = true;
    for (let i = start + 2; fits && i < segments.length; i += 2) {
      const found = qualifiers.indexOf(segments[i] ?? '', next);
      fits = found >= 0;
      next = found + 1;
    }
    if (fits) return start;
  }
  return -1;
}

function readQuery(query: string): Gs1Element[] | string {
  const elements: Gs1Element[] = [];
  for (const pair of query.split(/[&;]/)) {
    const [name = '', ...value] = pair.split('=');
    // Other parameters (linkType, tracking) belong to the web, not to GS1.
    if (!/^[0-9]+$/.test(name)) continue;
    if (!applicationIdentifier(name)) return `There is no GS1 data field ${name}.`;
    if (PATH_ONLY.has(name)) return `The GS1 data field ${name} belongs into the path of the web address.`;
    const element = decodeElement(name, value.join('=').replaceAll('+', ' '));
    if (!element) return 'The web address has a broken % sequence.';
    elements.push(element);
  }
  return elements;
}

function decodeElement(ai: string, encoded: string): Gs1Element | undefined {
  try {
    const value = decodeURIComponent(encoded);
    // Shops print the 8, 12 or 13 digits they know; the standard asks for 14.
    return { ai, value: ai === '01' && isValidGtin(value) ? value.padStart(14, '0') : value };
  } catch {
    return undefined;
  }
}
