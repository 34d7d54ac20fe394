// The sync service as a whole: keeps no state of its own, so as many as wanted run on one Postgres.
import type { AddressInfo } from 'node:net';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { migrate } from '#db/central/migrate.ts';
import { openCentral, SERVICE_ROLE, type Central } from '#db/central/open.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { createWaker } from '#db/central/wake.ts';
import { dealRound } from './dealing.ts';
import type { Logger } from 'pino';
import type { Guard } from './guarded-doors.ts';
import { createDoors } from './http.ts';
import { createCountPlans } from './policies/count-plans.ts';
import { createLateReceipts } from './policies/late-receipts.ts';
import { createReorders } from './policies/reorders.ts';
import type { PhotoStore } from './photos/store.ts';
import { bookingRound, type Carriers } from './outside/carriers.ts';
import { payRound, type Payments } from './outside/payments.ts';
import { runPolicies } from './policies/policies.ts';
import { sealTrail } from './audit/sealer.ts';
import type { TlsFiles } from './tls.ts';
import { createSender } from './shops/send.ts';
import { valueStock } from './valuer.ts';

export interface ServiceOptions {
  readonly databaseUrl: string;
  /** Who may change the schema; without it, the same login. */
  readonly ownerUrl?: string;
  readonly now: () => number;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  readonly horizonDays?: number;
  /** Signs the heads of the audit trail; without it the trail is chained but not signed. */
  readonly sealKey?: SigningKey;
  /** Who pays out what falls due; without it refunds stay requested. */
  readonly payments?: Payments;
  /** Who gives parcels their numbers; without it they go under our own labels. */
  readonly carriers?: Carriers;
  /** Where photos are kept; without it they stay at the stations. */
  readonly photos?: PhotoStore;
  readonly log?: (line: string) => void;
  readonly logger?: Logger;
  /** HTTPS with this certificate; without it plain HTTP, for loopback. */
  readonly tls?: TlsFiles;
  readonly guard?: Guard;
}
export interface Service {
  readonly url: string;
  /** Its own pool: outside of a scope its connections see no row. */
  readonly central: Central;
  /** Resolves when the policies have nothing left to do and everything recorded is sealed. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** How often the policies look for work that no commit of this service has told them about, in ms. */
const POLICY_INTERVAL = 1000;
/** How long (ms) a recorded command may stay unsealed. */
const SEAL_INTERVAL = 10_000;
/** How long (ms) stock may stay unposted. */
const VALUE_INTERVAL = 3000;

export async function startService({ databaseUrl, ownerUrl = databaseUrl, now, port, host = '127.0.0.1', horizonDays = 35, sealKey, payments, carriers, photos, log = () => {}, logger, tls, guard }: ServiceOptions): Promise<Service> {
  const owner = openCentral(ownerUrl, 1);
  let steps: number;
  try {
    steps = await migrate(owner);
  } finally {
    await owner.end();
  }
  const central = openCentral(databaseUrl, 8, SERVICE_ROLE);
  if (steps > 0) log(`database schema brought up to date (${steps} step${steps === 1 ? '' : 's'})`);
  const waker = await createWaker(central);
  const store = postgresStore(central);
  const countPlans = createCountPlans(store, now);
  const lateReceipts = createLateReceipts(store, now);
  const reorders = createReorders(central, now, log);
  const policies = createLoop('policies', POLICY_INTERVAL, async (stopped) => {
    if ((await countPlans.run()) + (await lateReceipts.run()) + (await reorders.run()) > 0) waker.wake();
    while (!stopped() && (await runPolicies(store, now)) > 0) waker.wake();
  }, log);
  // New work is dealt within a second, not after each commit.
  const dealer = createLoop('dealing', POLICY_INTERVAL, async () => {
    if ((await dealRound(store, now)) > 0) waker.wake();
  }, log);
  const payer = createLoop('payments', POLICY_INTERVAL, async () => {
    if (payments && (await payRound(store, payments, now)) > 0) waker.wake();
  }, log);
  const sender = createSender({ central, now });
  const shops = createLoop('messages to channels', POLICY_INTERVAL, async () => {
    if ((await sender.run()) > 0) waker.wake();
  }, log);
  const booker = createLoop('carriers', POLICY_INTERVAL, async () => {
    if (carriers && (await bookingRound(store, carriers, now)) > 0) waker.wake();
  }, log);
  const valuer = createLoop('valuation', VALUE_INTERVAL, async () => void (await valueStock(central, now())), log);
  const sealer = createLoop('audit trail', SEAL_INTERVAL, async () => void (await sealTrail(central, now(), sealKey)), log);
  const doors = await createDoors({ central, now, waker, sealKey, committed: policies.look, horizonDays, photos, log, ...(logger ? { logger } : {}), ...(tls ? { tls } : {}), ...(guard ? { guard } : {}) });
  await doors.listen({ port, host });
  const { port: taken } = doors.server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://${host}:${taken}`,
    central,
    async settle() {
      await policies.settle();
      await dealer.settle();
      await payer.settle();
      await shops.settle();
      await booker.settle();
      await valuer.settle();
      await sealer.settle();
    },
    async stop() {
      await doors.close();
      await policies.stop();
      await dealer.stop();
      await payer.stop();
      await shops.stop();
      await booker.stop();
      await valuer.settle();
      await valuer.stop();
      // What a clean end leaves behind is sealed.
      await sealer.settle();
      await sealer.stop();
      await waker.stop();
      await central.end({ timeout: 5 });
    },
  };
}

/** Does its work at intervals and whenever asked to look, never twice at a time. */
function createLoop(name: string, interval: number, work: (stopped: () => boolean) => Promise<void>, log: (line: string) => void) {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  async function drain(): Promise<void> {
    do {
      again = false;
      try {
        await work(() => stopped);
      } catch (error) {
        // Nothing is lost: what is to be done is still in its table and the next look takes it.
        if (!stopped) log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    } while (again && !stopped);
    running = undefined;
  }
  function look(): void {
    again = true;
    if (!stopped) running ??= drain();
  }
  const timer = setInterval(look, interval);
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
