// The one loop between replica and server.
//
//            wake (submit, server, plug)          every exit sets the next wake-up, here and nowhere else
//                     │                                        ▲
//   idle ── timer ──► cycle: enrol? ► push until empty ► pull ─┤ level: poll interval
//                                                              └ failed: back-off with full jitter
import { signEnrolment } from '#sync/keys/enrolment-code.ts';
import type { EnrolReply } from '#sync/protocol/messages.ts';
import type { Written } from '#db/local/rows.ts';
import { createPusher } from './push.ts';
import { pullOnce } from './pull.ts';
import { askAgain, askIn, isQuarantined, quarantine, QUARANTINED } from './readmission.ts';
import type { Replica } from './replica.ts';
import { createTimeKeeper } from './rights.ts';
import type { Transport } from './transport.ts';

export interface LoopOptions {
  readonly replica: Replica;
  readonly transport: Transport;
  readonly now: () => number;
  /** Ms from any point on, by a clock that nobody can set; without it, by the other. */
  readonly elapsed?: () => number;
  /** Between 0 and 1; for the jitter of the back-off. */
  readonly random: () => number;
  readonly newId: () => string;
  /** Runs something once, so many ms from now; answers how to call it off. */
  readonly later: (run: () => void, delay: number) => () => void;
  readonly identity: { readonly name: string; readonly warehouse: string; readonly kind: 'station' | 'development' | 'counting' };
  /** One-time, from a supervisor; signed with the replica's key. */
  readonly code?: string | undefined;
  /** Rows that windows must hear of; `full` when they must start afresh. */
  readonly changed: (written: Written, full: boolean) => void;
  /** Online or offline, trouble in words, or only the counts have changed. */
  readonly told: () => void;
}
export interface LoopState {
  readonly online: boolean;
  readonly since: number;
  readonly levelAt: number | null;
  readonly trouble: string;
}
export interface Loop {
  readonly state: LoopState;
  /** There is something to do now. */
  poke(): void;
  /** Pulls or puts the plug. */
  plug(connected: boolean): void;
  stop(): Promise<void>;
}

const POLL = 2000;
const BACKOFF_FIRST = 250;
/** With the transport's deadline still under the 30 seconds in which work must be sent after a fault ends. */
const BACKOFF_MAX = 10_000;

