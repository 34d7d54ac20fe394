// Step 4, commit: the only local write path for what people do. Dedupe by id, read the slice, judge, and write
// movements, rows, the server's version of what was touched, and the outbox, in one transaction. The beep comes after.
import { payloads, type Command, type CommandType } from '#domain/commands.ts';
import { COUNTING, mayCount } from '#domain/counting-device.ts';
import { readsOf } from '#domain/decide.ts';
import { isDecision, mayDo, needsConfirmedRights } from '#domain/duties.ts';
import { hashOf } from '#domain/ids.ts';
import type { Rejection } from '#domain/rejections.ts';
import { createSlice, type Slice } from '#domain/slice.ts';
import { consider } from '#sync/core/consider.ts';
import { writesOf } from '#sync/core/rebase.ts';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { signCommand } from '#sync/keys/command-signature.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import type { Entry } from '#db/local/outbox.ts';
import type { Written } from '#db/local/rows.ts';
import { meaningOf } from './meaning.ts';
import type { Judged } from './pending.ts';
import type { Replica } from './replica.ts';
import { rightsHere, type RightsHere } from './rights.ts';

export interface Intended {
  readonly id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly confirmed: readonly string[];
}
export interface Submitter {
  readonly person: string;
  readonly roles: readonly string[];
  /** Their own key, where people have one. */
  readonly key?: SigningKey | undefined;
}
export interface Result {
  readonly id: string;
  readonly verdict: 'applied' | 'merged' | 'flagged' | 'asked';
  readonly rule: string;
  readonly rejection: Rejection | null;
}
export type Submission =
  | { readonly ok: true; readonly results: readonly Result[]; readonly written: Written }
  | { readonly ok: false; readonly why: 'question' | 'refused'; readonly command: string; readonly rejection: Rejection; readonly rule: string }
  | { readonly ok: false; readonly why: 'problem'; readonly command: string; readonly problem: string };

/** Leaves the transaction with an answer and without a trace. */
class Stop extends Error {
  readonly answer: Submission;
  constructor(answer: Submission) {
    super('not recorded');
    this.answer = answer;
  }
}

/** Records commands that commit together, or answers why a person must look first; nothing is recorded then. */
export function submit(replica: Replica, now: number, by: Submitter, intents: readonly Intended[]): Submission {
  try {
    const { result, written } = replica.inTransaction((changed) => submitInside(replica, now, by, intents, changed));
    replica.pending.submitted(result.judged, result.kept);
    return { ok: true, results: result.results, written };
  } catch (error) {
    if (error instanceof Stop) return error.answer;
    throw error;
  }
}

function submitInside(replica: Replica, now: number, by: Submitter, intents: readonly Intended[], written: Written) {
  const rights = rightsHere(replica, now);
  const stamp = createStamp(replica, now, by, rights.latest);
  const fresh = intents.filter((intent) => !replica.outbox.has(intent.id)).map((intent) => stamp(intent));
  const slice = createSlice();
  replica.rows.load(fresh.flatMap(({ command }) => readsOf(command)), slice);
  const results = new Map<string, Result>();
  const judged = fresh.map(({ command, entry }): Judged => {
    if (replica.meta.get('device_kind') === COUNTING && !mayCount(command.type)) throw new Stop({ ok: false, why: 'problem', command: command.id, problem: 'only_counts' });
    const result = judgeOne(command, by, slice, rights);
    replica.outbox.append({ ...entry, asked: result.verdict === 'asked', seen: meaningOf(result) });
    results.set(command.id, result);
    return { sequence: entry.sequence, command, writes: writesOf(slice) };
  });
  if (fresh.length > 0 && rights.latest !== undefined) replica.meta.set('latest_at', String(rights.latest));
  const kept = replica.rows.writePending(judged.flatMap(({ writes }) => writes), written);
  return { results: intents.map((intent): Result => results.get(intent.id) ?? { id: intent.id, verdict: 'applied', rule: '', rejection: null }), judged, kept };
}

function judgeOne(command: Command, by: Submitter, slice: Slice, rights: RightsHere): Result {
  if (isDecision(command.type) && !mayDo(by.roles, command.type)) throw new Stop({ ok: false, why: 'problem', command: command.id, problem: 'not_your_decision' });
  if (!rights.confirmed && needsConfirmedRights(command.type)) throw new Stop({ ok: false, why: 'problem', command: command.id, problem: 'rights_not_confirmed' });
  const considered = consider(command, slice);
  if (considered.kind === 'asked') return { id: command.id, verdict: 'asked', rule: '', rejection: null };
  if (considered.kind !== 'judged') throw new Stop({ ok: false, why: considered.kind, command: command.id, rejection: considered.rejection, rule: considered.rule });
  const { verdict, rule, rejection } = considered.judgement;
  return { id: command.id, verdict: verdict as Result['verdict'], rule, rejection: rejection ?? null };
}

/** Gives each intent its place in the device's order and the bytes that will never change again. */
function createStamp(replica: Replica, now: number, { person, key }: Submitter, latest: number | undefined) {
  let { sequence, hash: previous } = replica.outbox.head();
  const device = replica.meta.get('device_id')!;
  const warehouse = replica.meta.get('warehouse_id') ?? '';
  const offset = Number(replica.meta.get('offset_ms') ?? 0);
  return ({ id, type, payload, confirmed }: Intended): { command: Command; entry: Omit<Entry, 'asked' | 'seen'> } => {
    const schema = type in payloads ? payloads[type as CommandType] : undefined;
    if (!schema) throw new Stop({ ok: false, why: 'problem', command: id, problem: `There is no command "${type}".` });
    const checked = schema.safeParse(payload);
    if (!checked.success) {
      const issue = checked.error.issues[0];
      throw new Stop({ ok: false, why: 'problem', command: id, problem: `${type}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() });
    }
    sequence += 1;
    const command = { id, type, version: versionOf(type as CommandType), device, sequence, previous, at: now, offset, ...(latest === undefined ? {} : { latest }), person, warehouse, confirmed, payload: checked.data } as unknown as Command;
    const bytes = Buffer.from(JSON.stringify(command), 'utf8');
    previous = hashOf(bytes);
    return { command, entry: { sequence, commandId: id, type, personId: person, at: now, hash: previous, bytes, signature: replica.key ? signCommand(replica.key, bytes, key) : '' } };
  };
}
