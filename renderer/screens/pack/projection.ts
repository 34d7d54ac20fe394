// Boxes as they look from the front, a little from the right and above: x runs to the right, y towards the viewer.
import type { Size } from '#domain/packing/boxes.ts';

export type Dot = readonly [x: number, y: number];
export interface Block {
  readonly at: Size;
  readonly size: Size;
}
/** Faces that are seen, as polygons. */
export interface Faces {
  readonly top: readonly Dot[];
  readonly front: readonly Dot[];
  readonly right: readonly Dot[];
}

const alongX = [Math.cos(0.14), Math.sin(0.14)] as const;
const alongY = [-Math.cos(0.75) * 0.62, Math.sin(0.75) * 0.62] as const;

export const project = ([x, y, z]: Size): Dot => [x * alongX[0] + y * alongY[0], x * alongX[1] + y * alongY[1] - z];

export function facesOf({ at: [x, y, z], size: [dx, dy, dz] }: Block): Faces {
  const corner = (right: 0 | 1, near: 0 | 1, up: 0 | 1): Dot => project([x + right * dx, y + near * dy, z + up * dz]);
  return {
    top: [corner(0, 0, 1), corner(1, 0, 1), corner(1, 1, 1), corner(0, 1, 1)],
    front: [corner(0, 1, 1), corner(1, 1, 1), corner(1, 1, 0), corner(0, 1, 0)],
    right: [corner(1, 1, 1), corner(1, 0, 1), corner(1, 0, 0), corner(1, 1, 0)],
  };
}

/** Whether a must be drawn before b: it lies behind, below or to the left of it. */
const isBehind = (a: Block, b: Block): boolean => ([0, 1, 2] as const).some((axis) => a.at[axis] + a.size[axis] <= b.at[axis]);

/** Farthest first, so that nearer blocks cover those behind. Blocks do not overlap. */
export function farthestFirst<B extends Block>(blocks: readonly B[]): readonly B[] {
  const left = [...blocks];
  const sorted: B[] = [];
  while (left.length > 0) {
    const free = left.findIndex((block) => left.every((other) => other === block || !isBehind(other, block) || isBehind(block, other)));
    sorted.push(...left.splice(Math.max(0, free), 1));
  }
  return sorted;
}
