// A keyboard-wedge scanner at a real Chromium: real key events through the browser's own input path, with the even
// timing of hardware. Typed key by key from here they would carry the pauses of a busy test machine instead.
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { keystrokes } from '#renderer/scan/keystrokes.ts';

interface Scanner {
  readonly session: CDPSession;
  /** When its last key was up: a scanner finishes one code before the next. */
  free: number;
}
const scanners = new WeakMap<Page, Promise<Scanner>>();
const SHIFT = 8;
const GAP = 2;
const PAUSE = 12;

/** Types a code and its Enter, 2 ms a key. */
export async function scan(page: Page, code: string): Promise<void> {
  const scanner = await (scanners.get(page) ?? open(page));
  const { session } = scanner;
  const start = Math.max(Date.now(), scanner.free + PAUSE);
  scanner.free = start + (code.length + 1) * GAP;
  // All keys go at the time of the last one: a key event from the future would be none that a browser ever sees.
  await pause(scanner.free - Date.now());
  const sent = keystrokes(code, { start, gapMs: GAP }).flatMap(({ key, code: place, shift, time }) => {
    const text = key === 'Enter' ? '\r' : key;
    const common = { key, code: place, windowsVirtualKeyCode: key === 'Enter' ? 13 : key.toUpperCase().charCodeAt(0), modifiers: shift ? SHIFT : 0 };
    return [
      session.send('Input.dispatchKeyEvent', { ...common, type: 'keyDown', text, timestamp: time / 1000 }),
      session.send('Input.dispatchKeyEvent', { ...common, type: 'keyUp', timestamp: (time + 1) / 1000 }),
    ];
  });
  await Promise.all(sent);
}

function open(page: Page): Promise<Scanner> {
  const scanner = page.context().newCDPSession(page).then((session) => ({ session, free: 0 }));
  scanners.set(page, scanner);
  return scanner;
}
