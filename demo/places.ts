// Where things are in the two warehouses: aisles walked as a serpentine, the doors and tables around them, and the
// totes and carts that goods ride in. A bin is named aisle-bay-level, "B-04-2".
import { masterRow, type MasterRow } from './master-row.ts';
import type { Row } from '#domain/tables.ts';

type Place = Row<'location'>;

interface Layout {
  readonly warehouse: string;
  readonly aisles: number;
  readonly bays: number;
  readonly levels: number;
  /** The last aisles hold many small items in each bin. */
  readonly mixedAisles: number;
  readonly floorPlaces: number;
  readonly cagePlaces: number;
  readonly totes: number;
  readonly carts: number;
  readonly doors: readonly (readonly [id: string, zone: string, kind: string])[];
}

/** Behind the shelves; nobody picks from there. */
export function reservePlaces(warehouse: 'LEEDS'): readonly string[] {
  return Array.from({ length: { LEEDS: 8 }[warehouse] }, (_, index) => `R-${String(index + 1).padStart(2, '0')}`);
}

const layouts: readonly Layout[] = [
  {
    warehouse: 'LEEDS', aisles: 12, bays: 32, levels: 5, mixedAisles: 2, floorPlaces: 30, cagePlaces: 24, totes: 60, carts: 6,
    doors: [['DOCK-1', 'DOCK', 'dock'], ['DOCK-2', 'DOCK', 'dock'], ['STAGE-1', 'STAGE', 'stage'], ['STAGE-2', 'STAGE', 'stage'], ['RETURNS-1', 'RETURNS', 'returns'], ['QUARANTINE-1', 'QUARANTINE', 'quarantine'], ['PACK-1', 'PACK', 'pack'], ['PACK-2', 'PACK', 'pack'], ...reservePlaces('LEEDS').map((id) => [id, 'RESERVE', 'reserve'] as const)],
  },
  {
    warehouse: 'BREMEN', aisles: 6, bays: 20, levels: 5, mixedAisles: 1, floorPlaces: 6, cagePlaces: 6, totes: 20, carts: 2,
    doors: [['DOCK-1', 'DOCK', 'dock'], ['STAGE-1', 'STAGE', 'stage'], ['RETURNS-1', 'RETURNS', 'returns'], ['QUARANTINE-1', 'QUARANTINE', 'quarantine'], ['PACK-1', 'PACK', 'pack']],
  },
];

const binName = (letter: string, bay: number, level: number): string => `${letter}-${String(bay).padStart(2, '0')}-${level}`;

function binsOf({ warehouse, aisles, bays, levels, mixedAisles, floorPlaces, cagePlaces }: Layout): Place[] {
  const bins: Place[] = [];
  const add = (letter: string, zone: string, aisle: number, bay: number, level: number) =>
    bins.push({ warehouse_id: warehouse, location_id: binName(letter, bay, level), zone, kind: 'bin', aisle, bay, level, sequence: bins.length + 1, pickable: true });
  for (let aisle = 1; aisle <= aisles; aisle++) {
    for (let step = 1; step <= bays; step++) {
      const bay = aisle % 2 === 1 ? step : bays + 1 - step;
      for (let level = 1; level <= levels; level++) add(String.fromCharCode(64 + aisle), aisle > aisles - mixedAisles ? 'MIXED' : 'SHELF', aisle, bay, level);
    }
  }
  for (let bay = 1; bay <= cagePlaces; bay++) add('S', 'SECURE', 40, bay, 1);
  for (let bay = 1; bay <= floorPlaces; bay++) add('X', 'OVERSIZE', 50, bay, 1);
  return bins;
}

const padded = (n: number): string => String(n).padStart(3, '0');
export const toteId = (n: number): string => `TOTE-${padded(n)}`;
export const cartId = (n: number): string => `CART-${padded(n)}`;
/** Totes that ride on a cart in the live work, so that the cart is where they are. */
export const totesOnCart: Readonly<Record<string, readonly string[]>> = { [cartId(3)]: [31, 32, 33, 34].map(toteId) };

export function places(): MasterRow[] {
  const warehouses: readonly (readonly [id: string, name: string, country: string])[] = [['LEEDS', 'Leeds', 'GB'], ['BREMEN', 'Bremen', 'DE']];
  return [
    ...warehouses.map(([warehouse_id, name, country]) => masterRow('warehouse', { warehouse_id, name, country })),
    ...layouts.flatMap((layout) => [
      ...binsOf(layout).map((bin) => masterRow('location', bin)),
      ...layout.doors.map(([location_id, zone, kind], index) =>
        masterRow('location', { warehouse_id: layout.warehouse, location_id, zone, kind, aisle: 0, bay: index + 1, level: 0, sequence: 0, pickable: false })),
      ...Array.from({ length: layout.totes }, (_, index) => handlingUnit(layout.warehouse, toteId(index + 1), 'tote')),
      ...Array.from({ length: layout.carts }, (_, index) => handlingUnit(layout.warehouse, cartId(index + 1), 'cart')),
    ]),
  ];
}

function handlingUnit(warehouse: string, unitId: string, kind: string): MasterRow {
  const cart = warehouse === 'LEEDS' ? Object.keys(totesOnCart).find((id) => totesOnCart[id]!.includes(unitId)) : undefined;
  return masterRow('handling_unit', { warehouse_id: warehouse, unit_id: unitId, kind, state: 'EMPTY', at_location: cart ?? 'PACK-1', fulfilment_id: null });
}
