// Facts on their way from the hand to the station: each scan its own command, several waiting ones in one submit.
// A question sets its fact aside without holding up the others; the same question about the same item piles up
// behind the first and is answered once.
import type { Changes, Submitted, SubmitReply } from '#electron/contract.ts';
import type { Rejection } from '#domain/rejections.ts';
import { confirming, type AnyIntent, type Commands } from './commands.ts';
import { createValue, type Readable } from './readable.ts';

const MOST_AT_ONCE = 50;

export interface Fact<C> {
  readonly intent: AnyIntent;
  /** What the screen wants to know again when the answer comes. */
  readonly context: C;
}
export interface Asked<C> {
  /** Every fact the same question was asked about; the first is shown. */
  readonly facts: readonly Fact<C>[];
  readonly rejection: Rejection;
  readonly rule: string;
}
export type Refusal = Exclude<SubmitReply, { ok: true } | { why: 'question' }>;

export interface FactsOptions<C> {
  readonly submit: Commands['submit'];
  /** Committed on this station; `changes` are those of the whole submit, `behind` the facts after this one in it. */
  readonly onRecorded: (fact: Fact<C>, result: Submitted, changes: readonly Changes[], behind: readonly Fact<C>[]) => void;
  readonly onAsked?: (asked: Asked<C>) => void;
  readonly onRefused: (fact: Fact<C>, refusal: Refusal) => void;
}
export interface Facts<C> {
  readonly record: (intent: AnyIntent, context: C) => void;
  readonly question: Readable<Asked<C> | undefined>;
  /** Answers the open question: every fact behind it is recorded as it is, and so are later ones like it. */
  readonly itIsSo: () => void;
  /** The fact was a mistake of the hand: nothing of it is recorded. Returns what was withdrawn. */
  readonly withdraw: () => readonly Fact<C>[];
  /** Facts the station has not answered yet, without those behind a question. */
  readonly waiting: () => number;
  readonly idle: () => Promise<void>;
}

const itemOf = (asked: AnyIntent): string => ('itemId' in asked.payload ? asked.payload.itemId ?? '' : '');
const likeness = (asked: AnyIntent, rejection: Rejection): string => `${asked.type} ${rejection.type} ${itemOf(asked)}`;

export function createFacts<C>({ submit, onRecorded, onAsked, onRefused }: FactsOptions<C>): Facts<C> {
  const question = createValue<Asked<C> | undefined>(undefined);
  const later: Asked<C>[] = [];
  const agreed = new Set<string>();
  let queue: Fact<C>[] = [];
  let inHand = 0;
  let working: Promise<void> | undefined;

  async function workOff(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.slice(0, MOST_AT_ONCE);
      queue = queue.slice(MOST_AT_ONCE);
      inHand = batch.length;
      await send(batch);
      inHand = 0;
    }
    working = undefined;
  }

  async function send(batch: readonly Fact<C>[]): Promise<void> {
    const reply = await answered(batch.map((fact) => fact.intent));
    if (reply.ok) {
      batch.forEach((fact, index) => onRecorded(fact, reply.results[index] ?? { id: fact.intent.id, verdict: 'applied', rule: '', rejection: null }, reply.changes, batch.slice(index + 1)));
      return;
    }
    // They commit together or not at all, so one that is asked about is found by sending each alone.
    if (batch.length > 1) {
      for (const fact of batch) await send([fact]);
      return;
    }
    const [fact] = batch;
    if (!fact) return;
    if (reply.why !== 'question') return onRefused(fact, reply);
    if (agreed.has(likeness(fact.intent, reply.rejection))) return send([{ ...fact, intent: confirming(fact.intent, reply.rejection.type) }]);
    putAside(fact, reply);
  }

  async function answered(intents: readonly AnyIntent[]): Promise<SubmitReply> {
    try {
      return await submit(intents);
    } catch (error) {
      return { ok: false, why: 'problem', command: intents[0]?.id ?? '', problem: error instanceof Error ? error.message : String(error) };
    }
  }

  function putAside(fact: Fact<C>, { rejection, rule }: { rejection: Rejection; rule: string }): void {
    const same = likeness(fact.intent, rejection);
    const isSame = (asked: Asked<C>): boolean => asked.facts.some((each) => likeness(each.intent, asked.rejection) === same);
    const open = question.get();
    if (open && isSame(open)) return question.set({ ...open, facts: [...open.facts, fact] });
    const index = later.findIndex(isSame);
    const known = later[index];
    if (known) later[index] = { ...known, facts: [...known.facts, fact] };
    else later.push({ facts: [fact], rejection, rule });
    if (!open) next();
  }

  function next(): void {
    const asked = later.shift();
    question.set(asked);
    if (asked) onAsked?.(asked);
  }

  function push(facts: readonly Fact<C>[]): void {
    queue.push(...facts);
    working ??= Promise.resolve().then(workOff);
  }

  return {
    record: (intent, context) => push([{ intent, context }]),
    question,
    itIsSo: () => {
      const asked = question.get();
      if (!asked) return;
      for (const fact of asked.facts) agreed.add(likeness(fact.intent, asked.rejection));
      push(asked.facts.map((fact) => ({ ...fact, intent: confirming(fact.intent, asked.rejection.type) })));
      next();
    },
    withdraw: () => {
      const facts = question.get()?.facts ?? [];
      next();
      return facts;
    },
    waiting: () => queue.length + inHand,
    idle: async () => {
      while (working) await working;
    },
  };
}
