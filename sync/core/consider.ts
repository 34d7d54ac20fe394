// What a station does with a command at the key press, before anything is written: judge it, ask the person first, ask
// the server alone, or say that it cannot be.
import type { Command } from '#domain/commands.ts';
import { needsServer } from '#domain/decide.ts';
import type { Rejection } from '#domain/rejections.ts';
import type { Slice } from '#domain/slice.ts';
import { judge, questionOf, type Judgement } from '#sync/conflict/judge.ts';

export type Considered =
  /** Recorded, and the slice holds its effects. */
  | { readonly kind: 'judged'; readonly judgement: Judgement }
  /** Sent; it has no effect here until the server's rows come down. */
  | { readonly kind: 'asked' }
  /** Not recorded: a person should answer first, or it cannot be done. */
  | { readonly kind: 'question'; readonly rejection: Rejection; readonly rule: string }
  | { readonly kind: 'refused'; readonly rejection: Rejection; readonly rule: string };

export function consider(command: Command, slice: Slice): Considered {
  const question = questionOf(command, slice);
  if (question?.rule.verdict === 'refused') return { kind: 'refused', rejection: question.rejection, rule: question.rule.id };
  if (needsServer(command, slice)) return { kind: 'asked' };
  if (question) return { kind: 'question', rejection: question.rejection, rule: question.rule.id };
  const judgement = judge(command, slice);
  return judgement.verdict === 'refused' ? { kind: 'refused', rejection: judgement.rejection!, rule: judgement.rule } : { kind: 'judged', judgement };
}
