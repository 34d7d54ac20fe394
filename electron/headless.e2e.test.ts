// The headless host's own promises: the same address after a restart, another where that is taken, and doors that open
// to nobody else.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { headless } from './contract.ts';
import { startHeadless, type HeadlessStation } from './headless.ts';

const start = (folder: string, port = 0) => startHeadless({ folder, port, central: null, now: Date.now, window: undefined });

async function ticketOf(host: HeadlessStation): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${host.port}${headless.ticketPath}`, { method: 'POST', headers: { [headless.tokenHeader]: host.token } });
  return ((await response.json()) as { ticket: string }).ticket;
}
/** open, or the status that refused it */
function socketAnswer(host: HeadlessStation, ticket: string, headers: Record<string, string> = {}): Promise<string | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${headless.socketPath}?ticket=${ticket}`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve('error'));
  });
}

describe('the headless host', () => {
  it('has the same address and token after a restart', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await first.stop();
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    await second.stop();
  });

  it('takes another port where somebody else has its own, and refuses a taken one that was asked for', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await first.stop();
    const stranger = createServer().listen(first.port, '127.0.0.1');
    await once(stranger, 'listening');
    const second = await start(folder);
    expect(second.port).not.toBe(first.port);
    await second.stop();
    await expect(start(temporaryFolder(), first.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    stranger.close();
  });

  it('opens a socket once per ticket, to its own page only', async () => {
    const host = await start(temporaryFolder());
    const ticket = await ticketOf(host);
    expect(await socketAnswer(host, ticket)).toBe('open');
    expect(await socketAnswer(host, ticket)).toBe(403);
    expect(await socketAnswer(host, 'guessed')).toBe(403);
    expect(await socketAnswer(host, await ticketOf(host), { origin: 'http://evil.example' })).toBe(403);
    expect(await socketAnswer(host, await ticketOf(host), { host: 'evil.example' })).toBe(403);
    await host.stop();
  });

  it('answers a malformed request in words and goes on', async () => {
    const host = await start(temporaryFolder());
    const ask = (body: object) => fetch(`http://127.0.0.1:${host.port}${headless.requestPath}`, { method: 'POST', headers: { 'content-type': 'application/json', [headless.tokenHeader]: host.token }, body: JSON.stringify(body) });
    const odd = await ask({ name: 'conjure' });
    expect(odd.status).toBe(400);
    expect(await odd.json()).toMatchObject({ problem: expect.stringContaining('conjure') as string });
    expect((await ask({ name: 'submit', body: { commands: 'no' } })).status).toBe(400);
    expect((await ask({ name: 'hello' })).status).toBe(200);
    await host.stop();
  });
});
