// What the company knows about why something is so: every movement ever, and every command with the time it was
// recorded. With a station's cursor it answers from exactly the transactions that the station's replica has seen, so
// that both add up to the same position.
import { createSlice, type Read } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import { namesIn, rowsOf, type CommandTrace, type Evidence } from '#domain/why/evidence.ts';
import { commandsNamedBy, idsAbout, placesOf, readsAbout, ROUNDS, type Subject } from '#domain/why/subject.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { inScope, type Central, type Tx } from './open.ts';
import { columnList, loadSlice } from './rows.ts';

/** Movements that are listed one by one; older ones come as an opening. */
const MOST_MOVEMENTS = 5000;

export interface CompanyEvidence {
  readonly evidence: Evidence;
  /** Whether it is limited to what the cursor has seen. */
  readonly atCursor: boolean;
}

/** `warehouse` bounds what may be seen, '*' for all; an empty or unusable cursor asks for the state of now. */
export async function evidenceAtCentral(central: Central, warehouse: string, subject: Subject, cursor = ''): Promise<CompanyEvidence> {
  return inScope(central, { role: 'restow_reader', warehouse, device: '*' }, (tx) => evidenceIn(tx, subject, cursor), 'isolation level repeatable read read only', 1);
}

/** The same inside a transaction of the caller's, with the caller's rights. */
export async function evidenceIn(tx: Tx, subject: Subject, cursor: string): Promise<CompanyEvidence> {
  const [known] = await tx<{ valid: boolean }[]>`select pg_input_is_valid(${cursor}, 'pg_snapshot') as valid`;
  const atCursor = known!.valid;
  const slice = createSlice();
  const asked = new Set<string>();
  const load = async (reads: readonly Read[]) => {
    const fresh = reads.filter((read) => !asked.has(JSON.stringify(read)));
    for (const read of fresh) asked.add(JSON.stringify(read));
    if (fresh.length > 0) await loadSlice(tx, fresh, slice);
  };
  for (let round = 0; round < ROUNDS; round++) await load(readsAbout(subject, slice));
  const ids = idsAbout(subject, slice);
  const own = await tracesBy(tx, subject.warehouse, commandsNamedBy(subject, slice), ids);
  const { movements, opening, since } = subject.kind === 'position' ? await movementsAt(tx, subject, atCursor ? cursor : '') : { movements: await movementsBy(tx, subject.warehouse, ids, own.map((trace) => trace.id)), opening: [], since: null };
  const behind = [...new Set(movements.map((movement) => movement.command_id))].filter((id) => !own.some((trace) => trace.id === id));
  const commands = [...own, ...await tracesBy(tx, subject.warehouse, behind, [])];
  await load(namesIn(subject.warehouse, slice, movements, commands));
  return { evidence: { rows: rowsOf(slice), movements, opening, since, commands }, atCursor };
}

const movementColumns = columnList('movement');
const sides = (where: string): string => `
  select item_id, from_location as location_id, lot, serial, from_condition as condition, from_hold as hold, from_owner as owner, -quantity as quantity from movement ${where}
  union all select item_id, to_location, lot, serial, to_condition, to_hold, to_owner, quantity from movement ${where}`;

async function movementsAt(tx: Tx, { warehouse, itemId, locationId }: Extract<Subject, { kind: 'position' }>, cursor: string): Promise<Pick<Evidence, 'movements' | 'opening' | 'since'>> {
  const places = placesOf(locationId) as string[];
  const given = [warehouse, itemId, places, ...(cursor === '' ? [] : [cursor])];
  const where = `where warehouse_id = $1 and item_id = $2 and (from_location = any($3::text[]) or to_location = any($3::text[]))${cursor === '' ? '' : ' and pg_visible_in_snapshot(xid, $4::pg_snapshot)'}`;
  const newest = await tx.unsafe<Row<'movement'>[]>(`select ${movementColumns} from movement ${where} order by effective_at desc, movement_id limit ${MOST_MOVEMENTS + 1}`, given as never[], { prepare: true });
  if (newest.length <= MOST_MOVEMENTS) return { movements: [...newest], opening: [], since: null };
  const since = newest.at(-1)!.effective_at;
  const older = `${where} and effective_at < ${Math.trunc(since)}`;
  const opening = await tx.unsafe<Row<'position'>[]>(`
    select $1 as warehouse_id, item_id, location_id, lot, serial, condition, hold, owner, sum(quantity)::bigint as quantity from (${sides(older)}) moved
    where location_id = any($3::text[]) group by item_id, location_id, lot, serial, condition, hold, owner having sum(quantity) <> 0`, given as never[], { prepare: true });
  const all = await tx.unsafe<Row<'movement'>[]>(`select ${movementColumns} from movement ${where} and effective_at >= ${Math.trunc(since)}`, given as never[], { prepare: true });
  return { movements: [...all], opening: [...opening], since };
}

async function movementsBy(tx: Tx, warehouse: string, ids: readonly string[], commands: readonly string[]): Promise<readonly Row<'movement'>[]> {
  const [byDocument, byCommand] = await Promise.all([
    tx.unsafe<Row<'movement'>[]>(`select ${movementColumns} from movement where warehouse_id = $1 and document_id = any($2::text[]) and document_id <> ''`, [warehouse, ids] as never[], { prepare: true }),
    tx.unsafe<Row<'movement'>[]>(`select ${movementColumns} from movement where warehouse_id = $1 and command_id = any($2::text[])`, [warehouse, commands] as never[], { prepare: true }),
  ]);
  return [...new Map([...byDocument, ...byCommand].map((row) => [row.movement_id, row])).values()];
}

interface Logged {
  readonly command_id: string;
  readonly type: string;
  readonly person_id: string;
  readonly device_id: string;
  readonly sequence: number;
  readonly effective_at: number;
  readonly recorded_at: number;
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
  readonly bytes: Uint8Array;
}
/** Commands of these ids, and those of the warehouse that name one of these documents; orders and transfers belong to all. */
async function tracesBy(tx: Tx, warehouse: string, commandIds: readonly string[], documents: readonly string[]): Promise<readonly CommandTrace[]> {
  const rows = await tx<Logged[]>`
    select command_id, type, person_id, device_id, sequence, effective_at, recorded_at, verdict, rule, rejection, bytes
    from commands_about(${warehouse}, ${commandIds as string[]}::text[], ${documents as string[]}::text[])`;
  return rows.map((row) => {
    const parsed = parseCommand(Buffer.from(row.bytes).toString('utf8'));
    return {
      id: row.command_id, type: row.type, person: row.person_id, device: row.device_id, sequence: row.sequence, at: row.effective_at, recordedAt: row.recorded_at,
      verdict: row.verdict, rule: row.rule, rejection: row.rejection, confirmed: parsed.ok ? parsed.command.confirmed : [], payload: parsed.ok ? (parsed.command.payload as Json) : null,
    };
  });
}
