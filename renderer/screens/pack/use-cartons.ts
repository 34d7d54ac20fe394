// Which cartons to take for the order at the bench. A suggestion only: packing never waits for it, and where it cannot be
// made there is none.
import { useEffect, useRef, useState } from 'react';
import type { CartonsAnswer } from '#electron/contract.ts';
import type { CartonSuggestion } from '#domain/packing/order-cartons.ts';
import { useAnswer } from '#renderer/use-answer.ts';

export type Cartons =
  | { readonly state: 'looking' }
  | { readonly state: 'nothing to pack' }
  /** The company has described no cartons, or this window cannot choose. */
  | { readonly state: 'none' }
  | { readonly state: 'chosen'; readonly suggestion: CartonSuggestion };

/** `units`: how many stand to be packed; undefined until known. Asked again when it changes. */
export function useCartons(fulfilmentId: string, units: number | undefined): Cartons {
  const { answer, again } = useAnswer(units === undefined || units === 0 ? undefined : { about: 'cartons', fulfilmentId });
  const asked = useRef(units);
  useEffect(() => {
    // The first question goes out by itself.
    if (asked.current !== undefined && asked.current !== units) again();
    asked.current = units;
  }, [again, units]);
  const text = answer ? JSON.stringify(answer) : '';
  const [held, setHeld] = useState<{ readonly text: string; readonly cartons: Cartons } | undefined>(undefined);
  useEffect(() => {
    if (text === '') return undefined;
    const goods = JSON.parse(text) as CartonsAnswer;
    return choose(goods, (cartons) => setHeld({ text, cartons }));
  }, [text]);
  if (units === 0) return { state: 'nothing to pack' };
  if (answer === null) return { state: 'none' };
  return held === undefined ? { state: 'looking' } : held.cartons;
}

function choose({ cartons, goods }: CartonsAnswer, done: (cartons: Cartons) => void): (() => void) | undefined {
  if (cartons.length === 0 || typeof Worker === 'undefined') {
    queueMicrotask(() => done({ state: 'none' }));
    return undefined;
  }
  const worker = new Worker(new URL('./carton-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<CartonSuggestion>) => {
    done({ state: 'chosen', suggestion: data });
    worker.terminate();
  });
  worker.addEventListener('error', (event) => {
    reportError(event.error ?? event.message);
    done({ state: 'none' });
    worker.terminate();
  });
  worker.postMessage({ cartons, goods });
  return () => worker.terminate();
}
