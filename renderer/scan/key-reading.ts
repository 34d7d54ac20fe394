// What one keydown is to the scan bus: a character, FNC1, the end key, a shortcut, or something else.
import { characterAt } from './layouts.ts';
import type { KeyLevel } from './layouts.ts';
import type { ScanProfile } from './profile.ts';

/** The part of a KeyboardEvent the bus decides by; `time` in ms on any clock, the same for all events. */
export type KeyInput = {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  /** AltGr where the system reports it apart from Ctrl+Alt. */
  readonly altGraph?: boolean;
  readonly capsLock?: boolean;
  readonly repeat?: boolean;
  readonly time: number;
};

export type KeyReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'modifier' | 'suffix' | 'combination' | 'other' };

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'OS', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn']);
const GS = '\u001d';

export function readKey(profile: ScanProfile, key: KeyInput): KeyReading {
  if (MODIFIERS.has(key.key)) return { kind: 'modifier' };
  const altgr = key.altGraph === true || (key.ctrl && key.alt);
  const text = characterOf(profile, key, altgr);
  if (text !== undefined && altgr && !key.meta) return { kind: 'text', text };
  if (key.ctrl || key.alt || key.meta) return { kind: 'combination' };
  // Shift+Tab is a person going back.
  if (profile.suffixes.includes(key.key) && !key.shift) return { kind: 'suffix' };
  return text === undefined ? { kind: 'other' } : { kind: 'text', text };
}

function characterOf(profile: ScanProfile, key: KeyInput, altgr: boolean): string | undefined {
  const printable = [...key.key].length === 1 || key.key === 'Dead';
  if (!printable) return undefined;
  const character = characterAt(profile.layout, key.code, levelOf(profile, key, altgr));
  // On-screen keyboards send no code; then only `key` is left.
  return character ?? (altgr || key.key === 'Dead' ? undefined : key.key);
}

function levelOf(profile: ScanProfile, key: KeyInput, altgr: boolean): KeyLevel {
  if (altgr) return 'altgr';
  // Remote desktops and automation send the shifted character without Shift; CapsLock alone looks the same.
  const shifted = !key.capsLock && key.key === characterAt(profile.layout, key.code, 'shift');
  return key.shift || shifted ? 'shift' : 'plain';
}

/** FNC1 from a wedge: F8, or Ctrl+] (what ASCII 29 is on a terminal). Alt+0029 comes digit by digit. */
export function isGroupSeparator(key: KeyInput): boolean {
  if (key.key === GS || (key.key === 'F8' && !key.ctrl && !key.alt && !key.meta)) return true;
  return key.ctrl && !key.alt && !key.meta && (key.code === 'BracketRight' || key.key === ']');
}

/** The digit of an Alt+number-pad sequence, by which some scanners send any ASCII character. */
export function altNumpadDigit(key: KeyInput): string | undefined {
  return key.alt && !key.ctrl && !key.meta ? /^Numpad([0-9])$/.exec(key.code)?.[1] : undefined;
}

/** The character an Alt+number-pad sequence stands for; Windows-1252 is ASCII up to 126. */
export function altNumpadCharacter(digits: string): string | undefined {
  const code = Number(digits);
  return code === 29 || (code >= 32 && code <= 126) ? String.fromCharCode(code) : undefined;
}

/** How a profile's prefix names this key. */
export function keyName(profile: ScanProfile, key: KeyInput): string {
  const reading = readKey(profile, key);
  if (reading.kind === 'text') return reading.text;
  if (reading.kind !== 'combination') return key.key;
  const base = characterAt(profile.layout, key.code, 'plain') ?? key.key;
  return `${key.ctrl ? 'Ctrl+' : ''}${key.alt ? 'Alt+' : ''}${key.meta ? 'Meta+' : ''}${base.toUpperCase()}`;
}
