// The window's end of a port, over real message channels: what a station's end costs a window is time, nothing else.
import { afterEach, expect, it } from 'vitest';
import type { Notice, StationStatus, ToStation } from './contract.ts';
import { requests } from './contract.ts';
import { createPortClient } from './port-client.ts';

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

/** A station's end: what arrives, and a way to answer. */
const station = (client: ReturnType<typeof createPortClient>) => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const heard: ToStation[] = [];
  port1.onmessage = ({ data }: MessageEvent<ToStation>) => heard.push(data);
  client.here(port2);
  const hears = async (count: number): Promise<void> => {
    await expect.poll(() => heard.length).toBe(count);
  };
  return { heard, post: (message: object) => port1.postMessage(message), hears };
};
const status = { online: true, trouble: '' } as StationStatus;

it('matches replies to requests in any order, and errors too', async () => {
  const client = createPortClient();
  const { heard, post, hears } = station(client);
  const answers = Promise.allSettled([client.bridge.request('hello', {}), client.bridge.request('signIn', { badge: 'x' }), client.bridge.request('working', {})]);
  await hears(3);
  post({ n: heard[2]?.n, reply: 'third' });
  post({ n: heard[1]?.n, error: 'no such badge' });
  post({ n: heard[0]?.n, reply: {} });
  expect(await answers).toMatchObject([{ value: {} }, { reason: { message: 'no such badge' } }, { value: 'third' }]);
});

it('knows exactly the requests of the contract', async () => {
  const client = createPortClient();
  const { hears } = station(client);
  for (const name of Object.keys(requests)) void client.bridge.request(name as 'hello', {}).catch(() => undefined);
  await hears(Object.keys(requests).length);
  for (const name of ['nope', 'toString', '__proto__', 7, null]) await expect(client.bridge.request(name as 'hello', {})).rejects.toThrow('unknown request');
  for (const body of [undefined, null, 1, 'x', []]) await expect(client.bridge.request('hello', body)).rejects.toThrow('must be an object');
  expect(() => client.bridge.onNotice('x' as never)).toThrow('must be a function');
});

it('asks before there is a station, and asks again, under the same number, after it ended', async () => {
  const client = createPortClient();
  const answer = client.bridge.request('submit', { commands: [] });
  const first = station(client);
  await first.hears(1);
  client.gone('stopped');
  const second = station(client);
  await second.hears(1);
  expect(second.heard).toEqual(first.heard);
  second.post({ n: second.heard[0]?.n, reply: 'done' });
  expect(await answer).toBe('done');
});

it('does not ask a third time what ended the station twice', async () => {
  const client = createPortClient();
  const answer = client.bridge.request('ask', { question: { about: 'people' } });
  const outcome = answer.catch(String);
  for (const _ of [1, 2]) {
    await station(client).hears(1);
    client.gone('stopped');
  }
  station(client);
  expect(await outcome).toContain('stopped twice');
});

it('tells why a station could not start', async () => {
  const client = createPortClient();
  const answer = client.bridge.request('hello', {});
  client.failed('the file is newer than this program');
  await expect(answer).rejects.toThrow('newer than this program');
});

it('passes notices on until it is told to stop, and shows an ended station as trouble in the status', async () => {
  const client = createPortClient();
  const { post } = station(client);
  const seen: Notice[] = [];
  const other: Notice[] = [];
  const stop = client.bridge.onNotice((notice) => seen.push(notice));
  client.bridge.onNotice((notice) => other.push(notice));
  post({ notice: 'status', status });
  await expect.poll(() => seen.length).toBe(1);
  stop();
  client.gone('being started again');
  expect(seen).toHaveLength(1);
  expect(other).toMatchObject([{ status: { online: true } }, { notice: 'status', status: { online: false, trouble: 'being started again' } }]);
});
