// One thing a person can do right now, with the key that does it. Keys are KeyboardEvent.key names; letters in any case.

export interface Action {
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
  /** Why it cannot be done now; shown instead of being hidden, so that nobody searches for it. */
  readonly locked?: string | undefined;
  readonly primary?: boolean;
  /** Works, but is shown where it belongs instead of in the bar. */
  readonly elsewhere?: boolean;
  readonly atEnd?: boolean;
  /** Always there, so it may be smaller than what belongs to the step. */
  readonly small?: boolean;
}

const keyNames: Readonly<Record<string, string>> = { Escape: 'Esc', Enter: '↵', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', ' ': 'Space', Delete: 'Del' };
export const keyName = (key: string): string => keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
export const isFunctionKey = (key: string): boolean => key.length > 1;
export const sameKey = (a: string, b: string): boolean => (a.length === 1 ? a.toLowerCase() === b.toLowerCase() : a === b);
