// Goods from reserve to the bins that pickers go to: asked for when a pick face falls under its minimum, or when orders wait
// while reserve has what they want. Who brings them moves goods as ever; the task follows.
import type { Book } from './book.ts';
import { newTask, openTaskAt, tasksAt } from './count-tasks.ts';
import { decider } from './decider.ts';
import { carry, COUNT_HOLD, plain, quantityAt } from './ledger.ts';
import { account } from './positions.ts';
import { document, stockAt, stockLock } from './reads.ts';
import { reject } from './rejections.ts';
import { compareText, type Read, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

type Task = Row<'replenishment'>;
export const MINIMUM = 'MINIMUM';
/** Orders wait for it. */
export const DEMAND = 'DEMAND';
const RECOUNT_WITHIN = 4 * 3_600_000;

const taskReads = (warehouse: string, taskId: string): readonly Read[] => document(`replenishment:${warehouse}:${taskId}`, { table: 'replenishment', where: { warehouse_id: warehouse, task_id: taskId } });
/** What a move that brings goods to a pick face reads besides the goods. */
export const replenishedReads = (warehouse: string, taskId: string | undefined): readonly Read[] => (taskId === undefined ? [] : taskReads(warehouse, taskId));

const toCome = (task: Task): number => (task.state === 'OPEN' ? Math.max(0, task.quantity - task.moved) : 0);
const isGood = (row: Row<'position'>): boolean => row.condition === 'N' && row.hold === '' && row.owner === '' && row.quantity > 0;

interface Look {
  readonly itemId: string;
  readonly awaited: number;
}
interface Wanted {
  readonly face: Row<'pick_face'>;
  readonly units: number;
  readonly reason: typeof MINIMUM | typeof DEMAND;
}
/** What each pick face of the item wants, the one where orders wait first. */
function wantedAt(slice: Slice, warehouse: string, p: Look): readonly Wanted[] {
  const positions = slice.list('position', { warehouse_id: warehouse, item_id: p.itemId });
  const tasks = slice.list('replenishment', { warehouse_id: warehouse, item_id: p.itemId });
  const picks = slice.list('pick_task', { warehouse_id: warehouse, item_id: p.itemId, open: true });
  const faces = slice.list('pick_face', { warehouse_id: warehouse, item_id: p.itemId }).toSorted((a, b) => compareText(a.location_id, b.location_id));
  let awaited = Math.max(0, p.awaited - tasks.filter((task) => task.reason === DEMAND).reduce((sum, task) => sum + toCome(task), 0));
  return faces.map((face): Wanted => {
    const at = (rows: readonly { readonly quantity: number }[]): number => rows.reduce((sum, row) => sum + row.quantity, 0);
    const have = at(positions.filter((row) => row.location_id === face.location_id && isGood(row)));
    const promised = picks.filter((task) => task.location_id === face.location_id).reduce((sum, task) => sum + task.quantity - task.picked - task.short, 0);
    const coming = tasks.filter((task) => task.to_location === face.location_id).reduce((sum, task) => sum + toCome(task), 0);
    const left = have - promised + coming;
    const short = left < face.minimum ? face.maximum - left : 0;
    // Orders that wait are filled by the first face; room for a full face is not asked about when somebody waits.
    const units = Math.max(short, awaited);
    const wanted = { face, units, reason: awaited > 0 ? DEMAND : MINIMUM } as const;
    awaited = 0;
    return wanted;
  }).filter(({ units }) => units > 0);
}

interface Source {
  readonly locationId: string;
  readonly lot: string;
  units: number;
}
/** Reserve that no other task takes: what expires first, then the smallest rest, so that places become empty. */
function reserveOf(slice: Slice, warehouse: string, itemId: string): Source[] {
  const taken = slice.list('replenishment', { warehouse_id: warehouse, item_id: itemId });
  const inSuspense = new Set(slice.list('position', { warehouse_id: warehouse, item_id: itemId }).filter((row) => row.quantity !== 0).map((row) => `${row.location_id}\u001f${row.lot}`));
  const expiry = (lot: string): string => slice.get('lot', itemId, lot)?.expires_on ?? '9999';
  return slice.list('position', { warehouse_id: warehouse, item_id: itemId })
    .filter((row) => isGood(row) && row.serial === '' && slice.get('location', warehouse, row.location_id)?.kind === RESERVE && !inSuspense.has(`${account.suspense(row.location_id)}\u001f${row.lot}`))
    .map((row): Source => ({ locationId: row.location_id, lot: row.lot, units: row.quantity - taken.filter((task) => task.from_location === row.location_id && task.lot === row.lot).reduce((sum, task) => sum + toCome(task), 0) }))
    .filter(({ units }) => units > 0)
    .toSorted((a, b) => compareText(expiry(a.lot), expiry(b.lot)) || a.units - b.units || compareText(a.locationId, b.locationId) || compareText(a.lot, b.lot));
}
/** The kind of places that hold what is not picked from. */
export const RESERVE = 'reserve';

/** From where to where, as far as there is reserve. */
export function planOf(slice: Slice, warehouse: string, look: Look): readonly (Wanted & { readonly from: Source })[] {
  const reserve = reserveOf(slice, warehouse, look.itemId);
  return wantedAt(slice, warehouse, look).flatMap((wanted) => {
    let left = wanted.units;
    return reserve.flatMap((from) => {
      const units = Math.min(left, from.units);
      left -= units;
      from.units -= units;
      return units > 0 ? [{ ...wanted, units, from: { ...from } }] : [];
    });
  });
}

/** All that a plan for one item of a warehouse looks at. */
export const planReads = (warehouse: string, itemId: string): readonly Read[] => [
  { table: 'position', where: { warehouse_id: warehouse, item_id: itemId }, lock: stockLock(warehouse, itemId) },
  { table: 'replenishment', where: { warehouse_id: warehouse, item_id: itemId }, lock: stockLock(warehouse, itemId) },
  { table: 'pick_task', where: { warehouse_id: warehouse, item_id: itemId, open: true } }, { table: 'pick_face', where: { warehouse_id: warehouse, item_id: itemId } },
  { table: 'location', where: { warehouse_id: warehouse } }, { table: 'lot', where: { item_id: itemId } },
];

export const plan = decider('replenish.plan', {
  reads: ({ warehouse, payload: p }) => planReads(warehouse, p.itemId),
  refuse: (command, slice) => (planOf(slice, command.warehouse, command.payload).length > 0 ? undefined : reject('nothing_to_do', { item: command.payload.itemId })),
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    for (const { face, units, reason, from } of planOf(book.slice, warehouse, p)) {
      book.became('replenishment', {
        warehouse_id: warehouse, task_id: book.id('replenish', `${face.location_id}:${from.locationId}:${from.lot}`), item_id: p.itemId, lot: from.lot, from_location: from.locationId, to_location: face.location_id,
        quantity: units, moved: 0, state: 'OPEN', reason, created_at: book.at, ended_at: null, ended_by: null,
      });
    }
  },
});

