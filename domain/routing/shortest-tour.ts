// The shortest walk through given spots of a layout, from a start to an end: exact, by a sweep over the aisles that keeps
// the best partial tour for every state of the frontier. Time grows with aisles × states (7 or so for two cross-aisles,
// about four times more for each further one), hardly with the number of spots.
import { createFrontier, type Frontier } from './frontier.ts';
import { crossAisles, type Layout, type Spot } from './layout.ts';
import { allWays, plainWays } from './stretch.ts';

export interface ShortestTour {
  /** The length only; quick enough for the hundreds of thousands of questions of batching. */
  readonly lengthOf: (spots: readonly Spot[], start: Spot, end: Spot) => number;
  /** The walk itself, point by point. */
  readonly walk: (spots: readonly Spot[], start: Spot, end: Spot) => { readonly length: number; readonly walk: readonly Spot[] };
}

/** The part of the layout that matters for one question: sorted stops per stretch, what lies at crossings. */
interface Need {
  readonly first: number;
  readonly last: number;
  /** Stops strictly inside each stretch, by aisle × stretches. */
  readonly inside: readonly number[][];
  /** 1 must be visited, by aisle × crossings. */
  readonly must: Uint8Array;
  /** How many ends of the walk lie at the crossing. */
  readonly ends: Uint8Array;
}

interface Edge {
  readonly from: Spot;
  readonly to: Spot;
  times: number;
}

interface Stage {
  readonly from: readonly number[];
  readonly choice: readonly number[];
}

