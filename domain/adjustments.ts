// Changes of stock that somebody answers for: proposed with a reason, approved by another person, posted once,
// and taken back only by an equal opposite posting.
import { againstReason, reasonReads, signaturesNeeded } from './adjustment-reasons.ts';
import { aboveLimit, addSpent, limitReads, needsServerFor, spend, worthOf, type Worth } from './approving/limits.ts';
import { countsAt } from './count-arrivals.ts';
import { resolveException, restatedExceptionId } from './exceptions.ts';
import { askForRecount, followLines, isSamePosition, stillOpen, tasksAt } from './count-tasks.ts';
import { decider } from './decider.ts';
import type { Book } from './book.ts';
import { idFrom } from './ids.ts';
import { carry, holdForCount, quantityAt, type Side } from './ledger.ts';
import { account } from './positions.ts';
import { document, item, serialOf, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { enterSerial, serialAlready } from './serials.ts';
import type { Json, Row } from './tables.ts';
import type { CommandOf, CommandType } from './commands.ts';
import { inOrder, type Read, type Slice } from './slice.ts';

export const adjustmentReads = (warehouse: string, id: string) =>
  document(`adjustment:${warehouse}:${id}`, { table: 'adjustment', where: { warehouse_id: warehouse, adjustment_id: id } }, { table: 'exception', where: { warehouse_id: warehouse, exception_id: restatedExceptionId(id) } });

/** What an approval is bound to: the change as it was shown, not the current stock. */
export const viewOf = (row: Row<'adjustment'>): string => 
  idFrom('view', row.adjustment_id, row.sheet_id, row.item_id, row.location_id, row.lot, row.serial, row.condition, row.hold, row.owner, row.delta, row.value, row.reason, row.note, row.book, row.counted ?? -1, ...(row.evidence as readonly string[]));

interface Proposal {
  readonly delta: number;
  readonly bookQuantity: number;
  readonly counted: number | null;
  readonly unitCost: number;
  readonly source: 'count' | 'manual' | 'correction';
  readonly taskId: string | null;
  readonly reason: string;
  readonly note: string;
  readonly at: number;
  readonly counters: readonly string[];
  /** What it is signed with; by itself unless a count task or a correction holds several. */
  readonly sheetId?: string;
  /** Signatures it needs; one unless the reason says otherwise. */
  readonly needed?: number;
  /** The waiting difference that it explains. */
  readonly replaces?: string | null;
  /** Hashes of the photos that prove it. */
  readonly evidence?: readonly string[];
}
type Place = Pick<Row<'adjustment'>, 'location_id' | 'item_id' | 'lot' | 'serial' | 'condition' | 'hold' | 'owner'>;

/** Writes an adjustment that waits for approval; it changes no quantity yet. */
export function proposeAdjustment(book: Book<CommandType>, place: Place, proposal: Proposal, id = book.id('adjustment', [place.item_id, place.lot, place.serial, place.condition, place.hold, place.owner].join())): void {
  const { location_id, item_id, lot, serial, condition, hold, owner } = place;
  book.became('adjustment', {
    warehouse_id: book.command.warehouse, adjustment_id: id, source: proposal.source, task_id: proposal.taskId, location_id, item_id, lot, serial, condition, hold, owner,
    delta: proposal.delta, book: proposal.bookQuantity, counted: proposal.counted, value: proposal.delta * proposal.unitCost, reason: proposal.reason, note: proposal.note,
    state: 'PENDING', author: book.command.person, counters: proposal.counters as Json, approver: null, effective_at: proposal.at, submitted_at: book.at, decided_at: null, reverses: proposal.replaces ?? null,
    sheet_id: proposal.sheetId ?? proposal.taskId ?? id, needed: proposal.needed ?? 1, signatures: [], evidence: proposal.evidence ?? [],
    device_id: book.command.device, unit_cost: proposal.unitCost, window_from: proposal.at, window_to: proposal.at, live_to: 0, next_moved_at: null, disturbed: false, apart: [], round: 1, posted: 0, was_book: null, was_delta: null, restated_at: null,
  });
}

export const submitAdjustment = decider('adjustment.submit', {
  reads: ({ warehouse, person, payload: p }) => [...adjustmentReads(warehouse, p.adjustmentId), item(p.itemId), ...reasonReads(person, p.reason), ...serialOf(p.itemId, p.serial), ...stockAt(warehouse, p.itemId, p.locationId, p.lot)],
  refuse: (command, slice) => {
    const { warehouse, payload: p } = command;
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    if (slice.get('adjustment', warehouse, p.adjustmentId)) return reject('already_done', { adjustment: p.adjustmentId });
    const unfounded = againstReason(slice, command, p.delta > 0 ? 'up' : 'down');
    if (unfounded) return unfounded;
    const elsewhere = p.delta > 0 ? serialAlready(slice, p, warehouse, p.locationId) : undefined;
    return elsewhere && reject('serial_elsewhere', elsewhere);
  },
  effects: (book) => {
    const { slice, command } = book;
    const p = command.payload;
    const place = { location_id: p.locationId, item_id: p.itemId, lot: p.lot, serial: p.serial, condition: p.condition, hold: p.hold, owner: p.owner };
    const bookQuantity = quantityAt(slice, command.warehouse, p, { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner });
    const unitCost = slice.get('item', p.itemId)?.standard_cost ?? 0;
    const needed = signaturesNeeded(slice, command.person, p.reason, Math.abs(p.delta * unitCost), book.at);
    proposeAdjustment(book, place, { delta: p.delta, bookQuantity, counted: null, unitCost, source: 'manual', taskId: null, reason: p.reason, note: p.note, at: book.at, counters: [], needed, evidence: p.evidence }, p.adjustmentId);
    if (needed === 0) postUnasked(book, [p.adjustmentId]);
  },
});

/** Several changes that sum to zero (two bins, two lots, two look-alikes): proposed as one and signed as one. */
export const submitCorrection = decider('correction.submit', {
  reads: ({ warehouse, person, payload: p }) => [
    ...document(`sheet:${warehouse}:${p.correctionId}`, { table: 'adjustment', where: { warehouse_id: warehouse, sheet_id: p.correctionId } }), ...reasonReads(person, p.reason),
    ...p.replaces.flatMap((id) => adjustmentReads(warehouse, id)),
    ...p.lines.flatMap((line) => [item(line.itemId), ...stockAt(warehouse, line.itemId, line.locationId, line.lot), ...(p.replaces.length === 0 ? [] : tasksAt(warehouse, line.locationId))]),
  ],
  refuse: (command, slice) => {
    const { warehouse, payload: p } = command;
    const unknown = p.lines.find((line) => !slice.get('item', line.itemId));
    if (unknown) return reject('unknown_item', { item: unknown.itemId });
    if (slice.list('adjustment', { warehouse_id: warehouse, sheet_id: p.correctionId }).length > 0) return reject('already_done', { correction: p.correctionId });
    const sum = p.lines.reduce((total, line) => total + line.delta, 0);
    if (sum !== 0) return reject('not_balanced', { sum });
    return againstReplacing(slice, command) ?? againstReason(slice, command, 'zero');
  },
  effects: (book) => {
    const { slice, command } = book;
    const p = command.payload;
    const costOf = (itemId: string): number => slice.get('item', itemId)?.standard_cost ?? 0;
    const left = Math.abs(p.lines.reduce((total, line) => total + line.delta * costOf(line.itemId), 0));
    const needed = signaturesNeeded(slice, command.person, p.reason, left, book.at);
    const replaced = p.replaces.flatMap((id) => slice.get('adjustment', command.warehouse, id) ?? []).filter((row) => row.state === 'PENDING');
    for (const row of replaced) decide(book, row, 'REPLACED');
    const ids = p.lines.map((line, index) => {
      const side = { location: line.locationId, condition: line.condition, hold: line.hold, owner: line.owner };
      const id = book.id('adjustment', index);
      proposeAdjustment(book, { location_id: line.locationId, item_id: line.itemId, lot: line.lot, serial: line.serial, condition: line.condition, hold: line.hold, owner: line.owner }, {
        delta: line.delta, bookQuantity: quantityAt(slice, command.warehouse, line, side), counted: null, unitCost: costOf(line.itemId), source: 'correction', taskId: null,
        reason: p.reason, note: p.note, at: book.at, counters: [], sheetId: p.correctionId, needed, evidence: p.evidence,
        replaces: replaced.find((row) => row.location_id === line.locationId && row.item_id === line.itemId && row.lot === line.lot)?.adjustment_id ?? null,
      }, id);
      return id;
    });
    if (needed === 0) postUnasked(book, ids);
  },
});

/** To explain a waiting difference otherwise is to decide about it, which whoever found it does not. */
function againstReplacing(slice: Slice, { warehouse, person, payload: p }: CommandOf<'correction.submit'>) {
  const roles = slice.get('person', person)?.roles as readonly string[] | undefined;
  for (const id of p.replaces) {
    const row = slice.get('adjustment', warehouse, id);
    if (!row) return reject('unknown_document', { adjustment: id });
    // Half of another correction is explained only by taking that whole.
    if (row.state !== 'PENDING' || row.source === 'correction') return reject('not_pending', { state: row.state, by: row.approver ?? '' });
    if (roles && !roles.some((role) => role === 'supervisor' || role === 'finance')) return reject('not_your_decision', { adjustment: id });
    if (tookPart(row).includes(person)) return reject('approver_is_author', { author: row.author });
  }
  return undefined;
}

/** So small by its reason that nobody is asked; what one person posts so in a day is summed. */
function postUnasked(book: Book<CommandType>, ids: readonly string[]): void {
  const rows = ids.flatMap((id) => book.slice.get('adjustment', book.command.warehouse, id) ?? []);
  for (const row of rows) {
    freeCounted(book, row);
    postAdjustment(book, row, row.delta);
    settleReplaced(book, row);
    book.became('adjustment', { ...row, state: 'POSTED', posted: row.delta, decided_at: book.at });
  }
  addSpent(book, 'author', book.command.person, Math.abs(rows.reduce((sum, row) => sum + row.value, 0)));
}

/** Counts of a place that a decision about one of them may meet: its posting is dated at its look, and no count waits for longer than this. */
const LONGEST_WAIT = 90 * 86_400_000;
export const countsDecided = (warehouse: string, locationId: string, at: number): readonly Read[] => countsAt(warehouse, locationId, at - LONGEST_WAIT);

const decisionReads = ({ warehouse, payload: p, ...stamp }: Decision) => [
  ...adjustmentReads(warehouse, p.adjustmentId), ...limitReads({ warehouse, ...stamp }, [p.itemId]), ...serialOf(p.itemId, p.serial), ...stockAt(warehouse, p.itemId, p.locationId), ...countsDecided(warehouse, p.locationId, stamp.at + stamp.offset),
];
/** Whether the command names the item and place of the adjustment, and so had its stock read. */
const isAbout = (row: Row<'adjustment'>, p: { itemId: string; locationId: string }): boolean => row.item_id === p.itemId && row.location_id === p.locationId;

export interface Signature {
  readonly person: string;
  readonly view: string;
  readonly at: number;
}
export const signaturesOf = (row: Row<'adjustment'>): readonly Signature[] => row.signatures as unknown as readonly Signature[];
/** Who has signed what it is now; a signature under figures that have changed since is none. */
export const signersOf = (row: Row<'adjustment'>): readonly string[] => signaturesOf(row).filter((signature) => signature.view === viewOf(row)).map(({ person }) => person);

/** The first of two signatures; the goods stay as they are. */
export function signFirst(book: Book<CommandType>, row: Row<'adjustment'>): void {
  const view = viewOf(row);
  const signatures = [...signaturesOf(row).filter((signature) => signature.view === view), { person: book.command.person, view, at: book.at }];
  book.became('adjustment', { ...row, signatures: signatures as unknown as Json });
}

/** What a signature is about, in 1/10,000 with its sign: of a count that late work changed, only what changed since somebody signed it. */
export const stakeOf = (row: Row<'adjustment'>): number => (row.state === 'RESTATED' ? (row.delta - (row.was_delta ?? 0)) * row.unit_cost : row.value);
const worthOfRow = (row: Row<'adjustment'>): Worth => worthOf([{ itemId: row.item_id, value: stakeOf(row) }]);
/** Whether this decision is more than the station may take without the server. */
export function needsServerToDecide(slice: Slice, command: Decision): boolean {
  const row = slice.get('adjustment', command.warehouse, command.payload.adjustmentId);
  return row !== undefined && needsServerFor(slice, command, worthOfRow(row));
}

/** What stands against deciding about an adjustment, whatever the decision is. */
/** A difference that waits for somebody: not posted yet, or posted and changed by work that came late. */
export const waitsForApproval = (row: Pick<Row<'adjustment'>, 'state'>): boolean => row.state === 'PENDING' || row.state === 'RESTATED';

function against(slice: Slice, { warehouse, person, payload: p }: Decision, stands: (row: Row<'adjustment'>) => boolean) {
  const row = slice.get('adjustment', warehouse, p.adjustmentId);
  if (!row) return reject('unknown_document', { adjustment: p.adjustmentId });
  if (!stands(row)) return reject('not_pending', { state: row.state, by: row.approver ?? '' });
  if (tookPart(row).includes(person)) return reject('approver_is_author', { author: row.author });
  return isAbout(row, p) ? undefined : reject('view_changed', { item: row.item_id, place: row.location_id });
}
type Decision = CommandOf<'adjustment.approve' | 'adjustment.reject' | 'adjustment.reverse'>;

function aboveLimitFor(slice: Slice, command: Decision) {
  const row = slice.get('adjustment', command.warehouse, command.payload.adjustmentId);
  return row && aboveLimit(slice, command, worthOfRow(row), tookPart(row));
}

export const approveAdjustment = decider('adjustment.approve', {
  reads: (command) => decisionReads(command),
  refuse: (command, slice) => {
    const found = against(slice, command, waitsForApproval);
    if (found) return found;
    const row = slice.get('adjustment', command.warehouse, command.payload.adjustmentId);
    if (row && viewOf(row) !== command.payload.view) return reject('view_changed', { delta: row.delta, value: row.value });
    // Half of a correction would not sum to zero; the sheet is signed whole.
    if (row?.source === 'correction') return reject('not_pending', { state: row.state, by: '' });
    return row && signersOf(row).includes(command.person) ? reject('approver_is_author', { author: command.person }) : aboveLimitFor(slice, command);
  },
  effects: (book) => {
    const row = book.slice.get('adjustment', book.command.warehouse, book.command.payload.adjustmentId);
    if (!row) return;
    if (signersOf(row).length + 1 < row.needed) return signFirst(book, row);
    postApproved(book, row);
    spend(book, worthOfRow(row));
  },
});

/** Books an approved difference; what was held because of it is free again. */
export function postApproved(book: Book<CommandType>, row: Row<'adjustment'>): void {
  freeCounted(book, row);
  postAdjustment(book, row, row.delta - row.posted);
  if (row.source === 'count') supersede(book, row);
  settleReplaced(book, row);
  decide(book, row, 'POSTED');
}
/** A correction that posts just what a count found leaves the bin as counted, so late work restates that count like a posted one. */
function settleReplaced(book: Book<CommandType>, row: Row<'adjustment'>): void {
  const counted = row.reverses === null ? undefined : book.slice.get('adjustment', row.warehouse_id, row.reverses);
  if (counted?.state === 'REPLACED' && counted.delta === row.delta) book.became('adjustment', { ...counted, posted: row.delta });
}
/** Earlier counts of the position that still waited were about what is settled now. */
function supersede(book: Book<CommandType>, row: Row<'adjustment'>): void {
  const { warehouse_id, location_id } = row;
  for (const other of inOrder(book.slice.list('adjustment', { warehouse_id, location_id }, stillOpen), (each) => each.adjustment_id)) {
    if (other.adjustment_id === row.adjustment_id || other.effective_at > row.effective_at || !['PENDING', 'RECOUNT'].includes(other.state) || !isSamePosition(other, row)) continue;
    decide(book, other, 'SUPERSEDED');
  }
}
const wasCounted = (row: Row<'adjustment'>): boolean => row.source === 'count' || row.reverses !== null;
function freeCounted(book: Book<CommandType>, row: Row<'adjustment'>): void {
  if (wasCounted(row) && row.hold === '') holdForCount(book, row, 0);
}

/** Nothing is posted, or stays so; what a count found is held on until somebody else has counted again. */
export const rejectAdjustment = decider('adjustment.reject', {
  reads: (command) => decisionReads(command),
  refuse: (command, slice) => against(slice, command, waitsForApproval),
  effects: (book) => {
    const row = book.slice.get('adjustment', book.command.warehouse, book.command.payload.adjustmentId);
    if (row) rejectProposed(book, row);
  },
});

export function rejectProposed(book: Book<CommandType>, row: Row<'adjustment'>): void {
  postAdjustment(book, row, -row.posted);
  decide(book, row, 'REJECTED');
  if (wasCounted(row)) askForRecount(book, row, row.counters as readonly string[]);
}

/** Takes a posted adjustment back by an equal opposite movement against the same account. */
export const reverseAdjustment = decider('adjustment.reverse', {
  reads: (command) => decisionReads(command),
  refuse: (command, slice) => against(slice, command, (row) => row.state === 'POSTED') ?? aboveLimitFor(slice, command),
  effects: (book) => {
    const row = book.slice.get('adjustment', book.command.warehouse, book.command.payload.adjustmentId);
    if (!row) return;
    postAdjustment(book, row, -row.delta);
    decide(book, row, 'REVERSED');
    spend(book, worthOfRow(row));
  },
});

/** Who proposed or counted it, and so never decides about it. */
export const tookPart = (row: Row<'adjustment'>): readonly string[] => [row.author, ...(row.counters as readonly string[])];

function decide(book: Book<CommandType>, row: Row<'adjustment'>, state: string): void {
  // Whoever decides about the new figure has answered what late work had asked.
  const asked = book.slice.get('exception', book.command.warehouse, restatedExceptionId(row.adjustment_id));
  if (asked?.state === 'OPEN') resolveException(book, asked, state);
  const posts = state === 'POSTED';
  book.became('adjustment', { ...row, state, approver: book.command.person, decided_at: book.at, posted: posts ? row.delta : 0, was_book: null, was_delta: null, live_to: (posts || state === 'REPLACED') && row.source === 'count' ? row.window_to : 0 });
  const task = row.task_id === null ? undefined : book.slice.get('count_task', book.command.warehouse, row.task_id);
  if (task) followLines(book, task, 'CLOSED');
}

/** Whether the command says which serial number it decides about, so that the registry of it was read; older ones do not. */
function namesSerial({ payload }: Book<CommandType>['command'], { adjustment_id: id, serial }: Row<'adjustment'>): boolean {
  const said = 'lines' in payload ? (payload.lines as readonly { readonly lineId?: string; readonly serial?: string }[]).find((line) => line.lineId === id) : (payload as { readonly serial?: string });
  return said?.serial === serial;
}

/** Moves the difference against the variance account of counts, or that of adjustments. */
export function postAdjustment(book: Book<CommandType>, row: Row<'adjustment'>, delta: number): void {
  if (delta === 0) return;
  const here: Side = { location: row.location_id, condition: row.condition, hold: row.hold, owner: row.owner };
  const away: Side = { ...here, location: row.source === 'count' ? account.variance : row.reason === 'DESTROYED' ? account.scrap : account.adjustment };
  carry(book, {
    type: `adjustment.${row.source}`, itemId: row.item_id, lot: row.lot, serial: row.serial, quantity: Math.abs(delta), key: row.adjustment_id,
    registered: namesSerial(book.command, row), from: delta < 0 ? here : away, to: delta < 0 ? away : here, document: row.adjustment_id, reason: row.reason, at: row.source === 'count' ? row.effective_at : book.at,
  });
  // Found after all: whoever brings the same number again is told.
  if (delta > 0) enterSerial(book, { itemId: row.item_id, serial: row.serial, state: 'ON_HAND', location: row.location_id, orderId: null });
}