/** Goods were brought for a task: what was asked for is there, or a part of it. */
export function replenished(book: Book<'stock.move'>): void {
  const { warehouse, person, payload: p } = book.command;
  const task = p.replenishment === undefined ? undefined : book.slice.get('replenishment', warehouse, p.replenishment);
  if (task?.state !== 'OPEN' || task.item_id !== p.itemId) return;
  const moved = task.moved + p.quantity;
  const isDone = moved >= task.quantity;
  book.became('replenishment', { ...task, moved, state: isDone ? 'DONE' : 'OPEN', ended_at: isDone ? book.at : null, ended_by: isDone ? person : null });
}

/** It cannot be brought: the rest is given up. A place that has nothing of it is counted, and until then nobody is sent there again. */
export const drop = decider('replenish.drop', {
  reads: ({ warehouse, payload: p }) => [...taskReads(warehouse, p.taskId), ...tasksAt(warehouse, p.fromLocation), ...stockAt(warehouse, p.itemId, p.fromLocation, p.lot)],
  refuse: ({ warehouse, payload: p }, slice) => {
    const task = slice.get('replenishment', warehouse, p.taskId);
    if (!task || task.from_location !== p.fromLocation || task.item_id !== p.itemId || task.lot !== p.lot) return reject('unknown_document', { task: p.taskId });
    return task.state === 'OPEN' ? undefined : reject('already_done', { by: task.ended_by ?? '' });
  },
  effects: (book) => {
    const { warehouse, person, payload: p } = book.command;
    const task = book.slice.get('replenishment', warehouse, p.taskId);
    if (task?.state !== 'OPEN') return;
    book.became('replenishment', { ...task, state: 'CANCELLED', ended_at: book.at, ended_by: person });
    if (p.reason !== NOT_THERE) return;
    const goods = { itemId: p.itemId, lot: p.lot, serial: '' };
    const left = quantityAt(book.slice, warehouse, goods, plain(p.fromLocation));
    if (left > 0) carry(book, { ...goods, type: 'replenish.drop', quantity: left, from: plain(p.fromLocation), to: { ...plain(p.fromLocation), hold: COUNT_HOLD }, document: p.taskId, reason: p.reason });
    if (!openTaskAt(book.slice, warehouse, p.fromLocation, task.item_id)) {
      book.became('count_task', newTask(warehouse, book.id('count-task'), p.fromLocation, task.item_id, 'AFTER_SHORT_PICK', book.at, book.at + RECOUNT_WITHIN));
    }
  },
});
export const NOT_THERE = 'NOT_THERE';
export const dropReasons = [NOT_THERE, 'BLOCKED', 'FACE_FULL'] as const;
