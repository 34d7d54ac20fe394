// Today's live work as this window sees it: one database that may be dropped and loaded again at any time, and
// whether it is loaded. Screens read it through queries.ts; feed.ts alone writes it.
import { createValue, type Readable } from '#renderer/readable.ts';
import { loadedAs, markLoaded, openDatabase, type AnyStorage } from './database.ts';
import { schemaVersion, type WorkingDatabase } from './schema.ts';

export interface WorkingSet {
  readonly database: Readable<WorkingDatabase | undefined>;
  /** Opens the database if it is not open, and says whether it holds this working set in this schema. */
  readonly holds: (workingSet: string) => Promise<boolean>;
  /** Empty again, with the next database to write to. */
  readonly drop: () => Promise<WorkingDatabase>;
  readonly loaded: (workingSet: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WorkingSetOptions {
  readonly name: string;
  /** Tried in this order. */
  readonly storages: () => Promise<readonly AnyStorage[]>;
}

const markOf = (workingSet: string): string => `${workingSet} ${schemaVersion}`;

export function createWorkingSet({ name, storages }: WorkingSetOptions): WorkingSet {
  const database = createValue<WorkingDatabase | undefined>(undefined);

  async function opened(): Promise<WorkingDatabase> {
    const known = database.get();
    if (known && !known.closed) return known;
    const next = await openDatabase(name, await storages());
    database.set(next);
    return next;
  }

  return {
    database,
    holds: async (workingSet) => (await loadedAs(await opened())) === markOf(workingSet),
    drop: async () => {
      const old = database.get();
      database.set(undefined);
      // A broken store cannot always be removed; opening the next one then removes what it finds.
      await old?.remove().catch(() => old.close().catch(() => undefined));
      return opened();
    },
    loaded: async (workingSet) => markLoaded(await opened(), markOf(workingSet)),
    close: async () => void (await database.get()?.close()),
  };
}
