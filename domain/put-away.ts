// Where goods are best put, with the reason in words a person can check, and what people say who put them elsewhere. Pure:
// the station answers from its own rows, whatever the network does.
import { decider } from './decider.ts';
import { document } from './reads.ts';
import { reject } from './rejections.ts';
import { RESERVE } from './replenishing.ts';
import type { Json, Row } from './tables.ts';

/** Why it is not put where it was suggested; the first two say that the bin takes no more. */
export const overrideReasons = ['FULL', 'BLOCKED', 'TOO_SMALL', 'OUT_OF_REACH', 'BELONGS_ELSEWHERE', 'ON_THE_WAY'] as const;
export type OverrideReason = (typeof overrideReasons)[number];
const takesNoMore: ReadonlySet<string> = new Set(['FULL', 'BLOCKED'] satisfies OverrideReason[]);
/** So long (ms) a bin that takes no more is not suggested. */
const AVOIDED = 12 * 3_600_000;

export type PutAwayReason = 'awaited' | 'pick_face' | 'reserve' | 'same_item' | 'zone' | 'sells_often' | 'empty';

/** The key of the setting: rules for zones, the first that fits holds, and what a bin of a zone holds (litres). */
export const PUT_AWAY = 'put_away';
export interface ZoneRule {
  readonly zone: string;
  readonly oversize?: boolean;
  readonly serial?: boolean;
  readonly categories?: readonly string[];
  readonly classes?: readonly string[];
  /** Minor units: items that cost at least so much. */
  readonly costFrom?: number;
}
export interface PutAwayPolicy {
  readonly zones: readonly ZoneRule[];
  readonly litres: Readonly<Record<string, number>>;
}

/** What a setting says, read with care: who gets a part of it wrong loses that part only. */
export function putAwayPolicy(value: Json | undefined): PutAwayPolicy {
  const given = isObject(value) ? value : {};
  const zones = Array.isArray(given['zones']) ? given['zones'].filter(isObject).filter((rule) => typeof rule['zone'] === 'string') as unknown as readonly ZoneRule[] : [];
  const litres = isObject(given['litres']) ? Object.fromEntries(Object.entries(given['litres']).filter(([, many]) => typeof many === 'number' && many > 0)) as Record<string, number> : {};
  return { zones, litres };
}
const isObject = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value);

type Item = Row<'item'>;
export function zoneFor(policy: PutAwayPolicy, item: Item): string | undefined {
  const fits = (rule: ZoneRule): boolean =>
    (rule.oversize === undefined || rule.oversize === item.oversize) && (rule.serial === undefined || rule.serial === item.serial_control) && (rule.categories?.includes(item.category) ?? true) && (rule.classes?.includes(item.abc_class) ?? true) && item.standard_cost >= (rule.costFrom ?? 0);
  return policy.zones.find(fits)?.zone;
}

export interface PutAwayTask {
  readonly item: Item;
  readonly units: number;
  readonly lot: string;
  /** Places goods may be put, of the warehouse. */
  readonly places: readonly Row<'location'>[];
  /** Units in each place, and how much room (mm³) they take; places without stock are left out. */
  readonly used: ReadonlyMap<string, { readonly units: number; readonly room: number }>;
  /** Units of this item and lot in each place. */
  readonly here: ReadonlyMap<string, number>;
  /** Units of the item that orders wait for. */
  readonly awaited: number;
  /** Where pickers go for the item. */
  readonly faces: readonly Row<'pick_face'>[];
  readonly overrides: readonly Row<'put_away_override'>[];
  readonly policy: PutAwayPolicy;
  readonly now: number;
}
export interface Suggestion {
  readonly locationId: string;
  readonly why: PutAwayReason;
  /** Units that orders wait for, where that is why. */
  readonly awaited: number;
}

/**
 * At most `most` places, the best first: staging for what orders wait for; a pick face that is low, and reserve once it is full;
 * then a bin where the item lies, its zone, near the
 * front for what sells often, the nearest empty one. Bins without room and those that somebody found full are left out.
 */
