// One moment of a rehearsed story in words: what was done, what the station or the ERP made of it, and by which rule.
import type { Moment } from '#sync/core/rehearsal/play.ts';
import { ruleSays, ruleWords, type RuleId } from '#sync/conflict/rule-words.ts';
import { wordsFor } from '#renderer/words.ts';

export const sentenceOf = ({ act, quantity }: Pick<Moment, 'act' | 'quantity'>): string => act.says.replaceAll('{n}', String(quantity));

/** What became of it, on the station or at the ERP. */
export function answerOf({ kind, verdict, rule, question }: Moment): { readonly tone: 'ok' | 'attention' | 'stop'; readonly text: string } {
  const asked = question === undefined ? '' : `The station asks: “${wordsFor({ type: question, book: {} }).title}” – “${wordsFor({ type: question, book: {} }).itIsSo}.” `;
  switch (verdict) {
    case 'applied': return { tone: 'ok', text: `${asked}${kind === 'done' ? 'Recorded on the station.' : 'Recorded as it was done.'}` };
    case 'merged': return { tone: 'ok', text: `${ruleSays(rule) ?? 'It was so already.'} Nothing more is recorded.` };
    case 'flagged': return { tone: 'attention', text: `${asked}${ruleSays(rule) ?? 'Recorded, and somebody looks.'}` };
    case 'asked': return { tone: 'ok', text: `${asked}Only the ERP decides this: it is asked.` };
    case 'refused': return { tone: 'stop', text: `${ruleSays(rule) ?? 'Refused.'}${kind === 'arrived' ? ' The decision has no effect, and its author is told.' : ''}` };
    case 'nothing': return { tone: 'attention', text: 'Nothing was there to do it to.' };
  }
}

/** The rule as the table of rules has it; undefined where none decided. */
export function ruleOf(rule: string): { readonly id: string; readonly when: string; readonly recorded: string } | undefined {
  const found = Object.hasOwn(ruleWords, rule) ? ruleWords[rule as RuleId] : undefined;
  return found && { id: rule, when: found.when, recorded: found.recorded };
}
