// The stand-in's ports behave as Electron's where the app relies on it; a wrong double would prove wrong things.
import { expect, it } from 'vitest';
import { MessageChannelMain } from './ports.ts';

it('a port keeps what arrives before it is started, in order', () => {
  const { port1, port2 } = new MessageChannelMain();
  const seen: unknown[] = [];
  port1.postMessage(1);
  port1.postMessage(2);
  port2.on('message', ({ data }: { data: unknown }) => seen.push(data));
  expect(seen).toEqual([]);
  port2.start();
  port1.postMessage(3);
  expect(seen).toEqual([1, 2, 3]);
});

it('copies what it carries and refuses what cannot be copied', () => {
  const { port1, port2 } = new MessageChannelMain();
  const sent = { list: [1] };
  let seen: unknown;
  port2.on('message', ({ data }: { data: unknown }) => (seen = data));
  port2.start();
  port1.postMessage(sent);
  expect(seen).toEqual(sent);
  expect(seen).not.toBe(sent);
  expect(() => port1.postMessage(() => 1)).toThrow();
});

it('what waited moves along with a port that is handed on, and closing is heard at the other end once', () => {
  const { port1, port2 } = new MessageChannelMain();
  const carried: unknown[] = [];
  let closed = 0;
  port1.postMessage('early');
  port2.moveAway((data) => carried.push(data), () => carried.push('closed'));
  port1.postMessage('late');
  port2.on('close', () => closed++);
  port1.close();
  port1.close();
  port1.postMessage('lost');
  expect(carried).toEqual(['early', 'late', 'closed']);
  expect(closed).toBe(1);
});
