// A replica that was copied or restored: nothing of it is sent under the name that another may use. It asks to be let in
// under a new one, and once a supervisor has said so, goes on in its own order behind what the server is known to have.
import { hashOf } from '#domain/ids.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { exactly } from './push.ts';
import type { Replica } from './replica.ts';
import type { Transport } from './transport.ts';

/** Asks once; true when this replica has its new identity and may send. */
export async function askIn(replica: Replica, transport: Transport, newId: () => string, reason: string): Promise<boolean> {
  const { meta, outbox } = replica;
  if (meta.get('next_device') === undefined) {
    replica.inTransaction(() => {
      meta.set('next_device', newId());
      meta.set('next_incarnation', newId());
    });
  }
  const [next, nextIncarnation] = [meta.get('next_device')!, meta.get('next_incarnation')!];
  const { unsent, oldestAt } = outbox.counts();
  const start = startOfTail(replica);
  const word = wordFor(replica, next);
  const reply = await transport.readmit({ device: meta.get('device_id')!, incarnation: meta.get('incarnation')!, next, nextIncarnation, ...start, unsent, oldestUnsentAt: oldestAt, reason, ...(word ? { word } : {}) });
  if (!reply.ok || !reply.value.admitted) return false;
  replica.inTransaction(() => {
    meta.set('device_id', next);
    meta.set('incarnation', nextIncarnation);
    meta.set('chain_start', String(start.after));
    for (const name of ['next_device', 'next_incarnation', 'cursor', 'epoch'] as const) meta.clear(name);
  });
  return true;
}

/** Everything that this file does not know to be judged is sent again; ids keep what the server has from counting twice. */
function startOfTail({ outbox }: Replica): { readonly after: number; readonly link: string } {
  const first = outbox.firstPending();
  if (first === undefined) return { after: outbox.head().sequence, link: outbox.head().hash };
  const before = outbox.bytesAt(first - 1);
  if (before) return { after: first - 1, link: hashOf(before) };
  const parsed = parseCommand(outbox.bytesAt(first)!.toString('utf8'));
  return { after: first - 1, link: parsed.ok ? parsed.command.previous : '' };
}

/** A supervisor's word that was given here: it cannot be pushed like other commands, so it goes with the question. */
function wordFor({ outbox }: Replica, next: string) {
  const sequence = outbox.pendingOf('station.readmit').find((each) => {
    const parsed = parseCommand(outbox.bytesAt(each)!.toString('utf8'));
    return parsed.ok && parsed.command.type === 'station.readmit' && parsed.command.payload.nextId === next;
  });
  return sequence === undefined ? undefined : { sequence, bytes: exactly(outbox.bytesAt(sequence)!) };
}
