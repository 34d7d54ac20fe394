// What a keyboard-wedge scanner means by a key: the physical key (KeyboardEvent.code) in the layout the
// *scanner* is set to. Reading `key` instead lets CapsLock and an AZERTY station turn Q into A.

export const layoutNames = ['us', 'uk', 'de', 'fr'] as const;
export type LayoutName = (typeof layoutNames)[number];

/** Per code: plain, with Shift, with AltGr. A blank stands for "no such level". */
type Layout = Readonly<Record<string, string>>;

const LETTERS: Layout = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [`Key${letter.toUpperCase()}`, letter + letter.toUpperCase()]),
);

const US: Layout = {
  ...LETTERS,
  Backquote: '`~', Digit1: '1!', Digit2: '2@', Digit3: '3#', Digit4: '4$', Digit5: '5%', Digit6: '6^',
  Digit7: '7&', Digit8: '8*', Digit9: '9(', Digit0: '0)', Minus: '-_', Equal: '=+', BracketLeft: '[{',
  BracketRight: ']}', Backslash: '\\|', Semicolon: ';:', Quote: '\'"', Comma: ',<', Period: '.>', Slash: '/?',
  IntlBackslash: '\\|',
};

const UK: Layout = {
  ...US,
  Backquote: '`¬¦', Digit2: '2"', Digit3: '3£', Digit4: '4$€', Quote: "'@", Backslash: '#~',
};

const DE: Layout = {
  ...LETTERS,
  KeyY: 'zZ', KeyZ: 'yY', KeyQ: 'qQ@', KeyE: 'eE€', KeyM: 'mMµ',
  Backquote: '^°', Digit1: '1!', Digit2: '2"²', Digit3: '3§³', Digit4: '4$', Digit5: '5%', Digit6: '6&',
  Digit7: '7/{', Digit8: '8([', Digit9: '9)]', Digit0: '0=}', Minus: 'ß?\\', Equal: '´`', BracketLeft: 'üÜ',
  BracketRight: '+*~', Backslash: "#'", Semicolon: 'öÖ', Quote: 'äÄ', Comma: ',;', Period: '.:', Slash: '-_',
  IntlBackslash: '<>|',
};

const FR: Layout = {
  ...LETTERS,
  KeyQ: 'aA', KeyA: 'qQ', KeyW: 'zZ', KeyZ: 'wW', KeyM: ',?', Semicolon: 'mM', KeyE: 'eE€',
  Backquote: '²', Digit1: '&1', Digit2: 'é2~', Digit3: '"3#', Digit4: "'4{", Digit5: '(5[', Digit6: '-6|',
  Digit7: 'è7`', Digit8: '_8\\', Digit9: 'ç9^', Digit0: 'à0@', Minus: ')°]', Equal: '=+}', BracketLeft: '^¨',
  BracketRight: '$£¤', Backslash: '*µ', Quote: 'ù%', Comma: ';.', Period: ':/', Slash: '!§', IntlBackslash: '<>',
};

const NUMPAD: Layout = {
  ...Object.fromEntries([...'0123456789'].map((digit) => [`Numpad${digit}`, digit + digit])),
  NumpadDecimal: '..', NumpadAdd: '++', NumpadSubtract: '--', NumpadMultiply: '**', NumpadDivide: '//', Space: '  ',
};

const LAYOUTS: Readonly<Record<LayoutName, Layout>> = { us: US, uk: UK, de: DE, fr: FR };

export type KeyLevel = 'plain' | 'shift' | 'altgr';
const LEVELS: readonly KeyLevel[] = ['plain', 'shift', 'altgr'];

/** The character of a physical key, or undefined when the layout has none there. */
export function characterAt(layout: LayoutName, code: string, level: KeyLevel): string | undefined {
  const levels = LAYOUTS[layout][code] ?? NUMPAD[code];
  return levels && [...levels][LEVELS.indexOf(level)];
}

/** The key and level that make a character: for the virtual scanner and for tests that type like a scanner. */
export function keyFor(layout: LayoutName, character: string): { code: string; level: KeyLevel } | undefined {
  for (const [code, levels] of Object.entries({ ...LAYOUTS[layout], Space: '  ' })) {
    const level = LEVELS[[...levels].indexOf(character)];
    if (level) return { code, level };
  }
  return undefined;
}