/** Prepares a layout. Spots must lie in it: on an aisle's middle line between the front and the back cross-aisle. */
export function createShortestTour(layout: Layout): ShortestTour {
  const crossings = crossAisles(layout);
  const count = crossings.length;
  const stretches = count - 1;
  const frontier = createFrontier(count);
  const inside = Array.from({ length: layout.aisles * stretches }, (): number[] => []);
  const must = new Uint8Array(layout.aisles * count);
  const ends = new Uint8Array(layout.aisles * count);

  const note = ({ aisle, y }: Spot, isEnd: boolean): void => {
    let c = 0;
    while (crossings[c]! < y) c++;
    if (crossings[c] === y) {
      must[aisle * count + c] = 1;
      if (isEnd) ends[aisle * count + c]!++;
      return;
    }
    const stops = inside[aisle * stretches + c - 1]!;
    let at = stops.length;
    while (at > 0 && stops[at - 1]! > y) at--;
    if (at > 0 && stops[at - 1] === y) return;
    stops.push(0);
    for (let i = stops.length - 1; i > at; i--) stops[i] = stops[i - 1]!;
    stops[at] = y;
  };

  const needOf = (spots: readonly Spot[], start: Spot, end: Spot): Need => {
    for (const stops of inside) stops.length = 0;
    must.fill(0);
    ends.fill(0);
    let first = Math.min(start.aisle, end.aisle);
    let last = Math.max(start.aisle, end.aisle);
    for (const spot of spots) {
      note(spot, false);
      if (spot.aisle < first) first = spot.aisle;
      else if (spot.aisle > last) last = spot.aisle;
    }
    note(start, true);
    note(end, true);
    return { first, last, inside, must, ends };
  };

  const endsInside = (aisle: number, stretch: number, stops: readonly number[], start: Spot, end: Spot): number[] | undefined => {
    const within = (spot: Spot): boolean => spot.aisle === aisle && spot.y > crossings[stretch]! && spot.y < crossings[stretch + 1]!;
    if (!within(start) && !within(end)) return undefined;
    return stops.map((y) => (within(start) && start.y === y ? 1 : 0) + (within(end) && end.y === y ? 1 : 0));
  };

  const sweep = createSweep(frontier);
  const options = new Float64Array(64);

  const optionsOf = (aisle: number, stretch: number, start: Spot, end: Spot): number => {
    const stops = inside[aisle * stretches + stretch]!;
    const low = crossings[stretch]!;
    const high = crossings[stretch + 1]!;
    const at = endsInside(aisle, stretch, stops, start, end);
    if (at === undefined) return plainWays(low, high, stops, options);
    return allWays(low, high, stops, at).reduce((used, { effect, length }) => {
      options[2 * used] = effect;
      options[2 * used + 1] = length;
      return used + 1;
    }, 0);
  };

  const run = (need: Need, start: Spot, end: Spot, stages: Stage[] | undefined): number => {
    sweep.begin(stages !== undefined);
    for (let aisle = need.first; aisle <= need.last; aisle++) {
      for (let c = 0; c < count; c++) {
        if (must[aisle * count + c] === 1) sweep.force(frontier.touch(c), stages);
        if (ends[aisle * count + c] === 1) sweep.force(frontier.flip(c), stages);
      }
      for (let s = 0; s < stretches; s++) sweep.choose(frontier.stretch(s, 0), options, optionsOf(aisle, s, start, end), stages);
      if (aisle < need.last) for (let c = 0; c < count; c++) sweep.cross(frontier.across(c, 0), layout.aislePitch, stages);
    }
    return sweep.best();
  };

  /** Retraces the best sweep into edges; the stages are met in reverse. */
  const edgesOf = (need: Need, start: Spot, end: Spot, stages: readonly Stage[]): Edge[] => {
    const edges: Edge[] = [];
    let at = sweep.bestAt();
    let stage = stages.length;
    const back = (): number => {
      const { from, choice } = stages[--stage]!;
      const chosen = choice[at]!;
      at = from[at]!;
      return chosen;
    };
    for (let aisle = need.last; aisle >= need.first; aisle--) {
      if (aisle < need.last) for (let c = count - 1; c >= 0; c--) edges.push({ from: { aisle, y: crossings[c]! }, to: { aisle: aisle + 1, y: crossings[c]! }, times: back() });
      for (let s = stretches - 1; s >= 0; s--) edges.push(...piecesOf(aisle, s, back(), start, end));
      for (let c = count - 1; c >= 0; c--) {
        if (ends[aisle * count + c] === 1) back();
        if (must[aisle * count + c] === 1) back();
      }
    }
    return edges.filter(({ times }) => times > 0);
  };

  const piecesOf = (aisle: number, stretch: number, effect: number, start: Spot, end: Spot): Edge[] => {
    const stops = inside[aisle * stretches + stretch]!;
    const points = [crossings[stretch]!, ...stops, crossings[stretch + 1]!];
    const at = endsInside(aisle, stretch, stops, start, end) ?? stops.map(() => 0);
    const way = allWays(points[0]!, points.at(-1)!, stops, at).find((one) => one.effect === effect)!;
    return way.pieces.map((times, i) => ({ from: { aisle, y: points[i]! }, to: { aisle, y: points[i + 1]! }, times }));
  };

  return {
    lengthOf: (spots, start, end) => run(needOf(spots, start, end), start, end, undefined),
    walk: (spots, start, end) => {
      const stages: Stage[] = [];
      const need = needOf(spots, start, end);
      const length = run(need, start, end, stages);
      return { length, walk: eulerWalk(edgesOf(need, start, end, stages), start) };
    },
  };
}

