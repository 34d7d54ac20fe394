// What a person goes by when they choose what to do: what their station shows, and the habits and slips of a hand.
import type { Row, TableName } from '#domain/tables.ts';
import type { Chance } from '#simulator/chance.ts';

export interface View {
  readonly chance: Chance;
  readonly warehouse: string;
  readonly person: string;
  /** By the station's clock, ms. */
  readonly now: number;
  rows<T extends TableName>(table: T): readonly Row<T>[];
}

/** Now and then a label reads what no list has. */
const SLIP = 0.05;
export const items = ['CUP-RED', 'LID-14', 'SET-2', 'MILK-1L', 'CAM-X'] as const;
export const bins = ['A-01-1', 'A-01-2', 'A-01-3'] as const;
export const totes = ['TOTE-1', 'TOTE-2'] as const;

export const slips = ({ chance }: View, often = SLIP): boolean => chance.happens(often);
export const anItem = (view: View): string => (slips(view, 0.03) ? 'GHOST-1' : view.chance.happens(0.5) ? 'CUP-RED' : view.chance.one(items));
export const aBin = ({ chance }: View): string => chance.one(bins);
export const aPlace = (view: View): string => (slips(view, 0.04) ? 'A-99' : view.chance.happens(0.75) ? aBin(view) : view.chance.one(['DOCK', 'DESK', 'TOTE-1', 'R-1']));
export const some = ({ chance }: View, most = 4): number => chance.between(1, most);
/** One of few names, so that two people invent the same. */
export const named = ({ chance }: View, prefix: string, most: number): string => `${prefix}-${chance.between(1, most)}`;
export const aRow = <T extends TableName>(view: View, table: T, fits: (row: Row<T>) => boolean = () => true): Row<T> | undefined => view.chance.pick(view.rows(table).filter(fits));

/** Lot and serial as the label of this item has them; a serial number is one unit. */
export function label(view: View, itemId: string): { readonly lot: string; readonly serial: string } {
  return { lot: itemId === 'MILK-1L' ? view.chance.one(['L1', 'L2']) : '', serial: itemId === 'CAM-X' ? view.chance.one(['S-1', 'S-2', 'S-3']) : '' };
}
export function goodsOf(view: View, itemId = anItem(view)): { readonly itemId: string; readonly lot: string; readonly serial: string; readonly quantity: number } {
  return { itemId, ...label(view, itemId), quantity: itemId === 'CAM-X' ? 1 : some(view) };
}
/** Goods as the station's books have them somewhere, or as the person believes. */
export function stocked(view: View): { readonly itemId: string; readonly lot: string; readonly serial: string; readonly condition: string; readonly hold: string; readonly owner: string; readonly quantity: number; readonly place: string } {
  const row = view.chance.happens(0.8) ? aRow(view, 'position', (each) => each.quantity > 0 && !each.location_id.startsWith('~')) : undefined;
  if (!row) return { ...goodsOf(view), condition: slips(view, 0.3) ? 'D' : 'N', hold: '', owner: '', place: aBin(view) };
  const quantity = row.serial === '' ? Math.max(1, Math.min(row.quantity, some(view)) + (slips(view, 0.15) ? 2 : 0)) : 1;
  return { itemId: row.item_id, lot: row.lot, serial: row.serial, condition: row.condition, hold: row.hold, owner: row.owner, quantity, place: row.location_id };
}

/** A few photos in all, so that the same one proves several things. */
export const PHOTOS = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const;
