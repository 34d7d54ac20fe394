// Picking, without a screen: which task is next, what a scan means at this step, and what is submitted at its end.
import { intent, type AnyIntent } from '#renderer/commands.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';

type Task = WorkingRow<'pick_task'>;
export type Step = 'bin' | 'item' | 'tote';

/** One task in the hands of a picker. */
export interface PickState {
  readonly taskId: string;
  readonly fulfilmentId: string;
  readonly step: Step;
  /** Where it is really taken from; the task's bin unless another was confirmed. */
  readonly bin: string;
  readonly inHand: number;
  readonly lot: string;
  readonly serial: string;
  readonly tote: string;
}
/** What the picker holds, and what was submitted but has not come back in the rows yet. */
export interface Hand {
  readonly held: PickState | undefined;
  readonly settled: ReadonlySet<string>;
  /** The item in hand carries a serial number, which is scanned next. */
  readonly unnumbered: boolean;
}
export const EMPTY_HAND: Hand = { held: undefined, settled: new Set(), unnumbered: false };
const progressOf = (task: Task): string => `${task.task_id} ${task.picked} ${task.short}`;
export const settle = (hand: Hand, task: Task): Hand => ({ ...hand, settled: new Set(hand.settled).add(progressOf(task)), unnumbered: false });

export interface Doing {
  readonly task: Task;
  readonly state: PickState;
}
/** A cart: the tote of each order on it, and the bin it stands at, where the next pick needs no second scan of the bin. */
export interface Cart {
  readonly toteOf: (fulfilmentId: string) => string;
  readonly at: string;
}
/** The next task and how far it is; one that was begun at its bin goes on, however the walk has changed. */
export function doing(tasks: readonly Task[], hand: Hand, order: readonly string[] = [], cart?: Cart): Doing | undefined {
  const open = tasks.filter((each) => !hand.settled.has(progressOf(each)));
  const begun = hand.held !== undefined && hand.held.step !== 'bin' ? open.find((each) => each.task_id === hand.held?.taskId) : undefined;
  const task = (begun && nextTask([begun])) ?? nextTask(open, order);
  if (!task) return undefined;
  if (hand.held?.taskId === task.task_id) return { task, state: hand.held };
  const before = hand.held?.fulfilmentId === task.fulfilment_id ? hand.held.tote : '';
  const start = startOf(task, before || toteOf(tasks, task.fulfilment_id) || (cart?.toteOf(task.fulfilment_id) ?? ''));
  return { task, state: cart?.at === task.location_id ? { ...start, step: 'item' } : start };
}
/** The tote that something of the order lies in already. */
export const toteOf = (tasks: readonly Task[], fulfilmentId: string): string => tasks.find((each) => each.fulfilment_id === fulfilmentId && each.tote !== '')?.tote ?? '';

export type PickEvent =
  | { readonly type: 'bin'; readonly locationId: string }
  | { readonly type: 'item'; readonly units: number; readonly lot: string; readonly serial: string }
  | { readonly type: 'tote'; readonly unitId: string }
  | { readonly type: 'take_back' };

export const leftOf = (task: Pick<Task, 'quantity' | 'picked' | 'short'>): number => task.quantity - task.picked - task.short;
/** The first open task of the walk; tasks the walk does not know yet come last, as they are listed. */
export const nextTask = (tasks: readonly Task[], order: readonly string[] = []): Task | undefined => inWalkingOrder(tasks.filter((task) => task.open && leftOf(task) > 0), order)[0];
export function inWalkingOrder(tasks: readonly Task[], order: readonly string[]): readonly Task[] {
  const rank = new Map(order.map((taskId, index) => [taskId, index]));
  const of = (task: Task): number => rank.get(task.task_id) ?? order.length;
  return tasks.toSorted((a, b) => of(a) - of(b));
}

export const startOf = (task: Task, tote: string): PickState => ({ taskId: task.task_id, fulfilmentId: task.fulfilment_id, step: 'bin', bin: task.location_id, inHand: 0, lot: task.lot, serial: '', tote });

export function reduce(state: PickState, event: PickEvent, task: Pick<Task, 'quantity' | 'picked' | 'short'>): PickState {
  switch (event.type) {
    case 'bin': return { ...state, bin: event.locationId, step: state.step === 'bin' ? 'item' : state.step };
    case 'item': {
      const inHand = state.inHand + event.units;
      return { ...state, inHand, lot: event.lot || state.lot, serial: event.serial || state.serial, step: event.serial !== '' || inHand >= leftOf(task) ? 'tote' : 'item' };
    }
    case 'tote': return { ...state, tote: event.unitId };
    case 'take_back': return { ...state, inHand: 0, serial: '', step: state.inHand > 0 || state.step === 'tote' ? 'item' : 'bin' };
  }
}

export const picking = (task: Task, state: PickState, itemId = task.item_id): AnyIntent => intent('pick.pick', {
  taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId, lot: state.lot, serial: state.serial, quantity: state.inHand, fromLocation: state.bin, tote: state.tote,
});
export const shortPick = (task: Task, missing: number, reason: string, fromLocation: string): AnyIntent => intent('pick.short', {
  taskId: task.task_id, fulfilmentId: task.fulfilment_id, orderId: task.order_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, fromLocation, missing, reason,
});
export const puttingBack = (task: Task, state: PickState, quantity: number): AnyIntent => intent('stock.put_back', {
  itemId: task.item_id, lot: state.lot, serial: state.serial, quantity, fromLocation: state.tote, toLocation: state.bin,
});
