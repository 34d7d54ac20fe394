// What a posted decrease or a hold no longer leaves for promised work: the least urgent work lets go of it at once, so
// that nobody walks to an empty bin, and its order is promised other stock.
import type { Book } from './book.ts';
import type { CommandOf } from './commands.ts';
import { decider } from './decider.ts';
import { raise } from './exceptions.ts';
import { plain, takeable } from './ledger.ts';
import { setOrderState } from './orders.ts';
import { setFulfilmentState } from './picking.ts';
import { fulfilment, order, stockLock } from './reads.ts';
import { reject } from './rejections.ts';
import { compareText, type Slice } from './slice.ts';
import { joinValues, type Row } from './tables.ts';

type Replan = CommandOf<'work.replan'>;
type Task = Row<'pick_task'>;
const openOf = (task: Task): number => task.quantity - task.picked - task.short;

interface Loosened {
  readonly task: Task;
  readonly units: number;
}

/** What work has to let go of: where more is promised of a lot in a bin than can be taken there, the least urgent work first. */
function uncovered(slice: Slice, { warehouse, payload: p }: Replan): readonly Loosened[] {
  const tasks = slice.list('pick_task', { warehouse_id: warehouse, item_id: p.itemId, open: true });
  const byBin = Map.groupBy(tasks, (task) => joinValues([task.location_id, task.lot]));
  return [...byBin.keys()].toSorted(compareText).flatMap((bin) => {
    const here = byBin.get(bin)!;
    const [first] = here as [Task];
    const have = takeable(slice, warehouse, { itemId: p.itemId, lot: first.lot, serial: '' }, plain(first.location_id));
    let over = here.reduce((sum, task) => sum + openOf(task), 0) - have - serialUnits(slice, first);
    return lastFirst(slice, here).flatMap((task): Loosened[] => {
      const units = p.fulfilmentIds.includes(task.fulfilment_id) && p.orderIds.includes(task.order_id) ? Math.max(0, Math.min(over, openOf(task))) : 0;
      over -= units;
      return units > 0 ? [{ task, units }] : [];
    });
  });
}
/** Units with a serial number stand in positions of their own. */
const serialUnits = (slice: Slice, { warehouse_id, item_id, location_id, lot }: Task): number =>
  slice.list('position', { warehouse_id, item_id, location_id }).reduce((sum, row) => (row.serial !== '' && row.lot === lot && row.condition === 'N' && row.hold === '' && row.owner === '' ? sum + Math.max(0, row.quantity) : sum), 0);

/** By priority, then by promise: the lowest and latest lets go first; of equals whoever has not begun, then the newest. */
function lastFirst(slice: Slice, tasks: readonly Task[]): readonly Task[] {
  const work = (task: Task) => slice.get('fulfilment', task.warehouse_id, task.fulfilment_id);
  const late = Number.MAX_SAFE_INTEGER;
  return tasks.toSorted((a, b) => {
    const [x, y] = [work(a), work(b)];
    return (x?.priority ?? 0) - (y?.priority ?? 0) || (y?.promised_at ?? late) - (x?.promised_at ?? late) || Number(x?.state !== 'OPEN') - Number(y?.state !== 'OPEN') || (y?.created_at ?? 0) - (x?.created_at ?? 0) || compareText(b.task_id, a.task_id);
  });
}

export const replan = decider('work.replan', {
  reads: ({ warehouse, payload: p }) => [
    { table: 'position', where: { warehouse_id: warehouse, item_id: p.itemId }, lock: stockLock(warehouse, p.itemId) },
    { table: 'pick_task', where: { warehouse_id: warehouse, item_id: p.itemId, open: true } },
    ...p.orderIds.flatMap(order), ...p.fulfilmentIds.flatMap((id) => fulfilment(warehouse, id)),
  ],
  refuse: (command, slice) => (uncovered(slice, command).length > 0 ? undefined : reject('nothing_to_do', { item: command.payload.itemId })),
  effects: (book) => {
    for (const { task, units } of uncovered(book.slice, book.command)) loosen(book, task, units);
  },
});

function loosen(book: Book<'work.replan'>, task: Task, units: number): void {
  const { slice, command } = book;
  const quantity = task.quantity - units;
  const open = quantity > task.picked + task.short;
  book.became('pick_task', { ...task, quantity, open, state: open ? task.state : task.picked > 0 ? 'PICKED' : 'CANCELLED' });
  const line = slice.get('sales_order_line', task.order_id, task.order_line);
  if (line) book.became('sales_order_line', { ...line, allocated: Math.max(line.shipped, line.allocated - units), backordered: true });
  const work = slice.get('fulfilment', command.warehouse, task.fulfilment_id);
  setFulfilmentState(book, task.fulfilment_id);
  setOrderState(book, task.order_id);
  if (!work || (work.state === 'OPEN' && work.dealt_to === null)) return;
  // Somebody may be on the way there.
  raise(book, {
    id: book.id('replanned', task.task_id), rule: 'RPL-1', kind: 'WORK_CHANGED', subject: { kind: 'order', id: task.order_id }, ownerRole: 'floor', maxAgeHours: 4, itemId: task.item_id, locationId: task.location_id, quantity: units,
    did: { type: command.type, cause: command.payload.cause }, book: { left: quantity },
  });
}
