// Step 6, reconcile: one transaction per batch. Commands of a device arrive in sequence, are judged again on
// the company's rows with the same judge as at the station, and get their lasting outcome in the same transaction.
import type { Command } from '#domain/commands.ts';
import { MOST_NEAR_ZERO } from '#domain/count-planning/calendar.ts';
import { COUNTING } from '#domain/counting-device.ts';
import { deciderOf, readsOf } from '#domain/decide.ts';
import { suspenseExceptionId } from '#domain/exceptions.ts';
import { binOfSuspense, isAccount, isSuspense } from '#domain/positions.ts';
import { createSlice, type Changes, type Slice } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import { judge, type Judgement } from '#sync/conflict/judge.ts';
import type { ExactBytes, LostCommands } from '#sync/protocol/messages.ts';
import { parkedId } from '#sync/protocol/parked.ts';
import { readmissionId } from '#domain/stations.ts';
import type { Chain, LogEntry, ParkedVerdict } from '#db/central/command-log.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { Store, StoreTx } from '#db/central/store.ts';
import { admit, arrive, type Admitted, type Arrived, type Sender } from './admission.ts';
import { entryOf } from './entry.ts';
import { continues, takeLost } from './lost-commands.ts';
import { findReleases, settleParked, tellParked, type Release } from './parked.ts';
import { photoTriggers } from './policies/missed-photos.ts';
import { recallTrigger } from './policies/recalls.ts';
import { shopTriggers } from './policies/shops.ts';
import { transferTriggers } from './policies/transfers.ts';
import { refundTriggers } from './policies/refunds.ts';
import { findRights, NO_END, noteWork, notedReads } from './rights.ts';
import { proven, signedSince, withKey } from './signing.ts';
import { findLifts, holdsFor, liftsAfter } from './rights-holds.ts';

export interface Verdict {
  readonly id: string;
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
}
export interface PushOutcome {
  readonly held: number;
  /** Hash of the command at `held`. */
  readonly link: string;
  readonly alarm?: 'gap' | 'fork' | 'clone';
  /** It was let in under a new name and has to ask in once more: the server was restored to a time before its chain began. */
  readonly unknown?: true;
  readonly committed: boolean;
}

/** What comes with the commands of a push. */
export interface Beside {
  readonly lost?: LostCommands | undefined;
  /** The device's own time when it sent them. */
  readonly clock?: number | undefined;
  /** The device's key (SPKI, base64). */
  readonly key?: string | undefined;
  /** One for each command, empty for none. */
  readonly signatures?: readonly string[] | undefined;
}

/** Takes a device's commands from `first` on; replays are answered, a gap is named and nothing behind it is taken. */
export async function reconcilePush(store: Store, now: () => number, device: Row<'device'>, incarnation: string, first: number, sent: readonly ExactBytes[], { lost, clock, key, signatures = [] }: Beside = {}): Promise<PushOutcome> {
  const ahead = clock === undefined ? undefined : now() - clock;
  const attempt = (commands: readonly Arrived[]) =>
    store.inScope({ role: 'restow_writer', warehouse: device.home_warehouse, device: device.device_id }, (tx) => pushInside(tx, now(), device, incarnation, key, commands, lost, ahead));
  const arrivals = sent.map((bytes, i) => arrive(bytes, first + i, signatures[i]));
  try {
    return await attempt(arrivals);
  } catch (error) {
    if (error instanceof ChainNotBegun) return { held: 0, link: '', unknown: true, committed: false };
    if (isPassing(error)) throw error;
    if (arrivals.length <= 1 && arrivals[0] === undefined) throw error;
    // What was declared lost before them stands whatever becomes of them; otherwise they would come again for ever.
    if (lost) await attempt([]);
    if (arrivals.length === 1) return parkAfter(store, now(), device, incarnation, arrivals[0]!, error);
    // One of them is poison: judged one by one, it parks alone.
    let last: PushOutcome = { held: first - 1, link: '', committed: false };
    for (const arrived of arrivals) {
      try {
        last = await attempt([arrived]);
      } catch (single) {
        if (isPassing(single)) throw single;
        last = await parkAfter(store, now(), device, incarnation, arrived, single);
      }
      if (last.alarm) return last;
    }
    return { ...last, committed: true };
  }
}

/** Leaves the transaction without a trace of a chain. */
class ChainNotBegun extends Error {}

/**
 * A restored server may know that a copy was let in, and not that it has asked in since: then its chain, which names what
 * the replica was called before, is not there, and a new one would take its work for somebody else's.
 */
