// Turns a live RxDB query into plain rows for React: a row stays the same object until it changes, so long lists
// draw only what changed, and the query moves to the next database when the working set was dropped.
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { MangoQuery, RxCollection, RxDocument } from 'rxdb/plugins/core';
import { useServices } from '#renderer/services.ts';
import { useValue } from '#renderer/readable.ts';
import type { WorkingTable } from '#electron/contract.ts';
import type { Doc, WorkingDatabase, WorkingRow } from './schema.ts';

const rowsOf = new WeakMap<object, unknown>();

function toRow<T extends WorkingTable>(doc: RxDocument<Doc<T>>): WorkingRow<T> {
  const known = rowsOf.get(doc) as WorkingRow<T> | undefined;
  if (known) return known;
  const row = doc.toJSON() as unknown as WorkingRow<T>;
  rowsOf.set(doc, row);
  return row;
}

/** `undefined` until the first answer. The query must only hold what JSON can. */
export function useRows<T extends WorkingTable>(table: T, query: MangoQuery<Doc<T>> | null): readonly WorkingRow<T>[] | undefined {
  const { workingSet } = useServices();
  const database = useValue(workingSet.database);
  const text = JSON.stringify(query);
  const store = useMemo(() => liveStore<T>(database, table, JSON.parse(text) as MangoQuery<Doc<T>> | null), [database, table, text]);
  return useSyncExternalStore(store.subscribe, store.get);
}

function liveStore<T extends WorkingTable>(database: WorkingDatabase | undefined, table: T, query: MangoQuery<Doc<T>> | null) {
  let rows: readonly WorkingRow<T>[] | undefined;
  return {
    get: () => rows,
    subscribe: (listener: () => void) => {
      if (!database || query === null) return () => undefined;
      const collection = database[table] as unknown as RxCollection<Doc<T>>;
      const subscription = collection.find(query).$.subscribe({
        next: (docs) => {
          rows = docs.map((doc) => toRow<T>(doc));
          listener();
        },
        // A store that cannot answer is the feed's to replace; until then the last rows stay.
        error: () => undefined,
      });
      return () => subscription.unsubscribe();
    },
  };
}

/** How many rows a query has, without loading them. */
export function useCount<T extends WorkingTable>(table: T, query: MangoQuery<Doc<T>>): number | undefined {
  const { workingSet } = useServices();
  const database = useValue(workingSet.database);
  const text = JSON.stringify(query);
  const latest = useMemo(() => ({ count: undefined as number | undefined, of: [database, table, text] }), [database, table, text]);
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!database) return () => undefined;
      const collection = database[table] as unknown as RxCollection<Doc<T>>;
      const subscription = collection.count(JSON.parse(text) as MangoQuery<Doc<T>>).$.subscribe({
        next: (count) => {
          latest.count = count;
          listener();
        },
        error: () => undefined,
      });
      return () => subscription.unsubscribe();
    },
    [database, table, text, latest],
  );
  return useSyncExternalStore(subscribe, () => latest.count);
}
