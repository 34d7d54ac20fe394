// Owns which documents may be under way together. One that takes stock waits for all earlier ones that bring stock of
// its items; a return waits for the sales it belongs to. Then an opening that suffices in time order suffices in
// every order that this allows, and many documents can be played at once.
import type { ReplayDocument } from './documents.ts';

export type Dependencies = {
  /** Documents must be placed in play order. Answers whether it may start now; otherwise `free` names it later. */
  place(document: ReplayDocument, after: readonly ReplayDocument[]): boolean;
  /** The document's stock is in the books, or it can do no more; answers what may start now, in play order. */
  settle(document: ReplayDocument): ReplayDocument[];
};

export function createDependencies(): Dependencies {
  const bringing = new Map<string, Set<ReplayDocument>>();
  const placed = new Set<ReplayDocument>();
  const waiting = new Map<ReplayDocument, number>();
  const waiters = new Map<ReplayDocument, ReplayDocument[]>();

  return {
    place(document, after) {
      const takes = document.class === 'SALE' || document.class === 'ADJ_DOWN';
      const codes = new Set(document.lines.map((line) => line.code));
      const before = new Set(after.filter((each) => placed.has(each)));
      for (const code of codes) {
        const group = bringing.get(code) ?? new Set();
        if (takes) for (const each of group) before.add(each);
        else bringing.set(code, group.add(document));
      }
      placed.add(document);
      for (const each of before) {
        const list = waiters.get(each);
        if (list) list.push(document);
        else waiters.set(each, [document]);
      }
      if (before.size > 0) waiting.set(document, before.size);
      return before.size === 0;
    },
    settle(document) {
      if (!placed.delete(document)) return [];
      for (const { code } of document.lines) bringing.get(code)?.delete(document);
      const free: ReplayDocument[] = [];
      for (const each of waiters.get(document) ?? []) {
        const left = (waiting.get(each) ?? 1) - 1;
        waiting.set(each, left);
        if (left > 0) continue;
        waiting.delete(each);
        free.push(each);
      }
      waiters.delete(document);
      return free;
    },
  };
}
