// Owns the work of one station: what its people submit there, one thing after the other, as they would at its screen.
// A question of the station is answered "it is so": the files tell of acts that have happened.
import type { Row } from '#domain/tables.ts';
import { shipping, type Intent } from './commands.ts';
import type { StationDoor } from './doors.ts';

export type StationWork = {
  readonly name: string;
  /** Lines handed over and not yet submitted. */
  readonly load: number;
  /** Commands of the clerk; they commit together as far as one submit holds. */
  hand(intents: Intent[]): void;
  /** A decision of the supervisor; `dropped` when it no longer holds here. */
  decide(intent: Intent, dropped: () => void): void;
  /** Picks, packs and ships these fulfilments of an order as soon as their tasks have come down. */
  ship(order: { orderId: string; invoice: string }, fulfilments: readonly string[]): void;
  /** The order has left the house, or waits for stock. */
  drop(orderId: string): void;
  /** Does what can be done now; answers whether anything was. */
  step(): Promise<boolean>;
};

const COMMANDS_AT_ONCE = 1900;
/** Lines of several small orders that are submitted together. */
const LINES_AT_ONCE = 400;
const ORDERS_ASKED = 400;
const QUESTIONS_MAX = 8;
const TRIES_MAX = 200;
const DECIDE_AGAIN = 300;

const isDecision = (intents: readonly Intent[]): boolean => intents[0]?.type === 'adjustment.approve';

export type Badges = { clerk: string; supervisor: string };

export function createStationWork(name: string, door: StationDoor, badges: Badges): StationWork {
  const handed: Intent[][] = [];
  const decisions: { intent: Intent; dropped: () => void }[] = [];
  const orders = new Map<string, { invoice: string; fulfilments: Set<string> }>();
  let signedIn = '';
  let tries = 0;

  async function signIn(badge: string): Promise<boolean> {
    if (signedIn === badge) return true;
    const { person } = await door.request('signIn', { badge });
    signedIn = person === null ? '' : badge;
    return person !== null;
  }

  /** Whether they were recorded; what is refused stays with the caller. */
  async function submit(intents: readonly Intent[]): Promise<boolean> {
    const confirmed = new Map<string, Set<string>>();
    for (let round = 0; round < QUESTIONS_MAX; round++) {
      const commands = intents.map((intent) => ({ ...intent, payload: intent.payload as Record<string, unknown>, confirmed: [...(confirmed.get(intent.type) ?? [])] }));
      const reply = await door.request('submit', { commands });
      if (reply.ok) return true;
      if (reply.why !== 'question') {
        if (reply.why === 'problem' && reply.problem === 'not_signed_in') signedIn = '';
        if (isDecision(intents)) return false;
        tries += 1;
        if (tries > TRIES_MAX) throw new Error(`${name} does not take ${JSON.stringify(intents.find((intent) => intent.id === reply.command))}: ${JSON.stringify(reply)}`);
        return false;
      }
      const type = intents.find((intent) => intent.id === reply.command)?.type ?? '';
      confirmed.set(type, (confirmed.get(type) ?? new Set()).add(reply.rejection.type));
    }
    throw new Error(`${name} asks again and again about ${JSON.stringify(intents[0])}`);
  }

  async function submitAll(intents: readonly Intent[]): Promise<boolean> {
    for (let at = 0; at < intents.length; at += COMMANDS_AT_ONCE) {
      if (!(await submit(intents.slice(at, at + COMMANDS_AT_ONCE)))) return false;
    }
    tries = 0;
    return true;
  }

  async function stepHanded(): Promise<boolean> {
    const [first] = handed;
    if (first === undefined || !(await signIn(badges.clerk)) || !(await submitAll(first))) return false;
    handed.shift();
    return true;
  }

  async function stepDecisions(): Promise<boolean> {
    if (decisions.length === 0 || !(await signIn(badges.supervisor))) return false;
    const taken = decisions.splice(0);
    // Refused while the station does not know yet how the server sees it: asked again a little later.
    for (const { intent, dropped } of taken) if (!(await submit([intent]))) setTimeout(dropped, DECIDE_AGAIN);
    return true;
  }

  async function stepShipping(): Promise<boolean> {
    if (orders.size === 0) return false;
    const asked = [...orders.keys()].slice(0, ORDERS_ASKED);
    const tasks = await door.ask<{ about: 'work'; orderIds: string[] }>({ about: 'work', orderIds: asked });
    const ready = Map.groupBy(tasks, (task) => task.fulfilment_id);
    if (ready.size === 0 || !(await signIn(badges.clerk))) return false;
    const known = [...ready].filter(([fulfilment, all]) => orders.get(all[0]?.order_id ?? '')?.fulfilments.has(fulfilment) === true);
    let did = false;
    for (let at = 0; at < known.length; ) {
      // What brings stock goes first: others wait for it.
      if (handed.length > 0) await stepHanded();
      const batch = batchFrom(known, at);
      did = (await shipSome(batch)) || did;
      at += batch.length;
    }
    return did;
  }

  /** Orders that are picked, packed and shipped in one go: commits are waits for the disk. */
  async function shipSome(batch: readonly (readonly [string, readonly Row<'pick_task'>[]])[]): Promise<boolean> {
    const intents = batch.flatMap(([, tasks]) => shipping(orders.get(tasks[0]?.order_id ?? '')?.invoice ?? '', tasks, `TOTE-${name}`));
    if (!(await submitAll(intents))) return false;
    for (const [fulfilment, tasks] of batch) {
      const orderId = tasks[0]?.order_id ?? '';
      const order = orders.get(orderId);
      order?.fulfilments.delete(fulfilment);
      if (order?.fulfilments.size === 0) orders.delete(orderId);
    }
    return true;
  }

  return {
    name,
    get load() {
      return handed.length + decisions.length + orders.size;
    },
    hand: (intents) => void handed.push(intents),
    decide: (intent, dropped) => void decisions.push({ intent, dropped }),
    ship({ orderId, invoice }, fulfilments) {
      const order = orders.get(orderId) ?? { invoice, fulfilments: new Set() };
      for (const each of fulfilments) order.fulfilments.add(each);
      orders.set(orderId, order);
    },
    drop: (orderId) => void orders.delete(orderId),
    async step() {
      const didHand = await stepHanded();
      const didDecide = await stepDecisions();
      return (await stepShipping()) || didHand || didDecide;
    },
  };
}

function batchFrom<T extends readonly [string, readonly unknown[]]>(all: readonly T[], at: number): readonly T[] {
  let lines = 0;
  const end = all.findIndex(([, tasks], i) => i >= at && i > at && (lines += tasks.length) + (all[at]?.[1].length ?? 0) > LINES_AT_ONCE);
  return all.slice(at, end === -1 ? all.length : end);
}
