// What a station did before nobody heard of it any more: commands it made and never sent. The start-up has a real
// station make them offline, so that its data folder holds real unsent work.
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import type { Row } from '#domain/tables.ts';
import { tasksOf } from './floor.ts';
import { silentContact, silentDevice, who } from './people.ts';
import { toteId } from './places.ts';
import type { Run } from './run.ts';
import { binsWith } from './stock.ts';
import { MINUTE } from './times.ts';
import type { LiveWork } from './live-work.ts';

export type Unsent = { readonly [T in CommandType]: { readonly type: T; readonly payload: PayloadInput<T>; readonly at: number } }[CommandType];

export interface SilentStation {
  readonly device: { readonly id: string; readonly name: string };
  readonly warehouse: string;
  readonly person: { readonly id: string; readonly badge: string };
  /** When it was last heard of, as the others see it. */
  readonly contact: Row<'contact'>;
  /** In the order in which they were made; each is applied on the rows of the demo as they stand at `now`. */
  readonly commands: readonly Unsent[];
}

export function silentStationOf(run: Run, { silentOrder }: LiveWork): SilentStation {
  let at = run.now - silentDevice.silentFor + 6 * MINUTE;
  const commands: Unsent[] = [];
  const did = <T extends CommandType>(type: T, payload: PayloadInput<T>) => void commands.push({ type, payload, at: (at += 4 * MINUTE) } as unknown as Unsent);

  for (const task of tasksOf(run, silentOrder.fulfilmentId)) {
    if (run.slice.get('item', task.item_id)!.serial_control) continue;
    did('pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, lot: task.lot, quantity: task.quantity, fromLocation: task.location_id, tote: toteId(55) });
  }
  const [from, other] = quietBins(run);
  did('stock.move', { itemId: from.item_id, quantity: 4, fromLocation: from.location_id, toLocation: 'STAGE-1' });
  did('stock.put_back', { itemId: from.item_id, quantity: 1, fromLocation: 'STAGE-1', toLocation: from.location_id });
  const taskId = 'CT-SILENT-1';
  did('count.open', { taskId, locationId: other.location_id, trigger: 'FOUND' });
  did('count.record', { taskId, locationId: other.location_id, itemId: other.item_id, quantity: other.quantity - 1, firstLook: at, lastLook: at + MINUTE });
  did('count.submit', { taskId, locationId: other.location_id });
  const { badge } = run.slice.get('person', who.silent)!;
  return { device: { id: silentDevice.id, name: silentDevice.name }, warehouse: 'LEEDS', person: { id: who.silent, badge }, contact: silentContact(run.now), commands };
}

/** Two bins with one item each that no other open work touches. */
function quietBins(run: Run) {
  const quiet = run.company.assortment.items
    .filter((item) => item.abc_class === 'B' && !item.lot_control && !item.serial_control && !item.oversize && run.slice.list('pick_task', { warehouse_id: 'LEEDS', item_id: item.item_id, open: true }).length === 0)
    .flatMap((item) => binsWith(run, 'LEEDS', item.item_id))
    .filter((row) => row.quantity >= 8 && run.slice.list('position', { warehouse_id: 'LEEDS', location_id: row.location_id }).length === 1 && run.slice.list('count_task', { warehouse_id: 'LEEDS', location_id: row.location_id }).length === 0);
  return [quiet[0]!, quiet[1]!] as const;
}
