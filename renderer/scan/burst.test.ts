// The burst detector alone, on made-up times: what is a scan, what is a person, and what is neither.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IDLE, step } from './burst.ts';
import type { BurstInput, BurstOutput, Verdict } from './burst.ts';
import type { KeyInput } from './key-reading.ts';
import { keystrokes } from './keystrokes.ts';
import { DEFAULT_PROFILE } from './profile.ts';
import type { ScanProfile } from './profile.ts';

type Seen = { outputs: BurstOutput[]; scans: string[]; released: string; unfinished: string[]; verdicts: Verdict[] };

/** Feeds keys, then silence. */
function run(keys: readonly KeyInput[], profile: ScanProfile = DEFAULT_PROFILE): Seen {
  let state = IDLE;
  const outputs: BurstOutput[] = [];
  const verdicts: Verdict[] = [];
  const inputs: BurstInput[] = keys.map((key) => ({ type: 'key', key }));
  for (const input of [...inputs, { type: 'silence', time: (keys.at(-1)?.time ?? 0) + 1000 } as const]) {
    const result = step(profile, state, input);
    state = result.state;
    outputs.push(...result.outputs);
    if (input.type === 'key') verdicts.push(result.verdict);
  }
  return {
    outputs,
    verdicts,
    scans: outputs.flatMap((one) => (one.type === 'scan' ? [one.raw] : [])),
    unfinished: outputs.flatMap((one) => (one.type === 'unfinished' ? [one.raw] : [])),
    released: outputs.flatMap((one) => (one.type === 'release' ? one.keys.map((key) => key.key) : [])).join(''),
  };
}

function press(key: string, time: number, more: Partial<KeyInput> = {}): KeyInput {
  return { code: key, key, shift: false, alt: false, ctrl: false, meta: false, time, ...more };
}

const nothing = { scans: [], unfinished: [], released: '' };

describe('by timing', () => {
  test('a fast burst with Enter is a scan, and nobody else sees a key of it', () => {
    const seen = run(keystrokes('4006381333931'));
    expect(seen).toMatchObject({ ...nothing, scans: ['4006381333931'] });
    expect(seen.verdicts).not.toContain('pass');
  });

  test('Tab ends a scan too', () => {
    expect(run(keystrokes('LOC-B-04-2', { suffix: 'Tab' })).scans).toEqual(['LOC-B-04-2']);
  });

  test.each([
    [30, 4, 'scan'],
    [31, 4, 'person'],
    [30, 3, 'person'],
    [100, 13, 'person'],
  ])('%i ms apart, %i characters: %s', (gapMs, length, what) => {
    const code = '4006381333931'.slice(0, length);
    const seen = run(keystrokes(code, { gapMs }));
    expect(seen.scans).toEqual(what === 'scan' ? [code] : []);
    expect(seen.released).toBe(what === 'scan' ? '' : code);
    expect(seen.verdicts.at(-1)).toBe(what === 'scan' ? 'swallow' : 'pass');
  });

  test.each([
    [50, true],
    [51, true],
    [200, true],
    [201, false],
  ])('one gap of %i ms inside a fast burst', (pause, isScan) => {
    const late = pause - 3;
    const keys = keystrokes('4006381333931').map((key, i) => (i < 6 ? key : { ...key, time: key.time + late }));
    expect(run(keys).scans).toEqual(isScan ? ['4006381333931'] : []);
  });

  test('the rest of a split burst is never taken for a code of its own', () => {
    // 96385074 alone is a valid GTIN-8: a wrong item, if it counted.
    const keys = [...keystrokes('123496', { suffix: '' }), ...keystrokes('96385074', { start: 300 })];
    expect(run(keys)).toMatchObject({ ...nothing, unfinished: ['123496', '96385074'] });
    const shortHead = [...keystrokes('12', { suffix: '' }), ...keystrokes('96385074', { start: 300 })];
    expect(run(shortHead)).toMatchObject({ scans: [], unfinished: ['96385074'] });
    expect(run([...keys, ...keystrokes('96385074', { start: 800 })]).scans).toEqual(['96385074']);
  });

  test('a burst without its end is told, not typed', () => {
    expect(run(keystrokes('4006381333931', { suffix: '' }))).toMatchObject({ ...nothing, unfinished: ['4006381333931'] });
  });

  test('200 scans in 10 seconds, all kept in order', () => {
    const codes = Array.from({ length: 200 }, (_, i) => `TOTE-${i}`);
    const keys = codes.flatMap((code, i) => keystrokes(code, { start: i * 50, gapMs: 4 }));
    expect(run(keys)).toMatchObject({ ...nothing, scans: codes });
  });

  test('the second end key of CR LF presses nothing either', () => {
    const keys = keystrokes('4006381333931');
    const end = keys.at(-1)?.time ?? 0;
    const seen = run([...keys, press('Enter', end + 3), press('j', end + 6, { ctrl: true, code: 'KeyJ' }), press('Enter', end + 900)]);
    expect(seen.verdicts.slice(-4)).toEqual(['swallow', 'swallow', 'swallow', 'pass']);
  });
});

