// The sync service as a whole: keeps no state of its own, so as many as wanted run on one Postgres.
import type { AddressInfo } from 'node:net';
import { migrate } from '#db/central/migrate.ts';
import { openCentral, type Central } from '#db/central/open.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { createWaker } from '#db/central/wake.ts';
import { createDoors } from './http.ts';
import { runPolicies } from './policies.ts';

export interface ServiceOptions {
  readonly databaseUrl: string;
  readonly now: () => number;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  readonly horizonDays?: number;
  readonly log?: (line: string) => void;
}
export interface Service {
  readonly url: string;
  readonly central: Central;
  /** Resolves when the policies have nothing left to do. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** How often the policies look for work that no commit of this service has told them about, in ms. */
const POLICY_INTERVAL = 1000;

export async function startService({ databaseUrl, now, port, host = '127.0.0.1', horizonDays = 35, log = () => {} }: ServiceOptions): Promise<Service> {
  const central = openCentral(databaseUrl);
  const steps = await migrate(central);
  if (steps > 0) log(`database schema brought up to date (${steps} step${steps === 1 ? '' : 's'})`);
  const waker = await createWaker(central);
  const policies = createPolicyLoop(central, now, () => waker.wake(), log);
  const doors = createDoors({ central, now, waker, committed: policies.look, horizonDays });
  await doors.listen({ port, host });
  const { port: taken } = doors.server.address() as AddressInfo;
  return {
    url: `http://${host}:${taken}`,
    central,
    settle: () => policies.settle(),
    async stop() {
      await doors.close();
      await policies.stop();
      await waker.stop();
      await central.end({ timeout: 5 });
    },
  };
}

function createPolicyLoop(central: Central, now: () => number, wake: () => void, log: (line: string) => void) {
  const store = postgresStore(central);
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  async function drain(): Promise<void> {
    do {
      again = false;
      try {
        while (!stopped && (await runPolicies(store, now)) > 0) wake();
      } catch (error) {
        // Nothing is lost: the triggers are still in their table and the next look takes them.
        if (!stopped) log(`policies: ${error instanceof Error ? error.message : String(error)}`);
      }
    } while (again && !stopped);
    running = undefined;
  }
  function look(): void {
    again = true;
    if (!stopped) running ??= drain();
  }
  const timer = setInterval(look, POLICY_INTERVAL);
  return {
    look,
    async settle() {
      look();
      while (running) await running;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
