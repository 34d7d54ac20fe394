import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'restow-solve-'));
afterAll(() => rmSync(folder, { recursive: true }));

const solve = (task: string, input: unknown) => {
  const file = path.join(folder, `${task}.json`);
  writeFileSync(file, JSON.stringify(input));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'solve.ts'), task, file, '--json'], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

const layouts = { tiny: { aisles: 2, cells: 4, aislePitch: 5, cellPitch: 1, endGap: 1.5, depotAisle: 1 } };

describe('npm run solve', () => {
  it('prints routes and batches on one line', () => {
    const near = { aisle: 1, side: 'left', cell: 0 };
    const far = { aisle: 0, side: 'right', cell: 1 };
    const { stdout } = solve('pick-routing', { layouts, instances: [{ id: 'a', layout: 'tiny', capacityPicks: 3, orders: [{ order: 4, picks: [near, near] }, { order: 9, picks: [far] }] }] });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual({
      routes: [
        { instance: 'a', order: 4, length: 3, stops: [near, near] },
        { instance: 'a', order: 9, length: 15, stops: [far] },
      ],
      batches: [{ instance: 'a', tours: [{ orders: [4, 9], length: 18, stops: expect.arrayContaining([near, near, far]) }] }],
    });
  });

  it('prints one array of packings, whether as full as can be or in the fewest', () => {
    const { stdout } = solve('packing', [
      { id: 'full', container: [4, 4, 4], items: [{ size: [4, 4, 2], copies: 1 }, { size: [1, 4, 4], copies: 1, rotations: ['XYZ'] }] },
      { id: 'few', container: [4, 4, 4], items: [{ size: [4, 4, 2], copies: 3, rotations: 'all' }] },
    ]);
    const [full, few] = JSON.parse(stdout) as { id: string; containers: { item: number; at: number[]; size: number[] }[][] }[];
    expect(full).toEqual({ id: 'full', containers: [expect.arrayContaining([expect.objectContaining({ item: 0 }), { item: 1, at: expect.anything(), size: [1, 4, 4] }])] });
    expect(few?.containers.map((units) => units.length).toSorted((a, b) => a - b)).toEqual([1, 2]);
  });

  it('says in a sentence what it cannot read', () => {
    const { status, stderr } = solve('packing', [{ id: 'x', container: [4, 4], items: [] }]);
    expect(status).toBe(1);
    expect(stderr).toContain('cannot be solved');
    expect(stderr).not.toContain('at file:');
  });
});
