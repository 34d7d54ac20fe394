// Kept-back work, on a store in memory.
import { expect, it } from 'vitest';
import { hashOf } from '#domain/ids.ts';
import type { Row } from '#domain/tables.ts';
import { parkedId } from '#sync/protocol/parked.ts';
import { company } from '#simulator/world/company.ts';
import { createMemoryStore } from '#simulator/world/memory-store.ts';
import { reconcilePush } from './reconcile.ts';

it('PRK-3 what was kept back because its id was taken counts under a name of its own', async () => {
  const store = createMemoryStore({ tick: async () => {}, breaks: () => undefined, stumblesOver: () => false, committed: () => {}, sent: () => {}, broken: (_rule, words) => { throw new Error(words); } });
  for (const [table, rows] of company) await store.write(table, rows);
  const deviceOf = (id: string): Row<'device'> => ({ device_id: id, name: id, home_warehouse: 'W1', kind: 'station', state: 'ACTIVE', enrolled_at: 0, last_seen_at: null });
  const heads = new Map<string, { sequence: number; hash: string }>();
  const push = async (device: string, person: string, id: string, type: string, payload: object) => {
    const { sequence, hash } = heads.get(device) ?? { sequence: 0, hash: '' };
    const text = JSON.stringify({ id, type, version: 1, device, sequence: sequence + 1, previous: hash, at: 1000, offset: 0, person, warehouse: 'W1', confirmed: [], payload });
    heads.set(device, { sequence: sequence + 1, hash: hashOf(Buffer.from(text)) });
    await reconcilePush(store, () => 2000, deviceOf(device), 'one', sequence + 1, [text]);
  };
  const receive = (quantity: number) => ({ deliveryId: 'DN-1', itemId: 'CUP-RED', quantity, locationId: 'DOCK' });
  await push('D1', 'mara', 'receipt-1', 'delivery.receive', receive(2));
  await push('D1', 'mara', 'receipt-1', 'delivery.receive', receive(3));
  const parked = parkedId('D1', 2, heads.get('D1')!.hash);
  await push('D2', 'dana', 'release-1', 'parked.release', { exceptionId: parked });
  const log = await store.log();
  expect(log.map((entry) => [entry.type, entry.verdict])).toEqual([['delivery.receive', 'applied'], ['delivery.receive', 'parked'], ['parked.release', 'applied'], ['delivery.receive', 'applied']]);
  expect(new Set(log.map((entry) => entry.command_id)).size).toBe(4);
  const positions = (await store.rows('position', 'W1', '*')) as unknown as readonly Row<'position'>[];
  expect(positions.filter((row) => row.location_id === 'DOCK').reduce((sum, row) => sum + row.quantity, 0)).toBe(5);
});
