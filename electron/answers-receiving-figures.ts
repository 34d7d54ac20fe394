// How goods came in to this warehouse, from the rows of this replica.
import { figuresBySupplier, isLate, measureDelivery, receivingByWeek, receivingFigures, standingTimes, type MeasuredDelivery } from '#domain/receiving-figures.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Person, ReceivingFiguresAnswer } from './contract.ts';

const DAY = 86_400_000;
/** A replica keeps movements of five weeks. */
const DAYS = 28;
const WEEKS = DAYS / 7;
const MOST_SHOWN = 500;
const mayLook = (person: Person | null): boolean => person?.roles.some((role) => ['supervisor', 'finance', 'buyer'].includes(role)) ?? false;

export function receivingFiguresFor(replica: Replica, person: Person | null, now: number): ReceivingFiguresAnswer | null {
  if (!mayLook(person)) return null;
  const { db, rows } = replica;
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  const since = now - DAYS * DAY;
  const deliveries = rows.find('delivery', { warehouse_id }).filter((row) => row.arrived_at !== null && row.arrived_at >= since);
  const docks = new Set(rows.find('location', { warehouse_id, kind: 'dock' }).map((row) => row.location_id));
  const names = JSON.stringify([...docks]);
  const moves = db.prepare(`select movement_id, type, item_id, lot, serial, quantity, from_location, to_location, document_id, effective_at from movement
    where warehouse_id = ? and effective_at >= ? and (from_location in (select value from json_each(?)) or to_location in (select value from json_each(?)))`).all(warehouse_id, since, names, names) as Row<'movement'>[];
  const stood = Map.groupBy(standingTimes(moves, (locationId) => docks.has(locationId)), (each) => each.deliveryId);
  const measured = deliveries.flatMap((delivery) => measureDelivery({ delivery, lines: rows.find('delivery_line', { warehouse_id, delivery_id: delivery.delivery_id }) }, stood.get(delivery.delivery_id) ?? []) ?? []);
  const nameOf = (supplierId: string): string => rows.find('supplier', { supplier_id: supplierId })[0]?.name ?? (supplierId === '' ? 'not known' : supplierId);
  const overrides = rows.find('put_away_override', { warehouse_id }).filter((row) => row.at >= since);
  const isNoted = (each: MeasuredDelivery): boolean => isLate(each) || each.exact < each.lines || each.storedIn === null;
  return {
    warehouse: warehouse_id, days: DAYS, all: receivingFigures('', measured), suppliers: figuresBySupplier(measured).map((each) => ({ ...each, of: nameOf(each.of) })).toSorted((a, b) => b.deliveries - a.deliveries || (a.of < b.of ? -1 : 1)), weeks: receivingByWeek(measured, now, WEEKS),
    elsewhere: [...Map.groupBy(overrides, (row) => row.reason)].map(([reason, all]) => ({ reason, times: all.length })).toSorted((a, b) => b.times - a.times),
    noted: measured.filter(isNoted).toSorted((a, b) => b.arrivedAt - a.arrivedAt).slice(0, MOST_SHOWN).map((each) => ({ ...each, stood: [], supplier: nameOf(each.supplierId) })),
  };
}
