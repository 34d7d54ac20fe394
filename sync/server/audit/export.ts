// The trail as a file for auditors: one JSON object a line, complete with the exact bytes, checked without a database.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { AuditEntry, AuditFacts, AuditHead } from '#sync/protocol/audit-chain.ts';
import type { TrailReader } from '#db/central/audit-trail.ts';

const count = z.int().nonnegative();
const head = z.object({ warehouse_id: z.string(), entry_no: count, link: z.string(), sealed_at: z.int(), public_key: z.string(), signature: z.string() });
const line = z.union([
  z.object({
    entry: z.object({ warehouse_id: z.string(), entry_no: count, command_id: z.string(), content: z.string(), link: z.string() }),
    facts: z.object({
      command_id: z.string(), device_id: z.string(), sequence: count, person_id: z.string(), type: z.string(), verdict: z.string(), rule: z.string(), rejection: z.string(), hash: z.string(), effective_at: z.int(), recorded_at: z.int(),
    }).nullable(),
    bytes: z.base64().nullable(),
  }),
  z.object({ seal: head }),
]);

/** Writes the trails of these warehouses; answers the number of entries. */
export async function exportTrail(trail: TrailReader, warehouses: readonly string[], file: string): Promise<number> {
  const out = createWriteStream(file, { flags: 'wx' });
  const write = async (value: z.input<typeof line>) => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, 'drain');
  };
  await once(out, 'open');
  let entries = 0;
  for (const warehouse of warehouses) {
    for await (const page of trail.entries(warehouse)) {
      for (const { entry, facts, bytes } of page) await write({ entry, facts: facts ? factsOnly(facts) : null, bytes: bytes ? Buffer.from(bytes).toString('base64') : null });
      entries += page.length;
    }
    for (const seal of await trail.seals(warehouse)) await write({ seal });
  }
  out.end();
  await once(out, 'finish');
  return entries;
}

/** Reads an exported trail. Throws with the number of a line that is none. */
export async function openExport(file: string): Promise<TrailReader> {
  const entries = new Map<string, { readonly entry: AuditEntry; readonly facts: AuditFacts | undefined; readonly bytes: Uint8Array | null }[]>();
  const seals = new Map<string, AuditHead[]>();
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    const read = readLine(text, file, number);
    if ('seal' in read) listIn(seals, read.seal.warehouse_id).push(read.seal);
    else listIn(entries, read.entry.warehouse_id).push({ entry: read.entry, facts: read.facts ?? undefined, bytes: read.bytes === null ? null : Buffer.from(read.bytes, 'base64') });
  }
  return {
    warehouses: [...new Set([...entries.keys(), ...seals.keys()])].sort(),
    async *entries(warehouse) {
      yield entries.get(warehouse) ?? [];
    },
    seals: (warehouse) => Promise.resolve(seals.get(warehouse) ?? []),
    // What was never sealed is in no export.
    unsealedBefore: () => Promise.resolve([]),
  };
}

function listIn<T>(lists: Map<string, T[]>, name: string): T[] {
  const known = lists.get(name);
  if (known) return known;
  const made: T[] = [];
  lists.set(name, made);
  return made;
}

function readLine(text: string, file: string, number: number): z.infer<typeof line> {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    throw new Error(`Line ${number} of ${file} is no entry and no seal of an audit trail: the file was changed or cut off.`);
  }
}

/** Without what the store adds of its own. */
const factsOnly = ({ command_id, device_id, sequence, person_id, type, verdict, rule, rejection, hash, effective_at, recorded_at }: AuditFacts): AuditFacts =>
  ({ command_id, device_id, sequence, person_id, type, verdict, rule, rejection, hash, effective_at, recorded_at });
