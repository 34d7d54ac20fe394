// The walk of one picker: where to stop in which order, how far it is, and the line to draw on a map. Chooses the exact
// method where it answers in milliseconds, a near-exact one beyond, and the location sequence where there is no geometry;
// says which.
import { improveOrder } from './improve-order.ts';
import { crossAisles, distanceIn, placeProblem, pointOf, spotOf, wayBetween, type Layout, type Place, type Point, type Spot } from './layout.ts';
import { createShortestTour } from './shortest-tour.ts';

/** What a pick must say to be routed; anything else it carries comes back in the stops. */
export interface ToPick {
  readonly place?: Place | undefined;
  /** The order of locations when there is no geometry. */
  readonly sequence?: number;
  /** Lower ranks are picked first (heavy before light); absent: 0. */
  readonly rank?: number | undefined;
}

export interface Route<T> {
  readonly method: 'exact' | 'near exact' | 'location sequence';
  /** Why it is not exact, for the person who walks it. */
  readonly why?: string;
  /** In the layout's unit; absent without geometry. */
  readonly length?: number;
  readonly stops: readonly T[];
  /** From start to end, to draw; empty without geometry. */
  readonly walk: readonly Point[];
}

export interface Ends {
  /** Where the picker stands now, or the depot. */
  readonly start: Spot;
  readonly end: Spot;
}

export interface RoutePlanner {
  /** Also for re-planning: give the open picks and where the picker stands. */
  readonly route: <T extends ToPick>(picks: readonly T[], ends: Ends) => Route<T>;
  /** The length of the best walk without rank order, for those who compare many. */
  readonly lengthOf: (spots: readonly Spot[], ends: Ends) => number;
}

/** Beyond this many cross-aisles one sweep takes longer than a moment. */
const exactCrossAisles = 6;
/** How many sweeps a route with ranks may take, by number of cross-aisles (2, 3, …): about 50 ms on a station. */
const sweepsAffordable = [0, 0, 4000, 1200, 150, 12, 1];
const kicks = 200;

interface Group {
  readonly rank: number;
  readonly spots: readonly Spot[];
}

const rankOf = ({ rank = 0 }: ToPick): number => rank;
const nameOf = ({ aisle, y }: Spot): string => `${aisle}:${y}`;
const distinct = (spots: readonly Spot[]): Spot[] => [...new Map(spots.map((spot) => [nameOf(spot), spot])).values()];

/** Prepares a layout for routes. Without one, routes follow the location sequence. */
export function createRoutePlanner(layout: Layout | undefined): RoutePlanner {
  if (layout === undefined) return { route: (picks) => bySequence(picks, 'this warehouse has no map'), lengthOf: () => NaN };
  const crossings = crossAisles(layout).length;
  const tour = crossings <= exactCrossAisles ? createShortestTour(layout) : undefined;
  return {
    route: (picks, ends) => {
      const problem = problemIn(layout, picks);
      if (problem !== undefined) return bySequence(picks, problem);
      const groups = groupsOf(layout, picks);
      if (tour !== undefined && sweepsFor(groups) <= sweepsAffordable[crossings]!) return exactly(layout, tour, picks, groups, ends);
      return nearly(layout, picks, groups, ends);
    },
    lengthOf: (spots, ends) => (tour === undefined ? lengthOfWalk(layout, inShortOrder(layout, [{ rank: 0, spots: distinct(spots) }], ends)) : tour.lengthOf(spots, ends.start, ends.end)),
  };
}

const bySequence = <T extends ToPick>(picks: readonly T[], why: string): Route<T> => ({
  method: 'location sequence',
  why: `In order of location: ${why}.`,
  stops: picks.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.sequence ?? 0) - (b.sequence ?? 0)),
  walk: [],
});

