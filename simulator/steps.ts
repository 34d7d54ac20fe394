// What each step of a life does. A step looks at the world as it finds it, so that it means something whatever became of
// the steps before it.
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { viewOf as viewOfAdjustment } from '#domain/adjustments.ts';
import { commandTypes, payloads, type CommandType, type PayloadInput } from '#domain/commands.ts';
import { needsConfirmedRights } from '#domain/duties.ts';
import { idFrom, hashOf } from '#domain/ids.ts';
import { mayDo, isDecision } from '#domain/duties.ts';
import type { Row } from '#domain/tables.ts';
import { signCommand } from '#sync/keys/command-signature.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import type { Intended, Submitter } from '#sync/client/submit.ts';
import { createChance, type Chance } from './chance.ts';
import { isFact } from './invariants/at-commit.ts';
import { readsOwnWrites } from './invariants/at-station.ts';
import { booksOf, isPhysical } from './invariants/truth.ts';
import { doingOf } from './people/people.ts';
import { bins, type View } from './people/view.ts';
import type { Step, StepKind } from './script.ts';
import { people } from './world/company.ts';
import { Crash, crashPoints, type Station } from './world/station.ts';
import { fineWeather } from './world/network.ts';
import { rowsAt, type World } from './world/world.ts';

export async function takeStep(world: World, step: Step): Promise<void> {
  const chance = createChance(step.seed);
  await steps[step.kind](world, chance);
}

/** What lies in the bins when the day begins. */
export async function openingStock(world: World): Promise<void> {
  const now = world.scheduler.now();
  const texts = ['A-01-1', 'A-01-2', 'A-01-3'].flatMap((place) => [['CUP-RED', 8], ['LID-14', 4], ['MILK-1L', 3]].map(([item, quantity]) => {
    const id = idFrom('opening', place, item!);
    return JSON.stringify({ id, type: 'stock.open', version: versionOf('stock.open'), device: 'intake', sequence: 0, previous: '', at: now, offset: 0, person: 'system', warehouse: 'W1', confirmed: [], payload: { itemId: item, quantity, locationId: place, lot: item === 'MILK-1L' ? 'L1' : '' } });
  }));
  world.office.push(...texts);
  await send(world, texts);
}

const anyStation = ({ stations }: World, chance: Chance, fits: (station: Station) => boolean): Station | undefined => chance.pick(stations.filter(fits));
const isUp = (station: Station): boolean => station.up;
/** Ready for somebody who comes to it. */
const isFree = (world: World) => (station: Station): boolean => isKnown(station) && !world.unanswered.has(station);
const isKnown = (station: Station): boolean => station.up && station.replica.meta.get('warehouse_id') !== undefined;

