// For every length up to the container's: the longest row of the boxes still there that fits in it. What a row cannot
// reach is lost for good, so the search counts it as filled with air. Source: the knapsack estimate of loss in Araya,
// Guerrero, Nuñez, "VCS: A new heuristic function for selecting boxes in the single container loading problem",
// Computers & Operations Research 82 (2017).
import { orientations, type BoxKind, type Size } from './boxes.ts';

export interface Lengths {
  /** longest[axis][length]: the longest reachable length not beyond `length`. */
  readonly longest: readonly [Int32Array, Int32Array, Int32Array];
  /** The shortest side of any box along each axis. */
  readonly least: readonly [number, number, number];
}

const longestRows = (sides: readonly number[], upTo: number): Int32Array => {
  const longest = new Int32Array(upTo + 1);
  for (let length = 1; length <= upTo; length++) {
    for (const side of sides) if (side <= length) longest[length] = Math.max(longest[length]!, side + longest[length - side]!);
  }
  return longest;
};

/** Tables by which kinds are left, each made once. */
export function lengthsOf(container: Size, kinds: readonly BoxKind[]): (left: Int32Array) => Lengths {
  const known = new Map<string, Lengths>();
  const sides = kinds.map((box) => [0, 1, 2].map((axis) => orientations(box).map((size) => size[axis]!)));
  const make = (present: readonly number[]): Lengths => {
    const along = (axis: number): number[] => [...new Set(present.flatMap((kind) => sides[kind]![axis]!))];
    const [x, y, z] = [along(0), along(1), along(2)];
    return {
      longest: [longestRows(x, container[0]), longestRows(y, container[1]), longestRows(z, container[2])],
      least: [Math.min(...x), Math.min(...y), Math.min(...z)],
    };
  };
  return (left) => {
    let key = '';
    for (let kind = 0; kind < left.length; kind++) key += left[kind]! > 0 ? '1' : '0';
    let lengths = known.get(key);
    if (lengths === undefined) known.set(key, (lengths = make([...key].flatMap((sign, kind) => (sign === '1' ? [kind] : [])))));
    return lengths;
  };
}
