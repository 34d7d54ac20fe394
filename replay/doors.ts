// Owns speaking to the sync service's intake and to stations over HTTP. A process that is being started again answers
// a little later, so every call is made again until it is answered; ids make that harmless.
import { setTimeout as pause } from 'node:timers/promises';
import { paths, type IntakeReply } from '#sync/protocol/messages.ts';
import type { AnswerTo, Question, Replies, RequestName, RequestOf } from '#electron/contract.ts';

export type StationAddress = { port: number; token: string };

export type StationDoor = {
  request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<Replies[N]>;
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>>;
};

const AGAIN = 100;

/** `address` changes when the station was started again; `ended` stops trying. */
export function createStationDoor(address: () => StationAddress | undefined, ended: () => boolean): StationDoor {
  async function request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<Replies[N]> {
    return untilAnswered(ended, async () => {
      const at = address();
      if (at === undefined) throw new Error('not up');
      const response = await fetch(`http://127.0.0.1:${at.port}/request`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-restow-token': at.token }, body: JSON.stringify({ name, body, quiet: true }) });
      const answer = (await response.json()) as { reply?: Replies[N]; problem?: string };
      if (response.status === 400) throw new Refused(`station: ${answer.problem ?? ''}`);
      if (!response.ok) throw new Error(`station: ${response.status}`);
      return answer.reply as Replies[N];
    });
  }
  return {
    request,
    ask: async <Q extends Question>(question: Q) => (await request('ask', { question })) as AnswerTo<Q>,
  };
}

export type IntakeDoor = (commands: readonly string[]) => Promise<IntakeReply['outcomes']>;

export function createIntakeDoor(url: string, ended: () => boolean): IntakeDoor {
  return (commands) =>
    untilAnswered(ended, async () => {
      const response = await fetch(`${url}${paths.intake}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands }) });
      if (response.status === 400) throw new Refused(`intake: ${await response.text()}`);
      if (!response.ok) throw new Error(`intake: ${response.status}`);
      return ((await response.json()) as IntakeReply).outcomes;
    });
}

/** An answer that would be the same the next time. */
class Refused extends Error {}
/** The replay is being ended. */
export class Ended extends Error {}

async function untilAnswered<T>(ended: () => boolean, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    if (ended()) throw new Ended('ended');
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Refused) throw error;
      await pause(AGAIN);
    }
  }
}