const steps: Readonly<Record<StepKind, (world: World, chance: Chance) => Promise<void> | void>> = {
  work(world, chance) {
    const station = anyStation(world, chance, isKnown);
    if (!station) return;
    if (world.unanswered.has(station)) return askAgain(world, station);
    const intent = draw(world, station, chance);
    if (intent) record(world, station, intent.by, intent.intent, chance.happens(0.85));
  },

  async office(world, chance) {
    const station = anyStation(world, chance, isKnown);
    if (!station) return;
    const types = commandTypes.filter((type) => doingOf(type).by.includes('system'));
    const type = weighted(types, chance, world.focus);
    const payload = doingOf(type).draw(viewOf(station, 'system', chance, world.scheduler.now()));
    if (!payload) return;
    const now = world.scheduler.now();
    const id = idFrom('office', type, JSON.stringify(payload), type === 'stock.open' ? now : '');
    const text = JSON.stringify({ id, type, version: versionOf(type), device: 'intake', sequence: 0, previous: '', at: now, offset: 0, person: 'system', warehouse: station.warehouse, confirmed: [], payload: payloads[type].parse(payload) });
    world.office.push(text);
    world.tell(`The office ${doingOf(type).tell(payloads[type].parse(payload) as never)}`);
    const first = await send(world, [text]);
    // Channels send twice when they are not sure.
    const second = chance.happens(0.25) ? await send(world, [text]) : undefined;
    if (first !== undefined && second !== undefined && first !== second) world.violate('ADM-2', `the answer to the office was ${first}, and to the same again ${second}`);
  },

  /** The window did not hear the answer and asks for the same again. */
  again(world, chance) {
    const station = anyStation(world, chance, isKnown);
    const last = station?.replica.outbox.after(Math.max(0, station.replica.outbox.head().sequence - 1), 1)[0];
    // What was torn on the disk is no command of a window.
    if (!station || !last || !parseCommand(last.bytes.toString('utf8')).ok) return;
    const { id, type, payload, person } = JSON.parse(last.bytes.toString('utf8')) as { id?: string; type: string; payload: Record<string, unknown>; person: string };
    if (id !== last.command_id || !(type in payloads)) return;
    world.faults.count('command submitted again');
    attempt(() => {
      const before = station.replica.outbox.head().sequence;
      station.submit({ person, roles: rolesOf(person) }, [{ id, type, payload, confirmed: [] }]);
      if (station.replica.outbox.head().sequence !== before) world.violate('OUT-2', `${station.name} recorded a ${type} that was submitted again a second time`);
    });
  },

  impostor(world, chance) {
    const station = anyStation(world, chance, isKnown);
    if (!station) return;
    world.faults.count('forged or broken command');
    plant(world, station, chance);
  },

  plug(world, chance) {
    const station = anyStation(world, chance, isUp);
    if (!station) return;
    station.plug(!station.plugged);
    world.tell(`${station.name} is ${station.plugged ? 'plugged in again' : 'unplugged from the network'}`);
    if (!station.plugged) {
      world.faults.count('unplugged');
      world.scheduler.later(() => station.plug(true), chance.between(1000, 60_000));
    }
  },

  partition(world, chance) {
    // Swizzled: several are cut one after the other and come back in another order.
    for (const station of world.stations.filter(() => chance.happens(0.5))) {
      world.scheduler.later(() => {
        if (world.isCalm) return;
        world.faults.count('network cut');
        world.tell(`the network of ${station.name} goes silent`);
        station.link.partition(true);
      }, chance.between(0, 5000));
      world.scheduler.later(() => station.link.partition(false), chance.between(5000, 40_000));
    }
  },

  weather(world, chance) {
    const station = anyStation(world, chance, () => true);
    if (!station) return;
    Object.assign(station.link.weather, { delay: chance.one([20, 300, 3000]), loseRequest: chance.next() * 0.3, loseReply: chance.next() * 0.3, double: chance.next() * 0.4, cutPull: chance.next() * 0.1 });
    world.scheduler.later(() => Object.assign(station.link.weather, fineWeather()), chance.between(5000, 60_000));
  },

  crash(world, chance) {
    const station = anyStation(world, chance, isUp);
    if (!station) return;
    const restart = () => {
      world.tell(`${station.name} dies and starts again`);
      world.scheduler.later(() => station.up || station.start(), chance.between(1, 10_000));
    };
    if (chance.happens(0.2)) {
      world.faults.count('crash while idle');
      return station.crash(restart);
    }
    station.crashAt(chance.one(crashPoints), chance.between(1, 4), restart);
  },

  async quit(world, chance) {
    const station = anyStation(world, chance, isUp);
    if (!station) return;
    world.faults.count('program closed');
    await station.stop();
    world.scheduler.later(() => station.up || station.start(), chance.between(1, 20_000));
  },

  /** A backup of the computer is put back: what was recorded since is on no disk of the station any more. */
  async 'old disk'(world, chance) {
    const station = anyStation(world, chance, () => true);
    if (!station) return;
    const images = world.images.get(station) ?? [];
    if (images.length === 0 || chance.happens(0.4)) {
      world.images.set(station, [...images, station.disk.image(station.up ? station.replica : undefined)]);
      return;
    }
    world.faults.count('old disk image restored');
    world.copied.add(station.device);
    world.tell(`${station.name} is restored from an old copy of its disk`);
    await station.stop();
    chance.pick(images)!(station.disk);
    await world.noteDestroyed();
    station.start();
  },

  /** Pages of the file cannot be read any more: what can be is saved into a new one, and some commands are gone. */
  async damage(world, chance) {
    const station = anyStation(world, chance, (each) => isKnown(each) && each.replica.outbox.counts().unsent > 0) ?? anyStation(world, chance, isKnown);
    if (!station) return;
    world.faults.count('disk damaged');
    await station.stop();
    const missing = station.disk.salvage((pending) => (chance.happens(0.5) ? pending.filter(() => chance.happens(0.4)) : []));
    world.tell(`the disk of ${station.name} is damaged${missing > 0 ? `, and ${missing} commands are lost` : ''}`);
    await world.noteDestroyed();
    station.start();
  },

  clone(world, chance) {
    const station = anyStation(world, chance, isKnown);
    if (!station || world.stations.length > 5) return;
    world.faults.count('station cloned');
    world.copied.add(station.device);
    world.tell(`${station.name} is copied to another computer, and both run`);
    const copy = world.newDisk(station.device);
    station.disk.image(station.replica)(copy);
    world.addStation(`${station.name} (copy)`, station.warehouse, copy).start();
  },

  /** Somebody moves goods without network; their bin is counted and the count accepted before anybody hears of it. */
  late(world, chance) {
    const mover = anyStation(world, chance, isFree(world));
    const counter = mover && anyStation(world, chance, (each) => each !== mover && each.warehouse === mover.warehouse && isFree(world)(each));
    const goods = mover && chance.pick(rowsAt(mover, 'position').filter((row) => row.quantity > 0 && row.serial === '' && row.hold === '' && bins.some((bin) => bin === row.location_id)));
    if (!goods || !counter) return;
    const { location_id: locationId, item_id: itemId, lot, condition, owner } = goods;
    const hands = (station: Station, person: string, type: CommandType, payload: unknown) => isFree(world)(station) && record(world, station, { person, roles: rolesOf(person) }, { id: chance.id(), type, payload: payloads[type].parse(payload) as never, confirmed: [] }, true);
    world.faults.count('told late');
    mover.plug(false);
    hands(mover, 'mara', 'stock.move', { itemId, lot, condition, owner, quantity: 1, fromLocation: locationId, toLocation: 'DOCK' });
    const taskId = `LATE-${chance.id().slice(0, 6)}`;
    world.scheduler.later(() => {
      if (!isFree(world)(counter)) return;
      const here = rowsAt(counter, 'position').find((row) => row.location_id === locationId && row.item_id === itemId && row.lot === lot && row.condition === condition && row.hold === '' && row.owner === owner)?.quantity ?? 0;
      const look = Math.max(0, counter.now());
      hands(counter, 'joe', 'count.record', { taskId, locationId, itemId, lot, condition, owner, quantity: Math.max(0, here - chance.between(0, 1)), firstLook: look, lastLook: look });
      hands(counter, 'joe', 'count.submit', { taskId, locationId, items: [itemId] });
    }, chance.between(500, 3000));
    world.scheduler.later(() => {
      const waits = isFree(world)(counter) ? rowsAt(counter, 'adjustment').find((row) => row.task_id === taskId && row.state === 'PENDING') : undefined;
      if (waits) hands(counter, 'dana', 'adjustment.approve', { adjustmentId: waits.adjustment_id, locationId, itemId, view: viewOfAdjustment(waits) });
    }, 4000);
    world.scheduler.later(() => mover.plug(true), chance.between(6000, 30_000));
  },

  clock({ stations, faults, tell }, chance) {
    const station = chance.pick(stations);
    if (!station) return;
    faults.count('clock wrong');
    const hours = chance.one([-30, -3, -0.1, 0.2, 2, 26, 9000, -300_000]);
    station.clock.offset += hours * 3_600_000;
    station.clock.drift = chance.one([0, 0.0005, -0.0005, 0.01]);
    tell(`the clock of ${station.name} jumps by ${hours} hours`);
  },

  'server crash'(world, chance) {
    if (!world.server.up) return;
    world.faults.count('server crash');
    world.tell('the server dies');
    world.server.crash();
    world.scheduler.later(() => world.server.up || world.server.start(), chance.between(10, 15_000));
  },

  database(world, chance) {
    world.databaseBreaks = chance.one([0.05, 0.2]);
    world.scheduler.later(() => void (world.databaseBreaks = 0), chance.between(2000, 20_000));
  },

  async backup(world) {
    world.backups.push(await world.store.backUp());
    world.tell('the company makes a backup');
  },

  async restore(world, chance) {
    const restore = chance.pick(world.backups);
    if (!restore) return;
    world.faults.count('server restored');
    world.tell('the server is restored from a backup');
    world.server.crash();
    await restore();
    await world.restored();
    await world.noteDestroyed();
    world.server.start();
    // The channels send again what the restored company does not know; ids make the rest harmless.
    await send(world, world.office);
  },

  /** The ERP changes master data by itself: a place goes and comes back, an item gets another name. */
  async erp(world, chance) {
    const leavers = ((await world.store.rows('person', '*', '*')) as unknown as readonly Row<'person'>[]).filter((row) => !row.active && people.some((each) => each.person_id === row.person_id && each.active));
    const back = chance.pick(leavers);
    if (back && chance.happens(0.5)) {
      world.tell(`the ERP lets ${back.person_id} work again`);
      return world.store.write('person', [{ ...back, active: true } as never]);
    }
    const rows = (await world.store.rows('location', '*', '*')) as unknown as readonly Row<'location'>[];
    const place = chance.pick(rows.filter((row) => row.pickable));
    world.faults.count('master data changed');
    if (place && chance.happens(0.4)) {
      world.tell(`the ERP closes ${place.location_id} of ${place.warehouse_id}`);
      await world.store.remove('location', place as never);
      world.scheduler.later(() => void world.store.write('location', [place as never]), chance.between(1000, 20_000));
      return;
    }
    const item = chance.pick((await world.store.rows('item', '*', '*')) as unknown as readonly Row<'item'>[]);
    if (item) await world.store.write('item', [{ ...item, name: `${item.sku} ${chance.between(1, 99)}` } as never]);
  },
};

