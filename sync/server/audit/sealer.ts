// Seals the audit trail after commit, never inside a batch: continues each warehouse's chain by what was recorded since
// the last time and signs the new head. Several services may try; one at a time is at work.
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { extendChain, headText, noLink, type AuditEntry } from '#sync/protocol/audit-chain.ts';
import { appendEntries, appendSeal, lastEntry, takeUnsealed } from '#db/central/audit-trail.ts';
import { inScope, type Central } from '#db/central/open.ts';

/** Seals everything that has committed; answers how many entries it added. */
export async function sealTrail(central: Central, now: number, key: SigningKey | undefined): Promise<number> {
  return inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    const heads = new Map<string, Pick<AuditEntry, 'entry_no' | 'link'>>();
    let added = 0;
    await takeUnsealed(tx, async (warehouse, recorded) => {
      const last = heads.get(warehouse) ?? (await lastEntry(tx, warehouse)) ?? { entry_no: 0, link: noLink };
      const entries = extendChain(warehouse, last, recorded);
      await appendEntries(tx, entries);
      heads.set(warehouse, entries.at(-1)!);
      added += entries.length;
    });
    for (const [warehouse, { entry_no, link }] of heads) {
      const head = { warehouse_id: warehouse, entry_no, link, sealed_at: now };
      await appendSeal(tx, { ...head, public_key: key?.publicKey ?? '', signature: key?.sign(headText(head)) ?? '' });
    }
    return added;
  }, 'isolation level repeatable read');
}
