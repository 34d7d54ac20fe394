// One simulated life from its first step to rest: the steps in their time, then an end of all faults, then 30 seconds in
// which everything must have been sent, then the comparison of everything with everything.
import { ruleWords } from '#sync/conflict/rule-words.ts';
import type { Row } from '#domain/tables.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import { checkAtRest } from './invariants/at-rest.ts';
import type { Step } from './script.ts';
import { openingStock, takeStep } from './steps.ts';
import { fineWeather } from './world/network.ts';
import { START } from './world/start.ts';
import { createWorld, type Line, type RealParts, type Violation, type World } from './world/world.ts';

export interface Life {
  readonly seed: number;
  readonly commands: number;
  readonly faults: Readonly<Record<string, number>>;
  /** How often a rule decided, by its id: at the server, or at a station that said no. */
  readonly rules: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly story: readonly Line[];
}
export interface LifeOptions {
  readonly seed: number;
  readonly script: readonly Step[];
  readonly stations: number;
  readonly real?: RealParts;
}

/** In simulated ms: the time after the last fault in which every outbox must be empty, and time for the feed behind it. */
const LIVENESS = 30_000;
const LEVEL = 10_000;

export async function live({ seed, script, stations, real }: LifeOptions): Promise<Life> {
  const world = await createWorld({ seed, stations, ...(real ? { real } : {}) });
  const { scheduler } = world;
  const stopAtFirst = () => world.violations.length > 0;
  let last = START;
  void openingStock(world);
  for (const step of script) {
    last = START + step.at;
    await scheduler.runUntil(last);
    if (stopAtFirst()) break;
    // A step may wait for the server: virtual time goes on meanwhile.
    let done = false;
    const taken = takeStep(world, step).finally(() => (done = true));
    for (let i = 0; !done && i < 400; i++) await scheduler.runUntil(scheduler.now() + 50);
    if (!done) world.violate('I14', `a step (${step.kind}) does not end`);
    else await taken;
    if (stopAtFirst()) break;
  }
  if (!stopAtFirst()) {
    world.tell('all faults end');
    world.databaseBreaks = 0;
    world.isCalm = true;
    if (!world.server.up) world.server.start();
    for (const station of world.stations) {
      station.callOffCrash();
      station.link.partition(false);
      Object.assign(station.link.weather, fineWeather());
      station.plug(true);
      if (!station.up) station.start();
    }
    await scheduler.runUntil(scheduler.now() + LIVENESS);
    const unsent = world.unsentAfterLiveness();
    await scheduler.runUntil(scheduler.now() + LEVEL);
    for (const words of unsent) world.violate('I14', words);
    if (!stopAtFirst()) await checkAtRest(world);
  }
  const log = await world.store.log();
  const rules = await rulesMet(world, log);
  for (const station of world.stations) await station.stop();
  await world.store.close();
  return { seed, commands: log.length, faults: world.faults.counts, rules, violations: world.violations, story: world.story };
}

/** By the log, and where one decision calls up a second rule or judges what was kept back, by the work item and the answer to the station. */
async function rulesMet(world: World, log: readonly LogEntry[]): Promise<Readonly<Record<string, number>>> {
  const rules: Record<string, number> = { ...world.saidNo };
  const exceptions = (await world.store.rows('exception', '*', '*')) as unknown as readonly Row<'exception'>[];
  const outcomes = (await world.store.rows('outcome', '*', '*')) as unknown as readonly Row<'outcome'>[];
  const met = new Set<string>();
  for (const { command_id, rule } of [...log, ...exceptions, ...outcomes]) {
    if (!(rule in ruleWords) || (command_id !== '' && met.has(`${command_id} ${rule}`))) continue;
    met.add(`${command_id} ${rule}`);
    rules[rule] = (rules[rule] ?? 0) + 1;
  }
  return rules;
}