describe('people', () => {
  test('a single key is held, then given back', () => {
    expect(run([press('q', 0, { code: 'KeyQ' })])).toMatchObject({ released: 'q', verdicts: ['hold'] });
  });

  test.each(['Escape', 'F2', 'F8', 'ArrowDown', 'Backspace', 'Enter', 'Tab'])('%s acts at once', (key) => {
    expect(run([press(key, 0)]).verdicts).toEqual(['pass']);
  });

  test('Backspace comes after the letter typed just before it', () => {
    const seen = run([press('a', 0, { code: 'KeyA' }), press('Backspace', 40)]);
    expect(seen).toMatchObject({ released: 'a', verdicts: ['hold', 'pass'] });
  });

  test('shortcuts pass', () => {
    expect(run([press('c', 0, { ctrl: true, code: 'KeyC' })]).verdicts).toEqual(['pass']);
  });

  test('a key held down repeats in the page', () => {
    const keys = Array.from({ length: 20 }, (_, i) => press('7', i && 500 + i * 30, { code: 'Digit7', repeat: i > 0 }));
    const seen = run(keys);
    expect(seen).toMatchObject({ scans: [], unfinished: [], released: '7' });
    expect(seen.verdicts.slice(1)).toEqual(Array(19).fill('pass'));
  });

  test('whatever is typed slower than the window comes back whole and in order', () => {
    const gap = fc.integer({ min: 51, max: 400 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...'abc 0129-./'), gap)), (typed) => {
        let time = 0;
        const keys = typed.map(([character, pause]) => keystrokes(character, { start: (time += pause), suffix: '' })[0] as KeyInput);
        expect(run(keys)).toMatchObject({ ...nothing, released: typed.map(([character]) => character).join('') });
      }),
    );
  });

  test('every key is a scan\'s or a person\'s, never both, never neither', () => {
    const gap = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 21, max: 260 }));
    const anyKey = fc.tuple(fc.constantFrom(...'abcd0123', 'Enter'), gap);
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 40 }), (typed) => {
        let time = 0;
        const keys = typed.map(([key, pause]) => press(key, (time += pause), { code: key === 'Enter' ? key : '' }));
        const seen = run(keys);
        const back = seen.outputs.flatMap((one) => (one.type === 'release' ? one.keys.map((key) => key.key) : [one.raw]));
        expect(back.join('')).toBe(typed.map(([key]) => key).filter((key) => key !== 'Enter').join(''));
      }),
    );
  });
});

describe('with a prefix', () => {
  const profile: ScanProfile = { ...DEFAULT_PROFILE, prefix: '~' };

  test('slow and split bursts are joined up to 200 ms', () => {
    expect(run(keystrokes('~4006381333931', { gapMs: 200 }), profile)).toMatchObject({ ...nothing, scans: ['4006381333931'] });
    expect(run(keystrokes('~4006381333931', { gapMs: 201 }), profile).scans).toEqual([]);
  });

  test('even one character is a scan', () => {
    expect(run(keystrokes('~7'), profile).scans).toEqual(['7']);
  });

  test('a letter typed just before a scan stays the person\'s', () => {
    const keys = [press('a', 0, { code: 'KeyA' }), ...keystrokes('~4006381333931', { start: 30 })];
    expect(run(keys, profile)).toMatchObject({ scans: ['4006381333931'], released: 'a' });
  });

  test('the prefix typed by a person is given back', () => {
    expect(run(keystrokes('~', { suffix: '' }), profile)).toMatchObject({ ...nothing, released: '~' });
  });

  test.each([
    ['F13', press('F13', 0)],
    ['Ctrl+B', press('b', 0, { code: 'KeyB', ctrl: true })],
  ])('%s as prefix; scans without it still go by timing', (prefix, key) => {
    const framed = { ...DEFAULT_PROFILE, prefix };
    const seen = run([key, ...keystrokes('AB', { start: 150, gapMs: 90 }), ...keystrokes('TOTE-1', { start: 1000 })], framed);
    expect(seen).toMatchObject({ ...nothing, scans: ['AB', 'TOTE-1'] });
    expect(seen.verdicts).not.toContain('pass');
  });
});

