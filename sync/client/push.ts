// Step 5, push: from the server's own "last sequence I hold of you" on, in order, until nothing is left to send.
import { hashOf } from '#domain/ids.ts';
import { PUSH_MAX, type ExactBytes, type LostCommands, type PushReply } from '#sync/protocol/messages.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Outgoing } from '#db/local/outbox.ts';
import type { Replica } from './replica.ts';
import { keepReceipt } from './receipts.ts';
import type { Transport } from './transport.ts';

export type Pushed =
  | { readonly ok: true; readonly serverNow: number; readonly more: boolean; /** The server has lost what it had judged: it was restored. */ readonly restored: boolean }
  | { readonly ok: false; readonly reason: string; /** This replica is not the one the server knows: a person must let it in again. */ readonly alarm: boolean; readonly unknown: boolean };

export interface Pusher {
  /** Sends one batch; `more` tells whether another waits. */
  push(): Promise<Pushed>;
  /** How many commands the server does not hold yet, as far as is known here. */
  unheld(): number;
  /** Forget what the server said it holds: it may be another server now, or the same one restored. */
  forget(): void;
}

export function createPusher(replica: Replica, transport: Transport, now: () => number): Pusher {
  let held: number | undefined;
  /** Up to there the server was shown what it should have of us already. */
  let shown = 0;
  const identity = () => ({ device: replica.meta.get('device_id')!, incarnation: replica.meta.get('incarnation')! });

  return {
    forget() {
      [held, shown] = [undefined, 0];
    },
    unheld: () => (held === undefined ? replica.outbox.counts().unsent : Math.max(0, replica.outbox.head().sequence - held)),
    async push() {
      const old = held === undefined || held <= shown ? [] : unprovenUpTo(replica, held);
      const batch = old.length > 0 ? old : held === undefined ? [] : withoutGap(replica.outbox.after(held, PUSH_MAX));
      if (held !== undefined) shown = Math.max(shown, held);
      const lost = old.length > 0 || held === undefined ? undefined : lostAfter(replica, held, batch[0]);
      if (held !== undefined && batch.length === 0 && !lost) return { ok: true, serverNow: 0, more: false, restored: false };
      const reply = await transport.push({ ...identity(), first: batch[0]?.sequence ?? (lost ? lost.to + 1 : 1), commands: batch.map((entry) => exactly(entry.bytes)), lost, clock: Math.round(now()), ...(replica.key ? { key: replica.key.publicKey, signatures: batch.map((entry) => entry.signature) } : {}) });
      const before = held;
      held = undefined;
      if (!reply.ok) return { ok: false, reason: reply.reason, alarm: false, unknown: reply.status === 404 };
      if (isAnother(replica, reply.value)) return { ok: false, reason: 'this replica is another than the server knows', alarm: true, unknown: false };
      // The same answer again would be asked for at once, and again.
      if (reply.value.alarm === 'gap' && reply.value.held === before) return { ok: false, reason: `the server took nothing behind command ${before}`, alarm: false, unknown: false };
      held = reply.value.held;
      keepReceipt(replica, reply.value);
      return { ok: true, serverNow: reply.value.now, more: replica.outbox.head().sequence > held, restored: replica.outbox.lastSettled() > held };
    },
  };
}

/**
 * Where the file has lost the command at which its order and the server's would be told apart: the last one before it that it
 * still has, if nobody has judged that yet. Shown again, the server says whether it has this one or that of another copy.
 */
function unprovenUpTo({ outbox }: Replica, held: number): readonly Outgoing[] {
  const first = outbox.firstPending();
  if (first === undefined || first > held || outbox.bytesAt(held) !== undefined) return [];
  return outbox.after(Math.max(0, held - PUSH_MAX), PUSH_MAX).filter((entry) => entry.sequence <= held).slice(-1);
}

/** Up to the first number that is missing; what is behind it goes with the next batch. */
function withoutGap(batch: readonly Outgoing[]): readonly Outgoing[] {
  const end = batch.findIndex((entry, i) => i > 0 && entry.sequence !== batch[i - 1]!.sequence + 1);
  return end === -1 ? batch : batch.slice(0, end);
}

/** The numbers right behind what the server holds that this file does not have any more, with what stands on either side. */
function lostAfter(replica: Replica, held: number, next: Outgoing | undefined): LostCommands | undefined {
  const to = next === undefined ? replica.outbox.head().sequence : next.sequence - 1;
  if (to <= held) return undefined;
  const [before, after] = [edgeOf(replica.outbox.bytesAt(held)), edgeOf(next?.bytes)];
  return { from: held + 1, to, link: after?.previous ?? '', ...(before ? { before: before.edge } : {}), ...(after ? { after: after.edge } : {}) };
}
function edgeOf(bytes: Buffer | undefined) {
  const parsed = bytes === undefined ? undefined : parseCommand(bytes.toString('utf8'));
  if (!parsed?.ok) return undefined;
  const { at, offset, person, type, previous } = parsed.command;
  return { previous, edge: { at: at + offset, person, type } };
}

/** As text where it is one; damage that made it none travels as it is, so that hash and link stay true. */
export function exactly(bytes: Buffer): ExactBytes {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') };
}

/** Whether this replica and the server cannot both be right about what was sent. */
function isAnother(replica: Replica, { held, link, alarm }: PushReply): boolean {
  if (held > replica.outbox.head().sequence || alarm === 'clone' || alarm === 'fork') return true;
  const own = replica.outbox.bytesAt(held);
  return own !== undefined && link !== '' && hashOf(own) !== link;
}
