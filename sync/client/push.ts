// Step 5, push: from the server's own "last sequence I hold of you" on, in order, until nothing is left to send.
import { PUSH_MAX } from '#sync/protocol/messages.ts';
import type { Replica } from './replica.ts';
import type { Transport } from './transport.ts';

export type Pushed =
  | { readonly ok: true; readonly sent: number; readonly serverNow: number }
  | { readonly ok: false; readonly reason: string; readonly alarm: boolean };

export interface Pusher {
  /** Sends one batch; `more` tells whether another waits. */
  push(): Promise<Pushed & { readonly more?: boolean }>;
  /** Forget what the server said it holds: after an alarm or a change of server. */
  forget(): void;
}

export function createPusher(replica: Replica, transport: Transport): Pusher {
  let held: number | undefined;
  const identity = { device: replica.meta.get('device_id')!, incarnation: replica.meta.get('incarnation')! };

  return {
    forget: () => (held = undefined),
    async push() {
      const batch = held === undefined ? [] : replica.outbox.after(held, PUSH_MAX);
      if (held !== undefined && batch.length === 0) return { ok: true, sent: 0, serverNow: 0, more: false };
      const reply = await transport.push({ ...identity, first: batch[0]?.sequence ?? 1, commands: batch.map((entry) => entry.bytes.toString('utf8')) });
      if (!reply.ok) return { ok: false, reason: reply.reason, alarm: false };
      const problem = chainProblem(replica, reply.value.held, reply.value.alarm);
      held = reply.value.held;
      if (problem !== '') {
        held = undefined;
        return { ok: false, reason: problem, alarm: true };
      }
      return { ok: true, sent: batch.length, serverNow: reply.value.now, more: replica.outbox.after(held, 1).length > 0 };
    },
  };
}

/** Words for a person when this replica and the server cannot both be right about what was sent; empty when they agree. */
function chainProblem(replica: Replica, held: number, alarm: string | undefined): string {
  const head = replica.outbox.head().sequence;
  if (alarm === 'clone' || alarm === 'fork') return 'Another station uses the same identity: this replica was copied or restored. Its work is safe here; call a supervisor before it is sent.';
  if (held > head) return `The server holds ${held} commands of this station, this file only ${head}: it was restored from an older copy. Work goes on here; call a supervisor before it is sent.`;
  const next = replica.outbox.after(held, 1)[0];
  if (next && next.sequence !== held + 1) return `Commands ${held + 1} to ${next.sequence - 1} of this station are missing here and at the server. A supervisor must declare them lost.`;
  return '';
}
