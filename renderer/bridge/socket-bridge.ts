// The bridge to a headless station: a one-use ticket fetched with the token, then one WebSocket, tried again with
// back-off for ever. Requests without an answer are sent again, in their order, on the next line.
import type { Bridge, Link } from '#renderer/bridge.ts';
import { stationError } from '#renderer/bridge.ts';
import { createValue } from '#renderer/readable.ts';
import type { headless as Headless, Notice, Replies, ToStation, ToWindow } from '#electron/contract.ts';

/** The contract's own values, repeated because a window takes only types from it; the type keeps them equal. */
const headless: typeof Headless = { tokenHeader: 'x-restow-token', ticketPath: '/ticket', socketPath: '/socket', requestPath: '/request' };

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 3000;

export interface SocketBridgeOptions {
  /** Where the station serves this window, such as http://127.0.0.1:5123. */
  readonly origin: string;
  readonly token: string;
  /** Between 0 and 1, so that many windows do not come back in step. */
  readonly random?: () => number;
}
interface Waiting {
  readonly message: ToStation;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createSocketBridge({ origin, token, random = Math.random }: SocketBridgeOptions): Bridge & { readonly stop: () => void } {
  const link = createValue<Link>('connecting');
  const listeners = new Set<(notice: Notice) => void>();
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let last = 0;
  let stopped = false;

  async function connect(): Promise<void> {
    const ticket = await fetchTicket(origin, token);
    if (stopped) return;
    if (ticket === 'locked' || ticket === 'away') return later(ticket === 'locked' ? 'locked' : 'lost');
    const address = new URL(headless.socketPath, origin);
    address.protocol = address.protocol.replace('http', 'ws');
    address.searchParams.set('ticket', ticket);
    const next = new WebSocket(address);
    socket = next;
    next.addEventListener('open', () => {
      failures = 0;
      for (const { message } of waiting.values()) next.send(JSON.stringify(message));
      link.set('up');
    });
    next.addEventListener('message', (event) => take(JSON.parse(String(event.data)) as ToWindow));
    next.addEventListener('close', () => {
      if (socket !== next) return;
      socket = undefined;
      later('lost');
    });
  }

  function later(state: Link): void {
    if (stopped) return;
    if (link.get() !== 'connecting' || state === 'locked') link.set(state);
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + random() / 2);
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), wait);
  }

  function take(message: ToWindow): void {
    if ('notice' in message) {
      for (const listener of listeners) listener(message);
      return;
    }
    const found = waiting.get(message.n);
    waiting.delete(message.n);
    if (message.error === undefined) found?.resolve(message.reply);
    else found?.reject(stationError(message.error));
  }

  void connect();
  return {
    request: (name, body) =>
      new Promise<Replies[typeof name]>((resolve, reject) => {
        last += 1;
        const message: ToStation = { n: last, name, body };
        waiting.set(last, { message, resolve: resolve as (reply: unknown) => void, reject });
        if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      }),
    onNotice: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    link,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

async function fetchTicket(origin: string, token: string): Promise<string> {
  try {
    const response = await fetch(new URL(headless.ticketPath, origin), { method: 'POST', headers: { [headless.tokenHeader]: token } });
    if (response.status === 401 || response.status === 403) return 'locked';
    if (!response.ok) return 'away';
    const { ticket } = (await response.json()) as { ticket: string };
    return ticket;
  } catch {
    return 'away';
  }
}
