// The audit trail of a warehouse as a hash chain: what an entry says, how it continues the one before it, and what is
// signed. Pure, so that the sealer, the stations that witness it and an auditor with a file compute the same.
import { hashOf } from '#domain/ids.ts';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** What the server recorded of one command. */
export interface AuditFacts {
  readonly command_id: string;
  readonly device_id: string;
  readonly sequence: number;
  readonly person_id: string;
  readonly type: string;
  readonly verdict: string;
  readonly rule: string;
  /** As Postgres writes it; empty for none. */
  readonly rejection: string;
  /** SHA-256 of the exact bytes. */
  readonly hash: string;
  readonly effective_at: number;
  readonly recorded_at: number;
}
export interface AuditEntry {
  readonly warehouse_id: string;
  /** From 1, without gaps. */
  readonly entry_no: number;
  readonly command_id: string;
  /** Exactly the text that was hashed. */
  readonly content: string;
  readonly link: string;
}
/** The chain up to and with this entry, signed with the company's seal (Ed25519 over `headText`). */
export interface AuditHead {
  readonly warehouse_id: string;
  readonly entry_no: number;
  readonly link: string;
  readonly sealed_at: number;
  /** SPKI in base64; empty with the signature where no seal key was given. */
  readonly public_key: string;
  readonly signature: string;
}

/** The link before the first entry. */
export const noLink = '';

export const contentOf = (facts: AuditFacts): string =>
  JSON.stringify([facts.command_id, facts.device_id, facts.sequence, facts.person_id, facts.type, facts.verdict, facts.rule, facts.rejection, facts.hash, facts.effective_at, facts.recorded_at]);

export const linkOf = (warehouse: string, entryNo: number, previous: string, content: string): string => hashOf(utf8ToBytes(['restow-audit-1', warehouse, entryNo, previous, content].join('\n')));

export const headText = (head: Pick<AuditHead, 'warehouse_id' | 'entry_no' | 'link' | 'sealed_at'>): string => ['restow-audit-head-1', head.warehouse_id, head.entry_no, head.link, head.sealed_at].join('\n');

/** Continues a chain by what was recorded, in the order given. */
export function extendChain(warehouse: string, last: Pick<AuditEntry, 'entry_no' | 'link'>, recorded: readonly AuditFacts[]): readonly AuditEntry[] {
  let { entry_no: entryNo, link } = last;
  return recorded.map((facts) => {
    entryNo += 1;
    const content = contentOf(facts);
    link = linkOf(warehouse, entryNo, link, content);
    return { warehouse_id: warehouse, entry_no: entryNo, command_id: facts.command_id, content, link };
  });
}

/** Follows a chain entry by entry; each call answers what is wrong with that entry, in a sentence, or nothing. */
export function createChainCheck(warehouse: string) {
  let previous: Pick<AuditEntry, 'entry_no' | 'link'> = { entry_no: 0, link: noLink };
  return {
    get last() {
      return previous;
    },
    follow(entry: AuditEntry, facts: AuditFacts | undefined): readonly string[] {
      const problems: string[] = [];
      const where = `entry ${entry.entry_no} of ${warehouse}`;
      if (entry.entry_no !== previous.entry_no + 1) problems.push(`${where}: follows entry ${previous.entry_no}; entries between them are missing or out of order`);
      if (linkOf(warehouse, entry.entry_no, previous.link, entry.content) !== entry.link) problems.push(`${where}: does not continue the entry before it; one of the two was changed, removed or moved`);
      if (!facts) problems.push(`${where}: the command ${entry.command_id} it seals is gone from the log`);
      else if (contentOf(facts) !== entry.content) problems.push(`${where}: the log now says something else about command ${entry.command_id} than was sealed`);
      previous = entry;
      return problems;
    },
  };
}