async function mustAskInAgain(tx: StoreTx, device: Row<'device'>, chain: Chain, first: Arrived): Promise<boolean> {
  if (chain.last_sequence > 0 || chain.formerly.length > 0 || deviceOf(first.text) === device.device_id) return false;
  const slice = createSlice();
  const id = readmissionId(device.device_id);
  await tx.loadSlice([{ table: 'exception', where: { warehouse_id: device.home_warehouse, exception_id: id } }], slice);
  return slice.get('exception', device.home_warehouse, id) !== undefined;
}
function deviceOf(text: string): string {
  try {
    const { device } = JSON.parse(text) as { device?: unknown };
    return typeof device === 'string' ? device : '';
  } catch {
    return '';
  }
}

/**
 * Whether the trouble is the server's and not the command's: a lost connection, a shutdown, a timeout, no room, a
 * conflict that retries did not settle. The station sends again; parking would blame good work.
 */
function isPassing(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return /^(08|25P03|40|53|55|57|58)[0-9A-Z]*$|^CONNECT|^E[A-Z]+$/.test(code);
}

async function pushInside(tx: StoreTx, now: number, device: Row<'device'>, incarnation: string, key: string | undefined, arrivals: readonly Arrived[], lost: LostCommands | undefined, ahead: number | undefined): Promise<PushOutcome> {
  const found = await tx.lockChain(device.device_id, incarnation);
  if (found.incarnation !== incarnation) return { held: found.last_sequence, link: found.last_hash, committed: false, alarm: 'clone' };
  const keys = withKey(found, key);
  if (!keys) return { held: found.last_sequence, link: found.last_hash, committed: false, alarm: 'clone' };
  if (arrivals[0] !== undefined && (await mustAskInAgain(tx, device, found, arrivals[0]))) throw new ChainNotBegun();
  const declared = lost !== undefined && continues(found, lost);
  const chain = declared ? await takeLost(tx, now, device, found, lost) : found;
  const nothing = { held: chain.last_sequence, link: chain.last_hash, committed: declared };
  const { held } = nothing;
  const first = arrivals[0];
  if (!first) return nothing;
  if (first.sequence > held + 1) return { ...nothing, alarm: 'gap' };
  const fresh = proven(keys, arrivals.filter((arrived) => arrived.sequence > held));
  // Under a name of its own a readmitted station's word went ahead of its turn: a number beyond the chain may be held already.
  if (await isFork(tx, device.device_id, chain.formerly.length > 0 ? arrivals : arrivals.filter((arrived) => arrived.sequence <= held))) return { ...nothing, alarm: 'fork' };
  const signing = signedSince(keys, fresh);
  const sender: Sender = { device: device.device_id, warehouse: device.home_warehouse, counting: device.kind === COUNTING, lastHash: chain.last_hash, formerly: chain.formerly, ...(ahead === undefined ? {} : { ahead }), ...(signing.signed_from === null ? {} : { signedFrom: signing.signed_from }) };
  const last = fresh.at(-1);
  if (!last) return nothing;
  const isNews = signing.signed_from !== found.signed_from || signing.signing_keys !== found.signing_keys;
  await Promise.all([takeIn(tx, now, sender, fresh), tx.advanceChain(device.device_id, last.sequence, last.hash), ...(isNews ? [tx.setSigning(device.device_id, signing)] : [])]);
  return { held: last.sequence, link: last.hash, committed: true };
}

/** Whether a number already held comes again with other content: a cloned or restored image. */
async function isFork(tx: StoreTx, device: string, old: readonly Arrived[]): Promise<boolean> {
  if (old.length === 0) return false;
  const hashes = await tx.hashesAt(device, old.map((arrived) => arrived.sequence));
  return old.some((arrived) => (hashes.get(arrived.sequence) ?? arrived.hash) !== arrived.hash);
}

