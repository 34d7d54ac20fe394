// The ways to walk one stretch of aisle between neighbouring cross-aisles: through it once or twice, in and out from one
// end, or from both ends up to the widest gap; more ways where the walk itself begins or ends inside it.
import { effectOf } from './frontier.ts';

/** One way: its effect at the ends, its length, and how often each piece between neighbouring points is walked. */
export interface Way {
  readonly effect: number;
  readonly length: number;
  /** pieces[i] lies between point i and point i + 1 of: lower end, stops, upper end. */
  readonly pieces: readonly number[];
}

const nothing = effectOf(0, 0, false, false);
const once = effectOf(1, 1, true, false);
const twice = effectOf(2, 2, true, false);
const fromBelow = effectOf(2, 0, false, false);
const fromAbove = effectOf(0, 2, false, false);
const fromBoth = effectOf(2, 2, false, false);

/** Only effects and lengths, written into `into` as pairs; for stretches in which no walk begins or ends. Returns their number. */
export function plainWays(low: number, high: number, stops: readonly number[], into: Float64Array): number {
  const count = stops.length;
  let used = 0;
  const put = (effect: number, length: number): void => {
    into[2 * used] = effect;
    into[2 * used++ + 1] = length;
  };
  put(once, high - low);
  put(twice, 2 * (high - low));
  if (count === 0) {
    put(nothing, 0);
    return used;
  }
  put(fromBelow, 2 * (stops[count - 1]! - low));
  put(fromAbove, 2 * (high - stops[0]!));
  let gap = -1;
  for (let i = 1; i < count; i++) gap = Math.max(gap, stops[i]! - stops[i - 1]!);
  if (gap >= 0) put(fromBoth, 2 * (high - low - gap));
  return used;
}

interface Open {
  readonly lower: number;
  /** Whether the last point hangs together with the lower end. */
  readonly joined: boolean;
  /** Whether a part hangs together with neither end. */
  readonly apart: boolean;
  readonly length: number;
  readonly pieces: readonly number[];
}

const keyOf = ({ lower, joined, apart, pieces }: Open): string => `${lower}${joined}${apart}${pieces.at(-1)}`;

const shorter = <T>(ways: Map<T, Open>, key: T, way: Open): void => {
  const known = ways.get(key);
  if (known === undefined || way.length < known.length) ways.set(key, way);
};

/** Leaving the last point by `times` edges; undefined when that cannot be part of a whole tour. */
const leave = (way: Open, times: number, piece: number): Open | undefined => {
  const next = { ...way, length: way.length + times * piece, pieces: [...way.pieces, times] };
  if (times > 0) return next;
  if (way.joined) return { ...next, joined: false };
  return way.apart ? undefined : { ...next, joined: false, apart: true };
};

/** Every way, for any stretch. `ends[i]`: how many ends of the walk lie at stops[i]. */
export function allWays(low: number, high: number, stops: readonly number[], ends: readonly number[]): Way[] {
  const points = [low, ...stops, high];
  let open = new Map<string, Open>();
  for (const times of [0, 1, 2]) {
    const way = { lower: times, joined: times > 0, apart: false, length: times * (points[1]! - low), pieces: [times] };
    open.set(keyOf(way), way);
  }
  stops.forEach((stop, i) => {
    const next = new Map<string, Open>();
    for (const way of open.values()) {
      for (const times of [0, 1, 2]) {
        if ((way.pieces.at(-1)! + times + ends[i]!) % 2 === 1) continue;
        const left = leave(way, times, points[i + 2]! - stop);
        if (left !== undefined) shorter(next, keyOf(left), left);
      }
    }
    open = next;
  });
  const byEffect = new Map<number, Open>();
  for (const way of open.values()) shorter(byEffect, effectOf(way.lower, way.pieces.at(-1)!, way.joined, way.apart), way);
  return [...byEffect].map(([effect, { length, pieces }]) => ({ effect, length, pieces }));
}
