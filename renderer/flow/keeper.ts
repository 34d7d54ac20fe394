// How far somebody is with a job, kept at this station so that a closed or crashed window goes on where it was; and what
// others have left half done here, which may be taken over with their knowledge.
import { z } from 'zod';

const PREFIX = 'restow.flow.';
const kept = z.object({ version: z.number(), state: z.unknown() });

export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  key(index: number): string | null;
  readonly length: number;
}
export interface Keeper<S> {
  /** `document` is empty where a job is about none. */
  load(document: string, person: string): S | undefined;
  keep(document: string, person: string, state: S | undefined): void;
  /** Half-done work of the same job and document by other people. */
  others(document: string, person: string): readonly { readonly person: string; readonly state: S }[];
  /** Theirs becomes mine; they are told when they come back. */
  takeOver(document: string, from: string, to: string, what: string): S | undefined;
  /** What was taken over from this person meanwhile, told once. */
  takenFrom(document: string, person: string): { readonly by: string; readonly what: string } | undefined;
}

export function createKeeper<S>(store: Store, name: string, version: number): Keeper<S> {
  const keyOf = (document: string, person: string): string => `${PREFIX}${[name, document, person].map(encodeURIComponent).join('/')}`;
  const noteOf = (document: string, person: string): string => `${PREFIX}taken/${[name, document, person].map(encodeURIComponent).join('/')}`;
  function read(key: string): S | undefined {
    try {
      const found = kept.safeParse(JSON.parse(store.getItem(key) ?? 'null'));
      return found.success && found.data.version === version ? (found.data.state as S) : undefined;
    } catch {
      return undefined;
    }
  }
  const keeper: Keeper<S> = {
    load: (document, person) => read(keyOf(document, person)),
    keep(document, person, state) {
      if (state === undefined) store.removeItem(keyOf(document, person));
      else store.setItem(keyOf(document, person), JSON.stringify({ version, state }));
    },
    others(document, person) {
      const here = keyOf(document, '');
      return Array.from({ length: store.length }, (_, index) => store.key(index) ?? '').filter((key) => key.startsWith(here) && key !== keyOf(document, person)).toSorted().flatMap((key) => {
        const state = read(key);
        return state === undefined ? [] : [{ person: decodeURIComponent(key.slice(here.length)), state }];
      });
    },
    takeOver(document, from, to, what) {
      const state = keeper.load(document, from);
      if (state === undefined) return undefined;
      keeper.keep(document, from, undefined);
      keeper.keep(document, to, state);
      store.setItem(noteOf(document, from), JSON.stringify({ by: to, what }));
      return state;
    },
    takenFrom(document, person) {
      const text = store.getItem(noteOf(document, person));
      if (text === null) return undefined;
      store.removeItem(noteOf(document, person));
      try {
        return z.object({ by: z.string(), what: z.string() }).parse(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
  };
  return keeper;
}