/** Admits, judges and writes commands of one sender inside a transaction; answers a verdict each, in order. */
export async function takeIn(tx: StoreTx, now: number, sender: Sender, arrivals: readonly Arrived[]): Promise<readonly Verdict[]> {
  const peek = arrivals.map((arrived) => peekAt(arrived.text));
  const [logged, people, rights] = await Promise.all([tx.findLogged([...peek.map(({ id }) => id), ...arrivals.map(({ sequence, hash }) => parkedId(sender.device, sequence, hash))]), tx.findPeople(peek.map(({ person }) => person)), sender.lastHash === undefined ? NO_END : findRights(tx, sender, peek.map(({ person }) => person))]);
  const judged = (list: readonly Admitted[]): readonly Command[] => list.flatMap((each) => (each.kind === 'judge' ? [each.command] : []));
  const first = admit(sender, arrivals, logged, people, rights);
  const releases = await findReleases(tx, judged(first), people);
  // A word that ends somebody's rights may have been kept back itself; released, it is said with its release.
  const words = [...releases].flatMap(([id, { command }]) => (command?.type === 'person.revoke' || command?.type === 'device.revoke' ? [[id, command] as const] : []));
  const admitted = words.length === 0 ? first : admit(sender, arrivals, logged, people, rights, new Map(words));
  const commands = judged(admitted);
  const holds = holdsFor(admitted, now);
  const lifts = await findLifts(tx, commands, releases, now);
  const reads = [...[...commands, ...[...releases.values()].flatMap((each) => each.command ?? []), ...[...holds.values()].flat(), ...[...lifts.values()].flat(2)].flatMap(readsOf), ...notedReads(admitted, sender.device)];
  await tx.lockRoots(reads);
  const slice = createSlice();
  await tx.loadSlice(reads, slice);
  // Imports and policies work for no warehouse of their own, and what is kept back of them needs an owner all the same.
  const warehouses = sender.warehouse === '*' && admitted.some((each) => each.kind === 'park') ? await tx.warehouses() : [sender.warehouse];
  const entries: LogEntry[] = [];
  const parkedVerdicts: ParkedVerdict[] = [];
  const answers: Row<'outcome'>[] = [];
  const released: Command[] = [];
  const verdicts = admitted.map((each): Verdict => {
    if (each.kind === 'replay') return { id: each.logged.command_id, verdict: each.logged.verdict, rule: each.logged.rule, rejection: each.logged.rejection };
    if (each.kind === 'park') {
      const { entry, verdict } = parkOne(each, sender, warehouses, slice, now);
      entries.push(entry);
      entries.push(...judgeOwn(holds.get(each.id) ?? [], slice, now));
      return verdict;
    }
    const release = releases.get(each.command.id);
    const { entry, verdict } = judgeOne(each, sender, slice, now, release);
    entries.push(entry);
    if (release && verdict.verdict === 'applied' && (each.command.type === 'parked.release' || each.command.type === 'parked.abandon')) {
      const decided = settleParked(each.command, release, slice, now);
      entries.push(...decided.entries);
      parkedVerdicts.push(...decided.verdicts);
      answers.push(...decided.outcomes);
      released.push(...decided.commands);
      if (decided.verdicts.length > 0) entries.push(...judgeOwn(liftsAfter(lifts.get(each.command.id) ?? [], slice), slice, now));
    }
    return verdict;
  });
  const changes = slice.takeChanges();
  // Replays too: who sends again does not know the answer yet, and the feed brings it only when it is written.
  const outcomes = verdicts.flatMap(({ id, verdict, rule, rejection }, i): Row<'outcome'>[] => {
    const { sequence } = arrivals[i]!;
    return sequence > 0 ? [{ device_id: sender.device, command_id: id, sequence, verdict, rule, rejection, recorded_at: now }] : [];
  });
  await Promise.all([
    tx.appendLog(entries),
    tx.writeChanges(changes),
    tx.writeOutcomes(outcomes),
    tx.enqueue([...triggersOf(entries, [...commands, ...released], changes, slice, now), ...refundTriggers(changes), ...photoTriggers(changes, now), ...transferTriggers(changes, entries), ...shopTriggers(changes, [...commands, ...released], slice)]),
  ]);
  await tx.writeParkedVerdicts(parkedVerdicts);
  await tx.tellDevices(answers);
  return verdicts;
}

/** What the server itself does about a command, right with it: holds and lifts. */
const judgeOwn = (commands: readonly Command[], slice: Slice, now: number): readonly LogEntry[] => commands.map((command) => {
  const { verdict, rule, rejection } = answerTo(judge(command, slice));
  return entryOf(arrive(JSON.stringify(command), 0), command, command.id, verdict, rule, rejection, now);
});

function judgeOne({ arrived, command, noted }: Extract<Admitted, { kind: 'judge' }>, sender: Sender, slice: Slice, now: number, release: Release | undefined): { entry: LogEntry; verdict: Verdict } {
  const problem = command.type === 'parked.release' && !deciderOf('parked.release').refuse(command, slice) ? release?.problem : undefined;
  const answer = problem === undefined ? answerTo(judge(command, slice)) : stillParked(problem);
  const { rejection } = answer;
  const { verdict, rule } = noted === undefined ? answer : noteWork(slice, now, noted, command, sender.device, answer);
  // Under whom it came: a replica that was let in again sends what it had stamped under its former name.
  const entry = { ...entryOf(arrived, command, command.id, verdict, rule, rejection, now), device_id: sender.device };
  return { entry, verdict: { id: command.id, verdict, rule, rejection } };
}
const answerTo = ({ verdict, rule, rejection }: Judgement): Omit<Verdict, 'id'> => ({ verdict, rule, rejection: (rejection ?? null) as Json });
const stillParked = (reason: string): Omit<Verdict, 'id'> => ({ verdict: 'refused', rule: 'PRK-4', rejection: { type: 'parked', reason } });

