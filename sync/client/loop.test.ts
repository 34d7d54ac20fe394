// The one loop between replica and server, with a clock and a timer in the hand: whatever a cycle meets, exactly one
// wake-up is set behind it, and without any wake-up from outside it asks by itself.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { createLoop } from './loop.ts';
import { openReplicaAt } from './replica.ts';
import type { Reply, Transport } from './transport.ts';

const ok = <T>(value: T): Reply<T> => ({ ok: true, value });
const no = (status = 0): Reply<never> => ({ ok: false, reason: 'no answer', refused: status >= 400 && status < 500, status });

const end = { end: { cursor: 'c', now: 1000, rows: 0 } };
const healthy = (): Transport => {
  let hangUp = () => {};
  return {
    plugged: true,
    enrol: async () => ok({ device: 'd', warehouse: 'W1', epoch: 'e' }),
    push: async () => ok({ held: 0, link: '', now: 1000 }),
    readmit: async () => ok({ admitted: false }),
    pull: async (_query, take) => {
      take({ begin: { epoch: 'e', full: false } });
      take(end);
      return ok(true);
    },
    why: async () => no(),
    recall: async () => no(),
    promise: async () => no(),
    live: () => new Promise((resolve) => { hangUp = resolve; }),
    plug: () => {},
    close: () => hangUp(),
  };
};

const ways: readonly (readonly [name: string, transport: Partial<Transport>, online: boolean])[] = [
  ['all is well', {}, true],
  ['nobody answers', { enrol: async () => no() }, false],
  ['the server will not have it', { enrol: async () => no(409) }, true],
  ['the push finds nobody', { push: async () => no() }, false],
  ['the server does not know this station any more', { push: async () => no(404) }, false],
  ['the push throws', { push: async () => { throw new Error('a bug'); } }, false],
  ['another copy sends under this name', { push: async () => ok({ held: 7, link: 'x', now: 1000 }) }, true],
  ['the pull finds nobody', { pull: async () => no() }, false],
  ['the pull is cut off', { pull: async () => ok(false) }, false],
  ['the pull throws', { pull: async () => { throw new Error('a bug'); } }, false],
];

describe('the loop', () => {
  it.each(ways)('LIVE-2 LIVE-3 has one wake-up set after a cycle when %s, and goes on from it', async (_name, transport, online) => {
    const timers = new Set<() => void>();
    const delays: number[] = [];
    const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID);
    const loop = createLoop({
      replica, transport: { ...healthy(), ...transport }, now: () => 1000, random: () => 1, newId: randomUUID, identity: { name: 'Pack 1', warehouse: '', kind: 'station' }, changed: () => {}, told: () => {},
      later: (run, delay) => {
        delays.push(delay);
        timers.add(run);
        return () => void timers.delete(run);
      },
    });
    for (let cycle = 0; cycle < 3; cycle++) {
      await vi.waitFor(() => expect(timers.size).toBe(1));
      const [run] = timers;
      timers.clear();
      run!();
    }
    await vi.waitFor(() => expect(timers.size).toBe(1));
    expect(loop.state.online).toBe(online);
    // Never for ever, and longer after each failure, up to a limit.
    expect(delays.slice(1).every((delay) => delay > 0 && delay <= 10_000)).toBe(true);
    await loop.stop();
    replica.close();
  });
});
