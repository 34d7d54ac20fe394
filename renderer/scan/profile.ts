// How one station's scanner is set up: its keyboard layout, its frame, and how fast it types.
import type { LayoutName } from './layouts.ts';

export type ScanProfile = {
  /** The layout the scanner is set to, whatever the computer uses. */
  readonly layout: LayoutName;
  /** Key that starts every scan: a character ("~"), a key name ("F13") or a combination ("Ctrl+B", which is STX). */
  readonly prefix?: string;
  /** Keys that end a scan, by KeyboardEvent.key. */
  readonly suffixes: readonly string[];
  /** Without a prefix: mean and largest time between two keys of a scan, in ms, and its least length. */
  readonly averageGapMs: number;
  readonly maxGapMs: number;
  readonly minLength: number;
  /** With the prefix seen: how long a pause inside one scan may be, in ms. */
  readonly joinMs: number;
};

export const DEFAULT_PROFILE: ScanProfile = {
  layout: 'us',
  suffixes: ['Enter', 'Tab'],
  averageGapMs: 30,
  maxGapMs: 100,
  minLength: 4,
  joinMs: 200,
};
