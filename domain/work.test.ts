import { describe, expect, it } from 'vitest';
import { allocate, fulfilmentOf, pick, smallCompany, station, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

function ordered(): World {
  const world = smallCompany();
  for (const id of ['D1', 'D2']) station(world, id);
  stock(world, 'A1', 'CUP', 5);
  takeIn(world, 'O1', [['CUP', 5]]);
  allocate(world, 'O1');
  return world;
}
const id = (world: World) => world.all('fulfilment')[0]!.fulfilment_id;
const pieces = (world: World) => [{ kind: 'fulfilment' as const, id: id(world) }];
const deal = (world: World, deviceId: string) => world.submit('work.deal', { deviceId, work: pieces(world) }, { person: 'system' });
const has = (world: World) => fulfilmentOf(world, id(world)).dealt_to;

describe('dealt work', () => {
  it('WRK-1 is dealt once, and asked for by a station', () => {
    const world = ordered();
    world.apply('work.ask', { kind: 'fulfilment' }, { device: 'D2' });
    expect(world.all('work_request')).toMatchObject([{ device_id: 'D2', kind: 'fulfilment', open: true, asked_by: 'ann' }]);
    expect(deal(world, 'D2').verdict).toBe('applied');
    expect(deal(world, 'D1').rule).toBe('DEA-2');
    expect([has(world), fulfilmentOf(world, id(world)).dealt_at]).toEqual(['D2', expect.any(Number)]);
  });

  it('WRK-2 a piece that nobody has goes to the station that asks', () => {
    const world = ordered();
    world.apply('work.claim', pieces(world)[0]!, { device: 'D2' });
    expect(has(world)).toBe('D2');
    expect(world.submit('work.claim', pieces(world)[0]!, { device: 'D1' })).toMatchObject({ rule: 'DEA-5', rejection: { book: { station: 'D2' } } });
  });

  it('WRK-3 PIK-8 whoever picks has it, first flagged and then not, and nobody has what is picked', () => {
    const world = ordered();
    deal(world, 'D2');
    const [task] = tasksOf(world, 'O1');
    expect(pick(world, task!, 2)).toMatchObject({ verdict: 'flagged', rule: 'PIK-8' });
    expect(has(world)).toBe('D1');
    expect(pick(world, tasksOf(world, 'O1')[0]!, 2).verdict).toBe('applied');
    expect(pick(world, tasksOf(world, 'O1')[0]!, 1).verdict).toBe('applied');
    expect([has(world), fulfilmentOf(world, id(world)).state]).toEqual([null, 'PICKED']);
  });

  it('WRK-3 the tote is the claim of work that nobody had', () => {
    const world = ordered();
    expect(pick(world, tasksOf(world, 'O1')[0]!, 2).verdict).toBe('applied');
    expect(has(world)).toBe('D1');
  });

  it('WRK-4 done for today: given back, and dealt no more', () => {
    const world = ordered();
    world.apply('work.ask', { kind: 'fulfilment' }, { device: 'D2' });
    deal(world, 'D2');
    world.apply('work.hand_back', { work: pieces(world) }, { device: 'D2' });
    expect([has(world), world.all('work_request')[0]!.open]).toEqual([null, false]);
  });

  it('WRK-4 a supervisor takes it back and gives it to another', () => {
    const world = ordered();
    world.apply('work.ask', { kind: 'fulfilment' }, { device: 'D2' });
    deal(world, 'D2');
    world.apply('work.take_back', { deviceId: 'D2', work: pieces(world), to: 'D1', reason: 'SILENT' }, { person: 'sue' });
    expect([has(world), world.all('work_request')[0]!.open]).toEqual(['D1', false]);
    expect(pick(world, tasksOf(world, 'O1')[0]!, 5).verdict).toBe('applied');
  });

  it('WRK-1 a count is dealt like a pick', () => {
    const world = ordered();
    world.apply('count.open', { taskId: 'CT', locationId: 'A1', trigger: 'SPOT' });
    world.apply('work.deal', { deviceId: 'D2', work: [{ kind: 'count_task', id: 'CT' }] }, { person: 'system' });
    expect(world.rows.get('count_task', 'W1', 'CT')).toMatchObject({ dealt_to: 'D2' });
    world.apply('count.submit', { taskId: 'CT', locationId: 'A1' });
    expect(world.submit('work.claim', { kind: 'count_task', id: 'CT' })).toMatchObject({ rule: 'DEA-3' });
  });
});
