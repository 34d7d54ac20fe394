// A bad network between a station and the sync service: an HTTP proxy on loopback whose faults a test chooses request
// by request. What the service answers is real; only its way is disturbed.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  | 'pass'
  /** The connection breaks before the service hears of it. */
  | 'refuse'
  /** The service did it; nobody learns. */
  | 'drop reply'
  /** The service gets it twice; the second answer goes back. */
  | 'twice'
  /** It arrives again half a second after its answer went back. */
  | 'again later'
  | 'slow'
  /** The connection breaks in the middle of the answer. */
  | 'cut'
  /** The answer ends properly but before its last line. */
  | 'short'
  /** A login page of somebody else's network. */
  | 'portal'
  | 'bad gateway'
  /** Never an answer. */
  | 'silence';

export interface Proxy {
  readonly url: string;
  /** Where requests go; may change when the service comes back on another port. */
  target: string;
  /** Asked for each request; `path` without its query. */
  fault: (path: string) => Fault;
  readonly count: ReadonlyMap<string, number>;
  /** Called when a request of so many bytes has been handed on, before its answer. */
  onForward: (path: string, bytes: number) => void;
  stop(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const count = new Map<string, number>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const proxy: Proxy = {
    url: '', target, count, fault: () => 'pass', onForward: () => {},
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.split('?')[0]!;
    const fault = proxy.fault(path);
    count.set(fault, (count.get(fault) ?? 0) + 1);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    // As any proxy does: what a station says of itself goes on with the request.
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name.startsWith('x-') || name === 'authorization' || name === 'content-type')) as Record<string, string>;
    const forward = () => {
      const answer = fetch(`${proxy.target}${request.url}`, { method: request.method!, headers, ...(body.length > 0 ? { body } : {}) });
      proxy.onForward(path, body.length);
      return answer;
    };
    if (fault === 'refuse') return void response.destroy();
    if (fault === 'silence') return;
    if (fault === 'portal') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>\nPlease sign in to the guest network.\n');
    if (fault === 'bad gateway') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502</h1>');
    if (path === '/live') return pipe(await forward(), response);
    if (fault === 'slow') await sleep(400);
    if (fault === 'twice') await (await forward()).arrayBuffer();
    const answer = await forward();
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (fault === 'drop reply') return void response.destroy();
    if (fault === 'again later') setTimeout(() => void forward().then((late) => late.arrayBuffer(), () => {}), 500);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    if (fault === 'cut') return void response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
    if (fault === 'short') return void response.end(bytes.subarray(0, bytes.lastIndexOf(10, bytes.length - 2) + 1));
    response.end(bytes);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function pipe(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
  const reader = answer.body!.getReader();
  response.on('close', () => void reader.cancel().catch(() => {}));
  for (let part = await reader.read(); !part.done; part = await reader.read()) response.write(part.value);
  response.end();
}
