// The counts ahead as this replica sees them: what the company's plan opens on which day, and which bins somebody may
// choose to have counted now, by zone, class, age or because they should be empty.
import { calendar, COUNT_PLAN, dueOf, readPlan, type Bin } from '#domain/count-planning/calendar.ts';
import { dayOf } from '#domain/days.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { CountCandidate, CountPlanAnswer, Person } from './contract.ts';

const DAYS_AHEAD = 14;
/** The longest list that is chosen from at once. */
const MOST = 200;

const mayPlan = (person: Person | null): boolean => person?.roles.includes('supervisor') ?? false;
type Asked = { readonly by: 'zone' | 'class' | 'item' | 'empty' | 'oldest'; readonly value?: string | undefined; readonly most?: number | undefined };
const home = (replica: Replica): string => replica.meta.get('warehouse_id') ?? '';

export function countPlan(replica: Replica, person: Person | null, now: number): CountPlanAnswer | null {
  if (!mayPlan(person)) return null;
  const plan = readPlan(replica.rows.find('setting', { key: COUNT_PLAN })[0]?.value);
  const bins = binsOf(replica);
  const today = dayOf(now);
  const days = plan ? calendar(bins, plan, today, DAYS_AHEAD).map(({ day, bins: of }) => ({ day, bins: of.length })) : [];
  const overdue = plan ? bins.filter((bin) => !bin.isOpen && (dueOf(bin, plan)?.dueOn ?? '9999') < today).length : 0;
  const groups = <K extends string>(keysOf: (bin: Bin) => readonly K[]) => [...Map.groupBy(bins.flatMap((bin) => keysOf(bin).map((key) => ({ key, bin }))), ({ key }) => key)].map(([name, of]) => ({ name, bins: of.length, never: of.filter(({ bin }) => bin.countedOn === undefined).length })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { isPlanned: plan !== undefined, days, overdue, zones: groups((bin) => [bin.zone]), classes: groups((bin) => bin.classes), empty: bins.filter((bin) => bin.classes.length === 0).length };
}

/** Bins without an open count, the longest not counted first. */
export function countCandidates(replica: Replica, person: Person | null, { by, value = '', most = MOST }: Asked): readonly CountCandidate[] | null {
  if (!mayPlan(person)) return null;
  const inItem = by === 'item' ? new Set(replica.rows.find('position', { warehouse_id: home(replica), item_id: value }).filter((row) => row.quantity > 0).map((row) => row.location_id)) : new Set<string>();
  const fits = (bin: Bin): boolean => {
    switch (by) {
      case 'zone': return bin.zone === value;
      case 'class': return bin.classes.includes(value);
      case 'empty': return bin.classes.length === 0;
      case 'item': return inItem.has(bin.locationId);
      case 'oldest': return bin.classes.length > 0;
    }
  };
  return binsOf(replica).filter((bin) => !bin.isOpen && fits(bin)).toSorted((a, b) => ((a.countedOn ?? '') < (b.countedOn ?? '') ? -1 : (a.countedOn ?? '') > (b.countedOn ?? '') ? 1 : a.sequence - b.sequence))
    .slice(0, Math.min(most, MOST)).map(({ locationId, zone, countedOn }) => ({ locationId, zone, countedOn: countedOn ?? null }));
}

function binsOf(replica: Replica): readonly Bin[] {
  const rows = replica.db.prepare(`
    select l.location_id as locationId, l.zone, l.sequence, c.classes, t.counted_at as countedAt, coalesce(t.is_open, 0) as isOpen
    from location l
    left join (select p.location_id, group_concat(distinct i.abc_class) as classes from position p join item i using (item_id) where p.warehouse_id = @warehouse and p.quantity > 0 group by p.location_id) c using (location_id)
    left join (select location_id, max(case when item_id = '' then closed_at end) as counted_at, max(state in ('OPEN', 'COUNTING')) as is_open from count_task where warehouse_id = @warehouse group by location_id) t using (location_id)
    where l.warehouse_id = @warehouse and l.pickable`).all({ warehouse: home(replica) }) as { locationId: string; zone: string; sequence: number; classes: string | null; countedAt: number | null; isOpen: number }[];
  return rows.map((row) => ({ locationId: row.locationId, zone: row.zone, sequence: row.sequence, classes: row.classes === null ? [] : row.classes.split(','), countedOn: row.countedAt === null ? undefined : dayOf(row.countedAt), isOpen: row.isOpen === 1 }));
}
