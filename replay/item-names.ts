// Owns which names an item goes by, learnt from the lines on which it is traded: clerks write their notes about
// stock into the same column, on adjustments only.
import type { ClassifiedLine } from './classify.ts';

export type ItemNames = {
  /** The name most lines use, or the code where no line has one. */
  nameOf(code: string): string;
  /** Whether the text is one of the item's names, case and blanks aside. */
  isName(code: string, text: string): boolean;
};

export function itemNames(lines: Iterable<ClassifiedLine>): ItemNames {
  const names = new Map<string, Map<string, number>>();
  for (const { class: lineClass, code, description } of lines) {
    const name = fold(description);
    if (name === '' || (lineClass !== 'SALE' && lineClass !== 'RETURN')) continue;
    const counts = names.get(code) ?? new Map<string, number>();
    counts.set(name, (counts.get(name) ?? 0) + 1);
    names.set(code, counts);
  }
  return {
    nameOf: (code) => mostUsed(names.get(code)) ?? code,
    isName: (code, text) => names.get(code)?.has(fold(text)) ?? false,
  };
}

function fold(name: string): string {
  return name.replace(/\s+/g, ' ').trim().toUpperCase();
}

function mostUsed(counts: ReadonlyMap<string, number> = new Map()): string | undefined {
  let best: [string, number] | undefined;
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry;
  return best?.[0];
}
