// Step 2, command: what a person did or asks, stamped with its id once. The bridge sends an unanswered submit again
// under the same id, so a broken line never makes two of one.
import { v7 } from 'uuid';
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import type { Intent, SubmitReply } from '#electron/contract.ts';
import type { Bridge } from './bridge.ts';
import type { Feed } from './working-set/feed.ts';

export type AnyIntent = { readonly [T in CommandType]: Intent<T> }[CommandType];

export interface Commands {
  /** Commits together on the station, in order; `confirmed` of an intent names the questions answered with "it is so". */
  readonly submit: (intents: readonly AnyIntent[]) => Promise<SubmitReply>;
}

export const newId = (): string => v7();
/** A new label of ours, such as "RU-5F0C12AB34CD": capitals, because scanners fold case. */
export const newLabel = (prefix: 'RU' | 'PC' | 'CT' | 'CS' | 'TR' | 'COR' | 'ADJ' | 'HOLD' | 'SU'): string => `${prefix}-${v7().slice(-12).toUpperCase()}`;

export function intent<T extends CommandType>(type: T, payload: PayloadInput<T>, confirmed: readonly string[] = []): AnyIntent {
  return { id: newId(), type, payload, confirmed } as AnyIntent;
}
export const confirming = (asked: AnyIntent, rejection: string): AnyIntent => ({ ...asked, confirmed: [...(asked.confirmed ?? []), rejection] });

export function createCommands(bridge: Bridge, feed: Feed): Commands {
  return {
    submit: async (intents) => {
      const commands = intents.map(({ id, type, payload, confirmed }) => ({ id, type, payload: payload as Record<string, unknown>, confirmed: [...(confirmed ?? [])] }));
      const reply = await bridge.request('submit', { commands });
      if (reply.ok) feed.apply(reply.changes);
      return reply;
    },
  };
}
