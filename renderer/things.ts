// Step 1, scan: what a code stands for here. Asked of the station, and remembered for a moment, because whoever scans
// one item twenty times a second need not ask twenty times.
import type { Thing } from '#electron/contract.ts';
import { ask, type Bridge } from './bridge.ts';
import type { ScanRead } from './scan/scan-bus.ts';

const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 500;

export interface Things {
  readonly of: (read: ScanRead) => Promise<Thing>;
}

export function createThings(bridge: Bridge, now: () => number): Things {
  const known = new Map<string, { readonly thing: Thing; readonly until: number }>();
  return {
    of: async ({ raw, scan }) => {
      // What was cut off on its way is no code of its own, even if a part of it should exist.
      if (scan.kind === 'damaged') return { kind: 'damaged', text: scan.text, reason: scan.reason };
      const found = known.get(raw);
      if (found && found.until > now()) return found.thing;
      const thing = await ask(bridge, { about: 'thing', raw });
      // Only items stay what they are for a while; totes and documents change with the work.
      if (thing.kind === 'item') {
        if (known.size >= MOST_REMEMBERED) known.clear();
        known.set(raw, { thing, until: now() + REMEMBERED_MS });
      }
      return thing;
    },
  };
}
