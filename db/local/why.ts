// What this replica knows about why something is so: rows, movements of its horizon with their opening, and this
// station's own commands. The same questions as the company answers from Postgres.
import type { Database } from 'better-sqlite3';
import { positionChanges } from '#domain/positions.ts';
import { createSlice } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import { documentsOf, namesIn, rowsOf, type CommandTrace, type Evidence } from '#domain/why/evidence.ts';
import { commandsNamedBy, idsAbout, placesOf, readsAbout, ROUNDS, type Subject } from '#domain/why/subject.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { createMeta } from './meta.ts';
import { columnList, createLocalRows, type LocalRows } from './rows.ts';

/** Reads only; the caller decides in which transaction. */
export function evidenceHere(db: Database, subject: Subject): Evidence {
  const rows = createLocalRows(db);
  const slice = createSlice();
  for (let round = 0; round < ROUNDS; round++) rows.load(readsAbout(subject, slice), slice);
  const ids = idsAbout(subject, slice);
  const own = tracesBy(db, commandsNamedBy(subject, slice), ids);
  const movements = subject.kind === 'position' ? movementsAt(db, subject) : movementsBy(rows, subject.warehouse, ids, own.map((trace) => trace.id));
  const commands = [...own, ...tracesBy(db, movements.map((movement) => movement.command_id).filter((id) => !own.some((trace) => trace.id === id)), [])];
  rows.load(namesIn(subject.warehouse, slice, movements, commands), slice);
  const opening = subject.kind === 'position' ? openingAt(db, subject) : [];
  const horizon = createMeta(db).get('horizon_at');
  return { rows: rowsOf(slice), movements, opening, since: subject.kind === 'position' && horizon !== undefined ? Number(horizon) : null, commands };
}

/** The index is named: without statistics SQLite would walk all movements of the warehouse. */
function movementsAt(db: Database, { warehouse, itemId, locationId }: Extract<Subject, { kind: 'position' }>): readonly Row<'movement'>[] {
  const places = JSON.stringify(placesOf(locationId));
  return db.prepare(`
    select ${columnList('movement')} from movement indexed by movement_by_item_id_effective_at
    where warehouse_id = ? and item_id = ? and (from_location in (select value from json_each(?)) or to_location in (select value from json_each(?)))`)
    .all(warehouse, itemId, places, places) as Row<'movement'>[];
}

function openingAt(db: Database, { warehouse, itemId, locationId }: Extract<Subject, { kind: 'position' }>): readonly Row<'position'>[] {
  return db.prepare(`select ${columnList('position')} from opening where warehouse_id = ? and item_id = ? and location_id in (select value from json_each(?)) and quantity <> 0`)
    .all(warehouse, itemId, JSON.stringify(placesOf(locationId))) as Row<'position'>[];
}

function movementsBy(rows: LocalRows, warehouse_id: string, ids: readonly string[], commands: readonly string[]): readonly Row<'movement'>[] {
  const found = [...ids.flatMap((document_id) => rows.find('movement', { warehouse_id, document_id })), ...commands.flatMap((command_id) => rows.find('movement', { warehouse_id, command_id }))];
  return [...new Map(found.filter((row) => positionChanges(row).length > 0).map((row) => [row.movement_id, row])).values()];
}

interface Kept {
  readonly sequence: number;
  readonly bytes: Buffer;
  readonly settled_at: number | null;
  readonly verdict: string | null;
  readonly rule: string | null;
  readonly rejection: string | null;
  readonly recorded_at: number | null;
}
/** Own commands of these ids, or that name one of these documents; what others sent is known to the ERP alone. */
function tracesBy(db: Database, commandIds: readonly string[], documents: readonly string[]): readonly CommandTrace[] {
  const kept = `select o.sequence, o.bytes, o.settled_at, r.verdict, r.rule, r.rejection, r.recorded_at from outbox o left join outcome r on r.command_id = o.command_id`;
  const byId = db.prepare(`${kept} where o.command_id in (select value from json_each(?))`).all(JSON.stringify(commandIds)) as Kept[];
  const byDocument = documents.length === 0 ? [] : (db.prepare(`${kept} where exists (select 1 from json_each(?) where instr(o.bytes, cast(value as blob)) > 0)`).all(JSON.stringify(documents)) as Kept[]);
  const traces = [...byId.flatMap((row) => traceOf(row) ?? []), ...byDocument.flatMap((row) => traceOf(row, documents) ?? [])];
  return [...new Map(traces.map((trace) => [trace.id, trace])).values()];
}

function traceOf(row: Kept, documents?: readonly string[]): CommandTrace | undefined {
  const parsed = parseCommand(row.bytes.toString('utf8'));
  if (!parsed.ok) return undefined;
  const { command } = parsed;
  if (documents !== undefined && !documentsOf(command).some((id) => documents.includes(id))) return undefined;
  return {
    id: command.id, type: command.type, person: command.person, device: command.device, sequence: command.sequence, at: command.at + command.offset,
    recordedAt: row.recorded_at ?? row.settled_at, verdict: row.verdict ?? '', rule: row.rule ?? '', rejection: row.rejection === null ? null : (JSON.parse(row.rejection) as Json), confirmed: command.confirmed, payload: command.payload as Json,
  };
}
