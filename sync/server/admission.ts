// What only the server knows about a command before it is judged: whether it can be read, continues its device's
// chain, was seen before, and comes from somebody who may send it. What fails here is parked: kept, owned, never
// in the way of the commands behind it.
import { effectiveAt, type Command } from '#domain/commands.ts';
import { mayCount } from '#domain/counting-device.ts';
import { isDecision, mayDo, needsConfirmedRights } from '#domain/duties.ts';
import { hashOf } from '#domain/ids.ts';
import { latestOf, notProvenBefore } from '#domain/revoking.ts';
import type { Row } from '#domain/tables.ts';
import type { RuleId } from '#sync/conflict/rule-words.ts';
import type { ExactBytes } from '#sync/protocol/messages.ts';
import { commandVerifier, personPart } from '#sync/keys/command-signature.ts';
import { parkedId } from '#sync/protocol/parked.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Logged } from '#db/central/command-log.ts';
import { endOf, endedBy, wordsOf, type End, type Rights } from './rights.ts';

export interface Arrived {
  /** Empty when the bytes are no text. */
  readonly text: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Place in the device's order; 0 for imports and policies, which have none. */
  readonly sequence: number;
  /** Over the bytes, in base64; empty where none came with them. */
  readonly signature: string;
  /** Whether it is one of the device's keys that signed these bytes; absent until somebody looked. */
  readonly proof?: 'signed' | 'wrong' | 'unsigned';
}
export type Admitted =
  | { readonly kind: 'judge'; readonly arrived: Arrived; readonly command: Command; /** Recorded, and somebody looks because of who sent it and when. */ readonly noted?: 'REV-3' | 'RGT-1' }
  /** Seen before with the same content: the answer stands. */
  | { readonly kind: 'replay'; readonly arrived: Arrived; readonly logged: Logged }
  | { readonly kind: 'park'; readonly arrived: Arrived; readonly id: string; readonly rule: RuleId; readonly reason: string; readonly command?: Command };

export const arrive = (sent: ExactBytes, sequence: number, signature = ''): Arrived => {
  const bytes = typeof sent === 'string' ? Buffer.from(sent, 'utf8') : Buffer.from(sent.base64, 'base64');
  return { text: typeof sent === 'string' ? sent : '', bytes, hash: hashOf(bytes), sequence, signature };
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
  /** Its first signed number; absent for a device that has signed nothing yet. */
  readonly signedFrom?: number;
  /** The server's time less the device's at the moment of sending; absent where the device did not say. */
  readonly ahead?: number;
}

/** Reads and places commands in order; `logged` holds what is known of their ids, `people` who they name, `rights` until when, `released` what some of them release, by their id. */
export function admit(sender: Sender, arrivals: readonly Arrived[], logged: ReadonlyMap<string, Logged>, people: ReadonlyMap<string, Row<'person'>>, rights: Rights, released: ReadonlyMap<string, Command> = new Map()): readonly Admitted[] {
  let previous = sender.lastHash;
  let chainLatest = -Infinity;
  const ended = new Map<string, End>();
  const seen = new Map<string, string>();
  return arrivals.map((arrived) => {
    const admitted = admitOne(sender, arrived, previous, logged, { people, rights, chainLatest, ended }, seen);
    if (previous !== undefined) previous = arrived.hash;
    if (admitted.kind === 'judge') {
      seen.set(admitted.command.id, arrived.hash);
      for (const word of [admitted.command, released.get(admitted.command.id)]) for (const [key, end] of word ? endedBy(word, people) : []) ended.set(key, end);
    }
    if (admitted.kind !== 'replay' && admitted.command) chainLatest = Math.max(chainLatest, effectiveAt(admitted.command));
    return admitted;
  });
}

interface About {
  readonly people: ReadonlyMap<string, Row<'person'>>;
  readonly rights: Rights;
  /** Latest time that anything before it in this batch says of itself. */
  readonly chainLatest: number;
  /** Whose rights end by a command before it in this batch. */
  readonly ended: ReadonlyMap<string, End>;
}

function admitOne(
  sender: Sender, arrived: Arrived, previous: string | undefined, logged: ReadonlyMap<string, Logged>, about: About, seen: ReadonlyMap<string, string>,
): Admitted {
  const park = (reason: string, command?: Command, rule: RuleId = 'PRK-1'): Admitted => ({ kind: 'park', arrived, id: parkedId(sender.device, arrived.sequence, arrived.hash), rule, reason, ...(command ? { command } : {}) });
  const parked = logged.get(parkedId(sender.device, arrived.sequence, arrived.hash));
  if (parked) return { kind: 'replay', arrived, logged: parked };
  const parsed = parseCommand(arrived.text);
  if (!parsed.ok) return park(parsed.reason);
  const { command } = parsed;
  const unproven = unsigned(sender, arrived);
  if (unproven !== undefined) return park(unproven, command);
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
  return admitPerson(sender, arrived, command, about, park);
}

/** Why it does not prove to be of its device. Work that a station recorded before it had a key is taken until its first signed command. */
function unsigned({ signedFrom }: Sender, { proof, sequence }: Arrived): string | undefined {
  if (proof === 'wrong') return 'is not what its station signed: its content or its signature was changed, or another key signed it';
  if (proof === 'unsigned' && signedFrom !== undefined && sequence > signedFrom) return `is not signed, and its station signs everything since number ${signedFrom}`;
  return undefined;
}

/** Whose work it is, and whether they might do it then. */
function admitPerson(sender: Sender, arrived: Arrived, command: Command, { people, rights, chainLatest, ended }: About, park: (reason: string, command: Command, rule?: RuleId) => Admitted): Admitted {
  const person = people.get(command.person);
  const unsignedBy = person && notSignedBy(person, rights, arrived, command);
  if (unsignedBy !== undefined) return park(unsignedBy, command);
  const end = endOf(rights, command.person, person, [ended.get(`person ${command.person}`), ended.get(`device ${sender.device}`)]);
  if (!person || (!person.active && end === undefined)) return park(`names ${command.person}, who is not known or no longer active`, command);
  if (end) {
    const unproven = notProvenBefore(command, end.at, { chainLatest, levelAt: rights.levelAt, drift: sender.ahead === undefined ? undefined : sender.ahead - command.offset });
    if (unproven !== undefined) return park(`${unproven}: ${wordsOf(end)}`, command, 'REV-4');
  }
  if (isDecision(command.type) && !mayDo(person.roles as readonly string[], command.type)) return park(`${person.name} may not decide this (${command.type})`, command);
  const unheard = latestOf(command) - rights.heardAt > rights.lasts;
  if (unheard && needsConfirmedRights(command.type)) return park(`was decided when its station had not been heard for more than ${Math.round(rights.lasts / HOUR)} hours`, command, 'RGT-2');
  return { kind: 'judge', arrived, command, ...(end ? { noted: 'REV-3' as const } : unheard ? { noted: 'RGT-1' as const } : {}) };
}
/** Why it does not prove to be of its person. What a station recorded before people had keys is taken, unless it was level since. */
function notSignedBy({ person_id: id, name }: Row<'person'>, { signers, levelAt }: Rights, { bytes, signature }: Arrived, command: Command): string | undefined {
  if (!signers || (effectiveAt(command) < signers.since && levelAt < signers.since)) return undefined;
  const part = personPart(signature);
  if (part === '') return `is not signed by ${name}, and people sign here with the key that their PIN opens`;
  return commandVerifier(signers.keysOf.get(id) ?? [])(bytes, part) ? undefined : `was not signed by ${name}: with another key than they have at its station, or its content was changed`;
}
const HOUR = 3_600_000;
