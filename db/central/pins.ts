// PINs and people's keys at the server. What is asked for is locked until the transaction ends.
import type { Tx } from './open.ts';

export interface PinRow {
  readonly salt: string;
  readonly hash: string;
  readonly set_at: number;
  readonly failures: number;
  readonly locked_until: number;
}
export async function findPin(tx: Tx, person: string): Promise<PinRow | undefined> {
  const [row] = await tx<PinRow[]>`select salt, hash, set_at, failures, locked_until from person_pin where person_id = ${person} for update`;
  return row;
}
export async function noteTry(tx: Tx, person: string, failures: number, lockedUntil: number): Promise<void> {
  await tx`update person_pin set failures = ${failures}, locked_until = ${lockedUntil} where person_id = ${person}`;
}
export async function writePin(tx: Tx, person: string, salt: string, hash: string, now: number): Promise<void> {
  await tx`insert into person_pin (person_id, salt, hash, set_at) values (${person}, ${salt}, ${hash}, ${now}) on conflict (person_id) do update set salt = excluded.salt, hash = excluded.hash, set_at = excluded.set_at, failures = 0, locked_until = 0`;
}
export async function addPersonKey(tx: Tx, person: string, device: string, key: string, now: number): Promise<void> {
  await tx`insert into person_key (person_id, device_id, public_key, made_at) values (${person}, ${device}, ${key}, ${now}) on conflict do nothing`;
}
/** Keys (SPKI, base64) of people at one device, by person; what somebody signed there before stands under the keys of then. */
export async function personKeys(tx: Tx, devices: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx<{ person_id: string; public_key: string }[]>`select person_id, public_key from person_key where device_id = any(${devices as string[]}::text[]) order by made_at`;
  return new Map([...Map.groupBy(rows, (row) => row.person_id)].map(([person, of]) => [person, of.map((row) => row.public_key)]));
}
