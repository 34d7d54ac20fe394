// The facts of one screen, with their question; the screen says what an answer means to it.
import { useEffectEvent, useState } from 'react';
import { createFacts, type Asked, type Facts, type FactsOptions } from './facts.ts';
import { useValue } from './readable.ts';
import { useServices } from './services.ts';

export interface ScreenFacts<C> extends Omit<Facts<C>, 'question'> {
  readonly question: Asked<C> | undefined;
}

export function useFacts<C>({ onRecorded, onAsked, onRefused }: Omit<FactsOptions<C>, 'submit'>): ScreenFacts<C> {
  const { commands } = useServices();
  const latest = useEffectEvent(() => ({ onRecorded, onAsked, onRefused }));
  const [facts] = useState(() => createFacts<C>({
    submit: commands.submit,
    onRecorded: (...said) => latest().onRecorded(...said),
    onAsked: (asked) => latest().onAsked?.(asked),
    onRefused: (...said) => latest().onRefused(...said),
  }));
  return { ...facts, question: useValue(facts.question) };
}
