// What a scanner's keys tell about how it is set up, once the code is known: its keyboard layout, what it presses before and
// after, how fast, and what it makes of the separator in GS1 codes. Pure: keys in, findings out.
import { LAYOUT_TEXT, SEPARATOR_PARTS } from '#domain/labels/scanner-sheet.ts';
import { altNumpadDigit, isGroupSeparator, keyName, readKey, type KeyInput } from './key-reading.ts';
import { layoutNames, type LayoutName } from './layouts.ts';
import { DEFAULT_PROFILE, type ScanProfile } from './profile.ts';

export type Diagnosis =
  | { readonly ok: true; readonly profile: ScanProfile; readonly identifiers: boolean; readonly averageGapMs: number; readonly advice: readonly string[] }
  /** One plain sentence: what is wrong, and what to set in the scanner. */
  | { readonly ok: false; readonly problem: string };

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);
const GS = '\u001d';
/** Stands for a key without a character. */
const NONE = '\u0000';
const ENDS = ['Enter', 'Tab'];
const IDENTIFIER = /^\][A-Za-z][0-9A-Fa-f]$/;

interface Typed {
  readonly text: string;
  /** Keys before the code's first character, and after its last. */
  readonly before: readonly KeyInput[];
  readonly after: readonly KeyInput[];
  readonly identifier: boolean;
}

/** What the first code of the sheet tells. */
export function diagnose(all: readonly KeyInput[]): Diagnosis {
  const keys = all.filter((key) => !MODIFIERS.has(key.key));
  if (keys.length < LAYOUT_TEXT.length) return { ok: false, problem: 'Too few keys came. Hold the scanner over code 1 of the sheet, and scan it once.' };
  const layout = layoutNames.find((name) => typedAs(name, keys, LAYOUT_TEXT) !== undefined);
  const typed = layout && typedAs(layout, keys, LAYOUT_TEXT);
  if (!layout || !typed) return { ok: false, problem: 'What came is not code 1, in none of the keyboards we know. Set the scanner to the US keyboard (its manual has a code for that), then scan again.' };
  if (typed.after.length === 0) return { ok: false, problem: 'The scanner presses no key at the end. Set its suffix to Enter (CR), then scan again.' };
  const suffixes = [...new Set(typed.after.map((key) => key.key))];
  if (suffixes.some((key) => !ENDS.includes(key))) return { ok: false, problem: `The scanner ends with ${suffixes.join(' and ')}. Set its suffix to Enter (CR), then scan again.` };
  if (typed.before.length > 1) return { ok: false, problem: `The scanner presses ${typed.before.length} keys before each code. Set no prefix, or one of a single key, then scan again.` };
  return found(layout, typed, keys);
}

function found(layout: LayoutName, typed: Typed, keys: readonly KeyInput[]): Diagnosis {
  const gaps = keys.slice(1).map((key, at) => key.time - (keys[at]?.time ?? key.time));
  const average = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const largest = Math.max(...gaps);
  const [first] = typed.before;
  if (!first && average > 60) return { ok: false, problem: 'The scanner types as slowly as a person. Set the delay between keys to none, or a prefix such as F13, then scan again.' };
  const profile: ScanProfile = {
    ...DEFAULT_PROFILE, layout, ...(first ? { prefix: keyName({ ...DEFAULT_PROFILE, layout }, first) } : {}),
    suffixes: [...new Set([...typed.after.map((key) => key.key), ...DEFAULT_PROFILE.suffixes])],
    averageGapMs: Math.max(DEFAULT_PROFILE.averageGapMs, Math.ceil(average * 1.5)),
    maxGapMs: Math.max(DEFAULT_PROFILE.maxGapMs, Math.ceil(largest * 2)),
    joinMs: Math.max(DEFAULT_PROFILE.joinMs, Math.ceil(largest * 3)),
  };
  const advice = [
    ...(first ? [] : ['A prefix such as F13 makes it certain that keys are the scanner’s.']),
    ...(typed.identifier ? [] : ['Symbology identifiers (AIM) let the station tell a GS1 code from any other.']),
  ];
  return { ok: true, profile, identifiers: typed.identifier, averageGapMs: Math.round(average), advice };
}

/** How the keys make the text in this layout, undefined when they do not. */
function typedAs(layout: LayoutName, keys: readonly KeyInput[], text: string): Typed | undefined {
  const profile = { ...DEFAULT_PROFILE, layout };
  const characters = keys.map((key) => characterOf(profile, key));
  for (let start = 0; start + text.length <= keys.length; start++) {
    if (characters.slice(start, start + text.length).join('') !== text) continue;
    const lead = characters.slice(Math.max(0, start - 3), start).join('');
    const identifier = IDENTIFIER.test(lead);
    return { text, before: keys.slice(0, identifier ? start - 3 : start), after: keys.slice(start + text.length), identifier };
  }
  return undefined;
}
function characterOf(profile: ScanProfile, key: KeyInput): string {
  const reading = readKey(profile, key);
  return reading.kind === 'text' ? reading.text : NONE;
}

export type Separator = 'sent' | 'dropped' | 'unknown';
/** What the second code tells: whether the separator of GS1 codes arrives. */
export function separatorOf(all: readonly KeyInput[], profile: ScanProfile): Separator {
  const keys = all.filter((key) => !MODIFIERS.has(key.key));
  const characters = keys.map((key) => (isGroupSeparator(key) || altNumpadDigit(key) !== undefined ? GS : characterOf(profile, key)));
  // Alt and four digits make one separator.
  const text = characters.filter((character, at) => character !== NONE && (character !== GS || characters[at - 1] !== GS)).join('');
  const [head, tail] = SEPARATOR_PARTS;
  if (text.includes(`${head}${GS}${tail}`)) return 'sent';
  return text.includes(`${head}${tail}`) ? 'dropped' : 'unknown';
}
export const separatorWords: Readonly<Record<Separator, string>> = {
  sent: 'It sends the separator of GS1 codes, so a lot and what follows it are told apart.',
  dropped: 'It leaves the separator of GS1 codes out: a lot would swallow what follows it. Set GS (FNC1) to be sent as F8 or ASCII 29.',
  unknown: 'What came is not code 2. Scan code 2 of the sheet.',
};
