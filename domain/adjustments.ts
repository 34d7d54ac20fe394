// Changes of stock that somebody answers for: proposed with a reason, approved by another person, posted once,
// and taken back only by an equal opposite posting.
import { holdForCount, newTask, openTaskAt, tasksAt } from './count-tasks.ts';
import { decider } from './decider.ts';
import type { Book } from './book.ts';
import { idFrom } from './ids.ts';
import { carry, quantityAt, type Side } from './ledger.ts';
import { account } from './positions.ts';
import { document, item, setting, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import type { Json, Row } from './tables.ts';
import type { CommandOf, CommandType } from './commands.ts';
import type { Slice } from './slice.ts';

const adjustmentReads = (warehouse: string, id: string) => document(`adjustment:${warehouse}:${id}`, { table: 'adjustment', where: { warehouse_id: warehouse, adjustment_id: id } });

/** Stock value in 1/10,000 of the currency unit above which an approval is the server's alone, unless the ERP sets another. */
const OFFLINE_LIMIT_DEFAULT = 5_000_000;
export const APPROVAL_LIMIT = 'approval_offline_limit';

/** What an approval is bound to: the change as it was shown, not the current stock. */
export const viewOf = (row: Row<'adjustment'>): string => idFrom('view', row.adjustment_id, row.item_id, row.location_id, row.lot, row.delta, row.value, row.reason, row.book, row.counted ?? -1);

interface Proposal {
  readonly delta: number;
  readonly bookQuantity: number;
  readonly counted: number | null;
  readonly unitCost: number;
  readonly source: 'count' | 'manual';
  readonly taskId: string | null;
  readonly reason: string;
  readonly note: string;
  readonly at: number;
  readonly counters: readonly string[];
}
type Place = Pick<Row<'adjustment'>, 'location_id' | 'item_id' | 'lot' | 'serial' | 'condition' | 'hold' | 'owner'>;

/** Writes an adjustment that waits for approval; it changes no quantity yet. */
export function proposeAdjustment(book: Book<CommandType>, place: Place, proposal: Proposal, id = book.id('adjustment', [place.item_id, place.lot, place.serial, place.condition, place.hold, place.owner].join())): void {
  const { location_id, item_id, lot, serial, condition, hold, owner } = place;
  book.became('adjustment', {
    warehouse_id: book.command.warehouse, adjustment_id: id, source: proposal.source, task_id: proposal.taskId, location_id, item_id, lot, serial, condition, hold, owner,
    delta: proposal.delta, book: proposal.bookQuantity, counted: proposal.counted, value: proposal.delta * proposal.unitCost, reason: proposal.reason, note: proposal.note,
    state: 'PENDING', author: book.command.person, counters: proposal.counters as Json, approver: null, effective_at: proposal.at, submitted_at: book.at, decided_at: null, reverses: null,
  });
}

export const submitAdjustment = decider('adjustment.submit', {
  reads: ({ warehouse, payload: p }) => [...adjustmentReads(warehouse, p.adjustmentId), item(p.itemId), ...stockAt(warehouse, p.itemId, p.locationId, p.lot)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    return slice.get('adjustment', warehouse, p.adjustmentId) ? reject('already_done', { adjustment: p.adjustmentId }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const p = command.payload;
    const place = { location_id: p.locationId, item_id: p.itemId, lot: p.lot, serial: p.serial, condition: p.condition, hold: p.hold, owner: p.owner };
    const bookQuantity = quantityAt(slice, command.warehouse, p, { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner });
    const unitCost = slice.get('item', p.itemId)?.standard_cost ?? 0;
    proposeAdjustment(book, place, { delta: p.delta, bookQuantity, counted: null, unitCost, source: 'manual', taskId: null, reason: p.reason, note: p.note, at: book.at, counters: [] }, p.adjustmentId);
  },
});

const decisionReads = (warehouse: string, p: { adjustmentId: string; itemId: string; locationId: string }) => [
  ...adjustmentReads(warehouse, p.adjustmentId), setting(APPROVAL_LIMIT), ...stockAt(warehouse, p.itemId, p.locationId),
  ...tasksAt(warehouse, p.locationId),
];
/** Whether the command names the item and place of the adjustment, and so had its stock read. */
const isAbout = (row: Row<'adjustment'>, p: { itemId: string; locationId: string }): boolean => row.item_id === p.itemId && row.location_id === p.locationId;


/** Whether this approval is above what a station may decide without the server. */
export function aboveOfflineLimit(slice: Slice, warehouse: string, adjustmentId: string): boolean {
  const row = slice.get('adjustment', warehouse, adjustmentId);
  const limit = slice.get('setting', APPROVAL_LIMIT)?.value;
  return row !== undefined && Math.abs(row.value) > (typeof limit === 'number' ? limit : OFFLINE_LIMIT_DEFAULT);
}

/** What stands against deciding about an adjustment, whatever the decision is. */
function against(slice: Slice, { warehouse, person, payload: p }: Decision, state: 'PENDING' | 'POSTED') {
  const row = slice.get('adjustment', warehouse, p.adjustmentId);
  if (!row) return reject('unknown_document', { adjustment: p.adjustmentId });
  if (row.state !== state) return reject('not_pending', { state: row.state, by: row.approver ?? '' });
  if (tookPart(row, person)) return reject('approver_is_author', { author: row.author });
  return isAbout(row, p) ? undefined : reject('view_changed', { item: row.item_id, place: row.location_id });
}
type Decision = CommandOf<'adjustment.approve' | 'adjustment.reject' | 'adjustment.reverse'>;

export const approveAdjustment = decider('adjustment.approve', {
  reads: ({ warehouse, payload: p }) => decisionReads(warehouse, p),
  refuse: (command, slice) => {
    const found = against(slice, command, 'PENDING');
    const row = slice.get('adjustment', command.warehouse, command.payload.adjustmentId);
    return found ?? (row && viewOf(row) !== command.payload.view ? reject('view_changed', { delta: row.delta, value: row.value }) : undefined);
  },
  effects: (book) => {
    const row = book.slice.get('adjustment', book.command.warehouse, book.command.payload.adjustmentId);
    if (!row) return;
    if (row.source === 'count' && row.hold === '') holdForCount(book, row, 0);
    post(book, row, row.delta);
    decide(book, row, 'POSTED');
  },
});

const RECOUNT_WITHIN = 4 * 3_600_000;

/** Nothing is posted; what a count found is held on until somebody has counted again. */
export const rejectAdjustment = decider('adjustment.reject', {
  reads: ({ warehouse, payload: p }) => decisionReads(warehouse, p),
  refuse: (command, slice) => against(slice, command, 'PENDING'),
  effects: (book) => {
    const row = book.slice.get('adjustment', book.command.warehouse, book.command.payload.adjustmentId);
    if (!row) return;
    decide(book, row, 'REJECTED');
    if (row.source === 'count' && !openTaskAt(book.slice, row.warehouse_id, row.location_id, row.item_id)) {
      book.became('count_task', newTask(row.warehouse_id, book.id('count-task'), row.location_id, row.item_id, 'RECOUNT', book.at, book.at + RECOUNT_WITHIN));
    }
  },
});

/** Takes a posted adjustment back by an equal opposite movement against the same account. */
export const reverseAdjustment = decider('adjustment.reverse', {
  reads: ({ warehouse, payload: p }) => decisionReads(warehouse, p),
  refuse: (command, slice) => against(slice, command, 'POSTED'),
  effects: (book) => {
    const row = book.slice.get('adjustment', book.command.warehouse, book.command.payload.adjustmentId);
    if (!row) return;
    post(book, row, -row.delta);
    decide(book, row, 'REVERSED');
  },
});

const tookPart = (row: Row<'adjustment'>, person: string): boolean => row.author === person || (row.counters as readonly string[]).includes(person);

function decide(book: Book<CommandType>, row: Row<'adjustment'>, state: string): void {
  book.became('adjustment', { ...row, state, approver: book.command.person, decided_at: book.at });
  const task = row.task_id === null ? undefined : book.slice.get('count_task', book.command.warehouse, row.task_id);
  if (task) book.became('count_task', { ...task, state: 'CLOSED' });
}

/** Moves the difference against the variance account of counts, or that of adjustments. */
function post(book: Book<CommandType>, row: Row<'adjustment'>, delta: number): void {
  const here: Side = { location: row.location_id, condition: row.condition, hold: row.hold, owner: row.owner };
  const away: Side = { ...here, location: row.source === 'count' ? account.variance : account.adjustment };
  carry(book, {
    type: `adjustment.${row.source}`, itemId: row.item_id, lot: row.lot, serial: row.serial, quantity: Math.abs(delta),
    from: delta < 0 ? here : away, to: delta < 0 ? away : here, document: row.adjustment_id, reason: row.reason, at: row.source === 'count' ? row.effective_at : book.at,
  });
}
