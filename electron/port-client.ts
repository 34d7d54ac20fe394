// The window's end of its port: numbers requests, matches replies, passes notices on, and outlives the station's
// process. A request that was under way when the station ended is asked once more: commands carry their id and are
// recorded once, and everything else may be repeated.
import type { Notice, RequestName, StationStatus, ToStation, ToWindow } from './contract.ts';

/** What the preload shows to the page as window.restow. */
export interface StationBridge {
  request(name: RequestName, body: unknown): Promise<unknown>;
  /** Returns the function that ends it. */
  onNotice(listener: (notice: Notice) => void): () => void;
}

export interface PortClient {
  readonly bridge: StationBridge;
  /** There is a station, at the other end of this port. */
  here(port: MessagePort): void;
  /** There is none for now; requests wait. */
  gone(why: string): void;
  /** It could not start; requests that wait are answered with why. */
  failed(why: string): void;
}

type Waiting = { readonly message: ToStation; resolve(reply: unknown): void; reject(problem: Error): void; sent: number };

/** One entry per request of the contract: a missing or superfluous one does not compile. */
const known: Readonly<Record<RequestName, true>> = { hello: true, working: true, signIn: true, signOut: true, submit: true, ask: true, print: true, printJob: true, labelSheet: true, tablePdf: true, countSheet: true, claim: true, keepPhoto: true, photo: true, plug: true, noted: true };

export const createPortClient = (): PortClient => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(notice: Notice) => void>();
  let port: MessagePort | undefined;
  let lastNumber = 0;
  let lastStatus: StationStatus | undefined;

  const send = (entry: Waiting): void => {
    if (port === undefined) return;
    entry.sent++;
    port.postMessage(entry.message);
  };

  const publish = (notice: Notice): void => {
    if (notice.notice === 'status') lastStatus = notice.status;
    for (const listener of listeners) listener(notice);
  };

  const receive = (message: ToWindow): void => {
    if ('notice' in message) return publish(message);
    const entry = waiting.get(message.n);
    waiting.delete(message.n);
    if (message.error !== undefined) entry?.reject(new Error(message.error));
    else entry?.resolve(message.reply);
    if (entry?.message.name === 'hello' && message.error === undefined) lastStatus = (message.reply as { status?: StationStatus }).status;
  };

  const giveUp = (entries: Iterable<Waiting>, why: string): void => {
    for (const entry of entries) {
      waiting.delete(entry.message.n);
      entry.reject(new Error(why));
    }
  };

  const gone = (why: string): void => {
    port?.close();
    port = undefined;
    // Every window shows the status, so that is where a person learns of it.
    if (lastStatus !== undefined) publish({ notice: 'status', status: { ...lastStatus, online: false, trouble: why } });
  };

  return {
    bridge: {
      request(name, body) {
        if (typeof name !== 'string' || !Object.hasOwn(known, name)) return Promise.reject(new TypeError(`unknown request: ${String(name)}`));
        if (typeof body !== 'object' || body === null || Array.isArray(body)) return Promise.reject(new TypeError(`the body of ${name} must be an object`));
        return new Promise((resolve, reject) => {
          const entry: Waiting = { message: { n: ++lastNumber, name, body }, resolve, reject, sent: 0 };
          waiting.set(entry.message.n, entry);
          send(entry);
        });
      },
      onNotice(listener) {
        if (typeof listener !== 'function') throw new TypeError('a listener must be a function');
        const own = (notice: Notice): void => listener(notice); // the same function may listen twice
        listeners.add(own);
        return () => void listeners.delete(own);
      },
    },
    here(fresh) {
      port?.close();
      port = fresh;
      fresh.onmessage = ({ data }: MessageEvent<ToWindow>) => receive(data);
      giveUp([...waiting.values()].filter(({ sent }) => sent > 1), 'The station stopped twice while working on this.');
      for (const entry of waiting.values()) send(entry);
    },
    gone,
    failed(why) {
      gone(why);
      giveUp(waiting.values(), why);
    },
  };
};
