// When somebody at work is asked how many are left: where the books have few, nothing counts it already, and not too often.
import { COUNT_WHILE_WORKING, glancesOf, isCounted, unitsThere } from '#domain/count-planning/glance.ts';
import { createSlice } from '#domain/slice.ts';
import { account } from '#domain/positions.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Person } from './contract.ts';

const HOUR = 3_600_000;

export interface GlanceKeeper {
  /** Whether to ask now; an answer of yes counts as asked. The figure itself is never told. */
  shouldAsk(person: Person | null, itemId: string, locationId: string, now: number): boolean;
}

export function createGlanceKeeper(replica: Replica): GlanceKeeper {
  const asked = new Map<string, readonly number[]>();
  return {
    shouldAsk(person, itemId, locationId, now) {
      const limits = glancesOf(replica.rows.find('setting', { key: COUNT_WHILE_WORKING })[0]?.value);
      if (!person || !limits) return false;
      const lately = (asked.get(person.id) ?? []).filter((at) => at > now - HOUR);
      if (lately.length >= limits.perHour) return false;
      const warehouse_id = replica.meta.get('warehouse_id') ?? '';
      const slice = createSlice();
      const at = (location_id: string) => ({ table: 'position', where: { warehouse_id, item_id: itemId, location_id } }) as const;
      replica.rows.load([at(locationId), at(account.suspense(locationId)), { table: 'location', where: { warehouse_id, location_id: locationId } }, { table: 'count_task', where: { warehouse_id, location_id: locationId } }], slice);
      if (!slice.get('location', warehouse_id, locationId)?.pickable || slice.list('position', { warehouse_id }).length === 0) return false;
      if (unitsThere(slice, warehouse_id, itemId, locationId) > limits.most || isCounted(slice, warehouse_id, itemId, locationId)) return false;
      asked.set(person.id, [...lately, now]);
      return true;
    },
  };
}
