// Putting back, without a screen: which goods are next, and what a scan of the bin submits.
import { intent, type AnyIntent } from '#renderer/commands.ts';
import type { Row } from '#domain/tables.ts';

type PutBack = Row<'put_back'>;

export interface Place {
  readonly placeId: string;
  readonly rows: readonly PutBack[];
  readonly units: number;
  readonly since: number;
}
export const unitsLeft = (row: PutBack): number => row.quantity - row.done;

/** The totes and carts with something to put back, longest waiting first. */
export function placesOf(rows: readonly PutBack[]): readonly Place[] {
  return [...Map.groupBy(rows, (row) => row.location_id)]
    .map(([placeId, own]) => ({ placeId, rows: own, units: own.reduce((sum, row) => sum + unitsLeft(row), 0), since: Math.min(...own.map((row) => row.created_at)) }))
    .toSorted((a, b) => a.since - b.since);
}

/** Goods in hand on their way to their bin. */
export interface Hand {
  readonly row: PutBack;
  readonly units: number;
  readonly lot: string;
  readonly serial: string;
}

/** One more unit of an item in hand; undefined where no such item is to leave this place. */
export function take(hand: Hand | undefined, rows: readonly PutBack[], { itemId, units, lot, serial }: { readonly itemId: string; readonly units: number; readonly lot: string; readonly serial: string }): Hand | undefined {
  const same = hand !== undefined && hand.row.item_id === itemId && hand.serial === '' && serial === '' && (lot === '' || lot === hand.lot);
  if (same) return { ...hand, units: Math.min(hand.units + units, leftOfItem(rows, itemId)) };
  const row = rows.find((each) => each.item_id === itemId && (lot === '' || each.lot === lot)) ?? rows.find((each) => each.item_id === itemId);
  return row && { row, units: Math.min(units, leftOfItem(rows, itemId)), lot: lot || row.lot, serial: serial || row.serial };
}
const leftOfItem = (rows: readonly PutBack[], itemId: string): number => rows.reduce((sum, row) => (row.item_id === itemId ? sum + unitsLeft(row) : sum), 0);

export const puttingBack = ({ row, units, lot, serial }: Hand, toLocation: string): AnyIntent =>
  intent('stock.put_back', { itemId: row.item_id, lot, serial, quantity: units, fromLocation: row.location_id, toLocation });
export const missing = (row: PutBack): AnyIntent => intent('put_back.missing', { locationId: row.location_id, itemId: row.item_id });
