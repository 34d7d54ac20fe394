// The goods that a piece of work says it handled, where the books have them: what is held while the work is in doubt.
import type { Command, CommandType } from './commands.ts';
import { joinValues, type Json } from './tables.ts';

export interface NamedStock {
  /** Empty: whatever stands there. */
  readonly itemId: string;
  readonly lot: string;
  readonly locationId: string;
}

const handles: ReadonlySet<CommandType> = new Set<CommandType>([
  'delivery.receive', 'stock.put_away', 'stock.move', 'stock.put_back', 'stock.regrade', 'stock.identify', 'transfer.send', 'transfer.receive', 'pack.assemble', 'pack.split',
  'return.receive', 'return.inspect', 'return.dispose', 'pick.pick', 'parcel.pack', 'parcel.ship', 'parcel.unpack',
]);

/** Each once; empty for what handles no goods, such as a count. */
export function stockNamed(command: Command): readonly NamedStock[] {
  if (!handles.has(command.type)) return [];
  const payload = command.payload as Fields;
  const parts = [...each(payload['lines']), ...each(payload['units'])];
  const named = (parts.length > 0 ? parts : [payload]).map((part): NamedStock => ({
    itemId: text(part['itemId'] ?? payload['itemId']), lot: text(part['lot']),
    locationId: [part['fromLocation'], part['tote'], payload['fromLocation'], payload['locationId'], payload['parcelId']].map(text).find((name) => name !== '') ?? '',
  }));
  return [...new Map(named.filter(({ locationId }) => locationId !== '').map((aim) => [joinValues([aim.itemId, aim.lot, aim.locationId]), aim])).values()];
}

type Fields = Readonly<Record<string, Json>>;
const each = (value: Json | undefined): readonly Fields[] => (Array.isArray(value) ? (value as readonly Fields[]) : []);
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
