// Returned goods: received into "pending inspection", graded, and moved once by what was decided about them.
import type { Book } from './book.ts';
import { decider } from './decider.ts';
import { carry, type Side } from './ledger.ts';
import { account } from './positions.ts';
import { document, order, serialOf, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { serialConflict, trackSerial } from './serials.ts';
import type { Row } from './tables.ts';

export const INSPECTION_HOLD = 'INSPECTION';

const parcelReads = (warehouse: string, parcelId: string) =>
  document(`return:${warehouse}:${parcelId}`, { table: 'return_parcel', where: { warehouse_id: warehouse, parcel_id: parcelId } });
const unitReads = (warehouse: string, unitId: string) =>
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
    for (const unit of p.units) {
      const elsewhere = serialConflict(slice, unit.itemId, unit.serial, ['ON_HAND', 'IN_TRANSIT']);
      if (elsewhere) return reject('serial_elsewhere', elsewhere);
      const line = unit.orderId === undefined || unit.orderLine === undefined ? undefined : slice.get('sales_order_line', unit.orderId, unit.orderLine);
      if (line && line.returned + unit.quantity > line.shipped) return reject('over_expected', { expected: line.shipped - line.returned, quantity: unit.quantity });
    }
    return undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const parcel = slice.get('return_parcel', warehouse, p.parcelId);
    book.became('return_parcel', {
      warehouse_id: warehouse, parcel_id: p.parcelId, tracking: p.tracking || (parcel?.tracking ?? ''), rma_id: p.rmaId ?? parcel?.rma_id ?? null, customer_id: p.customerId ?? parcel?.customer_id ?? null,
      state: p.units.length > 0 ? 'OPENED' : (parcel?.state ?? 'ARRIVED'), arrived_at: parcel?.arrived_at ?? at, received_by: parcel?.received_by ?? command.person,
    });
    for (const unit of p.units) receiveUnit(book, unit);
    const rma = p.rmaId === undefined ? undefined : slice.get('rma', p.rmaId);
    if (rma && rma.state !== 'RECEIVED') book.became('rma', { ...rma, state: 'RECEIVED' });
  },
});

type ReturnedUnit = Book<'return.receive'>['command']['payload']['units'][number];

function receiveUnit(book: Book<'return.receive'>, unit: ReturnedUnit): void {
  const { command, slice, at } = book;
  const { warehouse, payload: p } = command;
  if (slice.get('return_unit', warehouse, unit.unitId)) return;
  book.became('return_unit', {
    warehouse_id: warehouse, unit_id: unit.unitId, parcel_id: p.parcelId, item_id: unit.itemId, lot: unit.lot, serial: unit.serial, quantity: unit.quantity,
    order_id: unit.orderId ?? null, order_line: unit.orderLine ?? null, reason: unit.reason, state: 'RECEIVED', location_id: p.locationId, grade: 'U', attribution: 'UNKNOWN', answers: {}, note: '',
    disposition: '', received_by: command.person, received_at: at, inspected_by: null, inspected_at: null, disposed_by: null, disposed_at: null,
  });
  const to = pending(p.locationId, 'U');
  carry(book, { ...unit, type: 'return.receive', from: { ...to, location: account.customer }, to, document: p.parcelId, key: unit.unitId });
  trackSerial(book, unit.itemId, unit.serial, 'ON_HAND', p.locationId, unit.orderId ?? null);
  const line = unit.orderId === undefined || unit.orderLine === undefined ? undefined : slice.get('sales_order_line', unit.orderId, unit.orderLine);
  if (line) book.became('sales_order_line', { ...line, returned: line.returned + unit.quantity });
  const announced = p.rmaId === undefined ? undefined : slice.list('rma_line', { rma_id: p.rmaId }).find((each) => each.item_id === unit.itemId && each.received < each.quantity);
  if (announced) book.became('rma_line', { ...announced, received: announced.received + unit.quantity });
}

/** Returned pending inspection: on hand, movable, neither sellable nor allocatable. */
const pending = (location: string, condition: string): Side => ({ location, condition, hold: INSPECTION_HOLD, owner: '' });

