// Step 9, publish: the only writer of the working set. Loads all live rows when the window has none or the wrong
// ones, levels them after every gap in the line, and then applies what the station says, in order.
import { keyOf, type AnyRow } from '#domain/tables.ts';
import type { Changes, Replies, WorkingTable } from '#electron/contract.ts';
import { createValue, type Readable } from '#renderer/readable.ts';
import { workingTables, type WorkingDatabase } from './schema.ts';
import type { WorkingSet } from './working-set.ts';

export interface Feed {
  /** False until the first load: numbers shown before would be lies. */
  readonly level: Readable<boolean>;
  /** After every new line to the station, and when it says that its working set is another one. */
  readonly resync: (workingSet: string) => Promise<void>;
  readonly apply: (changes: readonly Changes[]) => void;
  /** Resolves when everything given so far is written. */
  readonly idle: () => Promise<void>;
}

export interface FeedOptions {
  readonly workingSet: WorkingSet;
  readonly load: () => Promise<Replies['working']>;
  readonly onTrouble?: (problem: unknown) => void;
}

type Stored = { readonly key: string };
/** The same writer serves every table, so here rows are only rows. */
type AnyCollection = {
  bulkUpsert: (docs: (AnyRow & Stored)[]) => Promise<unknown>;
  bulkRemove: (keys: string[]) => Promise<unknown>;
  find: () => { exec: () => Promise<{ toJSON: () => AnyRow & Stored }[]> };
};
const collectionOf = (database: WorkingDatabase, table: WorkingTable): AnyCollection => database[table] as unknown as AnyCollection;

export function createFeed({ workingSet, load, onTrouble = reportError }: FeedOptions): Feed {
  const level = createValue(false);
  let waiting: Changes[] = [];
  let current = '';
  let loading = false;
  let again: string | undefined;
  let writing: Promise<void> | undefined;

  async function loadAll(id: string): Promise<void> {
    loading = true;
    const held = await workingSet.holds(id).catch(() => false);
    // What is held may be shown while it is being levelled: it was true when the window last looked.
    if (held) level.set(true);
    const reply = await load();
    // Changes that came before the reply are older than it.
    waiting = [];
    loading = false;
    await write(async () => {
      const keep = held && reply.workingSet === id;
      const database = keep ? workingSet.database.get() : undefined;
      await levelWith(database ?? (await workingSet.drop()), reply.changes);
      await workingSet.loaded(reply.workingSet);
    }, reply);
    current = reply.workingSet;
    level.set(true);
    pump();
  }

  /** A store that fails is dropped and written anew once; it is only a cache. */
  async function write(work: () => Promise<void>, whole?: Replies['working']): Promise<void> {
    try {
      await work();
    } catch (problem) {
      onTrouble(problem);
      const fresh = await workingSet.drop();
      const reply = whole ?? (await load());
      await levelWith(fresh, reply.changes);
      await workingSet.loaded(reply.workingSet);
    }
  }

  function pump(): void {
    if (loading || writing || waiting.length === 0) return;
    const changes = waiting;
    waiting = [];
    writing = write(async () => {
      const database = workingSet.database.get();
      if (database) await applyTo(database, changes);
    }).finally(() => {
      writing = undefined;
      pump();
    });
  }

  async function resync(id: string): Promise<void> {
    again = id;
    if (loading) return;
    while (again !== undefined) {
      const next: string = again;
      again = undefined;
      if (next !== current) level.set(false);
      await writing;
      try {
        await loadAll(next);
      } finally {
        loading = false;
      }
    }
  }

  return {
    level,
    resync,
    apply: (changes) => {
      waiting.push(...changes);
      pump();
    },
    idle: async () => {
      while (writing) await writing;
    },
  };
}

/** Later rows of one key win, and each table is written once however many changes came. */
async function applyTo(database: WorkingDatabase, changes: readonly Changes[]): Promise<void> {
  for (const table of workingTables) {
    const rows = new Map<string, AnyRow | undefined>();
    for (const change of changes) {
      if (change.table !== table) continue;
      for (const key of change.removed) rows.set(key, undefined);
      for (const row of change.rows) rows.set(keyOf(table, row), row);
    }
    if (rows.size > 0) await writeRows(collectionOf(database, table), rows);
  }
}

async function writeRows(collection: AnyCollection, rows: ReadonlyMap<string, AnyRow | undefined>): Promise<void> {
  const gone = [...rows].flatMap(([key, row]) => (row === undefined ? [key] : []));
  const upserts = [...rows].flatMap(([key, row]) => (row === undefined ? [] : [{ ...row, key }]));
  if (upserts.length > 0) await collection.bulkUpsert(upserts);
  if (gone.length > 0) await collection.bulkRemove(gone);
}

/** Makes the stored rows equal to these, writing only what differs. */
async function levelWith(database: WorkingDatabase, changes: readonly Changes[]): Promise<void> {
  for (const table of workingTables) {
    const collection = collectionOf(database, table);
    const target = new Map<string, AnyRow>();
    for (const change of changes) if (change.table === table) for (const row of change.rows) target.set(keyOf(table, row), row);
    const stored = new Map((await collection.find().exec()).map((doc) => [doc.toJSON().key, fingerprint(doc.toJSON())]));
    const rows = new Map<string, AnyRow | undefined>([...stored.keys()].filter((key) => !target.has(key)).map((key) => [key, undefined]));
    for (const [key, row] of target) if (stored.get(key) !== fingerprint({ ...row, key })) rows.set(key, row);
    if (rows.size > 0) await writeRows(collection, rows);
  }
}

const fingerprint = (row: AnyRow): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
