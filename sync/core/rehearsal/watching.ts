// What a story keeps an eye on, in words: the same question is put to the rows of every side.
import { account } from '#domain/positions.ts';
import type { Slice } from '#domain/slice.ts';
import type { Watched } from './story.ts';

const figure = (value: number): string => (value < 0 ? `− ${-value}` : String(value));
const words = (state: string): string => state.toLowerCase().replaceAll('_', ' ');

/** Units in a place with what suspense stands for there, and how many of them wait. */
export const units = (label: string, itemId: string, locationId: string): Watched => ({
  label,
  see: (rows) => {
    const shelf = rows.list('position', { item_id: itemId, location_id: locationId }).filter((row) => row.quantity !== 0);
    const taken = owed(rows, itemId, locationId);
    const all = shelf.reduce((sum, row) => sum + row.quantity, 0) + taken;
    const held = shelf.filter((row) => row.hold !== '').reduce((sum, row) => sum + row.quantity, 0);
    if (held > 0 && taken < 0) return `${figure(all)}: ${figure(held)} held, ${figure(-taken)} of them taken`;
    return held === 0 ? figure(all) : `${figure(all)}, ${held === all ? 'all' : figure(held)} held`;
  },
});
const owed = (rows: Slice, itemId: string, locationId: string): number => rows.list('position', { item_id: itemId, location_id: account.suspense(locationId) }).reduce((sum, row) => sum + row.quantity, 0);

export const orderState = (orderId: string): Watched => ({ label: `Order ${orderId}`, see: (rows) => words(rows.get('sales_order', orderId)?.state ?? 'unknown') });

/** The difference that a count or a person has found in a place. */
export const change = (label: string, locationId: string): Watched => ({
  label,
  see: (rows) => {
    const found = rows.list('adjustment', {}).filter((row) => row.location_id === locationId);
    return found.length === 0 ? 'none' : found.map((row) => (row.state === 'MATCHED' ? 'as in the books' : `${row.delta > 0 ? '+ ' : row.delta === 0 ? '± ' : ''}${figure(row.delta)} ${row.state === 'PENDING' ? 'waits for approval' : words(row.state)}`)).toSorted().join(', ');
  },
});

export const state = (label: string, see: (rows: Slice) => string | undefined): Watched => ({ label, see: (rows) => words(see(rows) ?? 'unknown') });

/** A figure or a code as it is. */
export const said = (label: string, see: (rows: Slice) => string | number | undefined): Watched => ({
  label,
  see: (rows) => {
    const value = see(rows);
    return value === undefined || value === '' ? 'nothing' : typeof value === 'number' ? figure(value) : value;
  },
});
