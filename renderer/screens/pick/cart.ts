// What stands on the cart, without a screen: each order in its place with its tote. The window keeps it beside the working
// set, so that a picker whose station went down goes on where the cart stands; what was picked is in the replica.
import type { WorkingRow } from '#renderer/working-set/schema.ts';

export interface Slot {
  /** Counted from 1, as the places of the cart are. */
  readonly place: number;
  readonly fulfilmentId: string;
  /** Empty until one was scanned for it. */
  readonly tote: string;
}

const KEPT = 'restow.pick.cart';

export const slotOf = (slots: readonly Slot[], fulfilmentId: string): Slot | undefined => slots.find((each) => each.fulfilmentId === fulfilmentId);
export const nextSlot = (slots: readonly Slot[]): Slot | undefined => slots.find((each) => each.tote === '');
export const withTote = (slots: readonly Slot[], fulfilmentId: string, tote: string): readonly Slot[] => slots.map((each) => (each.fulfilmentId === fulfilmentId ? { ...each, tote } : each));

type Task = Pick<WorkingRow<'pick_task'>, 'fulfilment_id' | 'tote'>;
/** The orders in their places; those of which something was picked keep their tote. */
export const placing = (fulfilmentIds: readonly string[], tasks: readonly Task[]): readonly Slot[] =>
  fulfilmentIds.map((fulfilmentId, index) => ({ place: index + 1, fulfilmentId, tote: tasks.find((task) => task.fulfilment_id === fulfilmentId && task.tote !== '')?.tote ?? '' }));

/** Why a tote cannot take the order of this place; undefined where it can. */
export function problemWith(slots: readonly Slot[], tote: string, of: string, boundTo: string | null): string | undefined {
  const other = slots.find((each) => each.tote === tote);
  if (other) return `stands in place ${other.place} already`;
  return boundTo === null || boundTo === of ? undefined : 'belongs to another order';
}

/** The cart this window was working with. */
export function keptCart(): readonly Slot[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSlot) : [];
  } catch {
    return [];
  }
}
const isSlot = (value: unknown): value is Slot => typeof value === 'object' && value !== null && 'place' in value && typeof value.place === 'number' && 'fulfilmentId' in value && typeof value.fulfilmentId === 'string' && 'tote' in value && typeof value.tote === 'string';
export const keepCart = (slots: readonly Slot[]): void => localStorage.setItem(KEPT, JSON.stringify(slots));
