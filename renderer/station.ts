// What the window knows of its station: who and where it is, who is signed in, and how the way to the ERP stands.
// Greets the station on every new line, because whatever it said in between is lost.
import type { Hello, Person, Replies, RequestOf, StationStatus } from '#electron/contract.ts';
import type { Bridge } from './bridge.ts';
import { createValue, type Readable } from './readable.ts';
import type { Feed } from './working-set/feed.ts';

export interface StationView {
  readonly hello: Readable<Hello | undefined>;
  readonly person: Readable<Person | null>;
  readonly status: Readable<StationStatus | undefined>;
  /** Counts the changes of the print queue. */
  readonly printing: Readable<number>;
  readonly signIn: (told: RequestOf<'signIn'>) => Promise<Replies['signIn']>;
  readonly signOut: () => Promise<void>;
  readonly plug: (connected: boolean) => Promise<void>;
  /** I know how this command of mine came out. */
  readonly noted: (commandId: string) => Promise<void>;
}

export function createStationView(bridge: Bridge, feed: Feed): StationView {
  const hello = createValue<Hello | undefined>(undefined);
  const person = createValue<Person | null>(null);
  const status = createValue<StationStatus | undefined>(undefined);

  const printing = createValue(0);

  async function greet(): Promise<void> {
    const said = await bridge.request('hello', {});
    hello.set(said);
    person.set(said.person);
    status.set(said.status);
    await feed.resync(said.workingSet);
  }
  const greetAgain = (): void => void greet().catch((problem: unknown) => reportError(problem));

  bridge.onNotice((notice) => {
    switch (notice.notice) {
      case 'changes': return feed.apply(notice.changes);
      case 'status': return status.set(notice.status);
      case 'person': return person.set(notice.person);
      case 'printing': return printing.set(printing.get() + 1);
      case 'reset': return greetAgain();
      // Of the item cards, which listen themselves.
      case 'items': return undefined;
    }
  });
  bridge.link.subscribe(() => {
    if (bridge.link.get() === 'up') greetAgain();
  });
  if (bridge.link.get() === 'up') greetAgain();

  return {
    hello, person, status, printing,
    signIn: async (told) => {
      const reply = await bridge.request('signIn', told);
      if (reply.person) person.set(reply.person);
      return reply;
    },
    signOut: async () => {
      await bridge.request('signOut', {});
      person.set(null);
    },
    plug: async (connected) => status.set(await bridge.request('plug', { connected })),
    noted: async (commandId) => status.set(await bridge.request('noted', { commandId })),
  };
}
