// What the current step would take, published by the screens for the virtual scanner: the right code, and one that
// is wrong here although it is a good code elsewhere.
import { createContext, useContext, useEffect } from 'react';
import { createValue, type Writable } from '#renderer/readable.ts';

export interface Expected {
  /** What it is, in words. */
  readonly what: string;
  readonly code: string;
}
export interface Expectation {
  readonly right: readonly Expected[];
  readonly wrong: readonly Expected[];
}
export const NOTHING: Expectation = { right: [], wrong: [] };

export const createExpectations = (): Writable<Expectation> => createValue(NOTHING);
export const ExpectationContext = createContext<Writable<Expectation> | undefined>(undefined);

/** A label as Restow prints it: its prefix once. */
export const labelFor = (prefix: string, id: string): string => (id.toUpperCase().startsWith(`${prefix}-`) ? id : `${prefix}-${id}`);

export function useExpectation(expectation: Expectation): void {
  const expectations = useContext(ExpectationContext);
  const text = JSON.stringify(expectation);
  useEffect(() => {
    expectations?.set(JSON.parse(text) as Expectation);
    return () => expectations?.set(NOTHING);
  }, [expectations, text]);
}