const problemIn = (layout: Layout, picks: readonly ToPick[]): string | undefined => {
  for (const { place } of picks) {
    const problem = place === undefined ? 'a location is not on the map' : placeProblem(layout, place);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const groupsOf = (layout: Layout, picks: readonly ToPick[]): Group[] => {
  const ranks = [...new Set(picks.map(rankOf))].toSorted((a, b) => a - b);
  return ranks.map((rank) => ({ rank, spots: distinct(picks.filter((pick) => rankOf(pick) === rank).map(({ place }) => spotOf(layout, place!))) }));
};

const sweepsFor = (groups: readonly Group[]): number =>
  groups.reduce((sum, { spots }, g) => sum + (g === 0 ? 1 : groups[g - 1]!.spots.length) * (g === groups.length - 1 ? 1 : spots.length), 0);

/** The stops of one leg in the order its walk first meets them. */
const stopsAlong = <T extends ToPick>(layout: Layout, picks: readonly T[], walk: readonly Spot[]): T[] => {
  const met = new Map<string, number>();
  walk.forEach((spot, i) => met.set(nameOf(spot), Math.min(i, met.get(nameOf(spot)) ?? i)));
  const at = (pick: T): number => met.get(nameOf(spotOf(layout, pick.place!)))!;
  return picks.toSorted((a, b) => at(a) - at(b));
};

interface Leg {
  readonly length: number;
  readonly spot: Spot;
  readonly before: Leg | undefined;
}

/** Where each rank's picks end, so that all legs together are shortest: each leg is an exact walk between its ends. */
const legEnds = (tour: ReturnType<typeof createShortestTour>, groups: readonly Group[], { start, end }: Ends): Spot[] => {
  let legs: Leg[] = [{ length: 0, spot: start, before: undefined }];
  groups.forEach(({ spots }, g) => {
    const targets = g === groups.length - 1 ? [end] : spots;
    legs = targets.map((spot) =>
      legs.map((before) => ({ length: before.length + tour.lengthOf(spots, before.spot, spot), spot, before })).reduce((a, b) => (b.length < a.length ? b : a)),
    );
  });
  const ends: Spot[] = [];
  for (let leg = legs[0]; leg !== undefined; leg = leg.before) ends.unshift(leg.spot);
  return ends;
};

const exactly = <T extends ToPick>(layout: Layout, tour: ReturnType<typeof createShortestTour>, picks: readonly T[], groups: readonly Group[], ends: Ends): Route<T> => {
  const legs = groups.length === 0 ? [{ rank: 0, spots: [] }] : groups;
  const at = legEnds(tour, legs, ends);
  const stops: T[] = [];
  const walk: Spot[] = [ends.start];
  let length = 0;
  legs.forEach(({ rank, spots }, g) => {
    const leg = tour.walk(spots, at[g]!, at[g + 1]!);
    length += leg.length;
    walk.push(...leg.walk.slice(1));
    stops.push(...stopsAlong(layout, picks.filter((pick) => rankOf(pick) === rank), leg.walk));
  });
  return { method: 'exact', length, stops, walk: corners(layout, walk) };
};

const inShortOrder = (layout: Layout, groups: readonly Group[], { start, end }: Ends): Spot[] => {
  const points = groups.flatMap(({ rank, spots }) => spots.map((spot) => ({ rank, spot })));
  const all = [...points.map(({ spot }) => spot), start, end];
  const distance = distanceIn(layout);
  const table = all.map((from) => all.map((to) => distance(from, to)));
  const order = improveOrder({ count: points.length, distance: (from, to) => table[from]![to]!, rank: (point) => points[point]!.rank, effort: kicks });
  return [start, ...order.map((point) => points[point]!.spot), end];
};

const lengthOfWalk = (layout: Layout, walk: readonly Spot[]): number => {
  const distance = distanceIn(layout);
  return walk.reduce((sum, spot, i) => (i === 0 ? 0 : sum + distance(walk[i - 1]!, spot)), 0);
};

const nearly = <T extends ToPick>(layout: Layout, picks: readonly T[], groups: readonly Group[], ends: Ends): Route<T> => {
  const visits = inShortOrder(layout, groups, ends);
  const walk = visits.flatMap((spot, i) => (i === 0 ? [spot] : wayBetween(layout, visits[i - 1]!, spot).slice(1)));
  const stops = groups.flatMap(({ rank, spots }, g) => {
    const before = groups.slice(0, g).reduce((sum, group) => sum + group.spots.length, 1);
    return stopsAlong(layout, picks.filter((pick) => rankOf(pick) === rank), visits.slice(before, before + spots.length));
  });
  return { method: 'near exact', why: 'Nearly the shortest: this warehouse has too many cross-aisles, or this list too many ranks, to try everything.', length: lengthOfWalk(layout, visits), stops, walk: corners(layout, walk) };
};

/** The walk without points in the middle of a straight line. */
export const corners = (layout: Layout, walk: readonly Spot[]): Point[] => {
  const points: Point[] = [];
  for (const next of walk.map((spot) => pointOf(layout, spot))) {
    const last = points.at(-1);
    const before = points.at(-2);
    if (last !== undefined && last.x === next.x && last.y === next.y) continue;
    if (last !== undefined && before !== undefined && Math.sign(last.x - before.x) === Math.sign(next.x - last.x) && Math.sign(last.y - before.y) === Math.sign(next.y - last.y)) points.pop();
    points.push(next);
  }
  return points;
};
