// What hands really did, told from the commands alone: the oracle that the books are held against. It knows which reports
// have no effect only from the specification (SPEC.md), not from the code that decides it.
import type { CommandType } from '#domain/commands.ts';
import { binOfSuspense, isOnHand, isSuspense } from '#domain/positions.ts';
import { joinValues, type Row, type TableName } from '#domain/tables.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { doingOf } from '#simulator/people/people.ts';
import type { Books } from '#simulator/people/person.ts';

/** Rules under which nothing more is recorded, or only the report itself in an exception. */
const withoutEffect = new Set(['MOV-3', 'REC-7', 'PAK-2', 'SHP-2', 'UNP-1', 'INT-2', 'RET-7', 'RET-11', 'SCN-3', 'CNT-7', 'ADJ-1', 'PCK-1', 'RET-5', 'RET-8', 'RET-12', 'RET-13', 'PAK-6', 'SHP-1', 'SHP-6', 'UNP-2', 'SCN-2', 'SCN-4']);

/** Whether hands moved something that the books must show. */
export const isPhysical = (verdict: string, rule: string): boolean => verdict !== 'parked' && verdict !== 'refused' && verdict !== 'asked' && !withoutEffect.has(rule);

export function booksOf(rows: <T extends TableName>(table: T) => readonly Row<T>[], log: readonly LogEntry[]): Books {
  const first = new Map<string, string>();
  for (const entry of log) {
    if (entry.type !== 'return.receive' || !isPhysical(entry.verdict, entry.rule)) continue;
    const parsed = parseCommand(Buffer.from(entry.bytes).toString('utf8'));
    if (!parsed.ok || parsed.command.type !== 'return.receive') continue;
    for (const unit of parsed.command.payload.units) {
      const name = joinValues([entry.warehouse_id, unit.unitId]);
      if (!first.has(name)) first.set(name, entry.command_id);
    }
  }
  return { rows, firstToName: (warehouse, unitId) => first.get(joinValues([warehouse, unitId])) };
}

/** Says where the books of the shelves are not what hands and approved differences made of them. */
export function untrue(log: readonly LogEntry[], books: Books): readonly string[] {
  const units = new Map<string, number>();
  const add = (warehouse: string, place: string, itemId: string, quantity: number) => {
    const key = joinValues([warehouse, place, itemId]);
    units.set(key, (units.get(key) ?? 0) + quantity);
  };
  for (const entry of log) {
    if (!isPhysical(entry.verdict, entry.rule)) continue;
    const parsed = parseCommand(Buffer.from(entry.bytes).toString('utf8'));
    if (!parsed.ok) continue;
    // What was released from being kept back may have an id that its bytes do not say.
    const command = { ...parsed.command, id: entry.command_id };
    for (const { itemId, place, units: quantity } of doingOf(command.type as CommandType).did(command as never, books, entry.rule)) add(entry.warehouse_id, place, itemId, quantity);
  }
  // What was approved, and what late movements made of it.
  const corrections = new Map(books.rows('adjustment').flatMap((row) => (row.reverses !== null && row.state === 'POSTED' ? [[joinValues([row.warehouse_id, row.reverses]), row] as const] : [])));
  for (const row of books.rows('adjustment')) {
    // A count that a correction has settled as it was found says of itself what the correction has posted.
    const correction = row.state === 'REPLACED' && row.posted !== 0 ? corrections.get(joinValues([row.warehouse_id, row.adjustment_id])) : undefined;
    add(row.warehouse_id, row.location_id, row.item_id, row.posted - (correction?.delta ?? 0));
  }
  for (const row of books.rows('position')) if (isOnHand(row.location_id)) add(row.warehouse_id, isSuspense(row.location_id) ? binOfSuspense(row.location_id) : row.location_id, row.item_id, -row.quantity);
  return [...units].filter(([, quantity]) => quantity !== 0).map(([key, quantity]) => {
    const [warehouse, place, itemId] = key.split('\u001f');
    return `in ${place} of ${warehouse} the books have ${quantity > 0 ? `${quantity} too few` : `${-quantity} too many`} of ${itemId}`;
  });
}