export const inspect = decider('return.inspect', {
  reads: ({ warehouse, payload: p }) => [...unitReads(warehouse, p.unitId), ...stockAt(warehouse, p.itemId, p.locationId)],
  refuse: ({ warehouse, person, payload: p }, slice) => {
    const unit = slice.get('return_unit', warehouse, p.unitId);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (unit.state === 'RECEIVED') return undefined;
    if (unit.grade !== p.grade && unit.inspected_by !== person) return reject('grade_differs', { grade: unit.grade, by: unit.inspected_by ?? '' });
    return unit.state === 'EXECUTED' || unit.grade === p.grade ? reject('already_done', { grade: unit.grade, state: unit.state }) : undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    if (!unit) return;
    if (unit.grade !== p.grade) {
      carry(book, { type: 'return.inspect', itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, from: pending(unit.location_id, unit.grade), to: pending(unit.location_id, p.grade), document: unit.unit_id });
    }
    book.became('return_unit', { ...unit, state: 'GRADED', grade: p.grade, attribution: p.attribution, answers: p.answers, note: p.note, inspected_by: command.person, inspected_at: at });
  },
});

/** Where a disposition takes the unit: to which account or hold, and whether it becomes sellable again. */
export const dispositions: Readonly<Record<string, { readonly grades: string; readonly to: (unit: Row<'return_unit'>, place: string) => Side }>> = {
  RESTOCK: { grades: 'NA', to: (_unit, place) => ({ location: place, condition: 'N', hold: '', owner: '' }) },
  RESTOCK_B: { grades: 'ABC', to: (unit, place) => ({ location: place, condition: unit.grade, hold: '', owner: '' }) },
  REFURBISH: { grades: 'ABCDF', to: (unit, place) => ({ location: place, condition: unit.grade, hold: 'REWORK', owner: '' }) },
  QUARANTINE: { grades: 'NABCDFXWMU', to: (unit, place) => ({ location: place, condition: unit.grade, hold: 'QUARANTINE', owner: '' }) },
  RETURN_TO_VENDOR: { grades: 'NABCDFXW', to: (unit, place) => ({ location: place, condition: unit.grade, hold: 'CLAIM', owner: '' }) },
  LIQUIDATE: { grades: 'ABCDF', to: (unit) => ({ location: account.sold, condition: unit.grade, hold: '', owner: '' }) },
  DONATE: { grades: 'NABC', to: (unit) => ({ location: account.donated, condition: unit.grade, hold: '', owner: '' }) },
  RECYCLE: { grades: 'CDFX', to: (unit) => ({ location: account.scrap, condition: unit.grade, hold: '', owner: '' }) },
  DESTROY: { grades: 'DFX', to: (unit) => ({ location: account.scrap, condition: unit.grade, hold: '', owner: '' }) },
  RETURN_TO_CUSTOMER: { grades: 'NABCDFXW', to: (unit) => ({ location: account.customer, condition: unit.grade, hold: '', owner: '' }) },
};
export const isAllowed = (disposition: string, grade: string): boolean => dispositions[disposition]?.grades.includes(grade) ?? false;

/** Executes once per unit; a later different disposition is a request, never a second movement. */
export const dispose = decider('return.dispose', {
  reads: ({ warehouse, payload: p }) => [
    ...unitReads(warehouse, p.unitId), ...stockAt(warehouse, p.itemId, p.locationId), ...(p.toLocation === '' ? [] : stockAt(warehouse, p.itemId, p.toLocation)),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const unit = slice.get('return_unit', warehouse, p.unitId);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (unit.state === 'EXECUTED') return reject('already_done', { disposition: unit.disposition, by: unit.disposed_by ?? '' });
    return isAllowed(p.disposition, unit.grade) ? undefined : reject('not_open', { grade: unit.grade, disposition: p.disposition });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    const disposition = dispositions[p.disposition];
    if (!unit || !disposition || unit.state === 'EXECUTED') return;
    const place = p.toLocation === '' ? unit.location_id : p.toLocation;
    const to = disposition.to(unit, place);
    carry(book, { type: 'return.dispose', itemId: unit.item_id, lot: unit.lot, serial: unit.serial, quantity: unit.quantity, from: pending(unit.location_id, unit.grade), to, document: unit.unit_id, reason: p.disposition });
    book.became('return_unit', { ...unit, state: 'EXECUTED', disposition: p.disposition, location_id: to.location, disposed_by: command.person, disposed_at: at });
    trackSerial(book, unit.item_id, unit.serial, to.location.startsWith('~') ? 'GONE' : 'ON_HAND', to.location);
  },
});
