// The scan bus: listens before everything else in the window, takes the scanner's keys out of it whatever
// has the focus, and hands complete scans on in the order they came. How it keeps both promises, that a
// burst never lands in a field nor its Enter presses a button, and that people's typing stays theirs:
//
//   keydown (capture, window) → burst.ts → pass     the page gets it now: Escape, F-keys, arrows, shortcuts
//                                        → hold     cancelled and kept until the burst window has passed
//                                        → swallow  cancelled for good: it was the scanner's
//   window passed, a person   → type-through.ts: the same keydown again, then its effect (text, click)
import { parseScan } from '#domain/barcode.ts';
import type { Scan } from '#domain/barcode.ts';
import { IDLE, isActive, quietAfter, step } from './burst.ts';
import type { BurstInput, BurstOutput } from './burst.ts';
import type { KeyInput } from './key-reading.ts';
import { DEFAULT_PROFILE } from './profile.ts';
import type { ScanProfile } from './profile.ts';
import { isTextTarget, needsNativeKeys, typeThrough } from './type-through.ts';

export type ScanRead = {
  /** Exactly what came, GS included. */
  readonly raw: string;
  readonly scan: Scan;
  /** By the bus's `now`, in ms. */
  readonly at: number;
  /** keys: a keyboard wedge. injected: the virtual scanner, a serial or HID scanner, the camera. */
  readonly source: 'keys' | 'injected';
};

export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  /** Typed into a field: not a shortcut. */
  readonly inField: boolean;
  readonly preventDefault: () => void;
};

export type ScanBusOptions = {
  readonly target: Window;
  readonly profile?: ScanProfile;
  /** Time of a scan, in ms since 1970. */
  readonly now: () => number;
  /** Time of a key in ms on any steady clock. The event's own stamp is right even when the page was busy. */
  readonly keyTime?: (event: KeyboardEvent) => number;
};

export type ScanBus = {
  /** Every complete scan, oldest first; those made before anybody listened come at once. Returns the way out. */
  readonly onScan: (listener: (read: ScanRead) => void) => () => void;
  /** A person's keys that no control has taken: function keys and Escape at once, characters after the burst window. */
  readonly onKey: (listener: (press: KeyPress) => void) => () => void;
  /** While it listens, every key goes to it and nowhere else: how a scanner is taught. Returns the way out. */
  readonly listenIn: (listener: (key: KeyInput) => void) => () => void;
  /** From the next key on, another scanner's set-up. */
  readonly use: (profile: ScanProfile) => void;
  /** A scan from anything but a keyboard wedge. */
  readonly inject: (raw: string) => void;
  readonly stop: () => void;
};

export const CUT_OFF = 'The scanner stopped before the end of the code. Scan it again.';

