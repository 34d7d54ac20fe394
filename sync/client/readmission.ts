// A replica that was copied or restored: nothing of it is sent under the name that another may use. It asks to be let in
// under a new one, and once a supervisor has said so, goes on in its own order behind what the server is known to have.
import { hashOf } from '#domain/ids.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { exactly } from './push.ts';
import type { Replica } from './replica.ts';
import type { Transport } from './transport.ts';

/** What the person is told for as long as it lasts. */
export const QUARANTINED = 'This station was copied or restored from an older copy, so another may send under its name. Work goes on here and stays safe; a supervisor lets the station in again (Needs you).';

/** Nothing is sent any more until this replica has the name it asks for. */
export const isQuarantined = ({ meta }: Replica): boolean => meta.get('next_device') !== undefined;

export function quarantine(replica: Replica, newId: () => string): void {
  replica.inTransaction(() => {
    replica.meta.set('next_device', newId());
    replica.meta.set('next_incarnation', newId());
  });
}

/**
 * A server that does not know the name under which this replica was let in was restored to a time before: the replica
 * asks once more, for the same name, and sends all again that it has said under it.
 */
export function askAgain(replica: Replica): boolean {
  const { meta, outbox } = replica;
  const former = meta.get('former_device');
  if (former === undefined || isQuarantined(replica)) return false;
  replica.inTransaction(() => {
    meta.set('next_device', meta.get('device_id')!);
    meta.set('next_incarnation', meta.get('incarnation')!);
    meta.set('device_id', former);
    meta.set('incarnation', meta.get('former_incarnation')!);
    for (const name of ['cursor', 'epoch'] as const) meta.clear(name);
    outbox.unsettleAfter(Number(meta.get('chain_start') ?? 0));
  });
  return true;
}

/** Asks once, or twice where the server has less than this file knows to be judged. `unknown`: the server has never heard of the station it was a copy of. */
export async function askIn(replica: Replica, transport: Transport): Promise<'admitted' | 'waits' | 'unknown'> {
  const { meta, outbox } = replica;
  const [device, incarnation] = [meta.get('device_id')!, meta.get('incarnation')!];
  const [next, nextIncarnation] = [meta.get('next_device')!, meta.get('next_incarnation')!];
  const { unsent, oldestAt } = outbox.counts();
  let start: Start = startOfTail(replica);
  const word = wordFor(replica, next);
  const ask = () => transport.readmit({ device, incarnation, next, nextIncarnation, ...start, unsent, oldestUnsentAt: oldestAt, reason: QUARANTINED, ...(replica.key ? { key: replica.key.publicKey } : {}), ...(word ? { word } : {}) });
  let reply = await ask();
  if (reply.ok && reply.value.held) {
    start = startBehind(replica, reply.value.held);
    reply = await ask();
  }
  if (!reply.ok) return reply.status === 404 ? 'unknown' : 'waits';
  if (!reply.value.admitted) return 'waits';
  replica.inTransaction(() => {
    meta.set('former_device', device);
    meta.set('former_incarnation', incarnation);
    meta.set('device_id', next);
    meta.set('incarnation', nextIncarnation);
    meta.set('chain_start', String(start.after));
    for (const name of ['next_device', 'next_incarnation', 'cursor', 'epoch'] as const) meta.clear(name);
  });
  return 'admitted';
}

interface Start {
  readonly after: number;
  readonly link: string;
  /** All that the file still has, whatever the server holds. */
  readonly whole?: boolean;
}

/** Everything that this file does not know to be judged is sent again; ids keep what the server has from counting twice. */
function startOfTail({ outbox }: Replica): Start {
  const first = outbox.firstPending();
  if (first === undefined) return { after: outbox.head().sequence, link: outbox.head().hash };
  const last = outbox.bytesAt(first - 1);
  if (last) return { after: first - 1, link: hashOf(last) };
  return before(first, outbox.bytesAt(first)!);
}
function before(sequence: number, bytes: Buffer): Start {
  const parsed = parseCommand(bytes.toString('utf8'));
  return { after: sequence - 1, link: parsed.ok ? parsed.command.previous : '' };
}

/** Behind what the server still has of it; if that was another copy's, from the oldest that the file has. */
function startBehind({ outbox }: Replica, { sequence, link }: { readonly sequence: number; readonly link: string }): Start {
  const own = outbox.bytesAt(sequence);
  if (own !== undefined && hashOf(own) === link) return { after: sequence, link };
  const [first] = outbox.after(0, 1);
  return { ...(first ? before(first.sequence, first.bytes) : { after: 0, link: '' }), whole: true };
}

/** A supervisor's word that was given here: it cannot be pushed like other commands, so it goes with the question. */
function wordFor({ outbox }: Replica, next: string) {
  const sequence = outbox.pendingOf('station.readmit').find((each) => {
    const parsed = parseCommand(outbox.bytesAt(each)!.toString('utf8'));
    return parsed.ok && parsed.command.type === 'station.readmit' && parsed.command.payload.nextId === next;
  });
  return sequence === undefined ? undefined : { sequence, bytes: exactly(outbox.bytesAt(sequence)!), signature: outbox.after(sequence - 1, 1)[0]!.signature };
}
