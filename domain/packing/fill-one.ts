// Fills one container with as much value as possible: a beam search over blocks in which every candidate is judged by
// finishing the load greedily. Deterministic; effort is counted in looks at blocks, never in time.
// Sources: BSG of Araya, Riff, "A beam search approach to the container loading problem", Computers & Operations Research
// 43 (2014); the value of a block in a space is VCS of Araya, Guerrero, Nuñez, C&OR 82 (2017); the space nearest a corner
// of the container comes first, as in Zhu, Lim, EJOR 222 (2012).
import { buildBlocks, type BlockLimits } from './blocks.ts';
import type { BoxKind, Container, PackingRules, Placement } from './boxes.ts';
import { lengthsOf, type Lengths } from './reachable-lengths.ts';
import { without, type Spaces } from './spaces.ts';

/** A load of one container. */
export interface Filling {
  readonly value: number;
  /** How many of each kind. */
  readonly amounts: Int32Array;
  readonly placements: () => Placement[];
}

export interface FillTask {
  /** How many of each kind may go in. */
  readonly left: Int32Array;
  /** What a copy of each kind is worth, > 0; usually its volume. */
  readonly values: readonly number[];
  /** How long to search, in units of 10,000 looks at a block: about a millisecond each. At least one load is finished. */
  readonly effort: number;
  /** Stops when this value is reached. */
  readonly enough?: number;
  /** Shown every finished load, for those who collect them. */
  readonly seen?: (filling: Filling) => void;
}

export interface Filler {
  readonly fill: (task: FillTask) => Filling;
}

interface State {
  spaces: Spaces;
  /** Spaces nothing could stand in; they wait for a support to be built. */
  parked: Spaces;
  left: Int32Array;
  /** Block, x, y, z; again and again. */
  placed: number[];
  /** Grams above each placed block. */
  loads: number[];
  blocks: Int32Array;
  lengths: Lengths;
  value: number;
  weight: number;
}

interface Choice {
  block: number;
  x: number;
  y: number;
  z: number;
  score: number;
}

export interface Tuning {
  /** Power of the touching part of a block's surface. */
  readonly touching: number;
  /** Power of what is not lost. */
  readonly loss: number;
  /** Power of the number of boxes of a block: few large boxes first. */
  readonly boxes: number;
}

/** What a step costs besides its looks, in looks. */
const looksPerStep = 300;

/** As published but for the loss, which counts twice here: measured on the problems of Bischoff and Ratcliff. */
const vcs: Tuning = { touching: 4, loss: 2, boxes: -0.2 };

