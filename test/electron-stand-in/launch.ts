// The test's side of the stand-in: starts a built main.js in a process of its own and looks into it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Ask, WindowSeen } from './driver.ts';

export interface StandIn {
  /** Runs an expression in the page of a window (0 is the first), or in a child frame of it. */
  evaluate<T>(script: string, window?: number, frame?: number): Promise<T>;
  ask<T>(ask: Ask): Promise<T>;
  windows(): Promise<WindowSeen[]>;
  /** What the main process and its children printed so far. */
  printed(): string;
  /** Quits as a person would; resolves to the exit code or signal. */
  quit(): Promise<number | string>;
  kill9(): Promise<number | string>;
  readonly exited: Promise<number | string>;
  readonly pid: number;
}

interface Launch {
  /** The built main.js. */
  readonly main: string;
  readonly userData: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly packaged?: boolean;
}

type Said = { up: true } | { id: number; value?: unknown; error?: string };
type Waiting = { resolve(value: unknown): void; reject(problem: Error): void };

export const launchMain = async ({ main, userData, args = [], env = {}, packaged = false }: Launch): Promise<StandIn> => {
  const child = fork(new URL('./driver.ts', import.meta.url), [main, ...args], {
    execArgv: [],
    env: { ...process.env, ...env, STAND_IN_USER_DATA: userData, STAND_IN_PACKAGED: packaged ? '1' : '0' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
  const up = Promise.withResolvers<void>();
  let printed = '';
  let lastId = 0;
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.on('message', (said: Said) => {
    if ('up' in said) return up.resolve();
    const one = waiting.get(said.id);
    waiting.delete(said.id);
    if (said.error === undefined) one?.resolve(said.value);
    else one?.reject(new Error(said.error));
  });
  const exited = once(child, 'exit').then(([code, signal]) => {
    const problem = new Error(`the main process ended (${String(code ?? signal)}): ${printed}`);
    up.reject(problem);
    for (const one of waiting.values()) one.reject(problem);
    return (code ?? signal) as number | string;
  });
  const ask = <T>(message: Ask): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      waiting.set(++lastId, { resolve, reject });
      child.send({ id: lastId, ...message });
    }) as Promise<T>;

  await up.promise;
  return {
    ask,
    evaluate: <T>(script: string, window = 0, frame?: number) => ask<T>({ ask: 'evaluate', script, window, ...(frame === undefined ? {} : { frame }) }),
    windows: () => ask<WindowSeen[]>({ ask: 'windows' }),
    printed: () => printed,
    quit: () => {
      child.send({ quit: true });
      return exited;
    },
    kill9: () => {
      child.kill('SIGKILL');
      return exited;
    },
    exited,
    pid: child.pid as number,
  };
};
