// Step 5, push: from the server's own "last sequence I hold of you" on, in order, until nothing is left to send.
import { hashOf } from '#domain/ids.ts';
import { PUSH_MAX, type ExactBytes, type PushReply } from '#sync/protocol/messages.ts';
import type { Replica } from './replica.ts';
import type { Transport } from './transport.ts';

export type Pushed =
  | { readonly ok: true; readonly serverNow: number; readonly more: boolean; /** The server has lost what it had judged: it was restored. */ readonly restored: boolean }
  | { readonly ok: false; readonly reason: string; readonly alarm: boolean; readonly unknown: boolean };

export interface Pusher {
  /** Sends one batch; `more` tells whether another waits. */
  push(): Promise<Pushed>;
  /** Forget what the server said it holds: it may be another server now, or the same one restored. */
  forget(): void;
}

export function createPusher(replica: Replica, transport: Transport): Pusher {
  let held: number | undefined;
  const identity = { device: replica.meta.get('device_id')!, incarnation: replica.meta.get('incarnation')! };

  return {
    forget: () => (held = undefined),
    async push() {
      const batch = held === undefined ? [] : replica.outbox.after(held, PUSH_MAX);
      if (held !== undefined && batch.length === 0) return { ok: true, serverNow: 0, more: false, restored: false };
      const reply = await transport.push({ ...identity, first: batch[0]?.sequence ?? 1, commands: batch.map((entry) => exactly(entry.bytes)) });
      held = undefined;
      if (!reply.ok) return { ok: false, reason: reply.reason, alarm: false, unknown: reply.status === 404 };
      const problem = chainProblem(replica, reply.value);
      if (problem !== '') return { ok: false, reason: problem, alarm: true, unknown: false };
      held = reply.value.held;
      return { ok: true, serverNow: reply.value.now, more: replica.outbox.after(held, 1).length > 0, restored: replica.outbox.lastSettled() > held };
    },
  };
}

/** As text where it is one; damage that made it none travels as it is, so that hash and link stay true. */
function exactly(bytes: Buffer): ExactBytes {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') };
}

/** Words for a person when this replica and the server cannot both be right about what was sent; empty when they agree. */
function chainProblem(replica: Replica, { held, link, alarm }: PushReply): string {
  const head = replica.outbox.head().sequence;
  if (held > head) return `The server holds ${held} commands of this station, this file only ${head}: it was restored from an older copy. Work goes on here; call a supervisor before it is sent.`;
  const own = replica.outbox.bytesAt(held);
  if (alarm === 'clone' || alarm === 'fork' || (own && link !== '' && hashOf(own) !== link)) {
    return 'Another station uses the same identity: this replica was copied or restored. Its work is safe here; call a supervisor before it is sent.';
  }
  const next = replica.outbox.after(held, 1)[0];
  if (next && next.sequence !== held + 1) return `Commands ${held + 1} to ${next.sequence - 1} of this station are missing here and at the server. A supervisor must declare them lost.`;
  return '';
}
