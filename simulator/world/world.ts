// Everything there is in one simulated life: a server with its store, stations with their disks and networks, and the
// record of what was really accepted, which the invariants hold against what the books say.
import type { Database } from 'better-sqlite3';
import type { Command } from '#domain/commands.ts';
import type { Row, TableName } from '#domain/tables.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import type { Intended, Submitter } from '#sync/client/submit.ts';
import { createChance, seedFor, type Chance } from '#simulator/chance.ts';
import { createCommitChecks } from '#simulator/invariants/at-commit.ts';
import { createStationChecks } from '#simulator/invariants/at-station.ts';
import { REFUND_POLICY } from '#domain/refunding/policy.ts';
import { company } from './company.ts';
import { createMemoryDisk, type Disk, type Image } from './disk.ts';
import { createFaults, type Faults } from './faults.ts';
import { createMemoryStore } from './memory-store.ts';
import { createLink } from './network.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createServer, type Server } from './server.ts';
import { START } from './start.ts';
import type { Commit, SimulatedStore } from './simulated-store.ts';
import { createStation, type Station } from './station.ts';

export interface Violation {
  /** Invariant or rule that does not hold. */
  readonly rule: string;
  readonly words: string;
  readonly at: number;
}
/** A command that somebody saw recorded. */
export interface Accepted {
  readonly id: string;
  readonly device: string;
  readonly sequence: number;
  readonly hash: string;
  readonly type: string;
  readonly station: string;
  /** Went the way of all work, and was not put there by somebody else. */
  readonly honest: boolean;
}
/** Something a window goes on asking for until it hears an answer. */
export interface Unanswered {
  readonly by: Submitter;
  readonly intent: Intended;
}

export interface World {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly store: SimulatedStore;
  readonly server: Server;
  readonly stations: readonly Station[];
  readonly accepted: Map<string, Accepted>;
  /** Accepted, and destroyed with the only disks that held it. */
  readonly destroyed: Set<string>;
  readonly unanswered: Map<Station, Unanswered>;
  /** What the office has sent, to be sent again after a restore. */
  readonly office: string[];
  /** Ids of commands over which the database stumbles. */
  readonly stumbling: Set<string>;
  /** Ids that a forged command took from an honest one: whichever of the two comes second is kept back. */
  readonly stolen: Set<string>;
  /** Devices of which there were two, or an older one. */
  readonly copied: Set<string>;
  readonly images: Map<Station, Image[]>;
  readonly backups: (() => Promise<void>)[];
  readonly violations: Violation[];
  readonly story: Line[];
  /** How likely a connection between service and database breaks at a commit. */
  databaseBreaks: number;
  /** Types of commands that this life has most of: each life goes deep somewhere. */
  readonly focus: RegExp;
  /** Rules under which a station said no, so that the server never heard of it. */
  readonly saidNo: Record<string, number>;
  /** All faults have ended; those that were planned do not strike any more. */
  isCalm: boolean;
  readonly violate: (rule: string, words: string) => void;
  readonly tell: (words: string) => void;
  /** Starts a further station on a copy of another's disk. */
  addStation(name: string, warehouse: string, disk: Disk): Station;
  newDisk(device: string): Disk;
  /** What somebody has destroyed is nowhere any more: noted, so that nobody looks for it. */
  noteDestroyed(): Promise<void>;
  /** The store holds an earlier state now: what the checks know of the past is that of then. */
  restored(): Promise<void>;
  unsentAfterLiveness(): readonly string[];
}
export interface Line {
  readonly at: number;
  readonly words: string;
}

export interface WorldOptions {
  readonly seed: number;
  readonly stations: number;
  /** A store and disks that are real; in memory otherwise. */
  readonly real?: RealParts;
}
export interface RealParts {
  store(options: { readonly scheduler: Scheduler; readonly committed: (commit: Commit) => void }): Promise<SimulatedStore>;
  disk(device: string): Disk;
}

const focuses: readonly [RegExp, ...RegExp[]] = [
  /^(?:delivery|stock|transfer|pack)\./, /^(?:count|adjustment|correction|approval)\./, /^(?:adjustment|correction|approval|hold)\./, /^return\./, /^(?:order|pick|parcel|put_back|cancel)\./, /^(?:order|pick|parcel|work)\./, /^(?:scan|barcode|exception|parked|station)\./, /^(?:stock|count|hold)\./, /^$/,
];

