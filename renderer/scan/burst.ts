// Tells a scanner's keys from a person's, purely: every key goes in, and out come complete scans, keys that
// were a person's after all, and what to do with the key itself. Nothing typed is known to be a person's
// until the burst window has passed, so printable keys are held back that long.
import { altNumpadCharacter, altNumpadDigit, isGroupSeparator, keyName, readKey } from './key-reading.ts';
import type { KeyInput } from './key-reading.ts';
import type { ScanProfile } from './profile.ts';

type HeldKey = { readonly key: KeyInput; readonly text: string };

export type BurstState = {
  /** Keys nobody has seen yet, oldest first. */
  readonly held: readonly HeldKey[];
  /** The prefix was seen: everything up to the suffix is one scan. */
  readonly framed: boolean;
  /** Time of the newest key that counts. */
  readonly last: number;
  /** Digits of an Alt+number-pad character under way. */
  readonly altDigits: string;
  /** Until then a second end key (CR LF) or a shortcut still belongs to the scan just ended. */
  readonly tailUntil: number;
  /** When a burst stopped half-way: what follows at once is its rest, never a code of its own. */
  readonly brokenAt: number;
};

export type BurstInput =
  | { readonly type: 'key'; readonly key: KeyInput }
  /** No key came until `time`. */
  | { readonly type: 'silence'; readonly time: number };

export type BurstOutput =
  | { readonly type: 'scan'; readonly raw: string; readonly time: number }
  /** Typed as only a machine types, but cut off: to be shown and scanned again, never guessed at. */
  | { readonly type: 'unfinished'; readonly raw: string; readonly time: number }
  /** A person's keys: let them act now, in this order. */
  | { readonly type: 'release'; readonly keys: readonly KeyInput[] };

/** pass: the page gets the key now. hold: nobody, until released. swallow: nobody, ever. */
export type Verdict = 'pass' | 'hold' | 'swallow';

export type BurstStep = {
  readonly state: BurstState;
  /** To be acted on before the key itself. */
  readonly outputs: readonly BurstOutput[];
  readonly verdict: Verdict;
};

export const IDLE: BurstState = {
  held: [],
  framed: false,
  last: 0,
  altDigits: '',
  tailUntil: -Infinity,
  brokenAt: -Infinity,
};

const GS = '\u001d';
/** More than any symbol holds; the rest of a runaway burst is dropped and the code reads as damaged. */
const MAX_HELD = 8193;

export function step(profile: ScanProfile, state: BurstState, input: BurstInput): BurstStep {
  const time = input.type === 'key' ? input.key.time : input.time;
  const wait = quietAfter(profile, state);
  const settled = wait !== undefined && time - state.last > wait ? settle(profile, state) : { state, outputs: [] };
  if (input.type === 'silence') return { ...settled, verdict: 'pass' };
  const taken = takeKey(profile, settled.state, input.key);
  return { ...taken, outputs: [...settled.outputs, ...taken.outputs] };
}

/** How long after the newest key the held ones are decided, in ms; undefined when none are held. */
export function quietAfter(profile: ScanProfile, state: BurstState): number | undefined {
  if (!isActive(state)) return undefined;
  // Keys that came at machine speed may go on after a stall of the computer; a person's hand is not that fast.
  return state.framed || isMachineFast(profile, state.held, 2) ? profile.joinMs : profile.maxGapMs;
}

export function isActive(state: BurstState): boolean {
  return state.framed || state.held.length > 0;
}

function takeKey(profile: ScanProfile, before: BurstState, key: KeyInput): BurstStep {
  const reading = readKey(profile, key);
  if (reading.kind === 'modifier') {
    const state = key.repeat ? before : endAltSequence(before, key);
    return isActive(state) && key.key !== 'Shift' ? swallowed(state) : passed(state);
  }
  const digit = isActive(before) ? altNumpadDigit(key) : undefined;
  if (digit) return swallowed({ ...before, altDigits: before.altDigits + digit, last: key.time });

  const state = endAltSequence(before, key);
  if (startsFrame(profile, state, key, reading.kind === 'text')) return startFrame(profile, state, key, reading.kind);
  if (isActive(state) && isGroupSeparator(key)) return hold(state, key, GS);
  // A key held down repeats; no scanner does that.
  if (key.repeat) return personKey(profile, state);
  switch (reading.kind) {
    case 'suffix':
      return endKey(profile, state, key);
    case 'combination':
      // Barcodes can hold control characters that open shells; people do not press shortcuts inside the window.
      return isActive(state) || key.time <= state.tailUntil ? swallowed(state) : passed(state);
    case 'text':
      // The first accent of a composition cannot be given back later, so it is never taken.
      if (key.key === 'Dead' && !isActive(state)) return passed(state);
      return hold(state, key, reading.text);
    case 'other':
      return personKey(profile, state);
  }
}

