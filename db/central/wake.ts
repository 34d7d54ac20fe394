// An empty wake-up for whoever waits: NOTIFY after commit, from one connection of its own and never more than one
// in flight, because inside a business transaction it takes a lock that all writers share.
import type { Central } from './open.ts';

const CHANNEL = 'restow_changed';

export interface Waker {
  /** Says that something was committed; calls while one is under way become one. */
  wake(): void;
  /** Calls back whenever any service on this database has committed something. */
  onWake(listener: () => void): () => void;
  stop(): Promise<void>;
}

export async function createWaker(central: Central): Promise<Waker> {
  const listeners = new Set<() => void>();
  let busy = false;
  let again = false;
  const subscription = await central.listen(CHANNEL, () => {
    for (const listener of listeners) listener();
  });
  async function notify(): Promise<void> {
    busy = true;
    do {
      again = false;
      await central.notify(CHANNEL, '').catch(() => {});
    } while (again);
    busy = false;
  }
  return {
    wake() {
      again = true;
      if (!busy) void notify();
    },
    onWake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => subscription.unlisten(),
  };
}