export async function createWorld({ seed, stations: count, real }: WorldOptions): Promise<World> {
  const chance = createChance(seedFor(seed, 1));
  const scheduler = createScheduler(START);
  const faults = createFaults();
  const stations: Station[] = [];
  const looks = createChance(seedFor(seed, 3));
  const commits = createCommitChecks((rule, words) => world.violate(rule, words));
  const windows = createStationChecks((rule, words) => world.violate(rule, words), (one) => looks.happens(one === 'feed' ? 0.05 : 0.01));
  const dbChance = createChance(seedFor(seed, 2));

  const store = real
    ? await real.store({ scheduler, committed: commits.committed })
    : createMemoryStore({
      tick: () => scheduler.pause(dbChance.between(0, 3)),
      breaks() {
        if (!dbChance.happens(world.databaseBreaks)) return undefined;
        faults.count('database connection lost');
        return dbChance.one(['before', 'after']);
      },
      stumblesOver(entry) {
        if (!world.stumbling.has(entry.command_id)) return false;
        faults.count('database stumbles');
        return true;
      },
      committed: commits.committed,
      sent: windows.sent,
      broken: (rule, words) => world.violate(rule, words),
    });
  const server = createServer(scheduler, store);

  const world: World = {
    scheduler, chance, faults, store, server, stations, accepted: new Map(), destroyed: new Set(), unanswered: new Map(), office: [], stumbling: new Set(), stolen: new Set(), copied: new Set(), images: new Map(), backups: [], violations: [], story: [], databaseBreaks: 0, focus: chance.one(focuses), saidNo: {}, isCalm: false,
    violate(rule, words) {
      world.violations.push({ rule, words, at: scheduler.now() });
      world.tell(`VIOLATION ${rule}: ${words}`);
    },
    tell: (words) => void world.story.push({ at: scheduler.now(), words }),
    newDisk: (device) => (real ? real.disk(device) : createMemoryDisk(device)),
    addStation(name, warehouse, disk) {
      const ownChance = createChance(seedFor(seed, 10 + stations.length));
      const station = createStation({
        name, warehouse, scheduler, faults, disk, chance: ownChance, pulled: windows.pulled,
        link: (arriving) => createLink({ scheduler, faults, server, name, chance: createChance(seedFor(seed, 100 + stations.length)), tell: (words) => world.tell(words), arriving }),
      });
      stations.push(station);
      return station;
    },
    async noteDestroyed() {
      // By the very bytes: somebody may have used the id for something else.
      const log = new Set((await store.log()).map((entry) => entry.hash));
      for (const one of world.accepted.values()) if (!world.destroyed.has(one.id) && !log.has(one.hash) && !stations.some((station) => holds(station, one))) world.destroyed.add(one.id);
    },
    restored: () => commits.restored(store),
    unsentAfterLiveness: () => stations.flatMap((station) => {
      const unsent = station.up && station.loop.state.trouble === '' ? station.replica.outbox.counts().unsent : 0;
      return unsent > 0 ? [`30 seconds after all faults ended ${station.name} has ${unsent} unsent`] : [];
    }),
  };
  server.start();
  for (const [table, rows] of company) await store.write(table, rows);
  // A day without contact fits into few lives; in some of them rights last for half a minute.
  if (createChance(seedFor(seed, 4)).happens(0.3)) await store.write('setting', [{ key: 'rights_hours', value: 0.008 }]);
  // What nobody bought is refused by itself, or looked at, as a company likes.
  if (createChance(seedFor(seed, 5)).happens(0.5)) await store.write('setting', [{ key: REFUND_POLICY, value: { noSale: { known: 'review', unknown: 'review' } } }]);
  for (let n = 1; n <= count; n++) {
    // The last one is another warehouse's, so that transfers have two ends and rows a border.
    const warehouse = n === count && n > 1 ? 'W2' : 'W1';
    world.addStation(`Station ${n}`, warehouse, world.newDisk(`D${n}`)).start();
  }
  return world;
}

/** Whether this station still has the bytes of an accepted command, running or not. */
export function holds(station: Station, { sequence, hash }: Accepted): boolean {
  const look = (db: Database) => db.prepare('select 1 from outbox where sequence = ? and hash = ?').get(sequence, hash) !== undefined;
  return station.up ? look(station.replica.db) : station.disk.peek(look) === true;
}

export const rowsAt = <T extends TableName>(station: Station, table: T): readonly Row<T>[] => station.replica.rows.find(table, {});

export function commandOf(entry: LogEntry): Command | undefined {
  const parsed = parseCommand(Buffer.from(entry.bytes).toString('utf8'));
  return parsed.ok ? parsed.command : undefined;
}
