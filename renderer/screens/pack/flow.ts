// Packing, without a screen: each picked unit is seen once more; the label stays locked until seen equals picked.
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';

type Task = WorkingRow<'pick_task'>;
/** Units seen at the bench by pick task, each with its serial number where it has one. */
export type Seen = Readonly<Record<string, readonly string[]>>;

/**
 * The tasks as they most likely stand: a station that has not heard of the picking packs what was ordered, out of the tote
 * that is on its bench. What was really picked is settled where both reports meet.
 */
export const asOrdered = (tasks: readonly Task[], tote: string): readonly Task[] => tasks.map((task) => ({ ...task, picked: Math.max(task.picked, task.quantity - task.short), tote: task.tote || tote }));

export const toPackOf = (task: Task): number => task.picked - task.packed;
export const seenOf = (seen: Seen, task: Task): number => seen[task.task_id]?.length ?? 0;
const inTotes = (tasks: readonly Task[]): readonly Task[] => tasks.filter((task) => toPackOf(task) > 0);

/** The task a scanned unit belongs to: of its item (and lot, if known), with something left to see. */
export function taskFor(tasks: readonly Task[], seen: Seen, itemId: string, lot: string): Task | undefined {
  const open = inTotes(tasks).filter((task) => task.item_id === itemId && seenOf(seen, task) < toPackOf(task));
  return open.find((task) => lot !== '' && task.lot === lot) ?? open[0];
}
/** Never more than was picked; a serial number is seen once. */
export function see(seen: Seen, task: Task, units: number, serial: string): Seen {
  const before = seen[task.task_id] ?? [];
  if (serial !== '' && before.includes(serial)) return seen;
  const more = Array.from({ length: Math.min(units, toPackOf(task) - before.length) }, () => serial);
  return { ...seen, [task.task_id]: [...before, ...more] };
}
export const missingUnits = (tasks: readonly Task[], seen: Seen): number => inTotes(tasks).reduce((sum, task) => sum + toPackOf(task) - seenOf(seen, task), 0);
export const isComplete = (tasks: readonly Task[], seen: Seen): boolean => inTotes(tasks).length > 0 && missingUnits(tasks, seen) === 0;

/** The parcel holds what was seen. `unheard`: the packer was told that the books here do not know the picking, and is not asked again. */
export function packing(work: WorkingRow<'fulfilment'>, tasks: readonly Task[], seen: Seen, carrierId: string, unheard = false): { readonly parcelId: string; readonly command: AnyIntent } {
  const parcelId = newLabel('PC');
  const lines = inTotes(tasks).flatMap((task) => {
    const line = { taskId: task.task_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, tote: task.tote };
    const serials = (seen[task.task_id] ?? []).filter((serial) => serial !== '');
    const plain = seenOf(seen, task) - serials.length;
    return [...serials.map((serial) => ({ ...line, serial, quantity: 1 })), ...(plain > 0 ? [{ ...line, quantity: plain }] : [])];
  });
  return { parcelId, command: intent('parcel.pack', { parcelId, fulfilmentId: work.fulfilment_id, orderId: work.order_id, carrierId, lines }, unheard ? ['over_expected', 'not_enough_stock'] : []) };
}
