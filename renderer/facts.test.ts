// Facts reach the station each as its own command, whatever is asked in between.
import { describe, expect, it } from 'vitest';
import type { SubmitReply } from '#electron/contract.ts';
import { intent, type AnyIntent } from './commands.ts';
import { createFacts } from './facts.ts';

const receive = (itemId: string): AnyIntent => intent('delivery.receive', { deliveryId: 'DN-1', itemId, quantity: 1, locationId: 'DOCK' });
const itemOf = (of: AnyIntent): string => (of.payload as { itemId: string }).itemId;
const ok = (intents: readonly AnyIntent[]): SubmitReply => ({ ok: true, changes: [], results: intents.map(({ id }) => ({ id, verdict: 'applied', rule: '', rejection: null })) });

/** A station that asks about one item until that is confirmed, and remembers what it recorded. */
function station(askAbout = '') {
  const recorded: AnyIntent[] = [];
  const calls: number[] = [];
  return {
    recorded, calls,
    submit: async (intents: readonly AnyIntent[]): Promise<SubmitReply> => {
      calls.push(intents.length);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const asked = intents.find((each) => itemOf(each) === askAbout && !each.confirmed?.includes('over_expected'));
      if (asked) return { ok: false, why: 'question', command: asked.id, rejection: { type: 'over_expected', book: { expected: 1, received: 1, quantity: 1 } }, rule: 'REC-6' };
      recorded.push(...intents);
      return ok(intents);
    },
  };
}
const start = (of: ReturnType<typeof station>) => {
  const told: string[] = [];
  const facts = createFacts<string>({ submit: of.submit, onRecorded: ({ context }) => told.push(context), onRefused: ({ context }) => told.push(`refused ${context}`) });
  return { facts, told };
};

describe('facts', () => {
  it('are each recorded once, in order, many in one submit', async () => {
    const at = station();
    const { facts, told } = start(at);
    const all = Array.from({ length: 200 }, () => receive('CUP'));
    all.forEach((each, index) => facts.record(each, String(index)));
    await facts.idle();
    expect(at.recorded.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(new Set(at.recorded.map(({ id }) => id)).size).toBe(200);
    expect(told).toEqual(all.map((_, index) => String(index)));
    expect(at.calls.length).toBeLessThan(10);
    expect(facts.waiting()).toBe(0);
  });

  it('behind a question wait together, while others go on', async () => {
    const at = station('LID');
    const { facts } = start(at);
    for (const id of ['CUP', 'LID', 'CUP', 'LID', 'LID', 'CUP']) facts.record(receive(id), id);
    await facts.idle();
    expect(at.recorded.map(itemOf)).toEqual(['CUP', 'CUP', 'CUP']);
    expect(facts.question.get()?.facts.length).toBe(3);
    expect(facts.question.get()?.rule).toBe('REC-6');
    facts.itIsSo();
    await facts.idle();
    expect(at.recorded.slice(3).map(itemOf)).toEqual(['LID', 'LID', 'LID']);
    expect(at.recorded.at(-1)?.confirmed).toEqual(['over_expected']);
    expect(facts.question.get()).toBeUndefined();
  });

  it('are not asked about twice once it was answered', async () => {
    const at = station('LID');
    const { facts } = start(at);
    facts.record(receive('LID'), 'first');
    await facts.idle();
    facts.itIsSo();
    facts.record(receive('LID'), 'second');
    await facts.idle();
    expect(facts.question.get()).toBeUndefined();
    expect(at.recorded.length).toBe(2);
  });

  it('keep their id through question and answer', async () => {
    const at = station('LID');
    const { facts } = start(at);
    const one = receive('LID');
    facts.record(one, 'x');
    await facts.idle();
    facts.itIsSo();
    await facts.idle();
    expect(at.recorded.map(({ id }) => id)).toEqual([one.id]);
  });

  it('withdrawn, are never recorded', async () => {
    const at = station('LID');
    const { facts } = start(at);
    facts.record(receive('LID'), 'x');
    await facts.idle();
    expect(facts.withdraw().map(({ context }) => context)).toEqual(['x']);
    await facts.idle();
    expect(at.recorded).toEqual([]);
  });

  it('that a station cannot take are told, and the next go on', async () => {
    const at = station();
    let first = true;
    const told: string[] = [];
    const facts = createFacts<string>({
      submit: async (intents) => {
        if (!first) return at.submit(intents);
        first = false;
        throw new Error('the line broke for good');
      },
      onRecorded: ({ context }) => told.push(context), onRefused: ({ context }, refusal) => told.push(`${context}: ${refusal.why === 'problem' ? refusal.problem : ''}`),
    });
    facts.record(receive('CUP'), 'a');
    await facts.idle();
    facts.record(receive('CUP'), 'b');
    await facts.idle();
    expect(told).toEqual(['a: the line broke for good', 'b']);
  });
});
