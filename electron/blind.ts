// Who may count a place is not told what the books have there while a count of it is open, nor while what was counted waits for
// somebody to decide: whoever counted could still say more about it.
import { binOfSuspense, isSuspense } from '#domain/positions.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Person } from './contract.ts';

export interface Blind {
  /** Whether the books of an item in a place are kept from the person now. */
  hides(itemId: string, locationId: string): boolean;
  /** Whether anything is. */
  readonly any: boolean;
}

export function blindFor(replica: Replica, person: Person | null): Blind {
  if (person?.roles.some((role) => role === 'supervisor' || role === 'finance')) return { hides: () => false, any: false };
  const open = replica.rows.find('count_task', { warehouse_id: replica.meta.get('warehouse_id') ?? '' }).filter((task) => task.state === 'OPEN' || task.state === 'COUNTING');
  const undecided = ['PENDING', 'RECOUNT'].flatMap((state) => replica.rows.find('adjustment', { warehouse_id: replica.meta.get('warehouse_id') ?? '', state })).filter((row) => row.source === 'count');
  const kept = [...open, ...undecided];
  const places = Map.groupBy(kept, (each) => each.location_id);
  const hides = (itemId: string, locationId: string): boolean => {
    const counts = places.get(isSuspense(locationId) ? binOfSuspense(locationId) : locationId);
    return counts !== undefined && counts.some((each) => each.item_id === '' || itemId === '' || each.item_id === itemId);
  };
  return { hides, any: kept.length > 0 };
}

/** Movements that do not touch what is kept from the person. */
export const tellable = (blind: Blind, movements: readonly Row<'movement'>[]): readonly Row<'movement'>[] =>
  blind.any ? movements.filter((row) => !blind.hides(row.item_id, row.from_location) && !blind.hides(row.item_id, row.to_location)) : movements;
