// The bins of a warehouse as their counts are planned: what lies in each, and when it was last counted as a whole.
import type { Bin } from '#domain/count-planning/calendar.ts';
import { dayOf } from '#domain/days.ts';
import type { Tx } from './open.ts';

export async function countBins(tx: Tx, warehouse: string, since: number): Promise<{ readonly bins: readonly Bin[]; readonly opened: number }> {
  const rows = await tx<{ location_id: string; zone: string; sequence: number; classes: string[]; counted_at: number | null; is_open: boolean }[]>`
    select l.location_id, l.zone, l.sequence, coalesce(c.classes, '{}') as classes, t.counted_at, coalesce(t.is_open, false) as is_open
    from location l
    left join (
      select p.location_id, array_agg(distinct i.abc_class) as classes from position p join item i using (item_id) where p.warehouse_id = ${warehouse} and p.quantity > 0 group by p.location_id
    ) c using (location_id)
    left join (
      select location_id, max(closed_at) filter (where item_id = '') as counted_at, bool_or(state in ('OPEN', 'COUNTING')) as is_open from count_task where warehouse_id = ${warehouse} group by location_id
    ) t using (location_id)
    where l.warehouse_id = ${warehouse} and l.pickable`;
  const [opened] = await tx<{ n: number }[]>`select count(*) as n from count_task where warehouse_id = ${warehouse} and opened_at >= ${since} and trigger in ('ABC', 'PERIODIC', 'EMPTY_LOCATION')`;
  const bins = rows.map((row): Bin => ({ locationId: row.location_id, zone: row.zone, sequence: row.sequence, classes: row.classes, countedOn: row.counted_at === null ? undefined : dayOf(row.counted_at), isOpen: row.is_open }));
  return { bins, opened: opened?.n ?? 0 };
}
