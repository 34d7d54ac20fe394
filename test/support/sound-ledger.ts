// What must be true of every ledger at any time, worked out from the movements alone.
import { binOfSuspense, isAccount, isSuspense, positionChanges } from '#domain/positions.ts';
import { suspenseExceptionId } from '#domain/exceptions.ts';
import { keyOf, type Row } from '#domain/tables.ts';

/** Says what is wrong; empty when positions are the sum of movements, nothing physical is below zero, and open suspense has its one exception. */
export function unsoundness(positions: readonly Row<'position'>[], movements: readonly Row<'movement'>[], exceptions: readonly Row<'exception'>[]): readonly string[] {
  return [...unbalanced(positions, movements), ...negative(positions), ...untold(positions, exceptions)];
}

function unbalanced(positions: readonly Row<'position'>[], movements: readonly Row<'movement'>[]): readonly string[] {
  const sums = new Map<string, number>();
  const add = (key: string, quantity: number) => sums.set(key, (sums.get(key) ?? 0) + quantity);
  for (const movement of movements) for (const { position, delta } of positionChanges(movement)) add(keyOf('position', position), delta);
  for (const row of positions) add(keyOf('position', row), -row.quantity);
  const parted = [...sums].filter(([, sum]) => sum !== 0).map(([key]) => `position ${key} is not the sum of its movements`);
  const ids = new Set(movements.map((movement) => movement.movement_id));
  const nothing = movements.filter((movement) => movement.quantity <= 0).map((movement) => `movement ${movement.movement_id} moves ${movement.quantity}`);
  return [...parted, ...nothing, ...(ids.size < movements.length ? ['two movements have one id'] : [])];
}

function negative(positions: readonly Row<'position'>[]): readonly string[] {
  return positions
    .filter((row) => (isSuspense(row.location_id) ? row.quantity > 0 : !isAccount(row.location_id) && row.quantity < 0))
    .map((row) => `${row.location_id} has ${row.quantity} of ${row.item_id}`);
}

function untold(positions: readonly Row<'position'>[], exceptions: readonly Row<'exception'>[]): readonly string[] {
  const open = new Map<string, number>();
  for (const row of positions) {
    if (!isSuspense(row.location_id) || row.quantity === 0) continue;
    const id = suspenseExceptionId(row.warehouse_id, binOfSuspense(row.location_id), row.item_id, row.lot);
    open.set(id, (open.get(id) ?? 0) - row.quantity);
  }
  for (const row of exceptions) if (row.kind === 'SUSPENSE' && row.state === 'OPEN') open.set(row.exception_id, (open.get(row.exception_id) ?? 0) - row.quantity);
  return [...open].filter(([, difference]) => difference !== 0).map(([id]) => `suspense and exception ${id} differ`);
}
