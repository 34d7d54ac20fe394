// The facts of one screen, with their question; the screen says what an answer means to it.
import { useLayoutEffect, useRef, useState } from 'react';
import { createFacts, type Asked, type Facts, type FactsOptions } from './facts.ts';
import { useValue } from './readable.ts';
import { useServices } from './services.ts';

export interface ScreenFacts<C> extends Omit<Facts<C>, 'question'> {
  readonly question: Asked<C> | undefined;
}

export function useFacts<C>({ onRecorded, onAsked, onRefused }: Omit<FactsOptions<C>, 'submit'>): ScreenFacts<C> {
  const { commands } = useServices();
  // Answers come between renders, so they go to what was drawn last.
  const latest = useRef({ onRecorded, onAsked, onRefused });
  useLayoutEffect(() => {
    latest.current = { onRecorded, onAsked, onRefused };
  });
  // oxlint-disable-next-line react/refs -- read when an answer comes, never while drawing
  const [facts] = useState(() => createFacts<C>({
    submit: commands.submit,
    onRecorded: (...said) => latest.current.onRecorded(...said),
    onAsked: (asked) => latest.current.onAsked?.(asked),
    onRefused: (...said) => latest.current.onRefused(...said),
  }));
  return { ...facts, question: useValue(facts.question) };
}
