// Until when somebody and their device may speak, and when the device was last heard: asked with every push, judged in
// admission. What is recorded all the same becomes one work item for each person and device.
import { effectiveAt, type Command } from '#domain/commands.ts';
import type { ExceptionKind } from '#domain/exception-kinds.ts';
import { exceptionReads } from '#domain/exceptions.ts';
import { idFrom } from '#domain/ids.ts';
import { setting } from '#domain/reads.ts';
import { mayBeRevoked, revocationRead, REVOKED, revokedFrom, rightsFor } from '#domain/revoking.ts';
import { PIN_POLICY, readPinPolicy } from '#domain/pins.ts';
import { createSlice, type Read, type Slice } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { StoreTx } from '#db/central/store.ts';
import type { Admitted, Sender } from './admission.ts';
import { openException } from './exceptions.ts';

export interface Rights {
  readonly people: ReadonlyMap<string, Row<'revocation'>>;
  readonly device: Row<'revocation'> | undefined;
  /** When the device was last heard before this push; Infinity where that does not count. */
  readonly heardAt: number;
  /** When it was last heard with nothing unsent. */
  readonly levelAt: number;
  /** How long (ms) rights last without contact. */
  readonly lasts: number;
  /** Since when people sign with keys of their own, and which they have at this device; absent where badges are enough. */
  readonly signers?: { readonly since: number; readonly keysOf: ReadonlyMap<string, readonly string[]> };
}
/** Imports and policies are of the server itself. */
export const NO_END: Rights = { people: new Map(), device: undefined, heardAt: Infinity, levelAt: -Infinity, lasts: 0 };

export async function findRights(tx: StoreTx, sender: Sender, people: readonly string[]): Promise<Rights> {
  const slice = createSlice();
  const named = [...new Set(people)];
  await tx.loadSlice([
    { table: 'device', where: { device_id: sender.device } }, { table: 'contact', where: { warehouse_id: sender.warehouse, device_id: sender.device } }, setting('rights_hours'), setting(PIN_POLICY),
    revocationRead('device', sender.device), ...named.map((person) => revocationRead('person', person)),
  ], slice);
  const device = slice.get('device', sender.device);
  const contact = slice.get('contact', sender.warehouse, sender.device);
  const pins = readPinPolicy(slice.get('setting', PIN_POLICY)?.value);
  return {
    people: new Map(named.flatMap((person) => {
      const row = slice.get('revocation', 'person', person);
      return row ? [[person, row] as const] : [];
    })),
    device: device?.state === REVOKED ? slice.get('revocation', 'device', sender.device) : undefined,
    heardAt: contact?.last_contact_at ?? device?.enrolled_at ?? Infinity,
    levelAt: contact?.unsent === 0 ? contact.last_contact_at : -Infinity,
    lasts: rightsFor(slice.get('setting', 'rights_hours')),
    ...(pins ? { signers: { since: pins.since, keysOf: await tx.personKeys([sender.device, ...(sender.formerly ?? [])]) } } : {}),
  };
}

export interface End {
  readonly who: string;
  readonly at: number;
}

/** The earlier end of person and device; somebody whom the ERP has made active again has none. */
export function endOf(rights: Rights, personId: string, person: Row<'person'> | undefined, ended: readonly (End | undefined)[]): End | undefined {
  const own = person?.active === false ? rights.people.get(personId) : undefined;
  const ends = [...(own ? [{ who: person!.name, at: own.revoked_at }] : []), ...(rights.device ? [{ who: 'this station', at: rights.device.revoked_at }] : []), ...ended.flatMap((end) => end ?? [])];
  return ends.toSorted((a, b) => a.at - b.at)[0];
}

/** Whose rights a command ends, for what comes behind it in its batch: its row is not written yet. */
export function endedBy(command: Command, people: ReadonlyMap<string, Row<'person'>>): readonly (readonly [string, End])[] {
  if (command.type === 'device.revoke') return [[`device ${command.payload.deviceId}`, { who: 'this station', at: revokedFrom(command) }]];
  if (command.type !== 'person.revoke') return [];
  const row = people.get(command.payload.personId);
  return row && mayBeRevoked(row, command.person) ? [[`person ${row.person_id}`, { who: row.name, at: revokedFrom(command) }]] : [];
}
export const wordsOf = ({ who, at }: End): string => `the rights of ${who} ended ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

type Noted = 'REV-3' | 'RGT-1';
const kinds: Readonly<Record<Noted, ExceptionKind>> = { 'REV-3': 'REVOKED_WORK', 'RGT-1': 'RIGHTS_UNCONFIRMED' };
const itemOf = (rule: Noted, { warehouse, person }: Command, device: string): string => idFrom('rights', rule, warehouse, device, person);

/** The work items that what was admitted is added to. */
export const notedReads = (admitted: readonly Admitted[], device: string): readonly Read[] =>
  admitted.flatMap((each) => (each.kind === 'judge' && each.noted !== undefined ? exceptionReads(each.command.warehouse, itemOf(each.noted, each.command, device), '') : []));

/** Flags what was recorded; a decision that was refused, or was so already, changes nothing that anybody must look at. */
export function noteWork<A extends { readonly verdict: string; readonly rule: string }>(slice: Slice, now: number, rule: Noted, command: Command, device: string, answer: A): { readonly verdict: string; readonly rule: string } {
  if (answer.verdict !== 'applied' && answer.verdict !== 'flagged') return answer;
  const id = itemOf(rule, command, device);
  const known = slice.get('exception', command.warehouse, id);
  const open = known?.state === 'OPEN' ? known : undefined;
  const at = effectiveAt(command);
  const { from = at, to = at } = (open?.did ?? {}) as { readonly from?: number; readonly to?: number };
  // How often stands here too: what is said of it must not need the figures of the books.
  const did: Json = { times: (open?.quantity ?? 0) + 1, from: Math.min(from, at), to: Math.max(to, at) };
  if (open) slice.apply({ kind: 'became', table: 'exception', row: { ...open, quantity: open.quantity + 1, did } });
  else openException(slice, now, { warehouse: command.warehouse, id, rule, kind: kinds[rule], subject: { kind: 'station', id: device }, did, book: {}, person: command.person, device, hours: 24, quantity: 1 });
  return { verdict: 'flagged', rule: answer.rule === '' ? rule : answer.rule };
}
