// The sync service on virtual time: the real answers to requests and the real policies, on whatever store. It can die in
// the middle of anything and come back; what is not committed is gone then, and whoever waited for it hears nothing.
import type { EnrolReply, IntakeReply, PullLine, PushReply, ReadmitReply } from '#sync/protocol/messages.ts';
import { dealRound } from '#sync/server/dealing.ts';
import { runPolicies } from '#sync/server/policies/policies.ts';
import { createRequests, type Answer, type Requests } from '#sync/server/requests.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedStore } from './simulated-store.ts';

export interface Server {
  readonly up: boolean;
  enrol(body: unknown): Promise<Answer<EnrolReply>>;
  push(body: unknown): Promise<Answer<PushReply>>;
  readmit(body: unknown): Promise<Answer<ReadmitReply>>;
  intake(texts: readonly string[]): Promise<Answer<IntakeReply>>;
  pull(query: { readonly device: string; readonly cursor: string; readonly epoch: string; readonly unsent: string }, send: (line: PullLine) => void): Promise<Answer<true>>;
  /** `ended` is called when the connection breaks; answers how to stop listening. */
  onWake(wake: () => void, ended: () => void): () => void;
  crash(): void;
  start(): void;
}

const POLICY_INTERVAL = 1000;
const HORIZON_DAYS = 35;

export function createServer(scheduler: Scheduler, store: SimulatedStore): Server {
  const listeners = new Set<{ readonly wake: () => void; readonly ended: () => void }>();
  let life = 0;
  let up = false;
  let requests: Requests | undefined;
  let looking = false;
  let again = false;
  let dealing = false;

  async function lookAtPolicies(ofLife: number): Promise<void> {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again && life === ofLife && up) {
        again = false;
        try {
          while (up && life === ofLife && (await runPolicies(store, scheduler.now)) > 0) wakeAll();
        } catch {
          // As in the service: the triggers are still in their table, and the next look takes them.
        }
      }
    } finally {
      looking = false;
    }
  }
  async function deal(ofLife: number): Promise<void> {
    if (dealing) return;
    dealing = true;
    try {
      if ((await dealRound(store, scheduler.now)) > 0 && life === ofLife) wakeAll();
    } catch {
      // The next round deals.
    } finally {
      dealing = false;
    }
  }
  function wakeAll(): void {
    for (const { wake } of listeners) wake();
  }

  /** Nobody gets an answer from a service that has died meanwhile. */
  async function answered<T>(work: (requests: Requests) => Promise<T>): Promise<T> {
    const ofLife = life;
    if (!up || !requests) throw new Error('connection refused');
    const asked = requests;
    const answer = await work(asked).then((value) => ({ ok: true, value }) as const, (error: unknown) => ({ ok: false, error }) as const);
    if (life !== ofLife) throw new Error('connection reset');
    if (!answer.ok) throw answer.error;
    return answer.value;
  }

  return {
    get up() {
      return up;
    },
    enrol: (body) => answered((asked) => asked.enrol(body)),
    push: (body) => answered((asked) => asked.push(body)),
    readmit: (body) => answered((asked) => asked.readmit(body)),
    intake: (texts) => answered((asked) => asked.intake({ commands: texts })),
    pull: (query, send) => answered(async (asked) => {
      const window = await asked.window(query);
      if (window.status !== 200) return window;
      await store.pull(window.body, send);
      return { status: 200, body: true };
    }),
    onWake(wake, ended) {
      const listener = { wake, ended };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    crash() {
      life += 1;
      up = false;
      requests = undefined;
      store.cutAll();
      for (const { ended } of listeners) ended();
      listeners.clear();
    },
    start() {
      life += 1;
      up = true;
      const ofLife = life;
      requests = createRequests({
        store, now: scheduler.now, epoch: () => store.epoch(), horizonDays: HORIZON_DAYS,
        committed() {
          wakeAll();
          scheduler.later(() => void lookAtPolicies(ofLife), 1);
        },
      });
      const tick = () => {
        if (life !== ofLife) return;
        void lookAtPolicies(ofLife);
        void deal(ofLife);
        scheduler.later(tick, POLICY_INTERVAL);
      };
      tick();
    },
  };
}
