// HTTP to the sync service with a deadline and a plug. Answers are values; a failure is a reason, never a throw.
import { z } from 'zod';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { proveReading, READER } from '#sync/keys/reading.ts';
import type { Subject } from '#domain/why/subject.ts';
import { paths, PROTOCOL, pinReply, pushReply, readmitReply, type enrolRequest, type EnrolReply, type ExactBytes, type LostCommands, type pinRequest, type PinReply, type PromiseReply, type PushReply, type RecallReply, type readmitRequest, type ReadmitReply, type WhyReply } from '#sync/protocol/messages.ts';

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string; readonly refused: boolean; /** Of the HTTP answer; 0 when there was none. */ readonly status: number };

export interface Transport {
  enrol(body: Omit<(typeof enrolRequest)['_input'], 'protocol'>): Promise<Reply<EnrolReply>>;
  push(body: { device: string; incarnation: string; first: number; commands: readonly ExactBytes[]; lost?: LostCommands | undefined; clock?: number; key?: string; signatures?: readonly string[] }): Promise<Reply<PushReply>>;
  readmit(body: Omit<(typeof readmitRequest)['_input'], 'protocol'>): Promise<Reply<ReadmitReply>>;
  /** Hands over line by line; the value says whether the end line came. */
  pull(query: { device: string; cursor: string; epoch: string; unsent: string; person: string }, take: (line: unknown) => void): Promise<Reply<boolean>>;
  /** What the company knows about why something is so, from the transactions that this replica has seen. */
  why(query: { device: string; cursor: string; epoch: string; subject: Subject }): Promise<Reply<WhyReply>>;
  /** Who received goods that are called back, from all warehouses. */
  recall(query: { device: string; itemId: string; lot: string }): Promise<Reply<RecallReply>>;
  /** What can be promised to a channel, from all warehouses that serve it. */
  promise(query: { device: string; itemId: string; channelId: string; quantity: number }): Promise<Reply<PromiseReply>>;
  /** Calls back at every wake-up until the connection ends; resolves then. */
  live(device: string, wake: () => void): Promise<void>;
  /** How long (ms) the server asks not to be asked again. */
  pause?(): number;
  /** Pulls or puts the plug of this station's network; pulling it breaks what is under way. */
  plug(connected: boolean): void;
  readonly plugged: boolean;
  close(): void;
}

/** Files of photos go their own way, so that no work waits for a picture. */
export interface PhotoLine {
  /** Sends the file of a photo that was named. */
  sendPhoto(device: string, hash: string, bytes: Uint8Array, type: string): Promise<Reply<unknown>>;
  fetchPhoto(device: string, hash: string): Promise<Reply<Uint8Array>>;
}

/** Asked at the station's door, and never by the loop. */
export interface PinLine {
  /** Whether a PIN is somebody's. */
  pin(body: Omit<(typeof pinRequest)['_input'], 'protocol'>): Promise<Reply<PinReply>>;
}

const LATER: readonly number[] = [429, 503];
/** However long (ms) a server asks a station to wait, it looks again after this. */
const PAUSE_MOST = 60_000;
/** Without a byte for so long (ms), a connection is given up: a link that went silent says nothing by itself. */
export const SILENCE = 15_000;
const enrolReply = z.object({ device: z.string(), warehouse: z.string().min(1), epoch: z.string() });

/** What a station proves with that it is the device it reads for. */
export interface Reader {
  readonly key: SigningKey | undefined;
  /** It has another name once a supervisor has let it in again. */
  readonly device: () => string;
}

