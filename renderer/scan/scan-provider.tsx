// Connects the scan bus to the screens: one queue for the whole window, so that a scan made while the one
// before still opens a screen is taken by that screen, in order.
import { useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import { createScanQueue } from './queue.ts';
import type { ScanBus, ScanRead } from './scan-bus.ts';
import { createScanTakers, ScanContext } from './scan-context.ts';

/** How long a scan waits for a screen that is on its way. */
const PATIENCE_MS = 1000;

/** What the handler set leads to another screen: React must have put it up before the next scan asks who takes it. */
const rendered = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

export type ScanProviderProps = {
  readonly bus: ScanBus;
  /** Nothing on the screen takes scans. */
  readonly onUnclaimed?: (read: ScanRead) => void;
  /** A handler threw; later scans go on. */
  readonly onFailed?: (error: unknown, read: ScanRead) => void;
  readonly children: ReactNode;
};

export function ScanProvider({ bus, onUnclaimed, onFailed, children }: ScanProviderProps) {
  const [takers] = useState(createScanTakers);
  const unclaimed = useEffectEvent((read: ScanRead) => onUnclaimed?.(read));
  const failed = useEffectEvent((error: unknown, read: ScanRead) => (onFailed ? onFailed(error, read) : reportError(error)));

  useEffect(() => {
    const queue = createScanQueue<ScanRead>(
      async (read) => {
        const handler = await takers.next(PATIENCE_MS);
        if (!handler) return unclaimed(read);
        await handler(read);
        await rendered();
      },
      { onError: (error, read) => failed(error, read) },
    );
    return bus.onScan(queue.push);
  }, [bus, takers]);

  return <ScanContext value={takers}>{children}</ScanContext>;
}
