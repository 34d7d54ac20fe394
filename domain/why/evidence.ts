// What a store knows about a subject: its rows, the movements, what was there before them, and the commands behind
// them. A station and the company answer in this one shape, so that one function explains either, or both together.
import type { Command } from '#domain/commands.ts';
import { positionChanges } from '#domain/positions.ts';
import { createSlice, type Read, type Slice } from '#domain/slice.ts';
import { keyOf, tableNames, type AnyRow, type Json, type Row, type TableName } from '#domain/tables.ts';

/** A command as it is remembered: who asked for what, where, when, and what became of it. */
export interface CommandTrace {
  readonly id: string;
  readonly type: string;
  readonly person: string;
  readonly device: string;
  /** Its number in the device's own order; 0 for imports and policies. */
  readonly sequence: number;
  /** When it happened, in ms since 1970. */
  readonly at: number;
  /** When the ERP took it in; null while it has not. */
  readonly recordedAt: number | null;
  /** Empty while the ERP has not judged it. */
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
  /** Questions that the person answered with "it is so". */
  readonly confirmed: readonly string[];
  /** Null where the bytes cannot be read. */
  readonly payload: Json;
}

export interface Evidence {
  readonly rows: readonly { readonly table: TableName; readonly rows: readonly AnyRow[] }[];
  readonly movements: readonly Row<'movement'>[];
  /** What lay in the places before the first of the movements, and since when (ms) movements are listed; null: since ever. */
  readonly opening: readonly Row<'position'>[];
  readonly since: number | null;
  readonly commands: readonly CommandTrace[];
}

const named = ['deliveryId', 'purchaseOrderId', 'taskId', 'fulfilmentId', 'orderId', 'parcelId', 'unitId', 'transferId', 'adjustmentId', 'holdId', 'exceptionId', 'rmaId'] as const;
const MOST_NAMED = 64;

/** Documents that a command names, so that it is found by them. */
export function documentsOf(command: Command): readonly string[] {
  const payload = command.payload as Readonly<Record<string, Json>>;
  const parts = [payload, ...each(payload['units']), ...each(payload['lines'])];
  const ids = parts.flatMap((part) => named.map((field) => part[field]).filter((value) => typeof value === 'string' && value !== ''));
  const works = Array.isArray(payload['fulfilmentIds']) ? (payload['fulfilmentIds'] as readonly string[]) : [];
  return [...new Set([...(ids as string[]), ...works])].slice(0, MOST_NAMED);
}
const each = (value: Json | undefined): readonly Readonly<Record<string, Json>>[] => (Array.isArray(value) ? (value as readonly Readonly<Record<string, Json>>[]) : []);

/** The rows of a slice as they travel. */
export const rowsOf = (slice: Slice): Evidence['rows'] => tableNames.map((table) => ({ table, rows: slice.list(table, {}) as readonly AnyRow[] })).filter(({ rows }) => rows.length > 0);

export function sliceOf({ rows }: Evidence): Slice {
  const slice = createSlice();
  for (const { table, rows: loaded } of rows) slice.load(table, loaded as unknown as readonly Row<typeof table>[]);
  return slice;
}

/** The newest movements by effective time, the older ones as one opening. */
export function foldOlder(evidence: Evidence, keep: number): Evidence {
  if (evidence.movements.length <= keep) return evidence;
  const sorted = evidence.movements.toSorted((a, b) => a.effective_at - b.effective_at);
  const since = sorted[sorted.length - keep]!.effective_at;
  const sums = new Map(evidence.opening.map((row) => [keyOf('position', row), row]));
  for (const movement of sorted) {
    if (movement.effective_at >= since) break;
    for (const { position, delta } of positionChanges(movement)) {
      const key = keyOf('position', position);
      sums.set(key, { ...position, quantity: (sums.get(key)?.quantity ?? 0) + delta });
    }
  }
  return { ...evidence, movements: sorted.filter((movement) => movement.effective_at >= since), opening: [...sums.values()], since };
}

/**
 * What this station knows together with what the company knows about the same rows: the company's movements reach
 * further back, so they take the place of the opening; what only this station has is not sent yet.
 */
export function together(here: Evidence, company: Evidence, sameRows: boolean): Evidence {
  const commands = new Map([...here.commands, ...company.commands].map((trace) => [trace.id, trace]));
  const known = new Set(here.rows.flatMap(({ table, rows }) => rows.map((row) => `${table} ${keyOf(table, row)}`)));
  const further = company.rows.map(({ table, rows }) => ({ table, rows: rows.filter((row) => !known.has(`${table} ${keyOf(table, row)}`) && table !== 'position') }));
  const rows = [...here.rows, ...further];
  if (!sameRows) return { ...here, rows, commands: [...commands.values()] };
  const held = new Set(company.movements.map((movement) => movement.movement_id));
  const waiting = new Set(here.commands.filter((trace) => trace.recordedAt === null).map((trace) => trace.id));
  return {
    rows, opening: company.opening, since: company.since, commands: [...commands.values()],
    movements: [...company.movements, ...here.movements.filter((movement) => !held.has(movement.movement_id) && (movement.effective_at >= (company.since ?? 0) || waiting.has(movement.command_id)))],
  };
}

/** Rows that give people, devices and items their names. */
export function namesIn(warehouse_id: string, slice: Slice, movements: readonly Row<'movement'>[], commands: readonly CommandTrace[]): readonly Read[] {
  const exceptions = slice.list('exception', {});
  const lines = slice.list('count_line', {});
  const adjustments = slice.list('adjustment', {});
  const people = [...movements.map((row) => row.person_id), ...commands.map((trace) => trace.person), ...exceptions.flatMap((row) => [row.person_id, row.resolved_by ?? '']), ...lines.map((row) => row.counted_by), ...adjustments.map((row) => row.approver ?? '')];
  const devices = [...movements.map((row) => row.device_id), ...commands.map((trace) => trace.device), ...exceptions.map((row) => row.device_id), ...lines.map((row) => row.device_id)];
  const items = [...movements.map((row) => row.item_id), ...exceptions.map((row) => row.item_id)];
  const works = movements.map((row) => row.document_id).filter((id) => id !== '');
  return [
    ...[...new Set(works)].map((fulfilment_id): Read => ({ table: 'fulfilment', where: { warehouse_id, fulfilment_id } })),
    ...[...new Set(people)].map((person_id): Read => ({ table: 'person', where: { person_id } })),
    ...[...new Set(devices)].map((device_id): Read => ({ table: 'device', where: { device_id } })),
    ...[...new Set(items)].map((item_id): Read => ({ table: 'item', where: { item_id } })),
  ];
}
