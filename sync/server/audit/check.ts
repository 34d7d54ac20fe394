// What an auditor asks of a trail: is every entry what the log says, does each continue the one before, is every seal
// the company's, and does the trail still hold every head that was ever signed or that a station has seen?
import { createHash } from 'node:crypto';
import { isSignedBy } from '#sync/keys/ed25519.ts';
import { createChainCheck, headText, type AuditHead } from '#sync/protocol/audit-chain.ts';
import type { TrailReader } from '#db/central/audit-trail.ts';

export interface TrailReport {
  readonly warehouse: string;
  readonly entries: number;
  readonly seals: number;
  /** Seals without a signature: the service was run without a seal key. */
  readonly unsigned: number;
  readonly witnessed: number;
  readonly problems: readonly string[];
}
export interface Witnessed extends AuditHead {
  /** Who saw it: a file, or the export. */
  readonly by: string;
}

/** A command may be recorded a moment before the sealer comes round (ms). */
const SEALED_WITHIN = 5 * 60_000;
/** Enough to see what happened; a trail that was written anew is wrong in every entry. */
const PROBLEMS_MAX = 50;

/** Follows the whole trail of a warehouse. `trusted` is the seal key (SPKI, base64) as somebody outside the database knows it; empty accepts the seals' own. */
export async function checkTrail(trail: TrailReader, warehouse: string, now: number, trusted: string, witnesses: readonly Witnessed[]): Promise<TrailReport> {
  const problems: string[] = [];
  const check = createChainCheck(warehouse);
  const links = new Map<number, string>();
  const seals = await trail.seals(warehouse);
  const seen = witnesses.filter((head) => head.warehouse_id === warehouse);
  const wanted = new Set([...seals, ...seen].map((head) => head.entry_no));
  for await (const page of trail.entries(warehouse)) {
    for (const { entry, facts, bytes } of page) {
      problems.push(...check.follow(entry, facts));
      if (facts && bytes && createHash('sha256').update(bytes).digest('hex') !== facts.hash) problems.push(`entry ${entry.entry_no} of ${warehouse}: the bytes of command ${entry.command_id} are not the ones that were judged`);
      if (wanted.has(entry.entry_no)) links.set(entry.entry_no, entry.link);
    }
  }
  const keys = new Set(trusted === '' ? seals.flatMap((seal) => (seal.public_key === '' ? [] : [seal.public_key])) : [trusted]);
  if (keys.size > 1) problems.push(`${warehouse}: sealed with ${keys.size} different keys; say which one is trusted`);
  for (const head of seals) problems.push(...sealProblems(head, links, keys, `seal at entry ${head.entry_no} of ${warehouse}`));
  for (const head of seen) problems.push(...sealProblems(head, links, keys, `head at entry ${head.entry_no} of ${warehouse}, seen by ${head.by}`));
  const last = check.last.entry_no;
  const sealedTo = seals.at(-1)?.entry_no ?? 0;
  if (last > sealedTo) problems.push(`${warehouse}: entries ${sealedTo + 1} to ${last} carry no seal`);
  const unsealed = await trail.unsealedBefore(warehouse, now - SEALED_WITHIN);
  if (unsealed.length > 0) problems.push(`${warehouse}: commands that no entry seals: ${unsealed.join(', ')}`);
  return {
    warehouse, entries: last, seals: seals.length, unsigned: seals.filter((head) => head.signature === '').length, witnessed: seen.length,
    problems: problems.length > PROBLEMS_MAX ? [...problems.slice(0, PROBLEMS_MAX), `${warehouse}: and ${problems.length - PROBLEMS_MAX} more`] : problems,
  };
}

function sealProblems(head: AuditHead, links: ReadonlyMap<number, string>, keys: ReadonlySet<string>, name: string): readonly string[] {
  const link = links.get(head.entry_no);
  const problems: string[] = [];
  if (link === undefined) problems.push(`${name}: the trail ends before it; it was cut off`);
  else if (link !== head.link) problems.push(`${name}: the trail holds another entry there; it was written anew`);
  if (head.signature !== '' && !(keys.has(head.public_key) && isSignedBy(head.public_key, headText(head), head.signature))) problems.push(`${name}: is not signed with the company's seal key`);
  return problems;
}