/** `accessToken`: shows the company's sync service that one of its own asks. */
export function createTransport(central: string, accessToken?: string, reader?: Reader): Transport & PhotoLine & PinLine {
  const own: Readonly<Record<string, string>> = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
  const proofs = new Map<string, Readonly<Record<string, string>>>();
  /** The same for every request of a device at a door, so it is made once. */
  function proofFor(path: string): Readonly<Record<string, string>> {
    if (!reader?.key) return {};
    const [door, device] = [`/${path.split(/[/?]/)[1] ?? ''}`, reader.device()];
    const known = proofs.get(device + door);
    if (known) return known;
    const made = { [READER.device]: device, [READER.proof]: proveReading(reader.key, device, door) };
    proofs.set(device + door, made);
    return made;
  }
  let plugged = true;
  /** By performance.now(): the server asked not to be asked before. */
  let notBefore = 0;
  let cut = new AbortController();

  async function call<T>(path: string, init: RequestInit, read: (response: Response, heard: () => void) => Promise<T>): Promise<Reply<T>> {
    if (!plugged) return { ok: false, reason: 'unplugged', refused: false, status: 0 };
    const silent = new AbortController();
    const giveUp = setTimeout(() => silent.abort(new Error('the server fell silent')), SILENCE);
    try {
      const response = await fetch(`${central}${path}`, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), ...own, ...proofFor(path) }, redirect: 'error', signal: AbortSignal.any([cut.signal, silent.signal]) });
      giveUp.refresh();
      if (response.ok) return { ok: true, value: await read(response, () => giveUp.refresh()) };
      const told = (await response.json().catch(() => null)) as { problem?: unknown } | null;
      const later = Number(response.headers.get('retry-after'));
      if (LATER.includes(response.status) && later > 0) notBefore = performance.now() + Math.min(later * 1000, PAUSE_MOST);
      return { ok: false, reason: typeof told?.problem === 'string' ? told.problem : `the server answered ${response.status}`, refused: response.status < 500 && response.status !== 429, status: response.status };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}` : String(error), refused: false, status: 0 };
    } finally {
      clearTimeout(giveUp);
    }
  }
  const post = <T>(path: string, body: object, answer: z.ZodType<T>): Promise<Reply<T>> =>
    call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: PROTOCOL, ...body }) }, async (response) => answer.parse(await response.json()));

  return {
    pause: () => Math.max(0, notBefore - performance.now()),
    get plugged() {
      return plugged;
    },
    enrol: (body) => post(paths.enrol, body, enrolReply),
    push: (body) => post(paths.push, body, pushReply),
    pin: (body) => post(paths.pin, body, pinReply),
    readmit: (body) => post(paths.readmit, body, readmitReply),
    why: (query) => call(paths.why, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: PROTOCOL, ...query }) }, async (response) => (await response.json()) as WhyReply),
    recall: (query) => call(paths.recall, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: PROTOCOL, ...query }) }, async (response) => (await response.json()) as RecallReply),
    promise: (query) => call(paths.promise, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: PROTOCOL, ...query }) }, async (response) => (await response.json()) as PromiseReply),
    pull: (query, take) => call(`${paths.pull}?${new URLSearchParams(query)}`, {}, async (response, heard) => readLines(response, take, heard)),
    sendPhoto: (device, hash, bytes, type) => call(`${paths.photos}/${hash}?${new URLSearchParams({ device })}`, { method: 'PUT', headers: { 'content-type': type }, body: Buffer.from(bytes) }, (response) => response.json() as Promise<unknown>),
    fetchPhoto: (device, hash) => call(`${paths.photos}/${hash}?${new URLSearchParams({ device })}`, {}, async (response) => new Uint8Array(await response.arrayBuffer())),
    async live(device, wake) {
      if (!plugged) return;
      try {
        const response = await fetch(`${central}${paths.live}?device=${encodeURIComponent(device)}`, { headers: { ...own, ...proofFor(paths.live) }, redirect: 'error', signal: cut.signal });
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

async function readLines(response: Response, take: (line: unknown) => void, heard: () => void): Promise<boolean> {
  if (!response.body) return false;
  const decoder = new TextDecoder();
  let rest = '';
  let ended = false;
  for await (const chunk of response.body) {
    heard();
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      if (part === '') continue;
      const line: unknown = JSON.parse(part);
      take(line);
      ended = typeof line === 'object' && line !== null && 'end' in line;
    }
  }
  return ended;
}
