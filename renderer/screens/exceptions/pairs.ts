// What an exception carries, as names and values a person can read.
import { movementWords } from '#renderer/words.ts';
import type { Json } from '#domain/tables.ts';

const names: Readonly<Record<string, string>> = {
  type: 'What', carrierId: 'Carrier', toCondition: 'New grade', packed: 'Packed', warehouse: 'Warehouse', location: 'Place', code: 'Code',
  itemId: 'Item', item: 'Item', quantity: 'Units', locationId: 'Place', place: 'Place', fromLocation: 'From', toLocation: 'To', deliveryId: 'Delivery', delivery: 'Delivery', expected: 'Expected', received: 'Received', damaged: 'Damaged', lot: 'Lot', serial: 'Serial number',
  raw: 'Scanned', screen: 'On screen', why: 'Why', neighbours: 'Beside', grade: 'Grade', by: 'By', state: 'State', unitId: 'Unit', unit: 'Unit', parcelId: 'Parcel', parcel: 'Parcel', orderId: 'Order', order: 'Order', book: 'In the books', picked: 'Picked',
  tote: 'Tote', reason: 'Reason', missing: 'Missing', disposition: 'Decided', condition: 'Condition', taskId: 'Task', task: 'Task', rma: 'Announcement', needed: 'Needed', customerId: 'Customer', fulfilmentId: 'Order', tracking: 'Tracking', note: 'Note', serialNumber: 'Serial number',
};
/** Fields that are at their plain value, or only ids of ours, tell a person nothing. */
const skipped = new Set(['packUnits', 'hold', 'owner', 'firstLook', 'lastLook', 'answers', 'orderLine', 'serials', 'adjustmentId', 'view', 'attribution', 'fulfilmentId', 'taskId']);
const MOST = 10;

export function pairsOf(value: Json, name: (itemId: string) => string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).slice(0, MOST).map((each, index) => [`${index + 1}`, inline(each, name)]);
  if (typeof value !== 'object' || value === null) return value === null || value === '' ? [] : [['', String(value)]];
  return Object.entries(value as Readonly<Record<string, Json>>)
    .filter(([key, each]) => !skipped.has(key) && each !== '' && each !== null && !(key === 'condition' && each === 'N') && !(Array.isArray(each) && each.length === 0))
    .slice(0, MOST)
    .map(([key, each]) => [names[key] ?? plainly(key), key === 'type' && typeof each === 'string' ? movementWords(each) : inline(each, key === 'itemId' || key === 'item' || key === 'needed' ? name : String)]);
}

function inline(value: Json, name: (itemId: string) => string): string {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => inline(each, name)).join('; ');
  if (typeof value === 'object' && value !== null) return pairsOf(value, name).map(([key, each]) => `${key.toLowerCase()} ${each}`).join(', ');
  return typeof value === 'string' ? name(value) : String(value);
}
const plainly = (key: string): string => key.replace(/([A-Z])/g, ' $1').replace(/_/g, ' ').toLowerCase().replace(/^./, (first) => first.toUpperCase());
