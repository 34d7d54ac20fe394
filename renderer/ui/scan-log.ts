// The last scans of a screen and what each did, newest first.
import { useCallback, useState } from 'react';
import { useServices } from '#renderer/services.ts';

export interface LogEntry {
  readonly id: number;
  readonly at: number;
  readonly tone: 'ok' | 'stop' | 'attention';
  readonly text: string;
  readonly effect: string;
}
export type Tell = (tone: LogEntry['tone'], text: string, effect: string) => void;

const MOST_KEPT = 30;
let last = 0;

export function useScanLog(): readonly [readonly LogEntry[], Tell] {
  const { now } = useServices();
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  const tell = useCallback<Tell>(
    (tone, text, effect) => {
      last += 1;
      const entry = { id: last, at: now(), tone, text, effect };
      setEntries((before) => [entry, ...before].slice(0, MOST_KEPT));
    },
    [now],
  );
  return [entries, tell];
}
