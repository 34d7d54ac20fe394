// Item cards by id, asked for in bunches when a screen first shows them and kept until the station says that the ERP has
// changed one; it is shown as it was until the new one is here.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ItemCard } from '#electron/contract.ts';
import { ask, type Bridge } from './bridge.ts';
import { useServices } from './services.ts';

const MOST_AT_ONCE = 400;

export interface Items {
  readonly get: (itemId: string) => ItemCard | undefined;
  /** Asks for what is not known yet, together with whatever else is wanted in the same moment. */
  readonly want: (itemIds: readonly string[]) => void;
  readonly load: (itemId: string) => Promise<ItemCard | undefined>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Changes with every arrival. */
  readonly version: () => number;
}

export function createItems(bridge: Bridge): Items {
  const cards = new Map<string, ItemCard>();
  const wanted = new Set<string>();
  const asked = new Set<string>();
  const listeners = new Set<() => void>();
  let version = 0;
  let planned = false;

  async function fetchWanted(): Promise<void> {
    planned = false;
    const ids = [...wanted];
    wanted.clear();
    await fetchAll(ids);
  }
  async function fetchAll(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += MOST_AT_ONCE) await fetchSome(ids.slice(from, from + MOST_AT_ONCE));
  }
  async function fetchSome(ids: readonly string[]): Promise<void> {
    try {
      for (const card of await ask(bridge, { about: 'items', ids: [...ids] })) cards.set(card.item.item_id, card);
    } catch {
      for (const id of ids) asked.delete(id);
      return;
    }
    version += 1;
    for (const listener of listeners) listener();
  }

  bridge.onNotice((notice) => {
    if (notice.notice === 'reset') void fetchAll([...cards.keys()]);
    if (notice.notice === 'items') void fetchAll(notice.ids.filter((id) => cards.has(id)));
  });
  return {
    get: (itemId) => cards.get(itemId),
    want: (itemIds) => {
      for (const id of itemIds) {
        if (id === '' || asked.has(id)) continue;
        asked.add(id);
        wanted.add(id);
      }
      if (planned || wanted.size === 0) return;
      planned = true;
      queueMicrotask(() => void fetchWanted());
    },
    load: async (itemId) => {
      if (!cards.has(itemId)) {
        asked.add(itemId);
        await fetchSome([itemId]);
      }
      return cards.get(itemId);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
  };
}

/** The card of one item, as soon as it is there. */
export function useItem(itemId: string | undefined): ItemCard | undefined {
  const { items } = useServices();
  useEffect(() => {
    if (itemId !== undefined) items.want([itemId]);
  }, [items, itemId]);
  return useSyncExternalStore(items.subscribe, () => (itemId === undefined ? undefined : items.get(itemId)));
}

/** A look-up by id for lists; draws again as cards arrive. */
export function useItems(itemIds: readonly string[]): (itemId: string) => ItemCard | undefined {
  const { items } = useServices();
  const text = itemIds.join('\u001f');
  useEffect(() => items.want(text === '' ? [] : text.split('\u001f')), [items, text]);
  const version = useSyncExternalStore(items.subscribe, items.version);
  // A new function per arrival, so that memoised rows notice.
  return useMemo(() => (version >= 0 ? (itemId: string) => items.get(itemId) : () => undefined), [items, version]);
}

export const nameOf = (card: ItemCard | undefined, itemId: string): string => card?.item.name ?? itemId;
