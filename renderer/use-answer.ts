// One question to the station whose answer a screen shows; asked again when it changes or when told to.
import { useCallback, useEffect, useState } from 'react';
import type { AnswerTo, Question } from '#electron/contract.ts';
import { ask } from './bridge.ts';
import { useServices } from './services.ts';

export interface Answer<Q extends Question> {
  /** Undefined until it came; `null` answers mean that this person may not see it. */
  readonly answer: AnswerTo<Q> | undefined;
  /** When it was asked, in ms since 1970. */
  readonly at: number;
  readonly again: () => void;
}

export function useAnswer<Q extends Question>(question: Q | undefined): Answer<Q> {
  const { bridge, now } = useServices();
  const [held, setHeld] = useState<{ readonly text: string; readonly answer: AnswerTo<Q>; readonly at: number } | undefined>(undefined);
  const [round, setRound] = useState(0);
  const text = question === undefined ? '' : JSON.stringify(question);
  useEffect(() => {
    if (text === '') return undefined;
    let stale = false;
    const at = now();
    ask(bridge, JSON.parse(text) as Q).then(
      (answer) => { if (!stale) setHeld({ text, answer, at }); },
      (problem: unknown) => { if (!stale) reportError(problem); },
    );
    return () => { stale = true; };
  }, [bridge, now, text, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const current = held?.text === text ? held : undefined;
  return { answer: current?.answer, at: current?.at ?? 0, again };
}