export function suggestPlaces(task: PutAwayTask, most = 3): readonly Suggestion[] {
  const { item, units, policy, used, here, faces, overrides, now } = task;
  const avoided = new Set(overrides.filter((row) => takesNoMore.has(row.reason) && row.at > now - AVOIDED).map((row) => row.suggested));
  const room = item.length_mm * item.width_mm * item.height_mm * units;
  const fits = (place: Row<'location'>): boolean => {
    const litres = policy.litres[place.zone];
    return litres === undefined || room === 0 || (used.get(place.location_id)?.room ?? 0) + room <= litres * 1_000_000;
  };
  const bins = task.places.filter((place) => place.pickable && !avoided.has(place.location_id) && fits(place)).toSorted((a, b) => a.sequence - b.sequence);
  const isHere = (place: Row<'location'>): boolean => (here.get(place.location_id) ?? 0) > 0;
  const isFree = (place: Row<'location'>): boolean => (used.get(place.location_id)?.units ?? 0) === 0;
  const zone = zoneFor(policy, item);
  const often = item.abc_class === 'A';
  const free = bins.filter(isFree).filter((place) => zone === undefined || place.zone === zone);
  const staging = task.awaited > 0 ? task.places.filter((place) => place.kind === 'stage' && !avoided.has(place.location_id)).slice(0, 1) : [];
  const reserve = task.places.filter((place) => place.kind === RESERVE && !avoided.has(place.location_id) && fits(place)).toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)) || a.sequence - b.sequence || (a.location_id < b.location_id ? -1 : 1));
  const low = faces.filter((face) => bins.some((place) => place.location_id === face.location_id) && (here.get(face.location_id) ?? 0) < face.minimum);
  const found: readonly Suggestion[] = [
    ...staging.map((place) => ({ locationId: place.location_id, why: 'awaited' as const, awaited: Math.min(task.awaited, units) })),
    ...low.map((face) => ({ locationId: face.location_id, why: 'pick_face' as const, awaited: 0 })),
    ...(faces.length > 0 ? reserve.filter((place) => isHere(place) || isFree(place)).slice(0, 1).map((place) => ({ locationId: place.location_id, why: 'reserve' as const, awaited: 0 })) : []),
    ...bins.filter(isHere).map((place) => ({ locationId: place.location_id, why: 'same_item' as const, awaited: 0 })),
    ...(often ? free.filter((place) => place.level <= REACHABLE) : free).map((place) => ({ locationId: place.location_id, why: zone === undefined ? (often ? 'sells_often' as const : 'empty' as const) : 'zone' as const, awaited: 0 })),
    ...bins.filter(isFree).map((place) => ({ locationId: place.location_id, why: 'empty' as const, awaited: 0 })),
  ];
  return found.filter((each, index) => found.findIndex((other) => other.locationId === each.locationId) === index).slice(0, most);
}
/** Shelves up to this level are reached without a ladder. */
const REACHABLE = 3;

/** Somebody put goods elsewhere than suggested and says why: kept, and a bin that takes no more is not suggested for a while. */
export const explainPutAway = decider('put_away.explain', {
  reads: ({ warehouse, payload: p }) => document(`put-away:${warehouse}:${p.overrideId}`, { table: 'put_away_override', where: { warehouse_id: warehouse, override_id: p.overrideId } }),
  refuse: ({ warehouse, payload: p }, slice) => (slice.get('put_away_override', warehouse, p.overrideId) ? reject('already_done', { place: p.suggested }) : undefined),
  effects: (book) => {
    const { warehouse, person, payload: p } = book.command;
    if (book.slice.get('put_away_override', warehouse, p.overrideId)) return;
    book.became('put_away_override', { warehouse_id: warehouse, override_id: p.overrideId, item_id: p.itemId, suggested: p.suggested, taken: p.taken, reason: p.reason, person_id: person, at: book.at });
  },
});
