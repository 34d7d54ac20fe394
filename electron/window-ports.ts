// The station's end of the ports: answers each window's requests in the order they come in, tells all windows what
// happens, and trusts nothing a window sends.
import type { MessagePortMain } from 'electron';
import { type Hello, type Notice, type RequestName, type ToWindow, requests } from './contract.ts';
import { notStarted } from './station-messages.ts';
import type { Station } from './station.ts';

export interface WindowPorts {
  /** `again`: the window was connected before and may have missed something, so it is told to load everything anew. */
  add(port: MessagePortMain, again: boolean): void;
}

/** Ports may be added before the station is up: their requests wait for it. */
export const serveWindows = (starting: Promise<Station>): WindowPorts => {
  const ports = new Set<MessagePortMain>();

  const told = async (port: MessagePortMain, data: unknown): Promise<void> => {
    const message = data as { n?: unknown; name?: unknown; body?: unknown } | null | undefined;
    if (typeof message?.n !== 'number' || !Number.isSafeInteger(message.n)) return; // nobody to answer
    port.postMessage(await answer(message.n, message.name, message.body));
  };

  const answer = async (n: number, name: unknown, body: unknown): Promise<ToWindow> => {
    if (!isRequestName(name)) return { n, error: 'unknown request' };
    const station = await starting.catch(notStarted);
    if (typeof station === 'string') return { n, error: station };
    try {
      return { n, reply: await station.request(name, body) };
    } catch (problem) {
      return { n, error: problem instanceof Error ? problem.message : String(problem) };
    }
  };

  const refresh = async (port: MessagePortMain): Promise<void> => {
    const { workingSet, person, status } = (await (await starting).request('hello', {})) as Hello;
    const notices: Notice[] = [{ notice: 'reset', workingSet }, { notice: 'person', person }, { notice: 'status', status }];
    for (const notice of notices) port.postMessage(notice);
  };

  starting.then(
    (station) => station.onNotice((notice) => ports.forEach((port) => port.postMessage(notice))),
    () => undefined, // whoever started it deals with it
  );

  return {
    add(port, again) {
      ports.add(port);
      port.on('message', ({ data }) => void told(port, data));
      port.on('close', () => ports.delete(port));
      port.start();
      if (again) refresh(port).catch(() => undefined);
    },
  };
};

const isRequestName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(requests, name);
