// Every station is a witness of the audit trail: it keeps the sealed heads it has seen, and says so when a later one
// cannot stand beside them.
import { isSignedBy } from '#sync/keys/ed25519.ts';
import { headText, type AuditHead } from '#sync/protocol/audit-chain.ts';
import { createWitness } from '#db/local/witness.ts';
import type { Replica } from './replica.ts';

/** Keeps a head that came down; runs inside the caller's transaction. What contradicts it stays with the replica as an alarm. */
export function witnessHead({ db, meta }: Pick<Replica, 'db' | 'meta'>, head: AuditHead, epoch: string, now: number): void {
  const witness = createWitness(db);
  const alarm = contradiction(head, witness.at(head.warehouse_id, epoch, head.entry_no), witness.last(head.warehouse_id, epoch), meta.get('seal_key'));
  if (alarm !== '') meta.set('audit_alarm', alarm);
  witness.keep(head, epoch, now);
  // The first key seen is the one trusted from then on.
  if (meta.get('seal_key') === undefined && head.public_key !== '') meta.set('seal_key', head.public_key);
}

/** In words for a supervisor; empty when all is well. */
function contradiction(head: AuditHead, known: AuditHead | undefined, last: AuditHead | undefined, key: string | undefined): string {
  if (known && known.link !== head.link) return `The ERP's audit trail was written anew: its entry ${head.entry_no} is not the one this station saw before. Work goes on; tell whoever is responsible for the ERP.`;
  if (last && head.entry_no < last.entry_no) return `The ERP's audit trail was cut off: this station has seen its entry ${last.entry_no}, now it ends at ${head.entry_no}. Work goes on; tell whoever is responsible for the ERP.`;
  if (key !== undefined && head.public_key !== key) return "The ERP's audit trail is sealed with another key than before. Work goes on; tell whoever is responsible for the ERP.";
  if (head.signature !== '' && !isSignedBy(head.public_key, headText(head), head.signature)) return `The seal on entry ${head.entry_no} of the ERP's audit trail is not genuine. Work goes on; tell whoever is responsible for the ERP.`;
  return '';
}