export function createLoop(options: LoopOptions): Loop {
  const { replica, transport, now, random } = options;
  const pusher = createPusher(replica, transport, now);
  const times = createTimeKeeper(replica, now, options.elapsed ?? now);
  const level = replica.meta.get('level_at');
  let state: LoopState = { online: false, since: now(), levelAt: level === undefined ? null : Number(level), trouble: '' };
  let callOff = () => {};
  let running: Promise<void> | undefined;
  let poked = false;
  let stopped = false;
  let failures = 0;
  let live: Promise<void> | undefined;

  function tell(next: Partial<LoopState>): void {
    const changed = (next.online !== undefined && next.online !== state.online) || (next.trouble !== undefined && next.trouble !== state.trouble);
    state = { ...state, ...next, ...(next.online !== undefined && next.online !== state.online ? { since: now() } : {}) };
    if (changed) options.told();
  }

  function schedule(delay: number): void {
    if (stopped) return;
    callOff();
    callOff = options.later(run, Math.max(delay, transport.pause?.() ?? 0));
  }

  function run(): void {
    if (stopped || running) return;
    poked = false;
    running = cycle()
      .catch((error: unknown): Outcome => ({ ok: false, reason: `unexpected: ${error instanceof Error ? error.message : String(error)}` }))
      .then((outcome) => {
        running = undefined;
        failures = outcome.ok ? 0 : failures + 1;
        tell(outcome.ok ? { online: true, trouble: '' } : { online: outcome.online ?? false, trouble: outcome.trouble ?? '' });
        schedule(outcome.ok ? (poked ? 0 : POLL) : random() * Math.min(BACKOFF_MAX, BACKOFF_FIRST * 2 ** Math.min(failures, 10)));
      });
  }

  type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly online?: boolean; readonly trouble?: string };

  async function cycle(): Promise<Outcome> {
    if (times.passed()) options.told();
    const enrolled = await enrol();
    if (!enrolled.ok) return enrolled;
    keepLive();
    let alarm = '';
    for (;;) {
      if (isQuarantined(replica)) {
        const answer = await askIn(replica, transport);
        // Let in again: it sends under its new name at once.
        if (answer === 'admitted') continue;
        if (answer === 'unknown') await enrol(true);
        alarm = QUARANTINED;
        break;
      }
      const pushed = await pusher.push();
      if (!pushed.ok) {
        if (!pushed.alarm) return failed(pushed);
        quarantine(replica, options.newId);
        continue;
      }
      if (pushed.serverNow > 0) replica.inTransaction(() => replica.meta.set('offset_ms', String(Math.round(pushed.serverNow - now()))));
      // What this replica was told came from a history that is no more: everything is asked for again.
      if (pushed.restored) replica.inTransaction(() => replica.meta.clear('cursor'));
      if (!pushed.more) break;
    }
    const pulled = await pullOnce(replica, transport, now, options.newId, pusher.unheld());
    // A copy that has not the key of the station it was is told nothing either, and why is what its people must hear.
    if (!pulled.ok) return { ...(await failed(pulled)), ...(alarm === '' ? {} : { trouble: alarm }) };
    times.heard(pulled.serverNow);
    if (pulled.full) pusher.forget();
    if (pulled.full && replica.outbox.counts().unsent > 0) poked = true;
    if (alarm === '' && !pulled.full && isPassedOver(replica)) {
      quarantine(replica, options.newId);
      poked = true;
    }
    state = { ...state, levelAt: now() };
    if (pulled.rows > 0 || pulled.full) options.changed(pulled.written, pulled.full);
    else options.told();
    return alarm === '' ? { ok: true } : { ok: false, reason: alarm, online: true, trouble: alarm };
  }

  /**
   * An old copy of a disk has work that was declared lost meanwhile: the server has judged what stands behind it and waits for
   * nothing before that. Under a new name all of it is sent once more.
   */
  function isPassedOver({ outbox }: Replica): boolean {
    const first = outbox.firstPending();
    return first !== undefined && first < outbox.lastSettled() && pusher.unheld() === 0;
  }

  /** A server that does not know this station any more was restored to a time before it: it introduces itself again. */
  async function failed({ reason, unknown }: { readonly reason: string; readonly unknown: boolean }): Promise<Outcome> {
    if (unknown && !askAgain(replica)) await enrol(true);
    return { ok: false, reason };
  }

  async function enrol(again = false): Promise<Outcome> {
    const { meta } = replica;
    const home = meta.get('warehouse_id');
    if (home !== undefined && !again) return { ok: true };
    const [device, incarnation, { code }] = [meta.get('device_id')!, meta.get('incarnation')!, options];
    const proof = code === undefined || !replica.key ? {} : { code, key: replica.key.publicKey, signature: signEnrolment(replica.key, { device, incarnation, code }) };
    const reply = await transport.enrol({ device, incarnation, ...options.identity, ...proof, ...(home === undefined ? {} : { warehouse: home }) });
    if (!reply.ok) return { ok: false, reason: reply.reason, ...(reply.refused ? { online: true, trouble: reply.reason } : {}) };
    replica.inTransaction(() => takeIdentity(reply.value));
    return { ok: true };
  }
  function takeIdentity({ warehouse }: EnrolReply): void {
    replica.meta.set('warehouse_id', warehouse);
    replica.meta.set('device_name', options.identity.name);
  }

  /** Wake-ups from the server save waiting for the next poll; without them the loop only polls. */
  function keepLive(): void {
    live ??= transport.live(replica.meta.get('device_id')!, poke).then(() => {
      live = undefined;
      // Who answers next may be a restored server: what it holds is asked again.
      pusher.forget();
    });
  }

  function poke(): void {
    poked = true;
    if (!running) schedule(0);
  }

  schedule(0);
  return {
    get state() {
      return state;
    },
    poke,
    plug(connected) {
      transport.plug(connected);
      failures = 0;
      if (!connected) tell({ online: false });
      poke();
    },
    async stop() {
      stopped = true;
      callOff();
      transport.close();
      await running;
      await live;
    },
  };
}