const rolesOf = (person: string): readonly string[] => (people.find((row) => row.person_id === person)?.roles as readonly string[] | undefined) ?? [];

/** Until it is taken; answers the verdicts, or nothing while the server is away and it is sent later. */
async function send(world: World, texts: readonly string[]): Promise<string | undefined> {
  for (let attempts = 0; attempts < 50; attempts++) {
    if (!world.server.up) {
      world.scheduler.later(() => void send(world, texts), 1000);
      return undefined;
    }
    try {
      const answer = await world.server.intake(texts);
      return answer.status === 200 ? answer.body.outcomes.map((outcome) => `${outcome.verdict} ${outcome.rule}`).join() : undefined;
    } catch {
      await world.scheduler.pause(500);
    }
  }
  return undefined;
}

function viewOf(station: Station, person: string, chance: Chance, now: number): View {
  return { chance, warehouse: station.warehouse, person, now, rows: (table) => rowsAt(station, table) };
}

function weighted(types: readonly CommandType[], chance: Chance, focus: RegExp): CommandType {
  const weightOf = (type: CommandType) => doingOf(type).weight * (focus.test(type) ? 5 : 1);
  const total = types.reduce((sum, type) => sum + weightOf(type), 0);
  let left = chance.next() * total;
  return types.find((type) => (left -= weightOf(type)) < 0) ?? types[0]!;
}

