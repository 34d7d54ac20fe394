// The keys a wedge scanner presses for a code: what tests and demonstrations feed the bus with.
import type { KeyInput } from './key-reading.ts';
import { keyFor } from './layouts.ts';
import type { LayoutName } from './layouts.ts';

export type KeystrokeOptions = {
  readonly layout?: LayoutName;
  /** Time of the first key and between keys, in ms. */
  readonly start?: number;
  readonly gapMs?: number;
  /** Key at the end, by KeyboardEvent.key; '' for none. */
  readonly suffix?: string;
};

const PLAIN = { shift: false, alt: false, ctrl: false, meta: false };

/** `key` is what a computer of the same layout would report; GS is sent as F8. */
export function keystrokes(text: string, options: KeystrokeOptions = {}): KeyInput[] {
  const { layout = 'us', start = 0, gapMs = 3, suffix = 'Enter' } = options;
  const keys: KeyInput[] = [];
  for (const character of text) {
    const time = start + keys.length * gapMs;
    keys.push(keystroke(layout, character, time));
  }
  if (suffix) keys.push({ ...PLAIN, code: suffix, key: suffix, time: start + keys.length * gapMs });
  return keys;
}

function keystroke(layout: LayoutName, character: string, time: number): KeyInput {
  if (character === '\u001d') return { ...PLAIN, code: 'F8', key: 'F8', time };
  const place = keyFor(layout, character);
  if (!place) throw new Error(`the ${layout} layout has no key for ${character}`);
  const altGraph = place.level === 'altgr';
  return { ...PLAIN, code: place.code, key: character, shift: place.level === 'shift', altGraph, time };
}
