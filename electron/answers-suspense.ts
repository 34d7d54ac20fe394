// Goods that were taken although the books did not have them, place by place: how many and what they cost, since when,
// who drew them with what, what has covered a part already, and whether a count is asked for.
import { account, isSuspense } from '#domain/positions.ts';
import type { Row } from '#domain/tables.ts';
import type { LocalRows } from '#db/local/rows.ts';
import type { SuspenseLine, SuspenseMove } from './contract.ts';

/** Dearest first. */
export function suspenseLines(rows: LocalRows, warehouse_id: string): readonly SuspenseLine[] {
  const open = rows.find('exception', { warehouse_id }).filter((row) => row.kind === 'SUSPENSE' && row.state === 'OPEN');
  return open.map((row) => lineOf(rows, row)).toSorted((a, b) => b.value - a.value || a.since - b.since);
}

function lineOf(rows: LocalRows, { warehouse_id, exception_id, item_id, location_id, quantity, opened_at, due_at, did }: Row<'exception'>): SuspenseLine {
  const lot = (did as { readonly lot?: string }).lot ?? '';
  const moves = rows.find('movement', { warehouse_id, item_id }).filter((row) => row.lot === lot && concerns(row, location_id)).toSorted((a, b) => a.effective_at - b.effective_at || (a.movement_id < b.movement_id ? -1 : 1));
  const current = sinceEmpty(moves);
  const stations = new Map(rows.find('device', {}).map((row) => [row.device_id, row.name]));
  const told = (row: Row<'movement'>): SuspenseMove => ({ type: row.type, quantity: row.quantity, at: row.effective_at, personId: row.person_id, station: stations.get(row.device_id) ?? row.device_id, commandId: row.command_id, documentId: row.document_id });
  const unitCost = rows.find('item', { item_id })[0]?.standard_cost ?? 0;
  const task = rows.find('count_task', { warehouse_id, location_id }).find((each) => (each.state === 'OPEN' || each.state === 'COUNTING') && (each.item_id === '' || each.item_id === item_id));
  return {
    exceptionId: exception_id, itemId: item_id, lot, locationId: location_id, missing: quantity, value: quantity * unitCost, since: current[0]?.effective_at ?? opened_at, dueAt: due_at,
    drawn: current.filter((row) => isSuspense(row.from_location)).map(told), covered: current.filter((row) => isSuspense(row.to_location)).map(told), countTaskId: task?.task_id ?? null,
  };
}

const concerns = (row: Row<'movement'>, bin: string): boolean => row.from_location === account.suspense(bin) || row.to_location === account.suspense(bin);

/** Movements since the suspense was last empty. */
function sinceEmpty(moves: readonly Row<'movement'>[]): readonly Row<'movement'>[] {
  let owed = 0;
  let from = 0;
  moves.forEach((row, index) => {
    owed += isSuspense(row.from_location) ? row.quantity : -row.quantity;
    if (owed <= 0) from = index + 1;
  });
  return moves.slice(from < moves.length ? from : 0);
}
