// The bridge on a real WebSocket: tickets, notices, a line that breaks with a request under way, a wrong token.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as Client, WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { ToStation } from '#electron/contract.ts';
import { createSocketBridge } from './socket-bridge.ts';

// jsdom's own WebSocket cannot dispatch its events beside Node's; this is another real one.
globalThis.WebSocket = Client as unknown as typeof WebSocket;

const TOKEN = 'a-token';
const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** A station's door: hands out tickets and lets a test answer each message. */
async function door(answer: (message: ToStation, socket: ServerSocket) => void) {
  const tickets = new Set<string>();
  const seen: ToStation[] = [];
  const server: Server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return void response.end();
    if (request.headers['x-restow-token'] !== TOKEN) return void response.writeHead(401).end('{}');
    const ticket = String(tickets.size + 1);
    tickets.add(ticket);
    return void response.end(JSON.stringify({ ticket }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    if (!tickets.delete(new URL(request.url ?? '', 'http://x').searchParams.get('ticket') ?? '')) return socket.close();
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as ToStation;
      seen.push(message);
      answer(message, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
    server.close();
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, sockets };
}
const connect = (origin: string, token = TOKEN) => {
  const bridge = createSocketBridge({ origin, token, random: () => 0 });
  endings.push(bridge.stop);
  return bridge;
};
const until = async (is: () => boolean): Promise<void> => {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the socket bridge', () => {
  it('answers requests by number and passes notices on', async () => {
    const { origin } = await door(({ n, body }, socket) => {
      socket.send(JSON.stringify({ notice: 'person', person: null }));
      socket.send(JSON.stringify({ n, reply: { echoed: body } }));
    });
    const bridge = connect(origin);
    const notices: unknown[] = [];
    bridge.onNotice((notice) => notices.push(notice));
    expect(await bridge.request('signIn', { badge: 'RB-1' })).toEqual({ echoed: { badge: 'RB-1' } });
    expect(notices).toEqual([{ notice: 'person', person: null }]);
    expect(bridge.link.get()).toBe('up');
  });

  it('sends an unanswered submit again on the next line, the same to the last character', async () => {
    let cut = true;
    const { origin, seen } = await door(({ n }, socket) => {
      if (cut) {
        cut = false;
        return socket.terminate();
      }
      return socket.send(JSON.stringify({ n, reply: { ok: true } }));
    });
    const bridge = connect(origin);
    const links: string[] = [];
    bridge.link.subscribe(() => links.push(bridge.link.get()));
    const body = { commands: [{ id: '019a-b', type: 'scan.keep', payload: { raw: 'x', screen: 'home' } }] };
    expect(await bridge.request('submit', body)).toEqual({ ok: true });
    expect(seen.length).toBe(2);
    expect(seen[1]).toEqual(seen[0]);
    expect(links).toEqual(['up', 'lost', 'up']);
  });

  it('what the station says no to is an error with its words', async () => {
    const { origin } = await door(({ n }, socket) => socket.send(JSON.stringify({ n, error: 'There is no such thing.' })));
    await expect(connect(origin).request('hello', {})).rejects.toThrow('There is no such thing.');
  });

  it('says so when the token is not the station’s, and goes on trying', async () => {
    const { origin } = await door(() => undefined);
    const bridge = connect(origin, 'another');
    await until(() => bridge.link.get() === 'locked');
    expect(bridge.link.get()).toBe('locked');
  });
});