/** Keeps what cannot be judged, with an exception that a supervisor owns. */
function parkOne(parked: Extract<Admitted, { kind: 'park' }>, sender: Sender, warehouses: readonly string[], slice: Slice, now: number): { entry: LogEntry; verdict: Verdict } {
  const { arrived, id, rule, reason, command } = parked;
  const rejection = { type: 'parked', reason };
  const entry: LogEntry = { ...entryOf(arrived, command, id, 'parked', rule, rejection, now), device_id: sender.device, sequence: arrived.sequence, warehouse_id: sender.warehouse };
  const owner = warehouses.find((each) => each === command?.warehouse) ?? warehouses[0];
  if (owner !== undefined) tellParked(slice, now, owner, sender.device, parked);
  return { entry, verdict: { id, verdict: 'parked', rule, rejection } };
}

/** What the policies should look at: new demand, stock that may cover demand that waits, and steps of cancelled orders. */
function triggersOf(entries: readonly LogEntry[], commands: readonly Command[], { movements, rows }: Changes, slice: Slice, now: number): readonly Trigger[] {
  const applied = new Set(entries.filter((entry) => entry.verdict === 'applied' || entry.verdict === 'flagged').map((entry) => entry.command_id));
  const triggers: Trigger[] = [];
  for (const command of commands) {
    if (!applied.has(command.id)) continue;
    if (command.type === 'order.take_in') triggers.push({ policy: 'allocate', warehouse: command.payload.shipFrom, subject: command.payload.orderId, cause: command.id });
    if (command.type === 'work.replan') triggers.push(...command.payload.orderIds.map((subject): Trigger => ({ policy: 'allocate', warehouse: command.warehouse, subject, cause: command.id })));
    // Whoever lets an order go may sit elsewhere than where it ships from.
    if (command.type === 'order.release_hold' || command.type === 'order.change' || command.type === 'order.reroute') triggers.push({ policy: 'allocate', warehouse: slice.get('sales_order', command.payload.orderId)?.ship_from ?? command.warehouse, subject: command.payload.orderId, cause: command.id });
    if (command.type === 'hold.place' || command.type === 'hold.release') triggers.push(...recallTrigger(command, slice));
    if (command.type === 'pick.short') triggers.push({ policy: 'allocate', warehouse: command.warehouse, subject: command.payload.orderId, cause: command.id });
  }
  for (const { warehouse_id, item_id, lot, from_location } of movements) {
    if (!isSuspense(from_location)) continue;
    triggers.push({ policy: 'suspense_open', warehouse: warehouse_id, subject: suspenseExceptionId(warehouse_id, binOfSuspense(from_location), item_id, lot), cause: '', dueAt: now, since: now });
  }
  triggers.push(...cancelSteps(entries, commands, (rows.get('put_back') ?? []) as readonly Row<'put_back'>[]));
  const arrived = new Map<string, Trigger>();
  for (const { warehouse_id, item_id, to_location, to_condition, to_hold, to_owner, command_id } of movements) {
    if (isAccount(to_location) || to_condition !== 'N' || to_hold !== '' || to_owner !== '') continue;
    arrived.set(`${warehouse_id}\u001f${item_id}`, { policy: 'stock_arrived', warehouse: warehouse_id, subject: item_id, cause: command_id });
  }
  const gone = movements.filter((row) => isDecrease.test(row.type) && !isAccount(row.from_location) && row.from_condition === 'N' && row.from_owner === '');
  const uncovered = new Map(gone.map((row) => [`${row.warehouse_id}\u001f${row.item_id}`, { policy: 'uncovered', warehouse: row.warehouse_id, subject: row.item_id, cause: row.command_id } satisfies Trigger]));
  // More is promised of it, less is there, or reserve came.
  const waiting = ((rows.get('sales_order_line') ?? []) as readonly Row<'sales_order_line'>[]).filter((line) => line.backordered);
  const touched = new Map([
    ...movements.map((row) => [`${row.warehouse_id}\u001f${row.item_id}`, { policy: 'replenish', warehouse: row.warehouse_id, subject: row.item_id, cause: row.command_id }] as const),
    ...commands.filter((command) => command.type === 'order.allocate' && applied.has(command.id)).flatMap((command) => waiting.map((line) => [`${command.warehouse}\u001f${line.item_id}`, { policy: 'replenish', warehouse: command.warehouse, subject: line.item_id, cause: command.id }] as const)),
  ]);
  return [...triggers, ...arrived.values(), ...uncovered.values(), ...touched.values(), ...nearZeroOf(movements, slice)];
}

