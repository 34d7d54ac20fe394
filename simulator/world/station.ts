// A station on virtual time: the real replica, submit and loop, on a disk that survives a crash and can be exchanged for
// an older copy of itself. Its clock may be wrong; it can die before or after any commit and between two pieces of any answer.
import type { Submission, Submitter, Intended } from '#sync/client/submit.ts';
import { submit } from '#sync/client/submit.ts';
import { createLoop, type Loop } from '#sync/client/loop.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Chance } from '#simulator/chance.ts';
import type { Disk } from './disk.ts';
import type { Faults } from './faults.ts';
import type { Link } from './network.ts';
import type { Scheduler } from './scheduler.ts';

export const crashPoints = ['before commit', 'after commit', 'reply', 'line'] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** How a station dies in the middle of something; caught by nothing that goes on working. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface Clock {
  /** Wrong by so many ms. */
  offset: number;
  /** Gains so many ms in each ms. */
  drift: number;
}

export interface Station {
  readonly name: string;
  readonly warehouse: string;
  readonly clock: Clock;
  readonly link: Link;
  readonly disk: Disk;
  /** Whether the program runs. */
  readonly up: boolean;
  /** Only while it is up. */
  readonly replica: Replica;
  readonly loop: Loop;
  /** Of its replica, running or not; '' before the first start. */
  readonly device: string;
  /** By the clock of the station. */
  now(): number;
  plug(connected: boolean): void;
  readonly plugged: boolean;
  /** Throws Crash when the station dies of it. */
  submit(by: Submitter, intents: readonly Intended[]): Submission;
  start(): void;
  /** Dies now, or at a coming point; `afterwards` is called when it is dead. */
  crash(afterwards: () => void): void;
  crashAt(point: CrashPoint, countdown: number, afterwards: () => void): void;
  callOffCrash(): void;
  /** Ends as a person ends a program. */
  stop(): Promise<void>;
}

export interface StationOptions {
  readonly name: string;
  readonly warehouse: string;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly disk: Disk;
  readonly link: (arriving: (piece: 'reply' | 'line') => void) => Link;
  /** Called after every window that was applied. */
  readonly pulled: (station: Station) => void;
}

export function createStation({ name, warehouse, scheduler, chance, faults, disk, link: linkTo, pulled }: StationOptions): Station {
  const clock: Clock = { offset: 0, drift: 0 };
  const link = linkTo((piece) => reach(piece));
  let life = 0;
  let running: { readonly replica: Replica; readonly loop: Loop } | undefined;
  let dead: Replica | undefined;
  let plan: { readonly point: CrashPoint; countdown: number; readonly afterwards: () => void } | undefined;
  let plugged = true;
  let device = '';
  const born = scheduler.now();
  const now = () => Math.round(scheduler.now() + (scheduler.now() - born) * clock.drift + clock.offset);

  function reach(point: CrashPoint): void {
    if (!plan || plan.point !== point || !running) return;
    plan.countdown -= 1;
    if (plan.countdown > 0) return;
    const { afterwards } = plan;
    faults.count(`crash at ${point === 'reply' || point === 'line' ? `a ${point}` : point}`);
    die(afterwards);
    throw new Crash(`${name} died at ${point}`);
  }
  function die(afterwards: () => void): void {
    plan = undefined;
    life += 1;
    dead = running!.replica;
    running = undefined;
    // What is on the disk is looked at when whatever ran has been thrown out of its transaction.
    scheduler.later(() => {
      bury();
      afterwards();
    }, 0);
  }
  function bury(): void {
    if (dead) disk.pullOut(dead);
    dead = undefined;
  }

  const station: Station = {
    name, warehouse, clock, link, disk, now,
    get up() {
      return running !== undefined;
    },
    get replica() {
      if (!running) throw new Error(`${name} is down`);
      return running.replica;
    },
    get loop() {
      if (!running) throw new Error(`${name} is down`);
      return running.loop;
    },
    get device() {
      // A station that was let in again has another name.
      if (running) device = running.replica.meta.get('device_id')!;
      return device;
    },
    get plugged() {
      return plugged;
    },
    plug(connected) {
      plugged = connected;
      running?.loop.plug(connected);
    },
    submit(by, intents) {
      const answer = submit(station.replica, now(), by, intents);
      if (answer.ok) running?.loop.poke();
      return answer;
    },
    start() {
      bury();
      life += 1;
      const ofLife = life;
      const opened = disk.open(chance.id);
      const alive = () => life === ofLife;
      const replica: Replica = {
        ...opened,
        inTransaction(work) {
          if (!alive()) throw new Crash(`${name} is dead`);
          const result = opened.inTransaction((written) => {
            const inside = work(written);
            reach('before commit');
            return inside;
          });
          reach('after commit');
          return result;
        },
      };
      device = opened.meta.get('device_id')!;
      const transport = link.transport();
      if (!plugged) transport.plug(false);
      const loop = createLoop({
        replica, transport, now, random: chance.next, newId: chance.id,
        later: (run, delay) => scheduler.later(() => alive() && run(), delay),
        identity: { name, warehouse, kind: 'station' },
        changed: () => alive() && pulled(station),
        told: () => {},
      });
      running = { replica, loop };
    },
    crash(afterwards) {
      if (running) die(afterwards);
    },
    crashAt: (point, countdown, afterwards) => void (plan ??= { point, countdown, afterwards }),
    callOffCrash: () => void (plan = undefined),
    async stop() {
      const ended = running;
      running = undefined;
      plan = undefined;
      life += 1;
      bury();
      if (!ended) return;
      void ended.loop.stop();
      disk.pullOut(ended.replica);
    },
  };
  return station;
}
