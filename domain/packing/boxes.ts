// The words of packing: what goes in, what it goes into, and where it lies. Lengths are whole millimetres (any whole
// unit will do as long as it is the same one), weights whole grams; x runs along the length, z is up.

/** Three lengths: along x, y and z. */
export type Size = readonly [number, number, number];

/** Which of the item's own X, Y, Z lies along the container's x, y, z: "YXZ" is turned a quarter on the floor. */
export type Rotation = 'XYZ' | 'XZY' | 'YXZ' | 'YZX' | 'ZXY' | 'ZYX';

/** One kind of box and how many of it there are. */
export interface BoxKind {
  readonly size: Size;
  readonly copies: number;
  /** How it may lie; absent or "all": every way. "This side up" is XYZ and YXZ. */
  readonly rotations?: 'all' | readonly Rotation[];
  /** Of one copy, grams. Absent: weighs nothing. */
  readonly weight?: number;
  /** Grams that may stand on one copy, directly or through others. Absent: any; 0: fragile, nothing on top. */
  readonly bears?: number;
}

export interface Container {
  /** Inside. */
  readonly size: Size;
  /** Grams of content at most. */
  readonly maxWeight?: number;
}

/** One unit in its place: `item` is the index of its kind, `at` its corner nearest the origin, `size` as it lies. */
export interface Placement {
  readonly item: number;
  readonly at: Size;
  readonly size: Size;
}

export interface PackingRules {
  /** The part of a unit's base that must lie on the floor or on units. 0: boxes may hang in the air (as in the published
   *  problems, where the goods are wedged); 1: no overhang. */
  readonly support: number;
}

const allRotations: readonly Rotation[] = ['XYZ', 'YXZ', 'XZY', 'ZXY', 'YZX', 'ZYX'];

export const volumeOf = ([x, y, z]: Size): number => x * y * z;

/** The size of a box as it lies. */
export const turned = (size: Size, rotation: Rotation): Size => {
  const along = (axis: number): number => size['XYZ'.indexOf(rotation[axis]!)]!;
  return [along(0), along(1), along(2)];
};

/** The different sizes a box can lie in, each once. */
export function orientations(box: Pick<BoxKind, 'size' | 'rotations'>): readonly Size[] {
  const rotations = box.rotations === undefined || box.rotations === 'all' ? allRotations : box.rotations;
  const byText = new Map(rotations.map((rotation) => turned(box.size, rotation)).map((size) => [size.join(), size]));
  return [...byText.values()];
}