interface Drawn {
  readonly by: Submitter;
  readonly intent: Intended;
}
function draw(world: World, station: Station, chance: Chance): Drawn | undefined {
  for (let attempts = 0; attempts < 4; attempts++) {
    const type = weighted(commandTypes.filter((each) => doingOf(each).by.some((person) => person !== 'system')), chance, world.focus);
    const person = chance.pick(doingOf(type).by.filter((each) => each !== 'system' && (!isDecision(type) || mayDo(rolesOf(each), type))));
    if (person === undefined) continue;
    const payload = doingOf(type).draw(viewOf(station, person, chance, station.now()));
    if (!payload) continue;
    return { by: { person, roles: rolesOf(person) }, intent: { id: chance.id(), type, payload: payloads[type].parse(payload) as never, confirmed: [] } };
  }
  return undefined;
}

/** Runs what a window asks for; a station that dies of it is dead, and nothing more is known about what it had done. */
function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Crash) return false;
    throw error;
  }
}

function askAgain(world: World, station: Station): void {
  const { by, intent } = world.unanswered.get(station)!;
  record(world, station, by, intent, true);
}

/** Records an intent and says "it is so" to every question, or lets it be. */
function record(world: World, station: Station, by: Submitter, intent: Intended, insists: boolean): void {
  const type = intent.type as CommandType;
  const words = doingOf(type).tell(intent.payload as never);
  const confirmed: string[] = [];
  world.unanswered.set(station, { by, intent });
  const alive = attempt(() => {
    for (let questions = 0; ; questions++) {
      if (questions > 10) return world.violate('OUT-6', `${station.name} asks without end about ${words}`);
      const known = station.replica.outbox.has(intent.id);
      const before = station.replica.rows.find('position', {});
      const answer = station.submit(by, [{ ...intent, confirmed }]);
      if (!answer.ok) {
        if (answer.why === 'question' && insists) {
          confirmed.push(answer.rejection.type);
          continue;
        }
        if (answer.why === 'refused' && isFact(type)) world.violate('FACT', `${station.name} said no to ${words} under ${answer.rule}, although it had happened`);
        if (answer.why === 'refused') world.saidNo[answer.rule] = (world.saidNo[answer.rule] ?? 0) + 1;
        // Clocks jump by days here: until the server is heard again, nobody approves.
        const unheard = answer.why === 'problem' && answer.problem === 'rights_not_confirmed' && needsConfirmedRights(type);
        if (answer.why === 'problem' && !unheard) world.violate('OUT-1', `${station.name} could not take ${words}: ${answer.problem}`);
        if (station.replica.outbox.has(intent.id) && !known) world.violate('OUT-7', `${station.name} said no to ${words} and recorded it`);
        world.unanswered.delete(station);
        return;
      }
      world.unanswered.delete(station);
      const [result] = answer.results;
      const entry = station.replica.db.prepare('select sequence, hash, bytes from outbox where command_id = ?').get(intent.id) as { sequence: number; hash: string; bytes: Buffer } | undefined;
      if (!entry) return world.violate('I8', `${station.name} answered and did not record ${words}`);
      if (hashOf(entry.bytes) !== entry.hash) world.violate('OUT-4', `${station.name} keeps other bytes than it gave a hash to`);
      world.accepted.set(intent.id, { id: intent.id, device: station.device, sequence: entry.sequence, hash: entry.hash, type: intent.type, station: station.name, honest: true });
      world.tell(`${nameOf(by.person)} at ${station.name}${station.loop.state.online ? '' : ' (offline)'} ${words}${result!.rule === '' ? '' : `, under ${result!.rule}`}`);
      if (!known && isPhysical(result!.verdict, result!.rule)) {
        const parsed = JSON.parse(entry.bytes.toString('utf8')) as never;
        const books = booksOf((table) => rowsAt(station, table), []);
        // Whose label came first is the server's to say; a movement from before a count leaves the bin as counted.
        const restates = station.replica.rows.find('movement', { warehouse_id: station.warehouse, command_id: intent.id }).some((row) => row.type === 'adjustment.restate');
        if (type !== 'return.receive' && !restates) readsOwnWrites(station, before, doingOf(type).did(parsed, books, result!.rule), words, (rule, told) => world.violate(rule, told));
      }
      return;
    }
  });
  if (!alive) world.tell(`${station.name} dies while ${nameOf(by.person)} ${words}`);
}
const nameOf = (person: string): string => person[0]!.toUpperCase() + person.slice(1);

