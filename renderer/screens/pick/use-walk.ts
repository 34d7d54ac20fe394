// The walk of the orders on the screen: asked of the station anew whenever an open pick comes or goes or the picker stands
// elsewhere. Until the answer is there the last one holds, and the order the picker was told is kept unless another is shorter.
import { useEffect, useRef, useState } from 'react';
import type { RouteAnswer } from '#electron/contract.ts';
import { ask } from '#renderer/bridge.ts';
import { useServices } from '#renderer/services.ts';

export interface Walk {
  /** False until the first answer: nobody is sent anywhere before. */
  readonly isKnown: boolean;
  /** Task ids; empty where the station has no order. */
  readonly order: readonly string[];
  readonly route: RouteAnswer | null;
}
const UNKNOWN: Walk = { isKnown: false, order: [], route: null };

/** `open`: ids of open tasks, undefined until they are known. `from`: the bin last scanned, empty at first. */
export function useWalk(fulfilmentIds: readonly string[], open: readonly string[] | undefined, from: string): Walk {
  const { bridge } = useServices();
  const [walk, setWalk] = useState(UNKNOWN);
  const told = useRef<readonly string[]>([]);
  const text = open === undefined ? '' : open.toSorted().join('\u001f');
  const isReady = open !== undefined;
  const orders = fulfilmentIds.join('\u001f');
  useEffect(() => {
    if (!isReady) return undefined;
    let stale = false;
    const keep = new Set(text.split('\u001f'));
    ask(bridge, { about: 'route', fulfilmentIds: orders.split('\u001f'), from, keep: told.current.filter((taskId) => keep.has(taskId)) }).then(
      (route) => {
        if (stale) return;
        told.current = route?.stops ?? told.current;
        setWalk({ isKnown: true, order: told.current, route });
      },
      (problem: unknown) => {
        if (stale) return;
        reportError(problem);
        setWalk((last) => ({ ...last, isKnown: true }));
      },
    );
    return () => { stale = true; };
  }, [bridge, orders, text, from, isReady]);
  return walk;
}