export function createScanBus(options: ScanBusOptions): ScanBus {
  const { target, now, keyTime = (event) => event.timeStamp } = options;
  let profile = options.profile ?? DEFAULT_PROFILE;
  let eavesdropper: ((key: KeyInput) => void) | undefined;
  const scanListeners = new Set<(read: ScanRead) => void>();
  const keyListeners = new Set<(press: KeyPress) => void>();
  const unheard: ScanRead[] = [];
  const events = new WeakMap<KeyInput, KeyboardEvent>();
  const nativelyTyped = new WeakSet<KeyboardEvent>();
  const releasedEarly = new WeakSet<KeyboardEvent>();
  const ours = new WeakSet<Event>();
  /** Keys down whose keydown the page has not seen: held ones with their event, swallowed ones without. */
  const unseen = new Map<string, KeyboardEvent | undefined>();
  let state = IDLE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typingThrough = false;

  function feed(input: BurstInput, beforeOutputs?: (verdict: 'pass' | 'hold' | 'swallow') => void): void {
    const result = step(profile, state, input);
    state = result.state;
    clearTimeout(timer);
    beforeOutputs?.(result.verdict);
    for (const output of result.outputs) act(output);
    waitForQuiet();
  }

  function waitForQuiet(): void {
    clearTimeout(timer);
    const quiet = quietAfter(profile, state);
    if (quiet === undefined) return;
    const time = state.last + quiet + 1;
    // A timer that fires late may have overtaken keys that wait in the queue; one more turn lets them in.
    timer = setTimeout(() => {
      timer = setTimeout(() => feed({ type: 'silence', time }), 0);
    }, quiet + 1);
  }

  function act(output: BurstOutput): void {
    switch (output.type) {
      case 'scan':
        dropHeldKeyUps();
        return deliver(output.raw, parse(output.raw), 'keys');
      case 'unfinished':
        dropHeldKeyUps();
        return deliver(output.raw, { kind: 'damaged', code: 'CUT_OFF', reason: CUT_OFF, text: output.raw.slice(0, 128), form: 'plain' }, 'keys');
      case 'release':
        return release(output.keys);
    }
  }

  function parse(raw: string): Scan {
    return parseScan(raw, { year: new Date(now()).getUTCFullYear() });
  }

  function deliver(raw: string, scan: Scan, source: ScanRead['source']): void {
    const read: ScanRead = { raw, scan, at: now(), source };
    if (scanListeners.size === 0) unheard.push(read);
    for (const listener of scanListeners) listener(read);
  }

  function dropHeldKeyUps(): void {
    for (const [code, held] of unseen) if (held) unseen.set(code, undefined);
  }

  function release(keys: readonly KeyInput[]): void {
    for (const key of keys) {
      const event = events.get(key);
      if (!event || nativelyTyped.has(event)) continue;
      if (unseen.get(event.code) === event) unseen.delete(event.code);
      typingThrough = true;
      typeThrough(event, { mark: (copy) => ours.add(copy), released: releasedEarly.has(event) });
      typingThrough = false;
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (ours.has(event)) return;
    // Keys of an input method are words under way, not a scanner's.
    if (!isActive(state) && (event.isComposing || event.key === 'Process')) return;
    const key = toInput(event, keyTime(event));
    if (eavesdropper) {
      hide(event);
      return eavesdropper(key);
    }
    events.set(key, event);
    feed({ type: 'key', key }, (verdict) => {
      if (verdict === 'pass') return;
      if (verdict === 'hold' && needsNativeKeys(event.target)) {
        nativelyTyped.add(event);
        return;
      }
      hide(event);
      unseen.set(event.code, verdict === 'hold' ? event : undefined);
    });
  }

  function onKeyUp(event: KeyboardEvent): void {
    if (ours.has(event) || !unseen.has(event.code)) return;
    const held = unseen.get(event.code);
    if (held) releasedEarly.add(held);
    unseen.delete(event.code);
    hide(event);
  }

  /** Windows types the character of an Alt+number-pad sequence although its keys were cancelled. */
  function onBeforeInput(event: InputEvent): void {
    if (!typingThrough && isActive(state) && event.inputType === 'insertText') hide(event);
  }

  /** Last in line, so that a control that used the key can say so by preventDefault. */
  function onKeyDownAfterPage(event: KeyboardEvent): void {
    if (event.defaultPrevented || isModifierOnly(event)) return;
    const press = toPress(event);
    for (const listener of keyListeners) listener(press);
  }

  target.addEventListener('keydown', onKeyDown, true);
  target.addEventListener('keyup', onKeyUp, true);
  target.addEventListener('beforeinput', onBeforeInput, true);
  target.addEventListener('keydown', onKeyDownAfterPage);

  return {
    onScan: (listener) => {
      scanListeners.add(listener);
      for (const read of unheard.splice(0)) listener(read);
      return () => void scanListeners.delete(listener);
    },
    onKey: (listener) => {
      keyListeners.add(listener);
      return () => void keyListeners.delete(listener);
    },
    listenIn: (listener) => {
      eavesdropper = listener;
      return () => {
        if (eavesdropper === listener) eavesdropper = undefined;
      };
    },
    use: (next) => {
      state = IDLE;
      clearTimeout(timer);
      profile = next;
    },
    inject: (raw) => deliver(raw, parse(raw), 'injected'),
    stop: () => {
      clearTimeout(timer);
      target.removeEventListener('keydown', onKeyDown, true);
      target.removeEventListener('keyup', onKeyUp, true);
      target.removeEventListener('beforeinput', onBeforeInput, true);
      target.removeEventListener('keydown', onKeyDownAfterPage);
    },
  };
}

function hide(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function toInput(event: KeyboardEvent, time: number): KeyInput {
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    altGraph: event.getModifierState('AltGraph'),
    capsLock: event.getModifierState('CapsLock'),
    repeat: event.repeat,
    time,
  };
}

function isModifierOnly(event: KeyboardEvent): boolean {
  return /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock)$/.test(event.key);
}

function toPress(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    inField: isTextTarget(event.target) || needsNativeKeys(event.target),
    preventDefault: () => event.preventDefault(),
  };
}
