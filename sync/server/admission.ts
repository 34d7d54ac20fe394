// What only the server knows about a command before it is judged: whether it can be read, continues its device's
// chain, was seen before, and comes from somebody who may send it. What fails here is parked: kept, owned, never
// in the way of the commands behind it.
import type { Command } from '#domain/commands.ts';
import { mayCount } from '#domain/counting-device.ts';
import { isDecision, mayDo } from '#domain/duties.ts';
import { hashOf } from '#domain/ids.ts';
import type { Row } from '#domain/tables.ts';
import type { ExactBytes } from '#sync/protocol/messages.ts';
import { parkedId } from '#sync/protocol/parked.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Logged } from '#db/central/command-log.ts';

export interface Arrived {
  /** Empty when the bytes are no text. */
  readonly text: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Place in the device's order; 0 for imports and policies, which have none. */
  readonly sequence: number;
}
export type Admitted =
  | { readonly kind: 'judge'; readonly arrived: Arrived; readonly command: Command }
  /** Seen before with the same content: the answer stands. */
  | { readonly kind: 'replay'; readonly arrived: Arrived; readonly logged: Logged }
  | { readonly kind: 'park'; readonly arrived: Arrived; readonly id: string; readonly reason: string; readonly command?: Command };

export const arrive = (sent: ExactBytes, sequence: number): Arrived => {
  const bytes = typeof sent === 'string' ? Buffer.from(sent, 'utf8') : Buffer.from(sent.base64, 'base64');
  return { text: typeof sent === 'string' ? sent : '', bytes, hash: hashOf(bytes), sequence };
};

export interface Sender {
  readonly device: string;
  /** Warehouse that the device works in, or '*' for imports and policies. */
  readonly warehouse: string;
  /** Hash of the last command held, to which the first must be linked; absent for imports and policies. */
  readonly lastHash?: string;
  /** It only counts, and what else it sends is kept back. */
  readonly counting?: boolean;
  /** Identities under which the same replica sent before it was let in again. */
  readonly formerly?: readonly string[];
}

/** Reads and places commands in order; `logged` holds what is known of their ids, `people` who they name. */
export function admit(sender: Sender, arrivals: readonly Arrived[], logged: ReadonlyMap<string, Logged>, people: ReadonlyMap<string, Row<'person'>>): readonly Admitted[] {
  let previous = sender.lastHash;
  const seen = new Map<string, string>();
  return arrivals.map((arrived) => {
    const admitted = admitOne(sender, arrived, previous, logged, people, seen);
    if (previous !== undefined) previous = arrived.hash;
    if (admitted.kind === 'judge') seen.set(admitted.command.id, arrived.hash);
    return admitted;
  });
}

function admitOne(
  sender: Sender, arrived: Arrived, previous: string | undefined, logged: ReadonlyMap<string, Logged>, people: ReadonlyMap<string, Row<'person'>>, seen: ReadonlyMap<string, string>,
): Admitted {
  const park = (reason: string, command?: Command): Admitted => ({ kind: 'park', arrived, id: parkedId(sender.device, arrived.sequence, arrived.hash), reason, ...(command ? { command } : {}) });
  const parked = logged.get(parkedId(sender.device, arrived.sequence, arrived.hash));
  if (parked) return { kind: 'replay', arrived, logged: parked };
  const parsed = parseCommand(arrived.text);
  if (!parsed.ok) return park(parsed.reason);
  const { command } = parsed;
  const known = logged.get(command.id);
  const knownHash = known?.hash ?? seen.get(command.id);
  const isOurs = (device: string): boolean => device === sender.device || (sender.formerly?.includes(device) ?? false);
  if (known?.hash === arrived.hash) {
    if (isOurs(known.device_id)) return { kind: 'replay', arrived, logged: known };
    return park(`was taken already, as number ${known.sequence} of ${known.device_id}`, command);
  }
  if (knownHash !== undefined) return park(`the id ${command.id} was already used for another content`, command);
  if (!isOurs(command.device)) return park(`names the device ${command.device} but came from ${sender.device}`, command);
  if (command.sequence !== arrived.sequence) return park(`says it is number ${command.sequence} but came as number ${arrived.sequence}`, command);
  if (previous !== undefined && command.previous !== previous) return park('is not linked to the command before it', command);
  if (sender.warehouse !== '*' && command.warehouse !== sender.warehouse) return park(`is for the warehouse ${command.warehouse}, but the device works in ${sender.warehouse}`, command);
  if (sender.counting && !mayCount(command.type)) return park('came from a device that only counts', command);
  const person = people.get(command.person);
  if (!person?.active) return park(`names ${command.person}, who is not known or no longer active`, command);
  if (isDecision(command.type) && !mayDo(person.roles as readonly string[], command.type)) return park(`${person.name} may not decide this (${command.type})`, command);
  return { kind: 'judge', arrived, command };
}
