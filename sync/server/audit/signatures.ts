// Whether every command that the company keeps is what its station signed, and its person where people have keys: by the bytes
// and signatures in the log and the keys beside it, long after the connection that brought them.
import type { Central } from '#db/central/open.ts';
import { commandVerifier, devicePart, personPart } from '#sync/keys/command-signature.ts';

export interface SignatureReport {
  readonly device: string;
  readonly commands: number;
  readonly signed: number;
  /** Signed by their person as well. */
  readonly byPeople: number;
  readonly problems: readonly string[];
}
const PAGE = 1000;
/** Of one station so many are named, the rest is counted. */
const MOST_NAMED = 20;

/** One report for each station that has ever shown a key; needs to read only. */
export async function checkSignatures(central: Central): Promise<readonly SignatureReport[]> {
  const chains = await central<{ device_id: string; signing_keys: readonly string[]; signed_from: number | null; formerly: readonly string[] }[]>`select device_id, signing_keys, signed_from, formerly from device_chain where cardinality(signing_keys) > 0 order by device_id`;
  const reports: SignatureReport[] = [];
  for (const chain of chains) {
    const keys = await central<{ person_id: string; public_key: string }[]>`select person_id, public_key from person_key where device_id = any(${[chain.device_id, ...chain.formerly]}::text[])`;
    const isByDevice = commandVerifier(chain.signing_keys);
    const byPerson = new Map([...Map.groupBy(keys, (row) => row.person_id)].map(([person, rows]) => [person, commandVerifier(rows.map((row) => row.public_key))]));
    const problems: string[] = [];
    let [commands, signed, byPeople] = [0, 0, 0];
    const rows = central<{ command_id: string; sequence: number; person_id: string; verdict: string; bytes: Uint8Array; signature: string | null }[]>`
      select command_id, sequence, person_id, verdict, bytes, signature from command_log where device_id = ${chain.device_id} and sequence > 0 and bytes is not null order by sequence`;
    for await (const page of rows.cursor(PAGE)) {
      for (const { command_id: id, sequence, person_id: person, verdict, bytes, signature } of page) {
        commands += 1;
        // What was kept back for its signature says so itself.
        if (verdict === 'parked') continue;
        const [device, own] = [devicePart(signature ?? ''), personPart(signature ?? '')];
        const where = `number ${sequence} of ${chain.device_id} (${id})`;
        if (device === '') {
          if (chain.signed_from !== null && sequence > chain.signed_from) problems.push(`${where}: carries no signature, though its station signs since number ${chain.signed_from}`);
          continue;
        }
        if (isByDevice(bytes, device)) signed += 1;
        else problems.push(`${where}: is not what its station signed`);
        if (own === '') continue;
        if (byPerson.get(person)?.(bytes, own) === true) byPeople += 1;
        else problems.push(`${where}: was not signed by ${person}`);
      }
    }
    reports.push({ device: chain.device_id, commands, signed, byPeople, problems: problems.length <= MOST_NAMED ? problems : [...problems.slice(0, MOST_NAMED), `and ${problems.length - MOST_NAMED} more of ${chain.device_id}`] });
  }
  return reports;
}