/** The frontier moved step by step: the best length per state, with the way back when asked for. */
const createSweep = (frontier: Frontier) => {
  let room = 64;
  let states = new Int32Array(room);
  let lengths = new Float64Array(room);
  let count = 0;
  let nextStates = new Int32Array(room);
  let nextLengths = new Float64Array(room);
  let nextCount = 0;
  /** Where a state stands among the next ones, plus 1. */
  let slot = new Int32Array(room);
  let from: number[] = [];
  let choice: number[] = [];
  let traced = false;

  const grow = (): void => {
    room *= 4;
    const longer = <A extends Int32Array | Float64Array>(old: A, next: A): A => (next.set(old), next);
    [states, nextStates, slot] = [longer(states, new Int32Array(room)), longer(nextStates, new Int32Array(room)), longer(slot, new Int32Array(room))];
    [lengths, nextLengths] = [longer(lengths, new Float64Array(room)), longer(nextLengths, new Float64Array(room))];
  };

  /** Takes a way into a state if it is the shortest so far; whence it came is kept only when somebody will ask. */
  const offer = (state: number, length: number, origin: number, chosen: number): void => {
    while (state >= room) grow();
    let at = slot[state]! - 1;
    if (at < 0) {
      at = nextCount++;
      slot[state] = nextCount;
      nextStates[at] = state;
    } else if (length >= nextLengths[at]!) return;
    nextLengths[at] = length;
    if (!traced) return;
    from[at] = origin;
    choice[at] = chosen;
  };

  const turn = (stages: Stage[] | undefined): void => {
    for (let i = 0; i < nextCount; i++) slot[nextStates[i]!] = 0;
    if (stages !== undefined) {
      stages.push({ from, choice });
      from = [];
      choice = [];
    }
    [states, nextStates] = [nextStates, states];
    [lengths, nextLengths] = [nextLengths, lengths];
    count = nextCount;
    nextCount = 0;
  };

  const bestAt = (): number => {
    let best = -1;
    for (let i = 0; i < count; i++) if (frontier.isWhole(states[i]!) && (best < 0 || lengths[i]! < lengths[best]!)) best = i;
    return best;
  };

  return {
    begin: (tracing: boolean): void => {
      traced = tracing;
      states[0] = frontier.start;
      lengths[0] = 0;
      count = 1;
    },
    /** The one thing that can happen. */
    force: (step: number, stages: Stage[] | undefined): void => {
      for (let i = 0; i < count; i++) {
        const next = frontier.after(states[i]!, step);
        if (next >= 0) offer(next, lengths[i]!, i, 0);
      }
      turn(stages);
    },
    /** One of `used` ways: pairs of effect and length. */
    choose: (base: number, options: Float64Array, used: number, stages: Stage[] | undefined): void => {
      for (let i = 0; i < count; i++) {
        const known = frontier.row(states[i]!);
        const length = lengths[i]!;
        for (let o = 0; o < used; o++) {
          const step = base + options[2 * o]!;
          const next = known[step] === frontier.unknown ? frontier.after(states[i]!, step) : known[step]!;
          if (next >= 0) offer(next, length + options[2 * o + 1]!, i, options[2 * o]!);
        }
      }
      turn(stages);
    },
    /** The way to the next aisle along one cross-aisle: not, once or twice. */
    cross: (base: number, pitch: number, stages: Stage[] | undefined): void => {
      for (let i = 0; i < count; i++) {
        const known = frontier.row(states[i]!);
        const length = lengths[i]!;
        for (let times = 0; times < 3; times++) {
          const step = base + times;
          const next = known[step] === frontier.unknown ? frontier.after(states[i]!, step) : known[step]!;
          if (next >= 0) offer(next, length + times * pitch, i, times);
        }
      }
      turn(stages);
    },
    bestAt,
    best: (): number => {
      const at = bestAt();
      return at < 0 ? NaN : lengths[at]!;
    },
  };
};

const nameOf = ({ aisle, y }: Spot): string => `${aisle}:${y}`;

/** Walks every edge as often as it says, from `start`. Source: Hierholzer, Mathematische Annalen 6 (1873). */
const eulerWalk = (edges: readonly Edge[], start: Spot): Spot[] => {
  const at = new Map<string, Edge[]>();
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) {
      const name = nameOf(end);
      const here = at.get(name);
      if (here === undefined) at.set(name, [edge]);
      else here.push(edge);
    }
  }
  const trail = [start];
  const walk: Spot[] = [];
  while (trail.length > 0) {
    const here = trail.at(-1)!;
    const name = nameOf(here);
    const open = at.get(name) ?? [];
    while (open.length > 0 && open.at(-1)!.times === 0) open.pop();
    const edge = open.at(-1);
    if (edge === undefined) {
      walk.push(trail.pop()!);
      continue;
    }
    edge.times--;
    trail.push(nameOf(edge.from) === name ? edge.to : edge.from);
  }
  return walk.toReversed();
};
