// The headless host: the same window over loopback HTTP and WebSocket, for machines without the Electron binary, for
// tests and for development. The page is public; everything behind it needs the token, which the printed address
// carries in its fragment so that it never travels; a socket needs a one-use ticket fetched with it.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import serveFiles from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { WebSocketServer, type WebSocket } from 'ws';
import { headless, type Notice, type RequestName, type ToStation, type ToWindow } from './contract.ts';
import { securityHeaders } from './content-policy.ts';
import { startStation, type Station, type StationOptions } from './station.ts';

export interface HeadlessOptions extends StationOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The built window; undefined serves only the requests. */
  readonly window: string | undefined;
  /** A page of barcodes for the tray, where there is one. */
  readonly barcodes?: (() => Promise<Uint8Array>) | undefined;
}
export interface HeadlessStation {
  /** Address of the window with its token. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  readonly station: Station;
  stop(): Promise<void>;
}

const TICKET_LIFE = 30_000;
const MESSAGE_MAX = 16 * 1024 * 1024;

export async function startHeadless(options: HeadlessOptions): Promise<HeadlessStation> {
  const station = await startStation(options);
  const token = keptToken(path.join(options.folder, 'token'));
  const tickets = new Map<string, number>();
  const app = Fastify({ bodyLimit: MESSAGE_MAX, forceCloseConnections: true });
  const isOurs = (given: string | string[] | undefined): boolean => typeof given === 'string' && given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token));

  app.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request.headers.host, port())) return reply.code(403).send({ problem: 'This address is not the station.' });
    if (!isOwnOrigin(request.headers.origin, port())) return reply.code(403).send({ problem: 'Another page may not speak to the station.' });
    void reply.headers(securityHeaders);
  });
  app.post(headless.ticketPath, async (request, reply) => {
    if (!isOurs(request.headers[headless.tokenHeader])) return reply.code(401).send({ problem: 'The address of this window has expired: open the one that the station printed.' });
    const ticket = randomBytes(24).toString('base64url');
    tickets.set(ticket, options.now() + TICKET_LIFE);
    return { ticket };
  });
  /** The same requests without a socket, for programs that drive a station; `quiet` leaves out the changed rows of a submit. */
  app.post<{ Body: { name: RequestName; body?: unknown; quiet?: boolean } }>(headless.requestPath, async (request, reply) => {
    if (!isOurs(request.headers[headless.tokenHeader])) return reply.code(401).send({ problem: 'no token' });
    try {
      const reply = await station.request(request.body.name, request.body.body);
      return { reply: request.body.quiet === true && typeof reply === 'object' && reply !== null && 'changes' in reply ? { ...reply, changes: [] } : reply };
    } catch (error) {
      return reply.code(400).send({ problem: error instanceof Error ? error.message : String(error) });
    }
  });
  const { barcodes } = options;
  if (barcodes) app.get('/barcodes.pdf', async (_request, reply) => reply.type('application/pdf').send(Buffer.from(await barcodes())));
  if (options.window !== undefined) await app.register(serveFiles, { root: options.window });

  await listenWhereBefore(app, options.port, path.join(options.folder, 'port')).catch(async (error: unknown) => {
    await station.stop();
    throw error;
  });
  const port = (): number => (app.server.address() as AddressInfo | null)?.port ?? 0;

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX });
  app.server.on('upgrade', (request, socket, head) => {
    const ticket = ticketOf(request);
    const until = tickets.get(ticket) ?? 0;
    tickets.delete(ticket);
    if (until < options.now() || !isOwnHost(request.headers.host, port()) || !isOwnOrigin(request.headers.origin, port())) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => serveWindow(station, ws));
  });

  const taken = port();
  return {
    url: `http://127.0.0.1:${taken}/#token=${token}`, token, port: taken, station,
    async stop() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await app.close();
      await station.stop();
    },
  };
}

function serveWindow(station: Station, socket: WebSocket): void {
  const send = (message: ToWindow) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const stop = station.onNotice((notice: Notice) => send(notice));
  socket.on('close', stop);
  socket.on('error', () => socket.terminate());
  // One after the other: a window's requests take effect in the order in which they were made.
  let last = Promise.resolve();
  socket.on('message', (data) => {
    last = last.then(() => answer(station, (data as Buffer).toString('utf8'), send));
  });
}

async function answer(station: Station, text: string, send: (message: ToWindow) => void): Promise<void> {
  let n = 0;
  try {
    const message = JSON.parse(text) as ToStation;
    n = message.n;
    send({ n, reply: await station.request(message.name, message.body) });
  } catch (error) {
    send({ n, error: error instanceof Error ? error.message : String(error) });
  }
}

/** Where no port is asked for, the one of last time if nobody else has it now: an open window finds its station again. */
async function listenWhereBefore(app: FastifyInstance, asked: number, file: string): Promise<void> {
  const before = asked === 0 && existsSync(file) ? Number(readFileSync(file, 'utf8')) : asked;
  const host = '127.0.0.1';
  try {
    await app.listen({ port: Number.isInteger(before) ? before : 0, host });
  } catch (error) {
    if (asked !== 0 || (error as { code?: string }).code !== 'EADDRINUSE') throw error;
    await app.listen({ port: 0, host });
  }
  writeFileSync(file, String((app.server.address() as AddressInfo).port));
}

/** The token outlives a restart of the station, so that an open window finds it again. */
function keptToken(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const token = randomBytes(24).toString('base64url');
  writeFileSync(file, token, { mode: 0o600 });
  return token;
}

/** A page that a name was rebound to could otherwise reach the station as its own host. */
const isOwnHost = (host: string | undefined, port: number): boolean => host === `127.0.0.1:${port}` || host === `localhost:${port}`;
const isOwnOrigin = (origin: string | undefined, port: number): boolean => origin === undefined || origin === `http://127.0.0.1:${port}` || origin === `http://localhost:${port}`;
const ticketOf = (request: IncomingMessage): string => new URL(request.url ?? '/', 'http://station').searchParams.get('ticket') ?? '';
