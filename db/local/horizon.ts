// Movements older than the horizon are folded into one opening row per position, so that opening + movements is
// always the position and the file does not grow for ever.
import type { Database } from 'better-sqlite3';
import type { Meta } from './meta.ts';

const DAY = 86_400_000;
const HORIZON_DAYS = 35;
const key = `warehouse_id, item_id, location_id, lot, serial, "condition", "hold", "owner"`;

/** The same places that keep a position in the ledger: shelves and the like, suspense, goods in transit. */
const keepsQuantity = `(location_id not like '~%' or location_id like '~suspense:%' or location_id like '~transit:%')`;

/** Both sides of movements as signed quantities by position. */
const sides = (filter: string): string => `
  select warehouse_id, item_id, from_location as location_id, lot, serial, from_condition as "condition", from_hold as "hold", from_owner as "owner", -quantity as quantity from movement ${filter}
  union all
  select warehouse_id, item_id, to_location, lot, serial, to_condition, to_hold, to_owner, quantity from movement ${filter}`;

/** After a full load: what the positions have beyond the movements that came with them. */
export function openingFromPositions(db: Database): void {
  db.exec(`delete from opening`);
  db.exec(`
    insert into opening (${key}, quantity)
    select ${key}, position.quantity - coalesce(moved.quantity, 0)
    from position left join (select ${key}, sum(quantity) as quantity from (${sides('')}) group by ${key}) as moved using (${key})
    where position.quantity <> coalesce(moved.quantity, 0)`);
  // Nothing lies there any more, so no position came; what the movements say of it began with what is too old to have come.
  db.exec(`
    insert into opening (${key}, quantity)
    select ${key}, -sum(quantity) from (${sides('')}) as moved
    where ${keepsQuantity} and not exists (select 1 from position where ${key.split(', ').map((column) => `position.${column} = moved.${column}`).join(' and ')})
    group by ${key} having sum(quantity) <> 0`);
}

/** Folds what has become too old, at most once a day; pending work is never folded. Runs inside the caller's transaction. */
export function foldOld(db: Database, meta: Meta, now: number): void {
  const before = now - HORIZON_DAYS * DAY;
  const last = Number(meta.get('horizon_at') ?? 0);
  if (before - last < DAY) return;
  meta.set('horizon_at', String(before));
  const old = `where effective_at < ${Math.trunc(before)} and not exists (select 1 from shadow where table_name = 'movement' and row_key = warehouse_id || char(31) || movement_id)`;
  db.exec(`
    insert into opening (${key}, quantity)
    select ${key}, sum(quantity) from (${sides(old)}) where ${keepsQuantity} group by ${key}
    on conflict (${key}) do update set quantity = opening.quantity + excluded.quantity`);
  db.exec(`delete from movement ${old}`);
}

/** Positions that are not the sum of their opening and movements; empty is the only right answer. */
export function ledgerDifferences(db: Database): readonly { readonly item_id: string; readonly location_id: string; readonly position: number; readonly ledger: number }[] {
  return db.prepare(`
    select item_id, location_id, position.quantity as position, coalesce(total.quantity, 0) as ledger
    from position left join (select ${key}, sum(quantity) as quantity from (select ${key}, quantity from opening union all ${sides('')}) group by ${key}) as total using (${key})
    where position.quantity <> coalesce(total.quantity, 0)`).all() as { item_id: string; location_id: string; position: number; ledger: number }[];
}
