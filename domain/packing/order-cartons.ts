// The cartons for the units of an order as a packer meets them: goods whose size is unknown and goods that fit no carton
// are set aside and said so, so that the rest still gets its picture. Carton types are a setting of the company.
import type { Json } from '#domain/tables.ts';
import type { BoxKind, Placement, Size } from './boxes.ts';
import { chooseCartons, type CartonType } from './choose-cartons.ts';

/** The key of the setting: `[{id, name, size: [length, width, height] in mm inside, max_weight_g?, cost?}]`. */
export const CARTONS = 'cartons';

export interface NamedCarton extends CartonType {
  readonly id: string;
  readonly name: string;
}
/** Units of one item; `size` in mm, null when nobody measured it; `weight` of one in grams. */
export interface Goods {
  readonly itemId: string;
  readonly units: number;
  readonly size: Size | null;
  readonly weight: number;
}
export interface UnitInCarton {
  readonly itemId: string;
  readonly at: Size;
  readonly size: Size;
}
export interface SuggestedCarton {
  readonly carton: NamedCarton;
  /** From the bottom up: the order to put them in. */
  readonly units: readonly UnitInCarton[];
  /** 0 to 1. */
  readonly fill: number;
  /** Of the content, grams. */
  readonly weight: number;
}
export interface CartonSuggestion {
  readonly cartons: readonly SuggestedCarton[];
  /** Items that fit no carton and ship as they are. */
  readonly alone: readonly string[];
  readonly unmeasured: readonly string[];
}

/** Entries that make no sense are left out; two of one id count once. */
export function cartonTypes(setting: Json | undefined): readonly NamedCarton[] {
  const entries = Array.isArray(setting) ? (setting as readonly Json[]) : [];
  return [...new Map(entries.flatMap((entry) => typeOf(entry) ?? []).map((carton) => [carton.id, carton])).values()];
}

function typeOf(entry: Json): NamedCarton | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const { id, name, size, max_weight_g: maxWeight, cost } = entry as Readonly<Record<string, Json | undefined>>;
  if (typeof id !== 'string' || id === '' || !isSize(size)) return undefined;
  return { id, name: typeof name === 'string' && name !== '' ? name : id, size, ...(typeof maxWeight === 'number' ? { maxWeight } : {}), ...(typeof cost === 'number' ? { cost } : {}) };
}
const isSize = (value: unknown): value is Size => Array.isArray(value) && value.length === 3 && value.every((side) => Number.isInteger(side) && (side as number) > 0);

/** Which cartons, and where every unit goes. `effort` as for chooseCartons. */
export function suggestCartons(cartons: readonly NamedCarton[], goods: readonly Goods[], effort?: number): CartonSuggestion {
  const measured = goods.filter((each): each is Goods & { readonly size: Size } => isSize(each.size));
  const kinds = measured.map(({ size, units, weight }): BoxKind => ({ size, copies: units, weight }));
  const choose = (of: readonly BoxKind[]) => chooseCartons({ cartons, kinds: of, ...(effort === undefined ? {} : { effort }) });
  const first = choose(kinds);
  const tooLarge = 'tooLarge' in first ? first.tooLarge : [];
  const choice = 'tooLarge' in first ? choose(kinds.map((box, kind) => (tooLarge.includes(kind) ? { ...box, copies: 0 } : box))) : first;
  const unit = ({ item, at, size }: Placement): UnitInCarton => ({ itemId: measured[item]!.itemId, at, size });
  return {
    cartons: 'tooLarge' in choice ? [] : choice.cartons.map(({ type, placements, fill, weight }) => ({ carton: type, units: placements.map(unit), fill, weight })),
    alone: tooLarge.map((kind) => measured[kind]!.itemId),
    unmeasured: goods.filter((each) => !isSize(each.size)).map((each) => each.itemId),
  };
}
