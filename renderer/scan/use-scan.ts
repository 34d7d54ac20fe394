// The hook by which a screen asks for scans.
import { useContext, useEffectEvent, useLayoutEffect } from 'react';
import { ScanContext } from './scan-context.ts';
import type { ScanHandler } from './scan-context.ts';
import type { ScanRead } from './scan-bus.ts';

export type UseScanOptions = {
  /** False lets scans go to whatever is below. */
  readonly enabled?: boolean;
};

/**
 * Takes every scan while the component is mounted, before any component that asked earlier. One at a time:
 * the next scan waits until the promise of the last is settled. The handler may change between renders.
 */
export function useScan(handler: ScanHandler, { enabled = true }: UseScanOptions = {}): void {
  const takers = useContext(ScanContext);
  if (!takers) throw new Error('useScan needs a ScanProvider above it');
  const take = useEffectEvent((read: ScanRead) => handler(read));
  // With the layout, not after it: between two screens no scan may find the one that is gone.
  useLayoutEffect(() => (enabled ? takers.add((read) => take(read)) : undefined), [takers, enabled]);
}
