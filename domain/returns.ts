// Returned goods: received into "pending inspection", graded, and moved once by what was decided about them.
import type { Book } from './book.ts';
import { decider } from './decider.ts';
import { raise, resolveException } from './exceptions.ts';
import { carry, INSPECTION_HOLD, type Side } from './ledger.ts';
import { account, isAccount } from './positions.ts';
import { isPlace, missingIn } from './moving.ts';
import { about, document, order, serialOf, standing, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { enterSerial, serialConflict, serialTwice, trackSerial } from './serials.ts';
import { inOrder, type Slice } from './slice.ts';
import { joinValues, type Json, type Row } from './tables.ts';

const parcelReads = (warehouse: string, parcelId: string) =>
  document(`return:${warehouse}:${parcelId}`, { table: 'return_parcel', where: { warehouse_id: warehouse, parcel_id: parcelId } });
export const unitReads = (warehouse: string, unitId: string) =>
  document(`return-unit:${warehouse}:${unitId}`, { table: 'return_unit', where: { warehouse_id: warehouse, unit_id: unitId } });

export const receiveReturn = decider('return.receive', {
  reads: ({ warehouse, payload: p }) => [
    ...parcelReads(warehouse, p.parcelId),
    ...(p.rmaId === undefined ? [] : document(`rma:${p.rmaId}`, { table: 'rma', where: { rma_id: p.rmaId } }, { table: 'rma_line', where: { rma_id: p.rmaId } })),
    ...p.units.flatMap((unit) => [
      ...unitReads(warehouse, unit.unitId),
      { table: 'item' as const, where: { item_id: unit.itemId } },
      ...(unit.orderId === undefined ? [] : order(unit.orderId)),
      ...serialOf(unit.itemId, unit.serial),
      ...stockAt(warehouse, unit.itemId, p.locationId, unit.lot),
    ]),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const unknown = p.units.find((unit) => !slice.get('item', unit.itemId));
    if (unknown) return reject('unknown_item', { item: unknown.itemId });
    const known = p.units.find((unit) => slice.get('return_unit', warehouse, unit.unitId));
    if (known) return reject('already_done', { unit: known.unitId });
    if (p.rmaId !== undefined && !slice.get('rma', p.rmaId)) return reject('unknown_document', { rma: p.rmaId });
    const twice = serialTwice(p.units, warehouse, p.locationId);
    if (twice) return reject('serial_elsewhere', twice);
    const coming = new Map<string, number>();
    for (const [index, unit] of p.units.entries()) {
      // Two units of one parcel cannot have one number either.
      const isTwin = unit.serial !== '' && p.units.some((other, i) => i < index && other.itemId === unit.itemId && other.serial === unit.serial);
      const elsewhere = isTwin ? { serial: unit.serial, state: 'ON_HAND', warehouse, location: p.locationId } : serialConflict(slice, unit.itemId, unit.serial, ['ON_HAND', 'IN_TRANSIT']);
      if (elsewhere) return reject('serial_elsewhere', elsewhere);
      const line = unit.orderId === undefined || unit.orderLine === undefined ? undefined : slice.get('sales_order_line', unit.orderId, unit.orderLine);
      if (!line) continue;
      const key = joinValues([line.order_id, line.line_no]);
      const quantity = (coming.get(key) ?? 0) + unit.quantity;
      coming.set(key, quantity);
      if (line.returned + quantity > line.shipped) return reject('over_expected', { expected: line.shipped - line.returned, quantity });
    }
    return undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const parcel = slice.get('return_parcel', warehouse, p.parcelId);
    const found = p.found ?? [];
    book.became('return_parcel', {
      warehouse_id: warehouse, parcel_id: p.parcelId, tracking: p.tracking || (parcel?.tracking ?? ''), rma_id: p.rmaId ?? parcel?.rma_id ?? null, customer_id: p.customerId ?? parcel?.customer_id ?? null,
      state: p.units.length > 0 || p.empty === true || found.length > 0 ? 'OPENED' : (parcel?.state ?? 'ARRIVED'), ...tellOddities(book, parcel), arrived_at: parcel?.arrived_at ?? at, received_by: parcel?.received_by ?? command.person,
    });
    for (const unit of p.units) receiveUnit(book, unit);
    const rma = p.rmaId === undefined ? undefined : slice.get('rma', p.rmaId);
    if (!rma || p.units.length === 0) return;
    const complete = slice.list('rma_line', { rma_id: rma.rma_id }).every((line) => line.received >= line.quantity);
    book.became('rma', { ...rma, state: complete ? 'RECEIVED' : 'PARTIALLY_RECEIVED' });
  },
});

interface Stranger {
  readonly label: string;
  readonly code: string;
  readonly note: string;
}
/** The orders a parcel may be of, and what in it is no unit: an empty box, articles nobody knows. Those go to a person. */
function tellOddities(book: Book<'return.receive'>, parcel: Row<'return_parcel'> | undefined): Pick<Row<'return_parcel'>, 'outcome' | 'orders' | 'found'> {
  const { payload: p } = book.command;
  const before = (parcel?.found ?? []) as unknown as readonly Stranger[];
  const strangers = (p.found ?? []).filter(({ label }, i, all) => !before.some((each) => each.label === label) && all.findIndex((each) => each.label === label) === i);
  for (const { label, code, note } of strangers) odd(book, { key: label, what: 'UNKNOWN_ARTICLE', subject: { kind: 'return_parcel', id: p.parcelId }, book: { label, code, note } });
  // Goods came out of it before, here or at the next desk: then it was emptied, and was no empty box.
  const isEmpty = p.empty === true && p.units.length === 0 && parcel?.state !== 'OPENED';
  if (isEmpty) odd(book, { key: 'empty', what: 'EMPTY_BOX', subject: { kind: 'return_parcel', id: p.parcelId }, book: { tracking: p.tracking || (parcel?.tracking ?? '') } });
  return {
    outcome: isEmpty ? 'EMPTY_BOX' : p.units.length > 0 ? '' : (parcel?.outcome ?? ''),
    orders: [...new Set([...((parcel?.orders ?? []) as readonly string[]), ...(p.orderIds ?? [])])],
    found: [...before, ...strangers] as unknown as Row<'return_parcel'>['found'],
  };
}

interface Odd {
  readonly key: string;
  readonly what: 'EMPTY_BOX' | 'UNKNOWN_ARTICLE' | 'WRONG_SERIAL';
  readonly subject: { readonly kind: string; readonly id: string };
  readonly book: Readonly<Record<string, string>>;
  readonly unit?: ReturnedUnit;
}
/** Nothing is decided by it: somebody looks. */
const odd = (book: Book<'return.receive'>, { key, what, subject, book: had, unit }: Odd): void => raise(book, {
  id: book.id('odd', key), rule: 'RET-18', kind: 'RETURN_UNEXPECTED', subject, ownerRole: 'inspector', maxAgeHours: 24, locationId: book.command.payload.locationId,
  ...(unit ? { itemId: unit.itemId, quantity: unit.quantity } : {}), did: { type: 'return.receive', ...(book.command.payload as unknown as Readonly<Record<string, Json>>), what }, book: { what, ...had },
});

/** How a unit came, against what the books have of its order: empty where it is as it was sold. */
function outcomeOf(slice: Slice, { itemId, serial, orderId, orderLine }: ReturnedUnit): '' | 'NO_ORDER' | 'NOT_IN_ORDER' | 'WRONG_SERIAL' {
  if (orderId === undefined) return 'NO_ORDER';
  const line = orderLine === undefined ? undefined : slice.get('sales_order_line', orderId, orderLine);
  if (!line || (line.item_id !== itemId && !slice.list('substitution', { order_id: line.order_id }).some((each) => each.line_no === line.line_no && each.item_id === itemId))) return 'NOT_IN_ORDER';
  const soldOn = serial === '' ? null : (slice.get('serial', itemId, serial)?.order_id ?? null);
  return soldOn === null || soldOn === orderId ? '' : 'WRONG_SERIAL';
}

type ReturnedUnit = Book<'return.receive'>['command']['payload']['units'][number];

function receiveUnit(book: Book<'return.receive'>, unit: ReturnedUnit): void {
  const { command, slice, at } = book;
  const { warehouse, payload: p } = command;
  if (slice.get('return_unit', warehouse, unit.unitId)) return;
  const outcome = outcomeOf(slice, unit);
  if (outcome === 'WRONG_SERIAL') odd(book, { key: unit.unitId, what: outcome, subject: { kind: 'return_unit', id: unit.unitId }, unit, book: { serial: unit.serial, order: unit.orderId ?? '', sold_on: slice.get('serial', unit.itemId, unit.serial)?.order_id ?? '' } });
  book.became('return_unit', {
    warehouse_id: warehouse, unit_id: unit.unitId, parcel_id: p.parcelId, item_id: unit.itemId, lot: unit.lot, serial: unit.serial, quantity: unit.quantity,
    order_id: unit.orderId ?? null, order_line: unit.orderLine ?? null, reason: unit.reason, state: 'RECEIVED', location_id: p.locationId, grade: 'U', attribution: 'UNKNOWN', answers: {}, note: '',
    disposition: '', received_by: command.person, received_at: at, inspected_by: null, inspected_at: null, disposed_by: null, disposed_at: null,
    outcome, split_from: null, proposed: '', decided_because: '', second_by: null, recovery_id: null,
  });
  const to = pending(p.locationId, 'U');
  carry(book, { ...unit, type: 'return.receive', from: { ...to, location: account.customer }, to, document: p.parcelId, key: unit.unitId });
  trackSerial(book, unit.itemId, unit.serial, 'ON_HAND', p.locationId, unit.orderId ?? null);
  const line = unit.orderId === undefined || unit.orderLine === undefined ? undefined : slice.get('sales_order_line', unit.orderId, unit.orderLine);
  if (line) book.became('sales_order_line', { ...line, returned: line.returned + unit.quantity });
  if (p.rmaId === undefined) return;
  const announced = slice.list('rma_line', { rma_id: p.rmaId }).filter((each) => each.item_id === unit.itemId).toSorted((a, b) => a.line_no - b.line_no);
  const open = announced.find((each) => each.received < each.quantity) ?? announced.at(-1);
  if (open) book.became('rma_line', { ...open, received: open.received + unit.quantity });
}

/** One label on two units of different items: whoever speaks of the other item speaks of the unit that was never received. */
function unitInHand(slice: Slice, warehouse: string, { unitId, itemId }: { readonly unitId: string; readonly itemId: string }): Row<'return_unit'> | undefined {
  const unit = slice.get('return_unit', warehouse, unitId);
  return unit?.item_id === itemId ? unit : undefined;
}

/** Returned pending inspection: on hand, movable, neither sellable nor allocatable. */
const pending = (location: string, condition: string): Side => ({ location, condition, hold: INSPECTION_HOLD, owner: '' });

/** The unit is where the person has it in hand; where the books have it elsewhere, suspense stands in. */
const atHand = (slice: Slice, warehouse: string, unit: Row<'return_unit'>, place: string) =>
  missingIn(slice, warehouse, { itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, ...pending(place, unit.grade) });

/** Its serial number, where it has one; whoever takes the decision back names it. */
const numbered = ({ serial }: Row<'return_unit'>): Readonly<Record<string, string>> => (serial === '' ? {} : { serial });

/** What the first inspector wrote down, kept beside the second opinion. */
function evidenceOf({ answers, note }: Row<'return_unit'>): Readonly<Record<string, string>> {
  const said = Object.entries(answers as Readonly<Record<string, string>>).map(([question, answer]) => `${question}: ${answer}`).join(', ');
  return { ...(said === '' ? {} : { answers: said }), ...(note === '' ? {} : { note }) };
}

/** Graded by somebody else before: another grade is a second opinion, never a correction. */
const isDisputed = (unit: Row<'return_unit'>, person: string): boolean => unit.state === 'DISPUTED' || ((unit.state === 'GRADED' || unit.state === 'TO_DESTROY') && unit.inspected_by !== person);

export const inspect = decider('return.inspect', {
  reads: ({ warehouse, payload: p }) => [...unitReads(warehouse, p.unitId), ...stockAt(warehouse, p.itemId, p.locationId)],
  refuse: ({ warehouse, person, payload: p }, slice) => {
    const unit = unitInHand(slice, warehouse, p);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (unit.state === 'RECEIVED') return atHand(slice, warehouse, unit, p.locationId);
    if (unit.grade === p.grade) return reject('already_done', { grade: unit.grade, state: unit.state });
    if (unit.state === 'EXECUTED') return reject('document_closed', { grade: unit.grade, by: unit.inspected_by ?? '', disposition: unit.disposition, place: unit.location_id, ...numbered(unit), ...evidenceOf(unit) });
    if (isDisputed(unit, person)) return reject('grade_differs', { grade: unit.grade, by: unit.inspected_by ?? '', ...evidenceOf(unit) });
    return atHand(slice, warehouse, unit, p.locationId);
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    if (!unit) return;
    // The first grade stands, with all that was written down for it, until a third person settles it.
    if (isDisputed(unit, command.person)) return book.became('return_unit', { ...unit, state: 'DISPUTED', proposed: '' });
    if (unit.grade !== p.grade) {
      carry(book, { type: 'return.inspect', itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, from: pending(p.locationId, unit.grade), to: pending(p.locationId, p.grade), document: unit.unit_id });
    }
    book.became('return_unit', { ...unit, state: 'GRADED', location_id: p.locationId, grade: p.grade, attribution: p.attribution, answers: p.answers, note: p.note, inspected_by: command.person, inspected_at: at, proposed: '' });
  },
});

/** Before anybody graded them: from then on each label is a unit by itself. Nothing moves, as both lie where the one lay. */
export const splitUnit = decider('return.split', {
  reads: ({ warehouse, payload: p }) => [...unitReads(warehouse, p.unitId), ...unitReads(warehouse, p.newUnitId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    const unit = unitInHand(slice, warehouse, p);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (slice.get('return_unit', warehouse, p.newUnitId)) return reject('already_done', { unit: p.newUnitId });
    return unit.state !== 'RECEIVED' || p.quantity >= unit.quantity ? reject('not_open', { unit: p.unitId, state: unit.state, quantity: unit.quantity }) : undefined;
  },
  effects: (book) => {
    const { slice, command: { warehouse, payload: p } } = book;
    const unit = slice.get('return_unit', warehouse, p.unitId);
    if (!unit) return;
    book.became('return_unit', { ...unit, quantity: unit.quantity - p.quantity });
    book.became('return_unit', { ...unit, unit_id: p.newUnitId, quantity: p.quantity, split_from: p.unitId });
  },
});

/** Where a disposition takes the unit: to which account or hold, and whether it becomes sellable again. */
export const dispositions: Readonly<Record<string, { readonly grades: string; /** Nothing is gone before a second person has signed. */ readonly twoPeople?: true; readonly to: (unit: Row<'return_unit'>, place: string) => Side }>> = {
  RESTOCK: { grades: 'NA', to: (_unit, place) => ({ location: place, condition: 'N', hold: '', owner: '' }) },
  RESTOCK_B: { grades: 'ABC', to: (unit, place) => ({ location: place, condition: unit.grade, hold: '', owner: '' }) },
  REFURBISH: { grades: 'ABCDF', to: (unit, place) => ({ location: place, condition: unit.grade, hold: 'REWORK', owner: '' }) },
  QUARANTINE: { grades: 'NABCDFXWMU', to: (unit, place) => ({ location: place, condition: unit.grade, hold: 'QUARANTINE', owner: '' }) },
  RETURN_TO_VENDOR: { grades: 'NABCDFXW', to: (unit, place) => ({ location: place, condition: unit.grade, hold: 'CLAIM', owner: '' }) },
  LIQUIDATE: { grades: 'ABCDF', to: (unit) => ({ location: account.sold, condition: unit.grade, hold: '', owner: '' }) },
  DONATE: { grades: 'NABC', to: (unit) => ({ location: account.donated, condition: unit.grade, hold: '', owner: '' }) },
  RECYCLE: { grades: 'CDFX', to: (unit) => ({ location: account.scrap, condition: unit.grade, hold: '', owner: '' }) },
  DESTROY: { grades: 'DFX', twoPeople: true, to: (unit) => ({ location: account.scrap, condition: unit.grade, hold: '', owner: '' }) },
  RETURN_TO_CUSTOMER: { grades: 'NABCDFXW', to: (unit) => ({ location: account.customer, condition: unit.grade, hold: '', owner: '' }) },
};
export const isAllowed = (disposition: string, grade: string): boolean => dispositions[disposition]?.grades.includes(grade) ?? false;

/** Executes once per unit; a later different disposition is a request, never a second movement. */
export const dispose = decider('return.dispose', {
  reads: ({ warehouse, payload: p }) => [
    ...unitReads(warehouse, p.unitId), ...stockAt(warehouse, p.itemId, p.locationId),
    ...(p.toLocation === '' ? [] : [...standing(warehouse, p.toLocation), ...stockAt(warehouse, p.itemId, p.toLocation)]),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const unit = unitInHand(slice, warehouse, p);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (unit.state === 'EXECUTED') return reject(unit.disposition === p.disposition ? 'already_done' : 'not_pending', { disposition: unit.disposition, by: unit.disposed_by ?? '', place: unit.location_id, ...numbered(unit) });
    if (unit.state === 'TO_DESTROY' && dispositions[p.disposition]?.twoPeople) return reject('already_done', { disposition: p.disposition, by: unit.disposed_by ?? '' });
    if (unit.state === 'DISPUTED') return reject('grade_differs', { grade: unit.grade, by: unit.inspected_by ?? '' });
    if (!isAllowed(p.disposition, unit.grade)) return reject('not_open', { grade: unit.grade, disposition: p.disposition });
    if (p.toLocation !== '' && !isPlace(slice, warehouse, p.toLocation)) return reject('unknown_location', { place: p.toLocation });
    return atHand(slice, warehouse, unit, p.locationId);
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    const disposition = dispositions[p.disposition];
    if (!unit || !disposition || unit.state === 'EXECUTED') return;
    const decided_because = p.instead ? `${p.instead.reason}, not ${p.instead.proposed}` : '';
    if (disposition.twoPeople) return book.became('return_unit', { ...unit, decided_because, state: 'TO_DESTROY', proposed: p.disposition, location_id: p.locationId, disposed_by: command.person, disposed_at: at });
    executeDisposition(book, { ...unit, decided_because, proposed: '', disposed_by: command.person, disposed_at: at }, p.disposition, p.locationId, p.toLocation === '' ? p.locationId : p.toLocation);
  },
});

/** Moves the unit, once, from where it is in hand to where the disposition takes it. */
export function executeDisposition(book: Book, unit: Row<'return_unit'>, name: string, from: string, place: string): void {
  const to = dispositions[name]!.to(unit, place);
  carry(book, { type: 'return.dispose', itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, from: pending(from, unit.grade), to, document: unit.unit_id, reason: name });
  book.became('return_unit', { ...unit, state: 'EXECUTED', disposition: name, location_id: to.location });
  enterSerial(book, { itemId: unit.item_id, serial: unit.serial, state: isAccount(to.location) ? 'GONE' : 'ON_HAND', location: to.location, orderId: unit.order_id });
}
/** A destruction that was turned down: the unit waits for another decision. */
export const spareUnit = (book: Book, unit: Row<'return_unit'>): void => book.became('return_unit', { ...unit, state: 'GRADED', proposed: '', disposed_by: null, disposed_at: null });

const unitExceptions = (warehouse: string, unitId: string) => about(warehouse, unitId, `return-unit:${warehouse}:${unitId}`);

/** Closes the work items about a unit that this decision answers. */
function closeAbout(book: Book, unitId: string, kinds: readonly string[], resolution: string): void {
  const open = book.slice.list('exception', { warehouse_id: book.command.warehouse, subject_id: unitId }).filter((row) => row.state === 'OPEN' && kinds.includes(row.kind));
  for (const row of inOrder(open, (each) => each.exception_id)) resolveException(book, row, resolution);
}

export const settleGrade = decider('return.settle_grade', {
  reads: ({ warehouse, payload: p }) => [...unitReads(warehouse, p.unitId), unitExceptions(warehouse, p.unitId), ...stockAt(warehouse, p.itemId, p.locationId)],
  refuse: ({ warehouse, person, payload: p }, slice) => {
    const unit = unitInHand(slice, warehouse, p);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (unit.state === 'EXECUTED') return reject('document_closed', { disposition: unit.disposition, by: unit.disposed_by ?? '' });
    if (unit.state !== 'DISPUTED') return reject('not_pending', { grade: unit.grade, by: unit.inspected_by ?? '' });
    const disputes = slice.list('exception', { warehouse_id: warehouse, subject_id: p.unitId }).filter((row) => row.kind === 'GRADE_DISPUTE' && row.state === 'OPEN');
    if (unit.inspected_by === person || disputes.some((row) => row.person_id === person)) return reject('approver_is_author', { author: person });
    return unit.item_id === p.itemId && unit.location_id === p.locationId ? undefined : reject('view_changed', { item: unit.item_id, place: unit.location_id });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    if (!unit) return;
    if (unit.grade !== p.grade) {
      carry(book, { type: 'return.settle_grade', itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, from: pending(p.locationId, unit.grade), to: pending(p.locationId, p.grade), document: unit.unit_id });
    }
    book.became('return_unit', { ...unit, state: 'GRADED', grade: p.grade, note: p.note === '' ? unit.note : p.note, inspected_by: command.person, inspected_at: at });
    closeAbout(book, unit.unit_id, ['GRADE_DISPUTE'], `SETTLED: ${p.grade}`);
  },
});

/** With the unit in hand: out of where its disposition took it, back to pending inspection with the grade it has. */
export const reverseDisposition = decider('return.reverse', {
  reads: ({ warehouse, payload: p }) => [
    ...unitReads(warehouse, p.unitId), unitExceptions(warehouse, p.unitId), ...standing(warehouse, p.locationId), ...serialOf(p.itemId, p.serial),
    ...stockAt(warehouse, p.itemId, p.locationId), ...(p.fromLocation === '' ? [] : stockAt(warehouse, p.itemId, p.fromLocation)),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const unit = unitInHand(slice, warehouse, p);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (unit.state !== 'EXECUTED') return reject('not_pending', { grade: unit.grade, by: unit.inspected_by ?? '' });
    const at = isAccount(unit.location_id) ? '' : unit.location_id;
    if (unit.item_id !== p.itemId || at !== p.fromLocation) return reject('view_changed', { item: unit.item_id, place: unit.location_id });
    return isPlace(slice, warehouse, p.locationId) ? undefined : reject('unknown_location', { place: p.locationId });
  },
  effects: (book) => {
    const { command, slice } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    const disposition = unit && dispositions[unit.disposition];
    if (!unit || !disposition) return;
    carry(book, {
      type: 'return.reverse', itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, document: unit.unit_id, reason: unit.disposition, registered: unit.serial === p.serial,
      from: disposition.to(unit, unit.location_id), to: pending(p.locationId, unit.grade),
    });
    book.became('return_unit', { ...unit, state: 'GRADED', disposition: '', proposed: '', second_by: null, location_id: p.locationId, disposed_by: null, disposed_at: null });
    enterSerial(book, { itemId: unit.item_id, serial: unit.serial, state: 'ON_HAND', location: p.locationId, orderId: unit.order_id });
    closeAbout(book, unit.unit_id, ['DISPOSITION_REVERSAL', 'GRADED_AFTER_DISPOSITION'], 'REVERSED');
  },
});
