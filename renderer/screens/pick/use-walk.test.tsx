// The walk of the screen against a station that answers when it is told to.
import { act, renderHook } from '@testing-library/react';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Question, RouteAnswer } from '#electron/contract.ts';
import type { Bridge } from '#renderer/bridge.ts';
import { createValue } from '#renderer/readable.ts';
import { ServicesContext, type Services } from '#renderer/services.ts';
import { useWalk } from './use-walk.ts';

type RouteQuestion = Extract<Question, { about: 'route' }>;
const routeOf = (...stops: string[]): RouteAnswer => ({ method: 'exact', why: '', length: 1000, stops, walk: [], map: null });

function begin(open: readonly string[] | undefined) {
  const asked: RouteQuestion[] = [];
  const waiting: { answer: (route: RouteAnswer) => void; fail: (problem: Error) => void }[] = [];
  const bridge = {
    request: (_name: string, { question }: { question: RouteQuestion }) => {
      asked.push(question);
      return new Promise((answer, fail) => waiting.push({ answer, fail }));
    },
    onNotice: () => () => undefined,
    link: createValue('up'),
  } as unknown as Bridge;
  const hook = renderHook(({ open, from }) => useWalk(['F1'], open, from), {
    initialProps: { open, from: '' },
    wrapper: ({ children }) => <ServicesContext value={{ bridge } as Services}>{children}</ServicesContext>,
  });
  return {
    hook, asked,
    answer: (number: number, ...stops: string[]) => act(async () => waiting[number]!.answer(routeOf(...stops))),
    fail: (number: number) => act(async () => waiting[number]!.fail(new Error('the line is down'))),
  };
}

describe('the walk of a screen', () => {
  it('sends nobody anywhere before it is known', async () => {
    const { hook, asked, answer } = begin(undefined);
    expect(asked).toEqual([]);
    hook.rerender({ open: ['A', 'B'], from: '' });
    expect(hook.result.current).toMatchObject({ isKnown: false, order: [] });
    await answer(0, 'B', 'A');
    expect(hook.result.current).toMatchObject({ isKnown: true, order: ['B', 'A'] });
  });

  it('is asked for again with what the picker was told, and holds until the answer is there', async () => {
    const { hook, asked, answer } = begin(['A', 'B', 'C']);
    await answer(0, 'C', 'A', 'B');
    hook.rerender({ open: ['B', 'A'], from: 'bin C' });
    expect(asked[1]).toEqual({ about: 'route', fulfilmentIds: ['F1'], from: 'bin C', keep: ['A', 'B'] });
    expect(hook.result.current.order).toEqual(['C', 'A', 'B']);
    await answer(1, 'B', 'A');
    expect(hook.result.current.order).toEqual(['B', 'A']);
  });

  it('does not ask when nothing changed but the order of the rows', async () => {
    const { hook, asked, answer } = begin(['A', 'B']);
    await answer(0, 'A', 'B');
    hook.rerender({ open: ['B', 'A'], from: '' });
    expect(asked).toHaveLength(1);
  });

  it('ignores an answer that a newer question has overtaken', async () => {
    const { hook, answer } = begin(['A', 'B']);
    hook.rerender({ open: ['A'], from: '' });
    await answer(1, 'A');
    await answer(0, 'B', 'A');
    expect(hook.result.current.order).toEqual(['A']);
  });

  it('lets picking go on in the order of the list when the station does not answer', async () => {
    const seen: ErrorEvent[] = [];
    const note = (event: ErrorEvent): void => { event.preventDefault(); seen.push(event); };
    window.addEventListener('error', note);
    onTestFinished(() => window.removeEventListener('error', note));
    const { hook, fail } = begin(['A', 'B']);
    await fail(0);
    expect(hook.result.current).toEqual({ isKnown: true, order: [], route: null });
    expect(seen).toHaveLength(1);
  });
});
