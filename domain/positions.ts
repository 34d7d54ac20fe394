// Where goods can be, and which of those places keep a quantity. A place that begins with "~" is an account:
// the other side of goods that come from or go to somewhere outside the shelves.
import type { Row } from './tables.ts';

export const account = {
  supplier: '~supplier',
  customer: '~customer',
  opening: '~opening',
  variance: '~count-variance',
  adjustment: '~adjustment',
  conversion: '~conversion',
  scrap: '~scrap',
  donated: '~donated',
  sold: '~liquidated',
  transit: (transferId: string, side: 'out' | 'in') => `~transit:${side}:${transferId}`,
  /** What was taken from a bin although the books did not have it there. */
  suspense: (binId: string) => `~suspense:${binId}`,
} as const;

export const isAccount = (locationId: string): boolean => locationId.startsWith('~');
export const isSuspense = (locationId: string): boolean => locationId.startsWith('~suspense:');
export const binOfSuspense = (locationId: string): string => locationId.slice('~suspense:'.length);

/** Accounts whose quantity is kept as a position, because somebody asks for it: suspense and goods in transit. */
const keepsQuantity = (locationId: string): boolean => !isAccount(locationId) || isSuspense(locationId) || locationId.startsWith('~transit:');
/** On hand are the shelves, totes and docks together with their suspense. */
export const isOnHand = (locationId: string): boolean => !isAccount(locationId) || isSuspense(locationId);

export type PositionKey = Omit<Row<'position'>, 'quantity'>;

/** The two positions a movement changes, without those that keep no quantity. */
export function positionChanges(movement: Row<'movement'>): readonly { readonly position: PositionKey; readonly delta: number }[] {
  const { warehouse_id, item_id, lot, serial, quantity } = movement;
  const sides = [
    { location_id: movement.from_location, condition: movement.from_condition, hold: movement.from_hold, owner: movement.from_owner, delta: -quantity },
    { location_id: movement.to_location, condition: movement.to_condition, hold: movement.to_hold, owner: movement.to_owner, delta: quantity },
  ];
  return sides.filter((side) => keepsQuantity(side.location_id)).map(({ delta, ...side }) => ({ position: { warehouse_id, item_id, lot, serial, ...side }, delta }));
}
