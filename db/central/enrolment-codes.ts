// One-time codes for new stations: made by a supervisor, used once, revoked while unused. Only hashes are kept.
import type { Tx } from './open.ts';

export interface EnrolmentCode {
  /** SHA-256 of the code, hex. */
  readonly code_hash: string;
  readonly warehouse_id: string;
  /** Kind of device that it makes. */
  readonly kind: string;
  readonly made_by: string;
  readonly made_at: number;
  readonly expires_at: number;
  readonly device_id: string | null;
  readonly used_at: number | null;
  readonly revoked_at: number | null;
}

export async function addCode(tx: Tx, { code_hash, warehouse_id, kind, made_by, made_at, expires_at }: Omit<EnrolmentCode, 'device_id' | 'used_at' | 'revoked_at'>): Promise<void> {
  await tx`insert into enrolment_code (code_hash, warehouse_id, kind, made_by, made_at, expires_at) values (${code_hash}, ${warehouse_id}, ${kind}, ${made_by}, ${made_at}, ${expires_at})`;
}

/** Locked until the transaction ends, so that of two stations with one code one gets in. */
export async function findCode(tx: Tx, hash: string): Promise<EnrolmentCode | undefined> {
  const [row] = await tx<EnrolmentCode[]>`select * from enrolment_code where code_hash = ${hash} for update`;
  return row;
}
export async function useCode(tx: Tx, hash: string, device: string, now: number): Promise<void> {
  await tx`update enrolment_code set device_id = ${device}, used_at = ${now} where code_hash = ${hash}`;
}

/** Newest first. */
export const listCodes = (tx: Tx): Promise<EnrolmentCode[]> => tx<EnrolmentCode[]>`select * from enrolment_code order by made_at desc limit 200`;

/** How many unused codes begin like this and are good for nothing any more. */
export async function revokeCodes(tx: Tx, beginning: string, now: number): Promise<number> {
  const rows = await tx`update enrolment_code set revoked_at = ${now} where starts_with(code_hash, ${beginning}) and used_at is null and revoked_at is null returning code_hash`;
  return rows.length;
}
