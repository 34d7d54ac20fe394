// `npm run solve -- pick-routing|packing FILE --json`: plans the walks and batches, or the packings, of published problems,
// with the same functions that picking and packing use.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { volumeOf, type BoxKind, type Placement } from '#domain/packing/boxes.ts';
import { fillMany } from '#domain/packing/fill-many.ts';
import { createFiller } from '#domain/packing/fill-one.ts';
import { packingFaults } from '#domain/packing/packing-faults.ts';
import { frontOf, type Layout, type Place } from '#domain/routing/layout.ts';
import { createRoutePlanner, type Route } from '#domain/routing/plan-route.ts';
import { planTours } from '#domain/routing/plan-tours.ts';
import { printResult, readFlags, say } from './command-line.ts';

const usage = `npm run solve -- pick-routing FILE [--json]   shortest walks, and the first eight orders of each instance in batches
npm run solve -- packing FILE [--json]        loads of one container, or of the fewest
  --effort N   how much a packing tries, 1 by default; twice as much takes twice as long`;

const number = z.number();
const place = z.object({ aisle: number, side: z.enum(['left', 'right']), cell: number });
const layouts = z.object({ aisles: number, cells: number, aislePitch: number, cellPitch: number, endGap: number, depotAisle: number.default(0), middle: z.array(number).default([]) });
const routingFile = z.object({
  layouts: z.record(z.string(), layouts),
  instances: z.array(z.object({ id: z.string(), layout: z.string(), capacityPicks: number, orders: z.array(z.object({ order: z.union([number, z.string()]), picks: z.array(place) })) })),
});

const length = number.int().positive();
const size = z.tuple([length, length, length]).readonly();
const rotations = z.union([z.literal('all'), z.array(z.enum(['XYZ', 'XZY', 'YXZ', 'YZX', 'ZXY', 'ZYX']))]);
const problem = z.object({
  id: z.string(),
  container: size,
  bounds: z.unknown().optional(),
  volumeBound: z.unknown().optional(),
  bestKnownVolume: z.unknown().optional(),
  items: z.array(z.object({ size, copies: number.int().nonnegative(), rotations: rotations.default('all') })),
});
const packingFile = z.array(problem);
type Problem = z.infer<typeof problem>;

/** Orders batched per instance. */
const firstOrders = 8;
/** One to four seconds per problem. */
const effortForMany = 6000;
const effortForOne = 6000;

const stopOf = ({ place: { aisle, side, cell } }: { readonly place: Place }): Place => ({ aisle, side, cell });

const walked = (route: Route<{ readonly place: Place }>): { length: number; stops: Place[] } => {
  if (route.length === undefined) throw new Error(route.why);
  return { length: route.length, stops: route.stops.map(stopOf) };
};

const solveRouting = (text: string, progress: (sentence: string) => void): object => {
  const { layouts: known, instances } = routingFile.parse(JSON.parse(text));
  const solved = instances.map(({ id, layout: name, capacityPicks, orders: given }) => {
    const before = performance.now();
    const found = known[name];
    if (found === undefined) throw new Error(`${id}: there is no layout ${name}`);
    const layout: Layout = found;
    const ends = { start: frontOf(found.depotAisle), end: frontOf(found.depotAisle) };
    const planner = createRoutePlanner(layout);
    const orders = given.map(({ order, picks }) => ({ order, picks: picks.map((one) => ({ place: one })) }));
    const routes = orders.map(({ order, picks }) => ({ instance: id, order, ...walked(planner.route(picks, ends)) }));
    const tours = planTours(layout, orders.slice(0, firstOrders), { capacityPicks, ...ends });
    const batch = { instance: id, tours: tours.map((tour) => ({ orders: tour.orders.map(({ order }) => order), ...walked(tour.route) })) };
    const sum = (lengths: readonly { length: number }[]): number => lengths.reduce((total, one) => total + one.length, 0);
    progress(`${id}: ${routes.length} orders, ${sum(routes)} one by one; first ${firstOrders} in ${tours.length} tours of ${sum(batch.tours)}; ${seconds(before)} s`);
    return { routes, batch };
  });
  return { routes: solved.flatMap(({ routes }) => routes), batches: solved.map(({ batch }) => batch) };
};

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

/** As full a container as possible, or everything into the fewest: the known results say which is asked, or else whether one has room for all. */
const isForOne = ({ container, items, bounds, volumeBound, bestKnownVolume }: Problem): boolean => {
  if (bestKnownVolume !== undefined) return true;
  if (bounds !== undefined || volumeBound !== undefined) return false;
  return items.reduce((sum, item) => sum + item.copies * volumeOf(item.size), 0) <= volumeOf(container);
};

const hanging = { support: 0 };

const loadsOf = (given: Problem, effort: number): readonly (readonly Placement[])[] => {
  const container = { size: given.container };
  const kinds: readonly BoxKind[] = given.items;
  if (isForOne(given)) {
    const filler = createFiller(container, kinds, hanging);
    return [filler.fill({ left: Int32Array.from(kinds, ({ copies }) => copies), values: kinds.map((box) => volumeOf(box.size)), effort: effortForOne * effort }).placements()];
  }
  const packed = fillMany({ container, kinds, rules: hanging, effort: effortForMany * effort });
  if ('tooLarge' in packed) throw new Error(`${given.id}: item ${packed.tooLarge.join(', ')} fits the container in no way`);
  return packed.containers;
};

const solvePacking = (text: string, effort: number, progress: (sentence: string) => void): object =>
  packingFile.parse(JSON.parse(text)).map((given) => {
    const before = performance.now();
    const containers = loadsOf(given, effort);
    const faults = packingFaults(containers.map((placements) => ({ container: { size: given.container }, placements })), given.items, hanging, !isForOne(given));
    if (faults.length > 0) throw new Error(`${given.id}: ${faults[0]}`);
    const volume = containers.flat().reduce((sum, unit) => sum + volumeOf(unit.size), 0);
    const fill = ((100 * volume) / (volumeOf(given.container) * containers.length)).toFixed(1);
    progress(`${given.id}: ${containers.length === 1 ? 'one container' : `${containers.length} containers`}, ${fill} % full, ${seconds(before)} s`);
    return { id: given.id, containers: containers.map((units) => units.map(({ item, at, size: lies }) => ({ item, at, size: lies }))) };
  });

const { flags, files } = readFlags(usage, { effort: { type: 'string' } });
const [task, file] = files;
const effort = Number(flags.effort ?? 1);
if (file === undefined || (task !== 'pick-routing' && task !== 'packing') || !(effort > 0)) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
const progress = (sentence: string): void => say(flags.json, sentence);
try {
  const text = readFileSync(file, 'utf8');
  printResult(flags.json, task === 'packing' ? solvePacking(text, effort, progress) : solveRouting(text, progress));
} catch (error) {
  process.stderr.write(`${file} cannot be solved: ${error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