/** Prepares a container for boxes of these kinds, to be filled several times. */
export function createFiller(container: Container, kinds: readonly BoxKind[], rules: PackingRules, limits: BlockLimits = { most: 6000, fill: 0.98 }, tuning: Tuning = vcs): Filler {
  const [L, W, H] = container.size;
  const held = rules.support > 0;
  const blocks = buildBlocks(container, kinds, held ? { most: limits.most, fill: 1 } : limits);
  const { dx, dy, dz, boxes, first, kinds: kindsIn, amounts, bears } = blocks;
  const lengthsFor = lengthsOf(container.size, kinds);
  const maxWeight = container.maxWeight ?? Infinity;
  const bearing = kinds.some((box) => box.bears !== undefined);
  const fewness = Float64Array.from(boxes, (n) => n ** tuning.boxes);
  let worth = new Float64Array(blocks.count);
  let merit = new Float64Array(blocks.count);

  const priceBlocks = (values: readonly number[]): void => {
    worth = new Float64Array(blocks.count);
    for (let b = 0; b < blocks.count; b++) for (let k = first[b]!; k < first[b + 1]!; k++) worth[b]! += values[kindsIn[k]!]! * amounts[k]!;
    merit = worth.map((value, b) => value * fewness[b]!);
  };

  const isThere = (b: number, left: Int32Array): boolean => {
    for (let k = first[b]!; k < first[b + 1]!; k++) if (amounts[k]! > left[kindsIn[k]!]!) return false;
    return true;
  };

  const beginning = (left: Int32Array): State => {
    const there: number[] = [];
    for (let b = 0; b < blocks.count; b++) if (isThere(b, left)) there.push(b);
    return { spaces: [0, 0, 0, L, W, H], parked: [], left: left.slice(), placed: [], loads: [], blocks: Int32Array.from(there), lengths: lengthsFor(left), value: 0, weight: 0 };
  };

  const place = (state: State, { block, x, y, z }: Choice): State => {
    const left = state.left.slice();
    let gone = false;
    for (let k = first[block]!; k < first[block + 1]!; k++) if ((left[kindsIn[k]!]! -= amounts[k]!) === 0) gone = true;
    const lengths = gone ? lengthsFor(left) : state.lengths;
    const before = state.parked.length === 0 ? state.spaces : [...state.spaces, ...state.parked];
    const spaces = without(before, x, y, z, x + dx[block]!, y + dy[block]!, z + dz[block]!, lengths.least);
    return {
      spaces, parked: [], left, lengths,
      placed: [...state.placed, block, x, y, z],
      loads: bearing ? loadedWith(state, block, x, y, z) : state.loads,
      blocks: stillUseful(state.blocks, left, spaces),
      value: state.value + worth[block]!,
      weight: state.weight + blocks.weight[block]!,
    };
  };

  const loadedWith = (state: State, block: number, x: number, y: number, z: number): number[] => {
    const loads = [...state.loads, 0];
    for (const p of below(state.placed, block, x, y, z)) loads[p / 4]! += blocks.weight[block]!;
    return loads;
  };

  const buffer = new Int32Array(blocks.count);
  const stillUseful = (from: Int32Array, left: Int32Array, spaces: Spaces): Int32Array => {
    let widest = 0;
    let deepest = 0;
    let highest = 0;
    for (let at = 0; at < spaces.length; at += 6) {
      widest = Math.max(widest, spaces[at + 3]! - spaces[at]!);
      deepest = Math.max(deepest, spaces[at + 4]! - spaces[at + 1]!);
      highest = Math.max(highest, spaces[at + 5]! - spaces[at + 2]!);
    }
    let count = 0;
    for (let i = 0; i < from.length; i++) {
      const b = from[i]!;
      if (dx[b]! <= widest && dy[b]! <= deepest && dz[b]! <= highest && isThere(b, left)) buffer[count++] = b;
    }
    return buffer.slice(0, count);
  };

  /** The space nearest to a corner of the container; of equal ones the largest. */
  const nextSpace = (spaces: Spaces): number => {
    let best = -1;
    let bestDistance = Infinity;
    let bestVolume = 0;
    for (let at = 0; at < spaces.length; at += 6) {
      const nearZ = held ? spaces[at + 2]! * 1000 : Math.min(spaces[at + 2]!, H - spaces[at + 5]!);
      const distance = Math.min(spaces[at]!, L - spaces[at + 3]!) + Math.min(spaces[at + 1]!, W - spaces[at + 4]!) + nearZ;
      if (distance > bestDistance) continue;
      const volume = (spaces[at + 3]! - spaces[at]!) * (spaces[at + 4]! - spaces[at + 1]!) * (spaces[at + 5]! - spaces[at + 2]!);
      if (distance === bestDistance && volume <= bestVolume) continue;
      best = at;
      bestDistance = distance;
      bestVolume = volume;
    }
    return best;
  };

  // Rectangles of placed blocks on the six faces of the space in hand (x low, y low, z low, x high, y high, z high):
  // four numbers each, in the two other axes. Undefined: the face is a wall of the container.
  const faces: (number[] | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined];
  const whole = [L, W, H];
  const lookAround = (placed: readonly number[], space: readonly number[]): void => {
    for (let axis = 0; axis < 3; axis++) {
      faces[axis] = space[axis] === 0 ? undefined : [];
      faces[axis + 3] = space[axis + 3] === whole[axis] ? undefined : [];
    }
    for (let p = 0; p < placed.length; p += 4) {
      const b = placed[p]!;
      const x = placed[p + 1]!;
      const y = placed[p + 2]!;
      const z = placed[p + 3]!;
      const x2 = x + dx[b]!;
      const y2 = y + dy[b]!;
      const z2 = z + dz[b]!;
      if (x2 === space[0]) faces[0]?.push(y, y2, z, z2);
      if (x === space[3]) faces[3]?.push(y, y2, z, z2);
      if (y2 === space[1]) faces[1]?.push(x, x2, z, z2);
      if (y === space[4]) faces[4]?.push(x, x2, z, z2);
      if (z2 === space[2]) faces[2]?.push(x, x2, y, y2);
      if (z === space[5]) faces[5]?.push(x, x2, y, y2);
    }
  };

  const touches = (face: number, a1: number, a2: number, b1: number, b2: number): number => {
    const rectangles = faces[face];
    if (rectangles === undefined) return (a2 - a1) * (b2 - b1);
    let area = 0;
    for (let r = 0; r < rectangles.length; r += 4) {
      const a = Math.min(a2, rectangles[r + 1]!) - Math.max(a1, rectangles[r]!);
      const b = Math.min(b2, rectangles[r + 3]!) - Math.max(b1, rectangles[r + 2]!);
      if (a > 0 && b > 0) area += a * b;
    }
    return area;
  };

  /** The part of the block's surface that touches walls or blocks; it lies in the space in hand. */
  const touchingPart = (space: readonly number[], x: number, y: number, z: number, l: number, w: number, h: number): number => {
    let area = 0;
    if (x === space[0]) area += touches(0, y, y + w, z, z + h);
    if (x + l === space[3]) area += touches(3, y, y + w, z, z + h);
    if (y === space[1]) area += touches(1, x, x + l, z, z + h);
    if (y + w === space[4]) area += touches(4, x, x + l, z, z + h);
    if (z === space[2]) area += touches(2, x, x + l, y, y + w);
    if (z + h === space[5]) area += touches(5, x, x + l, y, y + w);
    return area / (2 * (l * w + w * h + l * h));
  };

  const unitsOf = (placed: readonly number[]): Placement[] => {
    const units: Placement[] = [];
    for (let p = 0; p < placed.length; p += 4) units.push(...blocks.unitsAt(placed[p]!, [placed[p + 1]!, placed[p + 2]!, placed[p + 3]!]));
    return units;
  };

  /** The part of a rectangle at height z that lies on the floor or on blocks, 0 to 1. */
  const heldPart = (placed: readonly number[], x: number, y: number, z: number, l: number, w: number): number => {
    if (z === 0) return 1;
    let area = 0;
    for (let p = 0; p < placed.length; p += 4) {
      const b = placed[p]!;
      if (placed[p + 3]! + dz[b]! !== z) continue;
      const along = Math.min(x + l, placed[p + 1]! + dx[b]!) - Math.max(x, placed[p + 1]!);
      const across = Math.min(y + w, placed[p + 2]! + dy[b]!) - Math.max(y, placed[p + 2]!);
      if (along > 0 && across > 0) area += along * across;
    }
    return area / (l * w);
  };

  const isHeld = (placed: readonly number[], b: number, x: number, y: number, z: number): boolean => {
    const part = heldPart(placed, x, y, z, dx[b]!, dy[b]!);
    if (part >= 1 - 1e-9) return true;
    if (part < rules.support - 1e-9) return false;
    return blocks.unitsAt(b, [x, y, z]).every(({ at, size }) => at[2] !== z || heldPart(placed, at[0], at[1], z, size[0], size[1]) >= rules.support - 1e-9);
  };

  const isOver = (placed: readonly number[], p: number, x: number, y: number, l: number, w: number): boolean =>
    x < placed[p + 1]! + dx[placed[p]!]! && placed[p + 1]! < x + l && y < placed[p + 2]! + dy[placed[p]!]! && placed[p + 2]! < y + w;

  /** Whether everything below, through others too, bears the block, and nothing is above it already. */
  const isBorne = (state: State, b: number, x: number, y: number, z: number): boolean => {
    const { placed, loads } = state;
    for (let p = 0; p < placed.length; p += 4) if (placed[p + 3]! >= z + dz[b]! && isOver(placed, p, x, y, dx[b]!, dy[b]!)) return false;
    return below(placed, b, x, y, z).every((p) => bears[placed[p]!]! >= 0 && loads[p / 4]! + blocks.weight[b]! <= bears[placed[p]!]!);
  };

  /** The placed blocks under a block, and under those. */
  const below = (placed: readonly number[], b: number, x: number, y: number, z: number): number[] => {
    const found = new Set<number>();
    const look = (x0: number, y0: number, z0: number, l: number, w: number): void => {
      for (let p = 0; p < placed.length; p += 4) {
        const under = placed[p]!;
        if (found.has(p) || placed[p + 3]! + dz[under]! > z0 || !isOver(placed, p, x0, y0, l, w)) continue;
        found.add(p);
        look(placed[p + 1]!, placed[p + 2]!, placed[p + 3]!, dx[under]!, dy[under]!);
      }
    };
    look(x, y, z, dx[b]!, dy[b]!);
    return [...found];
  };

  /** Corners of the space's floor and of what lies under it: x1 y1 x2 y2. */
  const floorsOf = (placed: readonly number[], [x1, y1, z, x2, y2]: readonly [number, number, number, number, number, number]): (readonly [number, number, number, number])[] => {
    const floors: (readonly [number, number, number, number])[] = [[x1, y1, x2, y2]];
    for (let p = 0; p < placed.length; p += 4) {
      const b = placed[p]!;
      if (z === 0 || placed[p + 3]! + dz[b]! !== z || !isOver(placed, p, x1, y1, x2 - x1, y2 - y1)) continue;
      floors.push([Math.max(x1, placed[p + 1]!), Math.max(y1, placed[p + 2]!), Math.min(x2, placed[p + 1]! + dx[b]!), Math.min(y2, placed[p + 2]! + dy[b]!)]);
    }
    return floors;
  };

  /** Where a block may stand so that nothing hangs or is crushed. */
  const standing = (state: State, b: number, space: readonly number[], floors: ReturnType<typeof floorsOf>): readonly [number, number] | undefined => {
    const [x1, y1, z, x2, y2] = space as [number, number, number, number, number];
    for (const [a1, b1, a2, b2] of floors) {
      for (const x of a2 - dx[b]! === a1 ? [a1] : [a1, a2 - dx[b]!]) {
        for (const y of b2 - dy[b]! === b1 ? [b1] : [b1, b2 - dy[b]!]) {
          looks += state.placed.length / 4;
          if (x < x1 || y < y1 || x + dx[b]! > x2 || y + dy[b]! > y2) continue;
          if (isHeld(state.placed, b, x, y, z) && (!bearing || isBorne(state, b, x, y, z))) return [x, y];
        }
      }
    }
    return undefined;
  };

  const nothing: Choice[] = [];
  /** Looks at blocks so far, and whether a beam had to leave something out. */
  let looks = 0;
  let leftOut = false;

  /** The best `most` blocks for the next space, best first; spaces in which nothing fits are put aside on the way. */
  const choices = (state: State, most: number): Choice[] => {
    for (;;) {
      const at = nextSpace(state.spaces);
      if (at < 0) return nothing;
      const found = choicesIn(state, at, most);
      if (found.length > 0) return found;
      const aside = state.spaces.slice(at, at + 6);
      state.spaces = state.spaces.filter((_, i) => i < at || i >= at + 6);
      if (held) state.parked = [...state.parked, ...aside];
    }
  };

  const choicesIn = (state: State, from: number, most: number): Choice[] => {
    const space = state.spaces.slice(from, from + 6);
    const [x1, y1, z1, x2, y2, z2] = space as [number, number, number, number, number, number];
    const lx = x2 - x1;
    const ly = y2 - y1;
    const lz = z2 - z1;
    const [longestX, longestY, longestZ] = state.lengths.longest;
    const volume = lx * ly * lz;
    const best: Choice[] = [];
    const nearX = x1 <= L - x2;
    const nearY = y1 <= W - y2;
    const nearZ = held || bearing || z1 <= H - z2;
    const floors = held || bearing ? floorsOf(state.placed, space as [number, number, number, number, number, number]) : [];
    lookAround(state.placed, space);
    looks += looksPerStep + state.blocks.length;
    for (let i = 0; i < state.blocks.length; i++) {
      const b = state.blocks[i]!;
      const l = dx[b]!;
      const w = dy[b]!;
      const h = dz[b]!;
      if (l > lx || w > ly || h > lz || state.weight + blocks.weight[b]! > maxWeight) continue;
      const kept = ((l + longestX[lx - l]!) * (w + longestY[ly - w]!) * (h + longestZ[lz - h]!)) / volume;
      const bound = merit[b]! * (tuning.loss === 2 ? kept * kept : kept ** tuning.loss);
      if (best.length === most && bound <= best[most - 1]!.score) continue;
      let x = nearX ? x1 : x2 - l;
      let y = nearY ? y1 : y2 - w;
      const z = nearZ ? z1 : z2 - h;
      let score = bound * touchingPart(space, x, y, z, l, w, h) ** tuning.touching;
      if (best.length === most && score <= best[most - 1]!.score) continue;
      if (held || bearing) {
        const stand = standing(state, b, space, floors);
        if (stand === undefined) continue;
        [x, y] = stand;
        score = bound * touchingPart(space, x, y, z, l, w, h) ** tuning.touching;
        if (best.length === most && score <= best[most - 1]!.score) continue;
      }
      let to = best.length === most ? most - 1 : best.length;
      while (to > 0 && best[to - 1]!.score < score) {
        best[to] = best[to - 1]!;
        to--;
      }
      best[to] = { block: b, x, y, z, score };
    }
    return best;
  };

  const finish = (from: State): State => {
    let state = from;
    for (;;) {
      const [choice] = choices(state, 1);
      if (choice === undefined) return state;
      state = place(state, choice);
    }
  };

  const fillingOf = (state: State, given: Int32Array): Filling => ({
    value: state.value,
    amounts: given.map((amount, kind) => amount - state.left[kind]!),
    placements: () => unitsOf(state.placed),
  });

  /** One beam of the given width, from the empty container to full ones. */
  const beam = (width: number, start: State, onFinished: (state: State) => boolean): void => {
    let alive = [start];
    while (alive.length > 0) {
      const next: { state: State; promise: number }[] = [];
      for (const state of alive) {
        const best = choices(state, width);
        leftOut ||= best.length === width;
        for (const choice of best) {
          const child = place(state, choice);
          const end = finish(child);
          if (!onFinished(end)) return;
          if (child.spaces.length > 0) next.push({ state: child, promise: end.value });
        }
      }
      const seen = new Set<string>();
      next.sort((a, b) => b.promise - a.promise);
      alive = [];
      for (const { state, promise } of next) {
        const twin = `${promise} ${state.value} ${state.left.join()}`;
        if (seen.has(twin)) continue;
        seen.add(twin);
        if (alive.length === width) {
          leftOut = true;
          break;
        }
        alive.push(state);
      }
    }
  };

  return {
    fill({ left, values, effort, enough = Infinity, seen }) {
      priceBlocks(values);
      const start = beginning(left);
      let best = start;
      looks = 0;
      const onFinished = (state: State): boolean => {
        seen?.(fillingOf(state, left));
        if (state.value > best.value) best = state;
        return looks < effort * 10_000 && best.value < enough;
      };
      for (let width = 1; looks < effort * 10_000 && best.value < enough; width *= 2) {
        leftOut = false;
        beam(width, start, onFinished);
        if (!leftOut) break;
      }
      return fillingOf(best, left);
    },
  };
}
