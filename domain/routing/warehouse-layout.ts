// From what the ERP says about locations to a map people walk on: which aisle stands where, on which side of it a bay lies
// and how far back. What locations do not tell (metres, sides, cross-aisles, where the doors are) is a setting of the
// warehouse; without it, usual measures stand in, which is enough to find the order of a walk.
import type { Json, Row } from '#domain/tables.ts';
import { frontOf, spotOf, crossAisles, type Layout, type Place, type Spot } from './layout.ts';

export type LocationRow = Pick<Row<'location'>, 'location_id' | 'kind' | 'aisle' | 'bay'>;

export interface WarehouseLayout {
  /** Lengths in mm. Undefined when no location says where it stands. */
  readonly layout: Layout | undefined;
  /** By aisle of the layout: what people call it. */
  readonly aisleNames: readonly string[];
  /** Undefined for doors, benches and whatever has no aisle and bay. */
  readonly placeOf: (locationId: string) => Place | undefined;
  /** Where somebody stands who scanned this location. A door without a setting lies at the front of the first aisle. */
  readonly spotOf: (locationId: string) => Spot | undefined;
  /** Where walks begin and end unless known better: a packing bench, else a staging place. */
  readonly home: Spot;
}

/** The key of the setting that describes a warehouse; every field may be absent. */
export const layoutKey = (warehouse: string): string => `layout:${warehouse}`;

interface Measures {
  /** Between the middles of two aisles, along the cross-aisle. */
  readonly aisle_pitch_mm: number;
  /** Between the middles of two neighbouring bays on one side. */
  readonly bay_pitch_mm: number;
  /** From the middle of a cross-aisle to the middle of the first bay. */
  readonly end_gap_mm: number;
}
const usual: Measures = { aisle_pitch_mm: 3000, bay_pitch_mm: 1250, end_gap_mm: 1750 };

type Fields = Readonly<Record<string, Json | undefined>>;
const fieldsOf = (value: Json | undefined): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const lengthOr = (value: Json | undefined, otherwise: number): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise);
const numbersIn = (value: Json | undefined): number[] => (Array.isArray(value) ? (value as readonly Json[]).filter((each) => typeof each === 'number') : []);

/** Aisles and bays count from 1; 0 says that the location has none. */
const hasGeometry = ({ aisle, bay }: LocationRow): boolean => aisle > 0 && bay > 0;

export function warehouseLayout(locations: readonly LocationRow[], setting?: Json): WarehouseLayout {
  const given = fieldsOf(setting);
  const shelves = locations.filter(hasGeometry);
  const numbers = aislesInOrder(shelves, numbersIn(given['aisles']));
  const aisleOf = new Map(numbers.map((number, aisle) => [number, aisle]));
  const cellOf = cellsFrom(shelves, given['sides'] === 'one');
  const places = new Map(shelves.map((row) => [row.location_id, { aisle: aisleOf.get(row.aisle)!, ...cellOf(row.bay) }]));
  const layout = numbers.length === 0 ? undefined : layoutOf(given, places, (bay) => cellOf(bay).cell);
  const doors = doorsOf(layout, locations.filter((row) => !hasGeometry(row)), fieldsOf(given['doors']), aisleOf);
  return {
    layout,
    aisleNames: numbers.map((number) => nameOf(number, shelves.filter((row) => row.aisle === number))),
    placeOf: (locationId) => places.get(locationId),
    spotOf: (locationId) => {
      const place = places.get(locationId);
      return place !== undefined && layout !== undefined ? spotOf(layout, place) : doors.get(locationId);
    },
    home: homeIn(locations, doors),
  };
}

/** By number, unless the setting says how they stand; aisles it does not name come last. */
function aislesInOrder(shelves: readonly LocationRow[], given: readonly number[]): number[] {
  const numbers = [...new Set(shelves.map((row) => row.aisle))].toSorted((a, b) => a - b);
  const rank = (number: number): number => (given.includes(number) ? given.indexOf(number) : given.length);
  return numbers.toSorted((a, b) => rank(a) - rank(b));
}

/** Odd bays on the left and even ones across from them, as aisles are mostly numbered; or all on one side. */
function cellsFrom(shelves: readonly LocationRow[], oneSide: boolean): (bay: number) => Pick<Place, 'side' | 'cell'> {
  const lowest = shelves.reduce((least, { bay }) => Math.min(least, bay), Number.MAX_SAFE_INTEGER);
  if (oneSide) return (bay) => ({ side: 'left', cell: bay - lowest });
  const first = lowest - (1 - (lowest % 2));
  return (bay) => ({ side: bay % 2 === 1 ? 'left' : 'right', cell: Math.floor((bay - first) / 2) });
}

function layoutOf(given: Fields, places: ReadonlyMap<string, Place>, cellOf: (bay: number) => number): Layout {
  let aisles = 0;
  let cells = 0;
  for (const place of places.values()) {
    aisles = Math.max(aisles, place.aisle + 1);
    cells = Math.max(cells, place.cell + 1);
  }
  const middle = [...new Set(numbersIn(given['cross_aisles_after_bay']).map((bay) => cellOf(bay) + 1))].filter((cell) => cell > 0 && cell < cells).toSorted((a, b) => a - b);
  return {
    aisles, cells, middle,
    aislePitch: lengthOr(given['aisle_pitch_mm'], usual.aisle_pitch_mm), cellPitch: lengthOr(given['bay_pitch_mm'], usual.bay_pitch_mm), endGap: lengthOr(given['end_gap_mm'], usual.end_gap_mm),
  };
}

function doorsOf(layout: Layout | undefined, rows: readonly LocationRow[], given: Fields, aisleOf: ReadonlyMap<number, number>): ReadonlyMap<string, Spot> {
  const back = layout === undefined ? 0 : crossAisles(layout).at(-1)!;
  return new Map(rows.map((row) => {
    const { aisle, end } = fieldsOf(given[row.location_id]);
    return [row.location_id, { aisle: (typeof aisle === 'number' ? aisleOf.get(aisle) : undefined) ?? 0, y: end === 'back' ? back : 0 }];
  }));
}

function homeIn(locations: readonly LocationRow[], doors: ReadonlyMap<string, Spot>): Spot {
  const first = (kind: string): string | undefined => locations.filter((row) => row.kind === kind && doors.has(row.location_id)).map((row) => row.location_id).toSorted()[0];
  return doors.get(first('pack') ?? first('stage') ?? '') ?? frontOf(0);
}

/** The letters all its locations begin with, else its number. */
function nameOf(number: number, rows: readonly LocationRow[]): string {
  const names = new Set(rows.map((row) => /^[^-_. /]+(?=[-_. /])/.exec(row.location_id)?.[0] ?? ''));
  const [name = ''] = names;
  return names.size === 1 && name !== '' && name.length <= 4 ? name : String(number);
}
