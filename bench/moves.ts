// The work that is measured: one unit at a time from the shelf where the books have it to another one, items and
// shelves all over the warehouse, the same in every run.
import { v7 as newId } from 'uuid';
import { seededRandom } from '#domain/seeded-random.ts';
import type { Intended } from '#sync/client/submit.ts';
import { itemId, shelf, shelfOf, shelvesFor } from './company.ts';

/** Endless moves in a company of so many items; with ids that grow, as windows make them. */
export function createMoves(items: number, seed: number): () => Intended {
  const random = seededRandom(seed);
  const shelves = shelvesFor(items);
  return () => {
    const n = Math.floor(random() * items);
    const to = (n + 1 + Math.floor(random() * (shelves - 1))) % shelves;
    return { id: newId(), type: 'stock.move', payload: { itemId: itemId(n), quantity: 1, fromLocation: shelfOf(n, shelves), toLocation: shelf(to) }, confirmed: [] };
  };
}
