// HTTP to the sync service with a deadline and a plug. Answers are values; a failure is a reason, never a throw.
import { enrolRequest, paths, PROTOCOL, type EnrolReply, type PullLine, type PushReply } from '#sync/protocol/messages.ts';

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string; readonly refused: boolean };

export interface Transport {
  enrol(body: Omit<(typeof enrolRequest)['_input'], 'protocol'>): Promise<Reply<EnrolReply>>;
  push(body: { device: string; incarnation: string; first: number; commands: readonly string[] }): Promise<Reply<PushReply>>;
  /** Hands over line by line; the value says whether the end line came. */
  pull(query: { device: string; cursor: string; epoch: string }, take: (line: PullLine) => void): Promise<Reply<boolean>>;
  /** Calls back at every wake-up until the connection ends; resolves then. */
  live(device: string, wake: () => void): Promise<void>;
  /** Pulls or puts the plug of this station's network; pulling it breaks what is under way. */
  plug(connected: boolean): void;
  readonly plugged: boolean;
  close(): void;
}

const DEADLINE = 30_000;

export function createTransport(central: string): Transport {
  let plugged = true;
  let cut = new AbortController();

  async function call<T>(path: string, init: RequestInit, read: (response: Response) => Promise<T>): Promise<Reply<T>> {
    if (!plugged) return { ok: false, reason: 'unplugged', refused: false };
    try {
      const response = await fetch(`${central}${path}`, { ...init, signal: AbortSignal.any([cut.signal, AbortSignal.timeout(DEADLINE)]) });
      if (response.ok) return { ok: true, value: await read(response) };
      const { problem } = (await response.json().catch(() => ({}))) as { problem?: string };
      return { ok: false, reason: problem ?? `the server answered ${response.status}`, refused: response.status < 500 };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}` : String(error), refused: false };
    }
  }
  const post = <T>(path: string, body: object): Promise<Reply<T>> =>
    call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: PROTOCOL, ...body }) }, (response) => response.json() as Promise<T>);

  return {
    get plugged() {
      return plugged;
    },
    enrol: (body) => post(paths.enrol, body),
    push: (body) => post(paths.push, body),
    pull: (query, take) => call(`${paths.pull}?${new URLSearchParams(query)}`, {}, async (response) => readLines(response, take)),
    async live(device, wake) {
      if (!plugged) return;
      try {
        const response = await fetch(`${central}${paths.live}?device=${encodeURIComponent(device)}`, { signal: cut.signal });
        if (!response.ok || !response.body) return;
        wake();
        for await (const _chunk of response.body) wake();
      } catch {
        // The loop connects again; polling goes on meanwhile.
      }
    },
    plug(connected) {
      plugged = connected;
      if (connected) return;
      cut.abort(new Error('unplugged'));
      cut = new AbortController();
    },
    close() {
      plugged = false;
      cut.abort(new Error('closing'));
    },
  };
}

async function readLines(response: Response, take: (line: PullLine) => void): Promise<boolean> {
  if (!response.body) return false;
  const decoder = new TextDecoder();
  let rest = '';
  let ended = false;
  for await (const chunk of response.body) {
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = JSON.parse(part) as PullLine;
      take(line);
      ended = 'end' in line;
    }
  }
  return ended;
}
