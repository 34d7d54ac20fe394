// Devices introduce themselves once; from then on the server knows which warehouse's rows they get. A code names the
// warehouse and the kind of device, is good once, and makes the key that signed it the device's own.
import { COUNTING } from '#domain/counting-device.ts';
import type { Row } from '#domain/tables.ts';
import type { EnrolmentCode } from '#db/central/enrolment-codes.ts';
import type { Store, StoreTx } from '#db/central/store.ts';
import { enrolmentHash, isEnrolmentOf } from '#sync/keys/enrolment-code.ts';

export interface Enrolment {
  readonly device: string;
  readonly incarnation: string;
  readonly name: string;
  /** Empty: that of the code, or the first warehouse there is. */
  readonly warehouse: string;
  readonly kind: string;
  readonly code?: string | undefined;
  /** SPKI, base64. */
  readonly key?: string | undefined;
  /** By that key over the code. */
  readonly signature?: string | undefined;
}
type Problem = { readonly problem: string };

/** Answers the device's row, made if there was none; a sentence for a person when it cannot be made. `needsCode`: nobody comes in without one. */
export async function enrol(store: Store, now: () => number, asked: Enrolment, needsCode = false): Promise<Row<'device'> | Problem> {
  return store.inScope({ role: 'restow_writer', warehouse: '*', device: asked.device }, async (tx) => {
    const known = await tx.findDevice(asked.device);
    if (known) return known;
    const code = await codeOf(tx, now(), asked, needsCode);
    if (code && 'problem' in code) return code;
    const home = code ? code.warehouse_id : await homeOf(tx, asked.warehouse);
    if (typeof home !== 'string') return home;
    const row: Row<'device'> = { device_id: asked.device, name: asked.name || asked.device, home_warehouse: home, kind: code?.kind ?? asked.kind, state: 'ACTIVE', enrolled_at: now(), last_seen_at: now() };
    await tx.writeDevice(row);
    if (code) {
      await tx.lockChain(asked.device, asked.incarnation);
      // Its first command is signed already.
      await tx.setSigning(asked.device, { signing_keys: [asked.key!], signed_from: 0 });
      await tx.useEnrolmentCode(code.code_hash, asked.device, now());
    }
    return row;
  });
}

async function homeOf(tx: StoreTx, warehouse: string): Promise<string | Problem> {
  const warehouses = await tx.warehouses();
  const home = warehouse === '' ? warehouses[0] : warehouses.find((each) => each === warehouse);
  if (home !== undefined) return home;
  const names = warehouses.join(', ');
  return { problem: names === '' ? 'The company has no warehouse yet: its master data must come first.' : `There is no warehouse "${warehouse}"; there are ${names}.` };
}

/** Undefined where none was given and none is needed. */
async function codeOf(tx: StoreTx, now: number, { device, incarnation, warehouse, kind, code, key, signature }: Enrolment, needsCode: boolean): Promise<EnrolmentCode | Problem | undefined> {
  if (code === undefined) return needsCode ? { problem: 'This service takes new stations with an enrolment code only: a supervisor has one made, and the station is started with it (--code).' } : undefined;
  const found = await tx.findEnrolmentCode(enrolmentHash(code));
  if (!found || key === undefined || signature === undefined || !isEnrolmentOf(key, { device, incarnation, code }, signature)) return { problem: 'This enrolment code is not known here: look at it again, or have another one made.' };
  if (found.revoked_at !== null) return { problem: 'This enrolment code was revoked: have another one made.' };
  if (found.used_at !== null) return { problem: 'This enrolment code was used already, and enrols one station only: have another one made.' };
  if (found.expires_at <= now) return { problem: 'This enrolment code has expired: have another one made.' };
  if (warehouse !== '' && warehouse !== found.warehouse_id) return { problem: `This enrolment code is for the warehouse ${found.warehouse_id}, and the station asks for ${warehouse}.` };
  if ((kind === COUNTING) !== (found.kind === COUNTING)) return { problem: found.kind === COUNTING ? 'This enrolment code is for a device that only counts: start it with --counting.' : 'This enrolment code is for a station that does all work: start it without --counting.' };
  return found;
}
