// Which fields may not stand together and which need each other: the `ex` and `req` rules of the syntax dictionary, over
// everything read of one physical thing.
import { applicationIdentifier, shortestValue } from './application-identifiers.ts';
import type { Gs1Element } from './element-strings.ts';
import { fault } from './faults.ts';
import type { Fault } from './faults.ts';

/** `310n`: any identifier of that length that begins with 310. */
function matches(pattern: string, ai: string): boolean {
  const fixed = pattern.replace(/n+$/, '');
  return ai.length === pattern.length && ai.startsWith(fixed);
}

const named = (ai: string): string => `${applicationIdentifier(ai)?.name ?? 'field'} (${ai})`;

/** The first field, in order of number, that meets one it must not stand with. A field never excludes itself. */
export function excludedPair(elements: readonly Gs1Element[]): Fault | undefined {
  for (const ai of inOrder(elements)) {
    for (const pattern of applicationIdentifier(ai)?.excludes ?? []) {
      const other = inOrder(elements).find((one) => one !== ai && matches(pattern, one));
      if (other) return fault('INVALID_PAIR', `The ${named(ai)} and the ${named(other)} may not stand together.`);
    }
  }
  return undefined;
}

export function missingPartner(elements: readonly Gs1Element[]): Fault | undefined {
  const there = inOrder(elements);
  for (const ai of there) {
    const has = (pattern: string) => there.some((one) => one !== ai && matches(pattern, one));
    for (const groups of applicationIdentifier(ai)?.requires ?? []) {
      if (groups.some((group) => group.every(has))) continue;
      const wanted = groups.map((group) => group.join('+')).join(', ');
      return fault('REQUIRED_FIELD_MISSING', `The ${named(ai)} needs one of these fields beside it: ${wanted}.`);
    }
  }
  return undefined;
}

export function differingRepeat(elements: readonly Gs1Element[]): Fault | undefined {
  const seen = new Map<string, string>();
  for (const { ai, value } of elements) {
    if ((seen.get(ai) ?? value) !== value) return fault('REPEATED_WITH_OTHER_VALUE', `The ${named(ai)} is given twice and differs.`);
    seen.set(ai, value);
  }
  return undefined;
}

/** A digital signature (8030) is of one single thing: these keys then carry their serial part. */
export function unsignedKey(elements: readonly Gs1Element[]): Fault | undefined {
  if (!elements.some(({ ai }) => ai === '8030')) return undefined;
  for (const { ai, value } of elements) {
    const entry = applicationIdentifier(ai);
    if (['253', '255', '8003'].includes(ai) && entry && value.length === shortestValue(entry)) {
      return fault('SERIAL_MISSING', `The ${named(ai)} needs its serial number beside a digital signature.`);
    }
  }
  return undefined;
}

const inOrder = (elements: readonly Gs1Element[]): readonly string[] => [...new Set(elements.map(({ ai }) => ai))].sort();