function passed(state: BurstState, outputs: readonly BurstOutput[] = []): BurstStep {
  return { state, outputs, verdict: 'pass' };
}

function swallowed(state: BurstState, outputs: readonly BurstOutput[] = []): BurstStep {
  return { state, outputs, verdict: 'swallow' };
}

function hold(state: BurstState, key: KeyInput, text: string): BurstStep {
  const held = state.held.length < MAX_HELD ? [...state.held, { key, text }] : state.held;
  return { state: { ...state, held, last: key.time }, outputs: [], verdict: 'hold' };
}

function endAltSequence(state: BurstState, next: KeyInput): BurstState {
  if (state.altDigits === '') return state;
  const text = altNumpadCharacter(state.altDigits);
  const typed = { ...next, code: '', key: text ?? '', alt: false, time: state.last };
  return { ...state, altDigits: '', held: text ? [...state.held, { key: typed, text }] : state.held };
}

function startsFrame(profile: ScanProfile, state: BurstState, key: KeyInput, isText: boolean): boolean {
  if (profile.prefix === undefined || keyName(profile, key) !== profile.prefix) return false;
  // Inside a frame a prefix character may be part of the code; a function key never is.
  return !state.framed || !isText;
}

function startFrame(profile: ScanProfile, state: BurstState, key: KeyInput, kind: string): BurstStep {
  const before = isActive(state) ? settle(profile, state) : { state, outputs: [] };
  const held = kind === 'combination' ? [] : [{ key, text: '' }];
  return {
    state: { ...before.state, framed: true, held, last: key.time },
    outputs: before.outputs,
    verdict: kind === 'combination' ? 'swallow' : 'hold',
  };
}

function textOf(state: BurstState): string {
  return state.held.map((one) => one.text).join('');
}

/** Fast enough for a machine; the largest gap was already seen to when each key came. */
function isMachineFast(profile: ScanProfile, held: readonly HeldKey[], atLeast: number): boolean {
  const first = held[0];
  const last = held.at(-1);
  if (!first || !last || held.length < atLeast) return false;
  return (last.key.time - first.key.time) / (held.length - 1) <= profile.averageGapMs;
}

function isBurst(profile: ScanProfile, state: BurstState): boolean {
  return state.framed || isMachineFast(profile, state.held, profile.minLength);
}

/** A code of one to three characters: nobody presses keys and then Enter in half the time a scanner may take. */
function isShortBurst(profile: ScanProfile, { held }: BurstState, end: KeyInput): boolean {
  const [first] = held;
  return first !== undefined && (end.time - first.key.time) / held.length <= profile.averageGapMs / 2;
}

function endKey(profile: ScanProfile, state: BurstState, key: KeyInput): BurstStep {
  if (!isActive(state)) return key.time <= state.tailUntil ? swallowed(state) : passed(state);
  if (!isBurst(profile, state) && !isShortBurst(profile, state, key)) return personKey(profile, state);
  const after: BurstState = { ...IDLE, tailUntil: key.time + profile.maxGapMs };
  const raw = textOf(state);
  if (raw === '') return swallowed(after);
  const started = state.held[0]?.key.time ?? key.time;
  const isRest = !state.framed && started - state.brokenAt <= 2 * profile.joinMs;
  return swallowed(after, [{ type: isRest ? 'unfinished' : 'scan', raw, time: key.time }]);
}

/** A key only people press: what is held is a person's too, unless a burst is under way. */
function personKey(profile: ScanProfile, state: BurstState): BurstStep {
  if (!isActive(state)) return passed(state);
  if (isBurst(profile, state)) return swallowed(state);
  return { ...release(profile, state), verdict: 'pass' };
}

type Settled = { readonly state: BurstState; readonly outputs: readonly BurstOutput[] };

/** The window has passed: a burst without its end is reported, anything else was a person. */
function settle(profile: ScanProfile, before: BurstState): Settled {
  const newest = before.held.at(-1);
  const state = newest ? endAltSequence(before, newest.key) : before;
  const cutOff = state.framed ? textOf(state).length >= profile.minLength : isBurst(profile, state);
  if (!cutOff) return release(profile, state);
  return {
    state: { ...IDLE, brokenAt: state.last },
    outputs: [{ type: 'unfinished', raw: textOf(state), time: state.last }],
  };
}

function release(profile: ScanProfile, state: BurstState): Settled {
  // Two or three characters at machine speed may be the head of a split burst.
  const brokenAt = isMachineFast(profile, state.held, 2) ? state.last : -Infinity;
  return {
    state: { ...IDLE, brokenAt },
    outputs: state.held.length > 0 ? [{ type: 'release', keys: state.held.map((one) => one.key) }] : [],
  };
}
