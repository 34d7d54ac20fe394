// A short order of visits when the exact sweep is out of reach: nearest neighbour, then 2-opt and Or-opt moves, then
// kicks from which the better result is kept. Distances are exact; only the order may be a little off the best.
// Sources: Croes, Operations Research 6 (1958); Or, thesis, Northwestern University (1976); double-bridge kicks of
// Martin, Otto, Felten, Complex Systems 5 (1991).
import { seededRandom } from '#domain/seeded-random.ts';

export interface Visits {
  /** Points 0 to count − 1 are visited; `count` is the start, `count` + 1 the end. */
  readonly count: number;
  readonly distance: (from: number, to: number) => number;
  /** Points are visited by ascending rank. */
  readonly rank: (point: number) => number;
  /** How many kicks. */
  readonly effort: number;
}

const nearestFirst = ({ count, distance, rank }: Visits): number[] => {
  const open = new Set(Array.from({ length: count }, (_, point) => point));
  const order: number[] = [];
  while (open.size > 0) {
    const here = order.at(-1) ?? count;
    const next = [...open].reduce((best, point) => (rank(point) < rank(best) || (rank(point) === rank(best) && distance(here, point) < distance(here, best)) ? point : best));
    open.delete(next);
    order.push(next);
  }
  return order;
};

const keepsRanks = (order: readonly number[], rank: (point: number) => number): boolean => order.every((point, i) => i === 0 || rank(order[i - 1]!) <= rank(point));

/** Moves order[from..to] behind `after` (outside the piece), turned round or not. */
const movedPiece = (order: readonly number[], from: number, to: number, after: number, turned: boolean): number[] => {
  const piece = order.slice(from, to + 1);
  if (turned) piece.reverse();
  const rest = [...order.slice(0, from), ...order.slice(to + 1)];
  const at = after < from ? after + 1 : after - (to - from);
  return [...rest.slice(0, at), ...piece, ...rest.slice(at)];
};

/** Visits in a short order: point numbers. */
export function improveOrder(visits: Visits): number[] {
  const { count, distance, rank, effort } = visits;
  const random = seededRandom(count);
  const pointAt = (order: readonly number[], i: number): number => (i < 0 ? count : i >= order.length ? count + 1 : order[i]!);
  const length = (order: readonly number[]): number => order.reduce((sum, point, i) => sum + distance(pointAt(order, i - 1), point), distance(pointAt(order, order.length - 1), count + 1));

  const turnedRound = (order: number[]): number[] | undefined => {
    for (let i = 0; i < order.length; i++) {
      for (let j = i + 1; j < order.length; j++) {
        const [before, a, b, behind] = [pointAt(order, i - 1), order[i]!, order[j]!, pointAt(order, j + 1)];
        if (distance(before, b) + distance(a, behind) >= distance(before, a) + distance(b, behind) - 1e-9) continue;
        const next = [...order.slice(0, i), ...order.slice(i, j + 1).toReversed(), ...order.slice(j + 1)];
        if (keepsRanks(next, rank)) return next;
      }
    }
    return undefined;
  };

  const pieceMoved = (order: number[]): number[] | undefined => {
    for (let from = 0; from < order.length; from++) {
      for (let to = from; to < order.length && to < from + 3; to++) {
        const [before, a, b, behind] = [pointAt(order, from - 1), order[from]!, order[to]!, pointAt(order, to + 1)];
        const saved = distance(before, a) + distance(b, behind) - distance(before, behind);
        for (let after = -1; after < order.length; after++) {
          if (after >= from - 1 && after <= to) continue;
          const [left, right] = [pointAt(order, after), pointAt(order, after + 1)];
          for (const turned of [false, true]) {
            const added = (turned ? distance(left, b) + distance(a, right) : distance(left, a) + distance(b, right)) - distance(left, right);
            if (added >= saved - 1e-9) continue;
            const next = movedPiece(order, from, to, after, turned);
            if (keepsRanks(next, rank)) return next;
          }
        }
      }
    }
    return undefined;
  };

  const settled = (from: number[]): number[] => {
    let order = from;
    for (;;) {
      const next = turnedRound(order) ?? pieceMoved(order);
      if (next === undefined) return order;
      order = next;
    }
  };

  let best = settled(nearestFirst(visits));
  let bestLength = length(best);
  for (let kick = 0; kick < effort && count > 3; kick++) {
    const [a, b, c] = [0, 0, 0].map(() => 1 + Math.floor(random() * (count - 1))).toSorted((p, q) => p - q) as [number, number, number];
    const kicked = [...best.slice(0, a), ...best.slice(b, c), ...best.slice(a, b), ...best.slice(c)];
    const order = settled(kicked.toSorted((p, q) => rank(p) - rank(q)));
    const orderLength = length(order);
    if (orderLength < bestLength - 1e-9) [best, bestLength] = [order, orderLength];
  }
  return best;
}