/** Picks that left few of an item in its bin. */
function nearZeroOf(movements: readonly Row<'movement'>[], slice: Slice): readonly Trigger[] {
  const picked = new Map(movements.filter((row) => row.type === 'pick.pick' && !isAccount(row.from_location)).map((row) => [`${row.from_location}\u001f${row.item_id}`, row]));
  return [...picked].flatMap(([key, { warehouse_id, item_id, from_location, command_id }]): Trigger[] => {
    const left = slice.list('position', { warehouse_id, item_id, location_id: from_location }).reduce((sum, row) => sum + row.quantity, 0);
    return left <= MOST_NEAR_ZERO ? [{ policy: 'near_zero', warehouse: warehouse_id, subject: `${key}\u001f${left}`, cause: command_id }] : [];
  });
}

const steps: ReadonlySet<string> = new Set(['cancel.answer', 'cancel.decide', 'parcel.unpack', 'parcel.caught']);
function cancelSteps(entries: readonly LogEntry[], commands: readonly Command[], putBacks: readonly Row<'put_back'>[]): readonly Trigger[] {
  const tooLate = new Set(entries.filter((entry) => entry.type === 'parcel.ship' && entry.rule === 'SHP-3').map((entry) => entry.command_id));
  const told = commands.flatMap((command): Trigger[] =>
    (steps.has(command.type) || tooLate.has(command.id)) && 'orderId' in command.payload && command.payload.orderId !== undefined ? [{ policy: 'settle_cancel', warehouse: command.warehouse, subject: command.payload.orderId, cause: command.id }] : []);
  const back = putBacks.filter((row) => !row.open && row.reason === 'CANCELLED').map((row): Trigger => ({ policy: 'settle_cancel', warehouse: row.warehouse_id, subject: row.order_id, cause: `${row.put_back_id}:${row.state}` }));
  return [...told, ...back];
}

/** Takes goods from promised work without a hand that picks them: a posting, a hold, another grade. */
const isDecrease = /^(?:adjustment\.|hold\.place$|stock\.regrade$)/;

async function parkAfter(store: Store, now: number, device: Row<'device'>, incarnation: string, arrived: Arrived, error: unknown): Promise<PushOutcome> {
  const reason = `the server could not take it: ${error instanceof Error ? error.message : String(error)}`;
  return store.inScope({ role: 'restow_writer', warehouse: device.home_warehouse, device: device.device_id }, async (tx) => {
    const chain = await tx.lockChain(device.device_id, incarnation);
    const nothing = { held: chain.last_sequence, link: chain.last_hash, committed: false };
    if (chain.incarnation !== incarnation) return { ...nothing, alarm: 'clone' };
    if (arrived.sequence !== chain.last_sequence + 1) return arrived.sequence > chain.last_sequence ? { ...nothing, alarm: 'gap' } : nothing;
    const slice = createSlice();
    const id = parkedId(device.device_id, arrived.sequence, arrived.hash);
    const { entry } = parkOne({ kind: 'park', arrived, id, rule: 'PRK-1', reason }, { device: device.device_id, warehouse: device.home_warehouse }, [device.home_warehouse], slice, now);
    await tx.appendLog([entry]);
    await tx.writeChanges(slice.takeChanges());
    await tx.writeOutcomes([{ device_id: device.device_id, command_id: id, sequence: arrived.sequence, verdict: 'parked', rule: 'PRK-1', rejection: entry.rejection, recorded_at: now }]);
    await tx.advanceChain(device.device_id, arrived.sequence, arrived.hash);
    return { held: arrived.sequence, link: arrived.hash, committed: true };
  });
}

/** Id and person of a command text without judging whether it is well formed. */
function peekAt(text: string): { readonly id: string; readonly person: string } {
  try {
    const { id, person } = JSON.parse(text) as { id?: unknown; person?: unknown };
    return { id: typeof id === 'string' ? id : '', person: typeof person === 'string' ? person : '' };
  } catch {
    return { id: '', person: '' };
  }
}
