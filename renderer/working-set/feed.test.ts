// The feed against a real RxDB in memory: loads, levels, drops, survives a broken store.
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, describe, expect, it } from 'vitest';
import type { Changes, Replies } from '#electron/contract.ts';
import type { AnyStorage } from './database.ts';
import { createFeed } from './feed.ts';
import { createWorkingSet, type WorkingSet } from './working-set.ts';

const line = (lineId: string, received: number) => ({ warehouse_id: 'W1', delivery_id: 'DN-1', line_id: lineId, item_id: `item ${lineId}`, expected: 10, received, damaged: 0, purchase_order_line: null, refused: 0, told: [] });
const lines = (rows: readonly ReturnType<typeof line>[], removed: readonly string[] = []): Changes => ({ table: 'delivery_line', rows, removed });
const keyOfLine = (lineId: string): string => ['W1', 'DN-1', lineId].join('\u001f');

const open: WorkingSet[] = [];
let count = 0;
function start(station: { workingSet: string; changes: Changes[] }, storages: readonly AnyStorage[] = [getRxStorageMemory() as AnyStorage], name = `feed-${(count += 1)}`) {
  const workingSet = createWorkingSet({ name, storages: async () => storages });
  open.push(workingSet);
  const problems: unknown[] = [];
  const loads: number[] = [];
  const feed = createFeed({ workingSet, load: async (): Promise<Replies['working']> => { loads.push(1); return { workingSet: station.workingSet, changes: station.changes }; }, onTrouble: (problem) => problems.push(problem) });
  const received = async (): Promise<Record<string, number>> => {
    await feed.idle();
    const docs = await workingSet.database.get()!.delivery_line.find().exec();
    return Object.fromEntries(docs.map((doc) => [doc.line_id, doc.received]));
  };
  return { workingSet, feed, received, problems, loads, name };
}
afterEach(async () => {
  for (const workingSet of open.splice(0)) await workingSet.close();
});

describe('the feed', () => {
  it('loads everything, then applies what the station says in order', async () => {
    const { feed, received } = start({ workingSet: 'A', changes: [lines([line('1', 0), line('2', 0)])] });
    expect(feed.level.get()).toBe(false);
    await feed.resync('A');
    expect(feed.level.get()).toBe(true);
    feed.apply([lines([line('1', 1)])]);
    feed.apply([lines([line('1', 2), line('3', 5)])]);
    feed.apply([lines([], [keyOfLine('2')])]);
    expect(await received()).toEqual({ 1: 2, 3: 5 });
  });

  it('a row that went and came again is there', async () => {
    const { feed, received } = start({ workingSet: 'A', changes: [lines([line('1', 1)])] });
    await feed.resync('A');
    feed.apply([lines([], [keyOfLine('1')])]);
    await feed.idle();
    feed.apply([lines([line('1', 7)])]);
    expect(await received()).toEqual({ 1: 7 });
  });

  it('levels after a gap: what changed or went meanwhile is neither kept nor missed', async () => {
    const station = { workingSet: 'A', changes: [lines([line('1', 0), line('2', 0)])] };
    const { feed, received, workingSet } = start(station);
    await feed.resync('A');
    const before = workingSet.database.get();
    station.changes = [lines([line('1', 4), line('3', 1)])];
    await feed.resync('A');
    expect(await received()).toEqual({ 1: 4, 3: 1 });
    expect(workingSet.database.get()).toBe(before);
  });

  it('drops everything when the station has another working set', async () => {
    const station = { workingSet: 'A', changes: [lines([line('1', 3)])] };
    const { feed, received, workingSet } = start(station);
    await feed.resync('A');
    const before = workingSet.database.get();
    station.workingSet = 'B';
    station.changes = [lines([line('9', 9)])];
    await feed.resync('B');
    expect(await received()).toEqual({ 9: 9 });
    expect(workingSet.database.get()).not.toBe(before);
    expect(await workingSet.holds('B')).toBe(true);
    expect(await workingSet.holds('A')).toBe(false);
  });

  it('changes that were on their way while it loaded are older than what it loads', async () => {
    const { feed, received } = start({ workingSet: 'A', changes: [lines([line('1', 6)])] });
    const loading = feed.resync('A');
    feed.apply([lines([line('1', 5)])]);
    await loading;
    expect(await received()).toEqual({ 1: 6 });
  });

  it('a store that breaks under its feet is dropped and loaded again', async () => {
    const station = { workingSet: 'A', changes: [lines([line('1', 0)])] };
    const { feed, received, workingSet, problems, loads } = start(station);
    await feed.resync('A');
    await workingSet.database.get()!.close();
    station.changes = [lines([line('1', 8)])];
    feed.apply([lines([line('1', 8)])]);
    await feed.idle();
    expect(await received()).toEqual({ 1: 8 });
    expect(problems.length + loads.length).toBeGreaterThan(1);
  });

  it('where nothing can be stored it works in memory', async () => {
    const broken = { ...(getRxStorageMemory() as AnyStorage), createStorageInstance: async () => Promise.reject(new Error('evicted')) } as AnyStorage;
    const { feed, received } = start({ workingSet: 'A', changes: [lines([line('1', 2)])] }, [broken, getRxStorageMemory() as AnyStorage]);
    await feed.resync('A');
    expect(await received()).toEqual({ 1: 2 });
  });
});
