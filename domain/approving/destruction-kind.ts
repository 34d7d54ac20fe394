// A returned unit that is to be destroyed: one person asked for it, another signs, and only then is it gone.
import { idFrom } from '#domain/ids.ts';
import { item, serialOf, stockAt } from '#domain/reads.ts';
import { executeDisposition, spareUnit, unitReads } from '#domain/returns.ts';
import type { Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { ApprovalKind } from './kinds.ts';

const valueOf = (slice: Slice, unit: Row<'return_unit'>): number => unit.quantity * (slice.get('item', unit.item_id)?.standard_cost ?? 0);
const viewOf = (unit: Row<'return_unit'>, units: number, value: number): string =>
  idFrom('view', unit.unit_id, unit.item_id, unit.lot, unit.serial, unit.location_id, unit.grade, unit.note, unit.proposed, unit.disposed_by ?? '', units, value);

export const destructionKind: ApprovalKind = {
  roles: ['supervisor', 'finance'],
  table: 'return_unit',
  documentOf: (row) => (row['state'] === 'TO_DESTROY' ? (row['unit_id'] as string) : undefined),
  partOf: (row) => [row['disposed_by'] as string, row['inspected_by'] as string],
  reads: ({ warehouse, payload: p }) => [...unitReads(warehouse, p.documentId), ...p.lines.flatMap((line) => [item(line.itemId), ...serialOf(line.itemId, line.serial), ...stockAt(warehouse, line.itemId, line.locationId)])],
  sheet: (slice, warehouse, documentId) => {
    const unit = slice.get('return_unit', warehouse, documentId);
    // Anything else that was decided about it since, or was graded anew, is another document.
    if (!unit || unit.proposed !== 'DESTROY') return { lines: [], partakers: [], whole: false };
    const value = -valueOf(slice, unit);
    return {
      lines: [{
        lineId: unit.unit_id, state: unit.state === 'TO_DESTROY' ? 'PENDING' : 'DECIDED', by: unit.second_by ?? unit.disposed_by ?? '', itemId: unit.item_id, locationId: unit.location_id, units: -unit.quantity, value,
        view: (shown) => viewOf(unit, shown?.units ?? -unit.quantity, shown?.value ?? value), needed: 1, signers: [],
      }],
      partakers: [unit.disposed_by, unit.inspected_by].filter((person) => person !== null), whole: false,
    };
  },
  sign: () => {},
  approve: (book, lineId) => {
    const unit = book.slice.get('return_unit', book.command.warehouse, lineId);
    if (unit?.state === 'TO_DESTROY') executeDisposition(book, { ...unit, second_by: book.command.person }, 'DESTROY', unit.location_id, unit.location_id);
  },
  reject: (book, lineId) => {
    const unit = book.slice.get('return_unit', book.command.warehouse, lineId);
    if (unit?.state === 'TO_DESTROY') spareUnit(book, unit);
  },
};