/** Puts a command into the outbox that no judge of this station has seen: broken, forged, or from a program of another make. */
function plant(world: World, station: Station, chance: Chance): void {
  const { sequence, hash } = station.replica.outbox.head();
  const base = draw(world, station, chance);
  const decision = chance.happens(0.5) ? drawn(station, chance) : base;
  const honest = decision ?? base;
  if (!honest) return;
  const stamped: Record<string, unknown> = {
    id: honest.intent.id, type: honest.intent.type, version: versionOf(honest.intent.type as CommandType), device: station.device, sequence: sequence + 1, previous: hash, at: station.now(), offset: 0,
    person: honest.by.person, warehouse: station.warehouse, confirmed: [], payload: honest.intent.payload,
  };
  const lie = chance.happens(0.6) ? undefined : chance.one<Record<string, unknown>>([
    { device: 'D9' }, { sequence: sequence + 7 }, { previous: 'f'.repeat(64) }, { person: 'gone' }, { person: 'nobody' }, { person: 'gone' }, { person: 'nobody' }, { type: 'stock.conjure' }, { version: 99 }, { warehouse: 'W7' }, { payload: { quantity: -5 } }, { at: 'noon' },
    { id: chance.pick([...world.accepted.keys()]) ?? 'x' },
  ]);
  if (typeof lie?.['id'] === 'string') world.stolen.add(lie['id']);
  const text = lie === undefined && chance.happens(0.1) ? '{"id": "torn' : JSON.stringify({ ...stamped, ...lie });
  if (chance.happens(0.15) && lie === undefined) world.stumbling.add(honest.intent.id);
  const bytes = Buffer.from(text, 'utf8');
  // Who has the machine can have it sign as well; now and then they only reach its file, or bring a signature of something else.
  const signature = /[01]$/.test(hashOf(bytes)) ? '' : signCommand(station.replica.key!, hashOf(bytes).endsWith('2') ? Buffer.from('something else') : bytes);
  world.tell(`somebody puts ${lie === undefined ? `an unjudged ${honest.intent.type}` : `a forged ${honest.intent.type} (${Object.keys(lie)[0]})`} into the outbox of ${station.name}`);
  attempt(() => {
    station.replica.inTransaction(() => station.replica.outbox.append({ sequence: sequence + 1, commandId: honest.intent.id, type: honest.intent.type, personId: honest.by.person, at: station.now(), asked: false, hash: hashOf(bytes), bytes, signature, seen: { verdict: 'asked', rule: '', rejection: '' } }));
    world.accepted.set(honest.intent.id, { id: honest.intent.id, device: station.device, sequence: sequence + 1, hash: hashOf(bytes), type: honest.intent.type, station: station.name, honest: false });
    // Its effects come with the next opening, when everything pending is judged again.
    station.crash(() => station.start());
  });
}

