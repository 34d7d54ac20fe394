// Opens the working set's database. It is a cache: whatever is wrong with what is stored, it is thrown away, and
// where the browser stores nothing at all, the working set lives in memory.
import { addRxPlugin, createRxDatabase, removeRxDatabase, type RxStorage } from 'rxdb/plugins/core';
import { RxDBCleanupPlugin } from 'rxdb/plugins/cleanup';
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents';
import { schemaOf, workingTables, type Collections, type WorkingDatabase } from './schema.ts';

addRxPlugin(RxDBLocalDocumentsPlugin);
addRxPlugin(RxDBCleanupPlugin);

export type AnyStorage = RxStorage<unknown, unknown>;
const MARK = 'loaded';
const HOUR = 3_600_000;

export async function openDatabase(name: string, storages: readonly AnyStorage[]): Promise<WorkingDatabase> {
  let problem: unknown;
  for (const storage of storages) {
    for (const fresh of [false, true]) {
      try {
        if (fresh) await removeRxDatabase(name, storage, false);
        return await open(name, storage);
      } catch (error) {
        problem = error;
      }
    }
  }
  throw problem;
}

async function open(name: string, storage: AnyStorage): Promise<WorkingDatabase> {
  const database = await createRxDatabase<Collections>({
    name, storage, multiInstance: false, localDocuments: true, closeDuplicates: true,
    cleanupPolicy: { minimumDeletedTime: HOUR, minimumCollectionAge: HOUR, runEach: HOUR, awaitReplicationsInSync: false, waitForLeadership: false },
  });
  try {
    await database.addCollections(Object.fromEntries(workingTables.map((table) => [table, { schema: schemaOf(table) }])));
    return database as WorkingDatabase;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
}

/** Which working set the database holds; empty while it is being loaded. */
export async function loadedAs(database: WorkingDatabase): Promise<string> {
  const mark = await database.getLocal<{ as: string }>(MARK);
  return mark?.get('as') as string | undefined ?? '';
}
export async function markLoaded(database: WorkingDatabase, as: string): Promise<void> {
  await database.upsertLocal(MARK, { as });
}
