// Who takes the next scan: the screen or dialog that asked last. Kept apart from React's rendering, because
// a scan may arrive while screens are changing.
import { createContext } from 'react';
import type { ScanRead } from './scan-bus.ts';

export type ScanHandler = (read: ScanRead) => Promise<void> | void;

export type ScanTakers = {
  /** Puts a handler on top; returns the way to take it away again. */
  readonly add: (handler: ScanHandler) => () => void;
  /** The top handler, or undefined when none came within `patienceMs`. */
  readonly next: (patienceMs: number) => Promise<ScanHandler | undefined>;
};

export function createScanTakers(): ScanTakers {
  const stack: { readonly handler: ScanHandler }[] = [];
  const arrivals = new Set<() => void>();

  const arrival = (patienceMs: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        arrivals.delete(done);
        resolve();
      };
      const timer = setTimeout(done, patienceMs);
      arrivals.add(done);
    });

  return {
    add: (handler) => {
      const entry = { handler };
      stack.push(entry);
      for (const arrived of arrivals) arrived();
      return () => void stack.splice(stack.indexOf(entry), 1);
    },
    next: async (patienceMs) => {
      if (stack.length === 0) await arrival(patienceMs);
      return stack.at(-1)?.handler;
    },
  };
}

export const ScanContext = createContext<ScanTakers | undefined>(undefined);
