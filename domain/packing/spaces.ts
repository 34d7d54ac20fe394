// Keeps the empty spaces of a container as maximal boxes that may overlap: nothing that could hold a box is ever lost.
// Source: Lai, Chan, "Developing a simulated annealing algorithm for the cutting stock problem" (1997); as "cover
// representation" in Zhu, Lim (2012) and "maximal spaces" in Parreño et al., INFORMS J. Computing 20 (2008).

/** Six numbers per space: x1 y1 z1 x2 y2 z2. */
export type Spaces = number[];

const isInside = (spaces: Spaces, at: number, [x1, y1, z1, x2, y2, z2]: Box): boolean =>
  x1 >= spaces[at]! && y1 >= spaces[at + 1]! && z1 >= spaces[at + 2]! && x2 <= spaces[at + 3]! && y2 <= spaces[at + 4]! && z2 <= spaces[at + 5]!;

type Box = readonly [number, number, number, number, number, number];

/** Whether no other space, untouched or among the pieces, holds piece `own`; of two equal pieces the earlier stays. */
const isMaximal = (piece: Box, own: number, pieces: readonly Box[], kept: Spaces): boolean => {
  for (let at = 0; at < kept.length; at += 6) if (isInside(kept, at, piece)) return false;
  for (let other = 0; other < pieces.length; other++) {
    if (other === own) continue;
    const box = pieces[other]!;
    const holds = piece[0] >= box[0] && piece[1] >= box[1] && piece[2] >= box[2] && piece[3] <= box[3] && piece[4] <= box[4] && piece[5] <= box[5];
    const equal = holds && piece[0] === box[0] && piece[1] === box[1] && piece[2] === box[2] && piece[3] === box[3] && piece[4] === box[4] && piece[5] === box[5];
    if (holds && (!equal || other < own)) return false;
  }
  return true;
};

/** The spaces left when a box takes its place; those narrower than `least` along an axis are dropped. */
export function without(spaces: Spaces, x1: number, y1: number, z1: number, x2: number, y2: number, z2: number, least: readonly number[]): Spaces {
  const kept: Spaces = [];
  const pieces: Box[] = [];
  const [leastX, leastY, leastZ] = least as [number, number, number];
  for (let at = 0; at < spaces.length; at += 6) {
    const a1 = spaces[at]!;
    const b1 = spaces[at + 1]!;
    const c1 = spaces[at + 2]!;
    const a2 = spaces[at + 3]!;
    const b2 = spaces[at + 4]!;
    const c2 = spaces[at + 5]!;
    if (x1 >= a2 || x2 <= a1 || y1 >= b2 || y2 <= b1 || z1 >= c2 || z2 <= c1) {
      kept.push(a1, b1, c1, a2, b2, c2);
      continue;
    }
    if (x1 - a1 >= leastX) pieces.push([a1, b1, c1, x1, b2, c2]);
    if (a2 - x2 >= leastX) pieces.push([x2, b1, c1, a2, b2, c2]);
    if (y1 - b1 >= leastY) pieces.push([a1, b1, c1, a2, y1, c2]);
    if (b2 - y2 >= leastY) pieces.push([a1, y2, c1, a2, b2, c2]);
    if (z1 - c1 >= leastZ) pieces.push([a1, b1, c1, a2, b2, z1]);
    if (c2 - z2 >= leastZ) pieces.push([a1, b1, z2, a2, b2, c2]);
  }
  const untouched = kept.length;
  const before = untouched === 0 ? [] : kept.slice(0, untouched);
  for (let own = 0; own < pieces.length; own++) {
    const piece = pieces[own]!;
    if (isMaximal(piece, own, pieces, before)) kept.push(...piece);
  }
  return kept;
}
