// Bringing goods from reserve to a pick face, without a screen: the place, the pieces, the bin.
import { NOT_THERE } from '#domain/replenishing.ts';
import type { Thing, ToBring } from '#electron/contract.ts';
import { intent } from '#renderer/commands.ts';
import type { Flow, Turn } from '#renderer/flow/flow.ts';

type ItemThing = Extract<Thing, { kind: 'item' }>;
export interface Brought {
  readonly task: ToBring;
  readonly units: number;
  /** Given up, and why; empty where it was brought. */
  readonly reason: string;
}
export interface ReplenishState {
  readonly task?: ToBring | undefined;
  readonly isThere: boolean;
  readonly inHand: number;
}
export interface ReplenishKnows {
  readonly tasks: readonly ToBring[];
  /** How often the scan counts. */
  readonly quantity: number;
}
type ReplenishTurn = Turn<ReplenishState, Brought>;

const START: ReplenishState = { isThere: false, inHand: 0 };
const wrong = (state: ReplenishState, text: string, effect: string): ReplenishTurn => ({ state, sound: 'wrong', says: { tone: 'stop', text, effect } });
const begun = (task: ToBring | undefined, isThere = false): ReplenishTurn | undefined => task && { state: { task, isThere, inHand: 0 }, sound: 'ok' };

function taken(state: ReplenishState, thing: ItemThing, { quantity }: ReplenishKnows): ReplenishTurn | undefined {
  const { task, inHand } = state;
  if (!task) return undefined;
  if (thing.itemId !== task.itemId) return wrong(state, 'Another item', 'put it back');
  if (task.lot !== '' && thing.lot !== '' && thing.lot !== task.lot) return wrong(state, `Lot ${thing.lot}`, `lot ${task.lot} is wanted`);
  return { state: { ...state, inHand: inHand + thing.units * quantity }, sound: 'ok' };
}
function put(state: ReplenishState, to: string): ReplenishTurn | undefined {
  const { task, inHand } = state;
  if (!task || inHand === 0) return undefined;
  if (to !== task.to) return wrong(state, `That is ${to}`, `it goes into ${task.to}`);
  return { state: START, tells: [{ intent: intent('stock.move', { itemId: task.itemId, lot: task.lot, quantity: inHand, fromLocation: task.from, toLocation: to, replenishment: task.taskId }), context: { task, units: inHand, reason: '' } }] };
}

export const replenishFlow: Flow<ReplenishState, ReplenishKnows, Brought> = {
  name: 'replenish', version: 1, start: START,
  at: ({ task, isThere, inHand }) => (!task ? 'choosing' : !isThere ? 'going' : inHand < task.left ? 'taking' : 'bringing'),
  states: {
    choosing: { asks: () => 'Choose what to bring, or scan its place in reserve', takes: { location: (_, { locationId }, { tasks }) => begun(tasks.find((task) => task.from === locationId), true) } },
    going: {
      asks: ({ task }) => `Go to ${task!.from}, scan it`,
      takes: { location: (state, { locationId }) => (locationId === state.task!.from ? { state: { ...state, isThere: true }, sound: 'ok' } : wrong(state, `That is ${locationId}`, `${state.task!.from} is needed`)) },
    },
    taking: { asks: ({ task, inHand }) => `Scan ${task!.left - inHand}${inHand === 0 ? '' : ' more'}`, takes: { item: taken, location: (state, { locationId }) => put(state, locationId) } },
    bringing: { asks: ({ task, inHand }) => `Bring ${inHand} to ${task!.to}, scan it`, takes: { item: taken, location: (state, { locationId }) => put(state, locationId) } },
  },
  acts: {
    choose: (_, { tasks }, taskId) => begun(tasks.find((task) => task.taskId === taskId)),
    quantity: (state, _, typed) => (state.task && Number(typed) > 0 ? { state: { ...state, inHand: Number(typed) } } : undefined),
    /** What was scanned goes back; then the task is left to others. */
    back: (state) => (state.inHand > 0 ? { state: { ...state, inHand: 0 } } : state.task ? { state: START } : undefined),
    give_up: (state, _, reason) => state.task && {
      state: START, tells: [{ intent: intent('replenish.drop', { taskId: state.task.taskId, itemId: state.task.itemId, lot: state.task.lot, fromLocation: state.task.from, reason: reason || NOT_THERE }), context: { task: state.task, units: 0, reason: reason || NOT_THERE } }],
    },
  },
  withdrawn: (state, { task, units, reason }) => (reason === '' ? { task, isThere: true, inHand: units } : state),
  holds: ({ task, inHand }, nameOf) => (task && inHand > 0 ? `${inHand} × ${nameOf(task.itemId)} from ${task.from} for ${task.to}` : undefined),
};
