// Owns bringing a clerk's free text into the spelling the rules of `adjustment-reason.ts` are written in: one case,
// no shorthand, and misspelt key words put right (`dagamed`, `creditted`).

/** Words that decide; a word near one of them is read as it. Only words too long to be met by accident. */
const KEY_WORDS = [
  'adjusted', 'adjustment', 'barcode', 'breakage', 'breakages', 'broken', 'counted', 'counting', 'cracked', 'credited',
  'crushed', 'damage', 'damaged', 'damages', 'destroyed', 'difference', 'discarded', 'discrepancy', 'display',
  'disposed', 'faulty', 'incorrect', 'incorrectly', 'individually', 'marked', 'mislabelled', 'missing', 'mouldy', 'received',
  'returned', 'returns', 'reversal', 'reverse', 'reversed', 'sample', 'samples', 'showroom', 'smashed', 'stolen',
  'thrown', 'unsaleable', 'website', 'wrongly',
];
/** Words of their own that only look like key words. */
const NOT_MISSPELT = new Set([...KEY_WORDS, 'broker', 'counter', 'cracker', 'creditor', 'market', 'masked', 'reserve', 'reserved', 'simple']);
const SHORTEST_KEY = 6;
const SHORTEST_CORRECTED = 5;

const SHORTHAND: readonly (readonly [RegExp, string])[] = [
  [/\brec'?v?'?d\b|\brcvd\b|\brcd\b/g, 'received'],
  [/\bw\/h(se)?\b|\bwhse\b/g, 'warehouse'],
  [/\bctns?\b/g, 'carton'],
  [/\bqt[yi]e?s?\b/g, 'quantity'],
  [/\badj\b/g, 'adjustment'],
  [/\bst(oc|ok|k|ck)\b/g, 'stock'],
  [/\bdmgd?\b|\bdam'?d\b/g, 'damaged'],
  [/\binvc?\b/g, 'invoice'],
  [/\bdel\b|\bdlvr?y\b/g, 'delivery'],
  [/\bb\/?code\b/g, 'barcode'],
  [/\bm\.i\.a\b/g, 'mia'],
  [/\bdot[ .-]com/g, 'dotcom'],
  [/\bon-line\b/g, 'online'],
  [/\bthrew\b|\bthrowed\b|\bthrowing\b|\bthrows?\b/g, 'thrown'],
  [/\bcannot\b|\bcan not\b|\bcant\b|\bcouldn'?t\b|\bcould not\b/g, "can't"],
];

/** Lower case, single blanks, plain apostrophes, shorthand written out, near misses of key words put right. */
export const normalise = (text: string): string => spelt(text).replace(/[a-z]+/g, correct);

/** The same before near misses are put right. */
export function spelt(text: string): string {
  let plain = text.normalize('NFKC').toLowerCase().replace(/[‘’`´]/g, "'").replace(/\s+/g, ' ').trim();
  for (const [short, long] of SHORTHAND) plain = plain.replace(short, long);
  return plain;
}

function correct(word: string): string {
  if (word.length < SHORTEST_CORRECTED || NOT_MISSPELT.has(word)) return word;
  return KEY_WORDS.find((key) => isNear(word, key)) ?? word;
}

// People rarely get the first letter wrong; asking for it keeps `manage` from being `damage`.
function isNear(word: string, key: string): boolean {
  if (word[0] !== key[0] || key.length < SHORTEST_KEY || Math.abs(word.length - key.length) > 1) return false;
  return lettersOf(word) === lettersOf(key) || oneEditApart(word, key);
}

function lettersOf(word: string): string {
  return word.split('').toSorted().join('');
}

function oneEditApart(a: string, b: string): boolean {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}
