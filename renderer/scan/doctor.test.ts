// Scanners of every set-up, typed at the doctor, and the profile that comes out reads their codes.
import { describe, expect, test } from 'vitest';
import { LAYOUT_TEXT, SEPARATOR_PARTS } from '#domain/labels/scanner-sheet.ts';
import { IDLE, step } from './burst.ts';
import { diagnose, separatorOf } from './doctor.ts';
import type { KeyInput } from './key-reading.ts';
import { keystrokes } from './keystrokes.ts';
import { layoutNames } from './layouts.ts';
import { DEFAULT_PROFILE, type ScanProfile } from './profile.ts';
import { keepScanners, keptScanners, NO_SCANNERS, profileInUse } from './profiles.ts';

const F13 = { code: 'F13', key: 'F13', shift: false, alt: false, ctrl: false, meta: false };
const late = (keys: readonly KeyInput[], by: number): KeyInput[] => keys.map((key) => ({ ...key, time: key.time + by }));
/** What the bus makes of these keys with this profile. */
function read(profile: ScanProfile, keys: readonly KeyInput[]): string[] {
  let state = IDLE;
  return [...keys.map((key) => ({ type: 'key' as const, key })), { type: 'silence' as const, time: 99_999 }].flatMap((input) => {
    const result = step(profile, state, input);
    state = result.state;
    return result.outputs.flatMap((output) => (output.type === 'scan' ? [output.raw] : []));
  });
}
const profileOf = (keys: readonly KeyInput[]): ScanProfile => {
  const diagnosis = diagnose(keys);
  expect(diagnosis).toMatchObject({ ok: true });
  return diagnosis.ok ? diagnosis.profile : DEFAULT_PROFILE;
};

describe('the scanner doctor', () => {
  test.each(layoutNames)('a scanner set to the %s keyboard', (layout) => {
    const keys = keystrokes(LAYOUT_TEXT, { layout });
    const profile = profileOf(keys);
    expect(read(profile, keystrokes('LOC-B/04_2@#"', { layout }))).toEqual(['LOC-B/04_2@#"']);
  });

  test('one with a prefix, one with identifiers, one that ends with Tab, one that is slow behind its prefix', () => {
    const prefixed = [{ ...F13, time: 0 }, ...late(keystrokes(LAYOUT_TEXT), 3)];
    expect(profileOf(prefixed)).toMatchObject({ prefix: 'F13' });
    expect(diagnose(keystrokes(`]C0${LAYOUT_TEXT}`))).toMatchObject({ ok: true, identifiers: true, profile: { layout: 'us' } });
    expect(profileOf(keystrokes(LAYOUT_TEXT, { suffix: 'Tab' })).suffixes).toContain('Tab');
    const slow = [{ ...F13, time: 0 }, ...late(keystrokes(LAYOUT_TEXT, { gapMs: 120 }), 120)];
    const profile = profileOf(slow);
    expect(read(profile, slow)).toEqual([LAYOUT_TEXT]);
  });

  test.each([
    ['too few keys', keystrokes('abc'), /Too few keys/],
    ['another code', keystrokes('x'.repeat(40)), /none of the keyboards/],
    ['no end', keystrokes(LAYOUT_TEXT, { suffix: '' }), /no key at the end/],
    ['a strange end', keystrokes(LAYOUT_TEXT, { suffix: 'F9' }), /ends with F9/],
    ['as slow as a person', keystrokes(LAYOUT_TEXT, { gapMs: 150 }), /as slowly as a person/],
    ['a long prefix', keystrokes(`QQQQ${LAYOUT_TEXT}`), /4 keys before/],
  ])('%s: says what to set', (_, keys, words) => {
    const diagnosis = diagnose(keys);
    expect(diagnosis.ok ? '' : diagnosis.problem).toMatch(words);
  });

  test('the separator of GS1 codes: sent as F8 or by Alt and digits, left out, or another code', () => {
    const [head, tail] = SEPARATOR_PARTS;
    expect(separatorOf(keystrokes(`${head}\u001d${tail}`), DEFAULT_PROFILE)).toBe('sent');
    expect(separatorOf(keystrokes(`]C1${head}\u001d${tail}`), DEFAULT_PROFILE)).toBe('sent');
    expect(separatorOf(keystrokes(`${head}${tail}`), DEFAULT_PROFILE)).toBe('dropped');
    expect(separatorOf(keystrokes('4006381333931'), DEFAULT_PROFILE)).toBe('unknown');
  });
});

test('scanners are kept by name; what cannot be read leaves the scanner as it comes out of the box', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value) };
  const german = { ...DEFAULT_PROFILE, layout: 'de' as const, prefix: 'F13' };
  keepScanners(storage, { active: 'Dock', scanners: { Dock: german } });
  expect(profileInUse(keptScanners(storage))).toEqual(german);
  for (const broken of ['', '{', '{"active":"Dock","scanners":{"Dock":{"layout":"martian"}}}', 'null', '[]']) {
    storage.setItem('restow.scanners', broken);
    expect(keptScanners(storage)).toEqual(NO_SCANNERS);
  }
});
