// Builds the blocks a packing is made of: boxes of one kind in a regular grid, and pairs of such blocks that fit together
// with next to no air. A search over blocks needs ten times fewer steps than one over boxes.
// Source: general blocks of Zhu, Lim, "A new iterative-doubling greedy-lookahead algorithm for the single container
// loading problem", EJOR 222 (2012); simple blocks of Eley, EJOR 141 (2002).
import { orientations, volumeOf, type BoxKind, type Container, type Placement, type Size } from './boxes.ts';

/** All blocks, one column per property, because a search looks at thousands of them per step. */
export interface Blocks {
  readonly count: number;
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  readonly dz: Int32Array;
  readonly boxes: Int32Array;
  readonly weight: Float64Array;
  /** Grams that may stand on the block; below 0: nothing at all. */
  readonly bears: Float64Array;
  /** Block b holds kinds[k] × amounts[k] for k from first[b] up to first[b + 1]. */
  readonly first: Int32Array;
  readonly kinds: Int32Array;
  readonly amounts: Int32Array;
  readonly unitsAt: (block: number, at: Size) => Placement[];
}

interface Grid {
  readonly kind: number;
  readonly unit: Size;
  readonly times: Size;
}
interface Pair {
  readonly near: Block;
  readonly far: Block;
  readonly axis: number;
}
interface Block {
  readonly size: Size;
  readonly amounts: ReadonlyMap<number, number>;
  readonly boxes: number;
  readonly volume: number;
  readonly weight: number;
  readonly bears: number;
  readonly made: Grid | Pair;
}

export interface BlockLimits {
  /** At most this many; grids come first. */
  readonly most: number;
  /** The least part of a pair's bounding box that is boxes. */
  readonly fill: number;
}

/** What a pile of so many layers bears on top. */
const pileBears = ({ bears, weight = 0 }: BoxKind, layers: number): number => (bears === undefined ? Infinity : bears === 0 ? -1 : bears - (layers - 1) * weight);

const gridsOf = (kind: number, box: BoxKind, container: Size): Block[] => {
  const blocks: Block[] = [];
  const layersBorne = box.bears === undefined || !box.weight ? Infinity : 1 + Math.floor(box.bears / box.weight);
  const stackable = box.bears === 0 ? 1 : layersBorne;
  for (const unit of orientations(box)) {
    const most = unit.map((length, axis) => Math.floor(container[axis]! / length));
    for (let x = 1; x <= most[0]! && x <= box.copies; x++) {
      for (let y = 1; y <= most[1]! && x * y <= box.copies; y++) {
        for (let z = 1; z <= most[2]! && x * y * z <= box.copies && z <= stackable; z++) {
          const size: Size = [unit[0] * x, unit[1] * y, unit[2] * z];
          const boxes = x * y * z;
          blocks.push({ size, boxes, amounts: new Map([[kind, boxes]]), volume: volumeOf(size), weight: boxes * (box.weight ?? 0), bears: pileBears(box, z), made: { kind, unit, times: [x, y, z] } });
        }
      }
    }
  }
  return blocks;
};

const lengthOf = (near: Block, far: Block, along: number, axis: number): number => (along === axis ? near.size[along]! + far.size[along]! : Math.max(near.size[along]!, far.size[along]!));

/** What a pair bears on top; undefined when the lower one cannot bear the upper. */
const pairBears = (near: Block, far: Block, axis: number): number | undefined => {
  if (axis !== 2) return Math.min(near.bears, far.bears);
  return near.bears < far.weight || near.bears < 0 ? undefined : Math.min(near.bears - far.weight, far.bears);
};

