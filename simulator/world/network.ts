// The network between stations and server as warehouses know it: slow, cut, half open, answers lost, requests doubled
// and overtaken. The station's own transport interface stands on it; messages travel as the text they would be on a wire.
import type { EnrolReply, PullLine, PushReply, ReadmitReply } from '#sync/protocol/messages.ts';
import { PROTOCOL } from '#sync/protocol/messages.ts';
import { SILENCE, type Reply, type Transport } from '#sync/client/transport.ts';
import type { Answer } from '#sync/server/requests.ts';
import type { Chance } from '#simulator/chance.ts';
import type { Faults } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import type { Server } from './server.ts';

/** How bad the way between one station and the server is; all 0 when the network is well. */
export interface Weather {
  /** Longest delay of one message in ms. */
  delay: number;
  loseRequest: number;
  loseReply: number;
  double: number;
  cutPull: number;
}
export const fineWeather = (): Weather => ({ delay: 20, loseRequest: 0, loseReply: 0, double: 0, cutPull: 0 });

export interface Link {
  readonly weather: Weather;
  /** Requests whose reply the station has not seen, as they are on their way or at the server. */
  readonly inFlight: number;
  transport(): Transport;
  /** Cut on the way: nothing comes through, and nobody is told. */
  partition(cut: boolean): void;
  readonly isCut: boolean;
}

export interface LinkOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly server: Server;
  readonly name: string;
  readonly tell: (words: string) => void;
  /** Called before each piece of an answer reaches the station; throws when the station dies of it. */
  readonly arriving: (piece: 'reply' | 'line') => void;
}

const RETRIED_LATE = 40_000;

export function createLink({ scheduler, chance, faults, server, name, tell, arriving }: LinkOptions): Link {
  const weather = fineWeather();
  let cut = false;
  let inFlight = 0;
  const wait = () => scheduler.pause(chance.between(1, weather.delay));

  /** One request at the server, as often as the network makes it arrive. */
  async function exchange<T>(ask: () => Promise<Answer<T>>): Promise<Reply<T>> {
    const failed = (reason: string, status = 0, refused = false): Reply<T> => ({ ok: false, reason, refused, status });
    inFlight += 1;
    try {
      await wait();
      if (cut) return await silence(failed);
      if (chance.happens(weather.loseRequest)) {
        faults.count('request lost');
        return await silence(failed);
      }
      if (chance.happens(weather.double)) {
        faults.count('request doubled');
        // The second copy may come before the first is through, or long after others have overtaken it.
        void scheduler.pause(chance.between(1, chance.happens(0.5) ? 200 : RETRIED_LATE)).then(() => (cut ? undefined : ask().catch(() => undefined)));
      }
      if (!server.up) return failed('connection refused');
      const answer = await ask();
      await wait();
      if (cut) return await silence(failed);
      if (chance.happens(weather.loseReply)) {
        faults.count('reply lost');
        tell(`an answer to ${name} is lost on the way`);
        return chance.happens(0.5) ? failed('connection reset') : await silence(failed);
      }
      if (answer.status !== 200) return failed(answer.body.problem, answer.status, answer.status < 500);
      arriving('reply');
      return { ok: true, value: JSON.parse(JSON.stringify(answer.body)) as T };
    } catch (error) {
      if (error instanceof Error && error.name === 'Crash') throw error;
      // What the server throws is an answer of its own: the station sends again.
      await wait();
      return cut ? await silence(failed) : failed(`the server answered 500: ${error instanceof Error ? error.message : String(error)}`, 500);
    } finally {
      inFlight -= 1;
    }
  }
  const silence = async <T>(failed: (reason: string) => Reply<T>): Promise<Reply<T>> => {
    await scheduler.pause(SILENCE);
    return failed('the server fell silent');
  };

  return {
    weather,
    get inFlight() {
      return inFlight;
    },
    get isCut() {
      return cut;
    },
    partition: (on) => void (cut = on),
    transport() {
      let plugged = true;
      let unplugged: (() => void)[] = [];
      /** Pulling the plug breaks what is under way at once. */
      const orUnplugged = <T>(reply: Promise<Reply<T>>): Promise<Reply<T>> => {
        if (!plugged) return Promise.resolve({ ok: false, reason: 'unplugged', refused: false, status: 0 });
        const broken = new Promise<Reply<T>>((done) => unplugged.push(() => done({ ok: false, reason: 'unplugged', refused: false, status: 0 })));
        return Promise.race([reply, broken]);
      };
      const wire = <T>(body: T): unknown => JSON.parse(JSON.stringify({ protocol: PROTOCOL, ...body }));
      return {
        get plugged() {
          return plugged;
        },
        enrol: (body) => orUnplugged(plugged ? exchange<EnrolReply>(() => server.enrol(wire(body))) : never()),
        push: (body) => orUnplugged(plugged ? exchange<PushReply>(() => server.push(wire(body))) : never()),
        pull: (query, take) => orUnplugged(plugged ? pull(query, take, () => plugged) : never()),
        readmit: (body) => orUnplugged(plugged ? exchange<ReadmitReply>(() => server.readmit(wire(body))) : never()),
        // Nobody asks why, or who received what, in a simulated life.
        why: () => Promise.resolve({ ok: false, reason: 'not simulated', refused: false, status: 0 }),
        recall: () => Promise.resolve({ ok: false, reason: 'not simulated', refused: false, status: 0 }),
        promise: () => Promise.resolve({ ok: false, reason: 'not simulated', refused: false, status: 0 }),
        async live(_device, wake) {
          if (!plugged || cut || !server.up) return scheduler.pause(chance.between(500, 3000));
          await new Promise<void>((done) => {
            // A wake-up is a hint: it may be late, and here one in four is lost.
            const stop = server.onWake(() => void (cut || chance.happens(0.25) || scheduler.later(wake, chance.between(1, weather.delay))), () => void scheduler.later(end, 1));
            const end = () => {
              stop();
              done();
            };
            unplugged.push(end);
          });
        },
        plug(connected) {
          plugged = connected;
          if (!connected) breakAll();
        },
        close() {
          plugged = false;
          breakAll();
        },
      };
      function breakAll(): void {
        const all = unplugged;
        unplugged = [];
        for (const each of all) each();
      }
    },
  };

  async function pull(query: { device: string; cursor: string; epoch: string; unsent: string }, take: (line: PullLine) => void, connected: () => boolean): Promise<Reply<boolean>> {
    const lines: string[] = [];
    const asked = await exchange(() => server.pull(query, (line) => void lines.push(JSON.stringify(line))));
    if (!asked.ok) return asked;
    for (const line of lines) {
      if (lines.length > 3 && chance.happens(0.3)) await scheduler.pause(chance.between(1, weather.delay));
      if (!connected()) return { ok: false, reason: 'unplugged', refused: false, status: 0 };
      if (cut) return await silence((reason) => ({ ok: false, reason, refused: false, status: 0 }));
      if (chance.happens(weather.cutPull)) {
        faults.count('pull cut off');
        return { ok: true, value: false };
      }
      arriving('line');
      take(JSON.parse(line) as PullLine);
    }
    return { ok: true, value: true };
  }
}
const never = <T>(): Promise<T> => new Promise<T>(() => {});
