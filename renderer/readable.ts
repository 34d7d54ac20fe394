// A value that changes and says so: what every store of the window looks like to React and to tests.
import { useState, useSyncExternalStore } from 'react';

export interface Readable<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}
export interface Writable<T> extends Readable<T> {
  readonly set: (value: T) => void;
}

export function createValue<T>(initial: T): Writable<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const useValue = <T,>(readable: Readable<T>): T => useSyncExternalStore(readable.subscribe, readable.get);

/** State of one component that may change twice before React draws: read the truth from the store, draw from the value. */
export function useStored<T>(initial: T): readonly [T, Writable<T>] {
  const [store] = useState(() => createValue(initial));
  return [useValue(store), store];
}
