// The last scans of a screen and what each did, newest first.
import { useCallback, useContext, useState } from 'react';
import { NavigationContext, type Parting } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';

export interface LogEntry extends Parting {
  readonly id: number;
  readonly at: number;
}
export type Tell = (tone: LogEntry['tone'], text: string, effect: string) => void;

const MOST_KEPT = 30;
const ADVICE_STANDS_FOR = 12;
let last = 0;

export function useScanLog(): readonly [readonly LogEntry[], Tell] {
  const { now } = useServices();
  const parting = useContext(NavigationContext)?.parting;
  // What ended the last step stays in sight on the screen that follows it.
  const [entries, setEntries] = useState<readonly LogEntry[]>(() => (parting ? [{ id: 0, at: now(), ...parting }] : []));
  const tell = useCallback<Tell>(
    (tone, text, effect) => {
      last += 1;
      const entry = { id: last, at: now(), tone, text, effect };
      // The same advice twenty times would hide what the scans did.
      const isRepeat = (before: LogEntry): boolean => tone === 'attention' && before.text === text && before.effect === effect;
      setEntries((before) => (before.slice(0, ADVICE_STANDS_FOR).some(isRepeat) ? before : [entry, ...before].slice(0, MOST_KEPT)));
    },
    [now],
  );
  return [entries, tell];
}
