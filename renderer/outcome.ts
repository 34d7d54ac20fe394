// One decision submitted and said: the sound, the line in the log, and what to say when it was not taken.
import { useCallback } from 'react';
import type { SubmitReply } from '#electron/contract.ts';
import type { AnyIntent } from './commands.ts';
import { useServices } from './services.ts';
import type { Tell } from './ui/scan-log.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords, wordsFor } from './words.ts';

export interface Said {
  readonly text: string;
  readonly effect: string;
}

export function refusalWords(reply: Exclude<SubmitReply, { ok: true }>): string {
  if (reply.why === 'problem') return problemWords(reply.problem);
  const { title, sentence } = wordsFor(reply.rejection);
  return `${title}. ${ruleSays(reply.rule) ?? sentence}`;
}

/** Submits, and tells what became of it. A question is answered by `confirm`, or counts as a no. */
export function useDecide(tell: Tell): (intents: readonly AnyIntent[], said: Said) => Promise<SubmitReply> {
  const { commands, sounds } = useServices();
  return useCallback(async (intents, said) => {
    const reply = await commands.submit(intents);
    if (!reply.ok) {
      sounds.play('wrong');
      tell('stop', refusalWords(reply), 'nothing changed');
      return reply;
    }
    const asked = reply.results.some((result) => result.verdict === 'asked');
    const flagged = reply.results.find((result) => result.verdict === 'flagged');
    sounds.play(flagged ? 'attention' : 'done');
    tell(flagged ? 'attention' : 'ok', said.text, asked ? 'asked: the ERP decides' : said.effect);
    if (flagged) tell('attention', ruleSays(flagged.rule) ?? 'Somebody looks at it.', 'recorded');
    return reply;
  }, [commands, sounds, tell]);
}
