// The goods that kept-back work of somebody revoked names are held until a supervisor has decided about it. Each such
// command places one hold on each; deciding lifts the newest, so that the goods stay held until the last is decided.
import type { Command, CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { RIGHTS_HOLD } from '#domain/ledger.ts';
import { stockNamed } from '#domain/named-stock.ts';
import { createSlice, type Slice } from '#domain/slice.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { StoreTx } from '#db/central/store.ts';
import type { Admitted } from './admission.ts';
import type { Release } from './parked.ts';
import { policyStamp } from './policy-stamp.ts';

/** By the id of what is parked. */
export function holdsFor(admitted: readonly Admitted[], now: number): ReadonlyMap<string, readonly CommandOf<'hold.place'>[]> {
  return new Map(admitted.flatMap((each) => {
    const { command } = each.kind === 'park' && each.rule === 'REV-4' ? each : {};
    if (each.kind !== 'park' || !command) return [];
    return [[each.id, stockNamed(command).map((aim, i) => ({
      ...policyStamp('hold.place', idFrom(each.id, 'hold', String(i)), command.warehouse, now), payload: { ...aim, holdId: idFrom(each.id, 'held', String(i)), serial: '', code: RIGHTS_HOLD, note: '' },
    }))] as const];
  }));
}

type Lift = CommandOf<'hold.release'>;

/** By the id of the command that decides: for each of the goods the work names, how each of their holds would be lifted. */
export async function findLifts(tx: StoreTx, commands: readonly Command[], releases: ReadonlyMap<string, Release>, now: number): Promise<ReadonlyMap<string, readonly (readonly Lift[])[]>> {
  const aims = commands.flatMap((by) => {
    const stored = releases.get(by.id)?.stored;
    const parsed = stored === undefined || stored.rule !== 'REV-4' ? undefined : parseCommand(Buffer.from(stored.bytes).toString('utf8'));
    return parsed?.ok ? stockNamed(parsed.command).map((aim) => ({ ...aim, by })) : [];
  });
  if (aims.length === 0) return new Map();
  const slice = createSlice();
  await tx.loadSlice([...new Set(aims.map(({ by }) => by.warehouse))].map((warehouse) => ({ table: 'hold', where: { warehouse_id: warehouse, state: 'PLACED' } })), slice);
  const liftsOf = ({ by, itemId, lot, locationId }: (typeof aims)[number]): readonly Lift[] =>
    slice.list('hold', { warehouse_id: by.warehouse, location_id: locationId, item_id: itemId })
      .filter((row) => row.code === RIGHTS_HOLD && row.lot === lot && row.state === 'PLACED')
      .map((row) => ({ ...policyStamp('hold.release', idFrom(by.id, 'lift', row.hold_id), by.warehouse, now), person: by.person, payload: { holdId: row.hold_id, itemId, locationId, itemIds: itemId === '' ? [] : [itemId] } }));
  return new Map([...Map.groupBy(aims, ({ by }) => by.id)].map(([id, group]) => [id, group.map(liftsOf)]));
}

/** Of the holds on each of the goods, the newest that still stands. */
export function liftsAfter(found: readonly (readonly Lift[])[], slice: Slice): readonly Lift[] {
  const placed = (lift: Lift) => slice.get('hold', lift.warehouse, lift.payload.holdId);
  return found.flatMap((lifts) => lifts.filter((lift) => placed(lift)?.state === 'PLACED')
    .toSorted((a, b) => placed(b)!.placed_at - placed(a)!.placed_at || (a.payload.holdId < b.payload.holdId ? 1 : -1)).slice(0, 1));
}
