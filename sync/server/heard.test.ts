import { expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import type { Store } from '#db/central/store.ts';
import { createListener } from './heard.ts';

const device = { device_id: 'pack-1', home_warehouse: 'LEEDS' } as Row<'device'>;

/** A listener, the contacts it wrote down, and how often it said that somebody has nothing unsent any more. */
function listening() {
  const heard: { unsent: number; at: number }[] = [];
  const published: number[] = [];
  let [clock, told] = [0, 0];
  const tx = { hear: async (contact: { unsent: number; heard_at: number }) => void heard.push({ unsent: contact.unsent, at: contact.heard_at }), publishContact: async (row: { unsent: number }) => void published.push(row.unsent) };
  const store = { inScope: (_scope: unknown, work: (tx: unknown) => Promise<unknown>) => work(tx) } as unknown as Store;
  const listener = createListener(store, () => clock, () => (told += 1));
  return { heard, published, told: () => told, at: (time: number, unsent: number) => ((clock = time), listener.from(device, unsent, '')) };
}

it('LIVE-6 a station that works is written down now and then, not with every piece of work', async () => {
  const { heard, published, told, at } = listening();
  await at(0, 0);
  for (let n = 1; n <= 40; n++) await at(n * 100, n % 2);
  expect(heard).toEqual([{ unsent: 0, at: 0 }]);
  await at(5000, 0);
  expect(heard.at(-1)).toEqual({ unsent: 0, at: 5000 });
  expect(published).toEqual([0]);
  expect(told()).toBe(1);
});

it('LIVE-6 that nothing is unsent any more is written at once, because others may have waited for it', async () => {
  const { heard, told, at } = listening();
  await at(0, 8);
  await at(100, 3);
  expect(told()).toBe(0);
  await at(200, 0);
  expect(heard).toEqual([{ unsent: 8, at: 0 }, { unsent: 0, at: 200 }]);
  expect(told()).toBe(1);
});