describe('layouts', () => {
  const code = 'TOTE-qawzm_17/09.X';
  test.each(['us', 'uk', 'de', 'fr'] as const)('a %s scanner is read by its keys, CapsLock on, on any computer', (layout) => {
    // What the computer thinks the keys mean is wrong on purpose.
    const keys = keystrokes(code, { layout }).map((key) =>
      key.key.length === 1 ? { ...key, key: key.key === key.key.toUpperCase() ? key.key.toLowerCase() : key.key.toUpperCase(), capsLock: true } : key,
    );
    expect(run(keys, { ...DEFAULT_PROFILE, layout }).scans).toEqual([code]);
  });

  test.each(['us', 'uk', 'de', 'fr'] as const)('%s has every character of GS1 and of symbology identifiers', (layout) => {
    const all = ']!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
    expect(run(keystrokes(all, { layout }), { ...DEFAULT_PROFILE, layout }).scans).toEqual([all]);
  });

  test('a US scanner on a French computer', () => {
    const keys = keystrokes('4006381333931').map((key) => ({ ...key, key: key.key.length === 1 ? 'é' : key.key }));
    expect(run(keys).scans).toEqual(['4006381333931']);
  });

  test('a remote desktop that sends characters without Shift', () => {
    expect(run(keystrokes('(01)A_b').map((key) => ({ ...key, shift: false }))).scans).toEqual(['(01)A_b']);
  });

  test('AltGr reported as Ctrl+Alt', () => {
    const keys = keystrokes(']C100', { layout: 'de' }).map((key) => (key.altGraph ? { ...key, altGraph: false, ctrl: true, alt: true } : key));
    expect(run(keys, { ...DEFAULT_PROFILE, layout: 'de' }).scans).toEqual([']C100']);
  });

  test('keys without a code are read as they say', () => {
    expect(run(keystrokes('RB-Mia').map((key) => ({ ...key, code: '' }))).scans).toEqual(['RB-Mia']);
  });
});

describe('FNC1 and control keys', () => {
  const before = keystrokes('10LOT', { suffix: '' });
  const after = keystrokes('17270200', { start: 60 });
  const alt = (digit: string, time: number) => press(digit, time, { alt: true, code: `Numpad${digit}` });

  test.each([
    ['F8', [press('F8', 20)]],
    ['Ctrl+]', [press('Control', 19, { ctrl: true }), press(']', 20, { ctrl: true, code: 'BracketRight' })]],
    ['Ctrl+] on a German key', [press('+', 20, { ctrl: true, code: 'BracketRight' })]],
    ['Alt+0029', [press('Alt', 18, { alt: true }), ...[...'0029'].map((digit, i) => alt(digit, 20 + i * 3))]],
  ])('GS as %s', (_, keys) => {
    expect(run([...before, ...keys, ...after])).toMatchObject({ ...nothing, scans: ['10LOT\u001d17270200'] });
  });

  test('a scanner that types everything by Alt and number pad after the first key', () => {
    const keys = [...'65', 'Alt', ...'0029', 'Alt', ...'066'].map((one, i) =>
      one === 'Alt' ? press('Alt', 15 + i * 2, { alt: true }) : alt(one, 15 + i * 2),
    );
    expect(run([...before, ...keys, press('Enter', 50)]).scans).toEqual(['10LOTA\u001dB']);
  });

  test('shortcuts and control keys inside a burst do nothing', () => {
    const evil = [
      press('o', 20, { ctrl: true, code: 'KeyO' }),
      press('F4', 22, { alt: true }),
      press('r', 24, { meta: true, code: 'KeyR' }),
      press('Escape', 26),
      press('F5', 28),
    ];
    const seen = run([...before, ...evil, ...after]);
    expect(seen).toMatchObject({ ...nothing, scans: ['10LOT17270200'] });
    expect(seen.verdicts).not.toContain('pass');
  });

  test('a code of 4,000 characters stays one code', () => {
    const long = 'x'.repeat(4000);
    expect(run(keystrokes(long, { gapMs: 1 })).scans).toEqual([long]);
    expect(run(keystrokes('x'.repeat(9000), { gapMs: 1 })).scans[0]).toHaveLength(8193);
  });
});

test('a code shorter than the least length is a scan when it and its end come as only a machine types', () => {
  for (const code of [']Q3', '12', '7']) {
    expect(run(keystrokes(code, { gapMs: 3 }))).toMatchObject({ scans: [code], released: '' });
    // A quick hand: a digit and Enter 60 ms later.
    expect(run(keystrokes(code, { gapMs: 60 }))).toMatchObject({ scans: [], released: code });
  }
});