const pairOf = (near: Block, far: Block, axis: number, container: Size, limits: BlockLimits, kinds: readonly BoxKind[]): Block | undefined => {
  const [x, y, z] = [lengthOf(near, far, 0, axis), lengthOf(near, far, 1, axis), lengthOf(near, far, 2, axis)];
  const volume = near.volume + far.volume;
  if (volume < limits.fill * x * y * z || x > container[0] || y > container[1] || z > container[2]) return undefined;
  const bears = pairBears(near, far, axis);
  if (bears === undefined) return undefined;
  const amounts = new Map(near.amounts);
  for (const [kind, amount] of far.amounts) amounts.set(kind, (amounts.get(kind) ?? 0) + amount);
  for (const [kind, amount] of amounts) if (amount > kinds[kind]!.copies) return undefined;
  return { size: [x, y, z], amounts, boxes: near.boxes + far.boxes, volume, weight: near.weight + far.weight, bears, made: { near, far, axis } };
};

const signature = (block: Block): string => `${block.size.join()}:${[...block.amounts].toSorted((a, b) => a[0] - b[0]).join(';')}`;

/** Joins every block with those it fits beside, round after round, until there are enough. */
const withPairs = (grids: Block[], container: Size, limits: BlockLimits, kinds: readonly BoxKind[]): Block[] => {
  const all = grids.slice();
  const known = new Set(all.map(signature));
  for (let from = 0; from < all.length && all.length < limits.most; ) {
    const upTo = all.length;
    for (let i = 0; i < upTo && all.length < limits.most; i++) {
      for (let j = Math.max(from, i); j < upTo && all.length < limits.most; j++) {
        for (let axis = 0; axis < 3; axis++) {
          const pair = pairOf(all[i]!, all[j]!, axis, container, limits, kinds);
          if (pair === undefined) continue;
          const text = signature(pair);
          if (known.has(text)) continue;
          known.add(text);
          all.push(pair);
        }
      }
    }
    from = upTo;
  }
  return all.slice(0, Math.max(limits.most, grids.length));
};

const unitsOf = (block: Block, [x, y, z]: Size, into: Placement[]): Placement[] => {
  const { made } = block;
  if ('near' in made) {
    unitsOf(made.near, [x, y, z], into);
    const far: [number, number, number] = [x, y, z];
    far[made.axis]! += made.near.size[made.axis]!;
    return unitsOf(made.far, far, into);
  }
  const [ux, uy, uz] = made.unit;
  for (let k = 0; k < made.times[2]; k++) {
    for (let j = 0; j < made.times[1]; j++) {
      for (let i = 0; i < made.times[0]; i++) into.push({ item: made.kind, at: [x + i * ux, y + j * uy, z + k * uz], size: made.unit });
    }
  }
  return into;
};

const columnsOf = (all: readonly Block[]): Blocks => {
  const first = new Int32Array(all.length + 1);
  all.forEach((block, b) => (first[b + 1] = first[b]! + block.amounts.size));
  const flat = all.flatMap((block) => [...block.amounts]);
  return {
    count: all.length,
    dx: Int32Array.from(all, (block) => block.size[0]),
    dy: Int32Array.from(all, (block) => block.size[1]),
    dz: Int32Array.from(all, (block) => block.size[2]),
    boxes: Int32Array.from(all, (block) => block.boxes),
    weight: Float64Array.from(all, ({ weight }) => weight),
    bears: Float64Array.from(all, ({ bears }) => bears),
    first,
    kinds: Int32Array.from(flat, ([kind]) => kind),
    amounts: Int32Array.from(flat, ([, amount]) => amount),
    unitsAt: (block, at) => unitsOf(all[block]!, at, []),
  };
};

/** The largest grids, the small ones that fill corners, and an even choice of those between. */
const thinned = (grids: readonly Block[], most: number): Block[] => {
  if (grids.length <= most) return [...grids];
  const stride = Math.ceil((4 * grids.length) / most);
  return grids.filter(({ boxes }, i) => i < most / 2 || boxes <= 6 || i % stride === 0);
};

/** Every grid of one kind that fits, or a choice when there are too many, and, while there is room for more, pairs. */
export function buildBlocks(container: Container, kinds: readonly BoxKind[], limits: BlockLimits): Blocks {
  const all = kinds.flatMap((box, kind) => gridsOf(kind, box, container.size)).toSorted((a, b) => b.volume - a.volume);
  const grids = thinned(all, limits.most);
  return columnsOf(limits.most > grids.length ? withPairs(grids, container.size, limits, kinds) : grids);
}