/** A decision as a station of another make would send it: by whoever stands there, about whatever they name. */
function drawn(station: Station, chance: Chance): Drawn | undefined {
  const types = commandTypes.filter((type) => isDecision(type) || type === 'adjustment.submit' || type === 'correction.submit');
  const type = chance.pick(types)!;
  const person = chance.happens(0.6) ? chance.pick(people.filter((row) => mayDo(row.roles as readonly string[], type) && row.active))?.person_id : chance.pick(['mara', 'dana', 'sam', 'fin', 'system']);
  if (person === undefined) return undefined;
  const payload = doingOf(type).draw(viewOf(station, person, chance, station.now())) as PayloadInput<CommandType> | undefined;
  if (!payload) return undefined;
  const named = chance.happens(0.25) ? { ...payload, ...('orderId' in payload ? { orderId: 'O-99' } : {}), ...('adjustmentId' in payload ? { adjustmentId: 'ADJ-99' } : {}), ...('holdId' in payload ? { holdId: 'HOLD-99' } : {}), ...('exceptionId' in payload ? { exceptionId: 'EX-99' } : {}) } : payload;
  return { by: { person, roles: rolesOf(person) }, intent: { id: chance.id(), type, payload: payloads[type].parse(named) as never, confirmed: [] } };
}
