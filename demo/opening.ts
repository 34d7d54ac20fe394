// Opening stock: what both warehouses had on the shelves before the week that the demo tells of, one command for
// every item, lot and serial in a bin. Look-alikes lie side by side, because that is where mistakes come from.
import type { Row } from '#domain/tables.ts';
import { soldOutId, type Item } from './items.ts';
import { who } from './people.ts';
import type { Chance } from './random.ts';
import type { Run } from './run.ts';

interface Shelves {
  readonly take: (zone: string) => string;
}

/** Hands out bins in walking order; the zones for many small items begin again at the front once they are full. */
function shelvesOf(run: Run, warehouse: string): Shelves {
  const zones = new Map<string, readonly Row<'location'>[]>();
  const used = new Map<string, number>();
  return {
    take(zone) {
      const bins = zones.get(zone) ?? run.slice.list('location', { warehouse_id: warehouse, zone });
      zones.set(zone, bins);
      const n = used.get(zone) ?? 0;
      used.set(zone, n + 1);
      return bins[n % bins.length]!.location_id;
    },
  };
}

const shelfZone = (item: Item): string => (item.oversize ? 'OVERSIZE' : item.serial_control ? 'SECURE' : item.abc_class === 'C' ? 'MIXED' : 'SHELF');

const quantityFor = (item: Item, chance: Chance): number => {
  if (item.oversize) return chance.int(4, 9);
  if (item.serial_control) return chance.int(2, 5);
  return { A: chance.int(40, 120), B: chance.int(14, 45) }[item.abc_class] ?? chance.int(3, 14);
};

/** `at` of the first line in ms; the others follow within the hour. */
export function openStock(run: Run, at: number): void {
  const order: Readonly<Record<string, number>> = { A: 0, B: 1, C: 2 };
  const byDemand = run.company.assortment.items.toSorted((a, b) => order[a.abc_class]! - order[b.abc_class]! || compare(a.look_alike_group, b.look_alike_group));
  const leeds = shelvesOf(run, 'LEEDS');
  const bremen = shelvesOf(run, 'BREMEN');
  let line = 0;
  const open = (warehouse: string, item: Item, locationId: string, quantity: number, lot = '', serial = '') =>
    run.act(at + (line += 1) * 900, who.system, warehouse, 'stock.open', { itemId: item.item_id, quantity, locationId, lot, serial });

  for (const item of byDemand) {
    if (item.item_id === soldOutId) continue;
    if (item.abc_class === 'A' || !run.chance.maybe(0.03)) openItem(run, item, leeds, (locationId, quantity, lot, serial) => open('LEEDS', item, locationId, quantity, lot, serial));
    const alsoBremen = item.abc_class === 'A' ? 0.35 : 0.06;
    if (run.chance.maybe(alsoBremen)) openItem(run, item, bremen, (locationId, quantity, lot, serial) => open('BREMEN', item, locationId, Math.ceil(quantity / 2), lot, serial && `${serial}B`));
  }
}

function openItem(run: Run, item: Item, shelves: Shelves, open: (locationId: string, quantity: number, lot: string, serial: string) => void): void {
  const bin = shelves.take(shelfZone(item));
  const quantity = quantityFor(item, run.chance);
  if (item.serial_control) {
    const first = run.chance.int(100_000, 899_999);
    for (let n = 0; n < quantity; n++) open(bin, 1, '', `${item.look_alike_group.replace('-', '')}${first + n}`);
    return;
  }
  const lots = run.slice.list('lot', { item_id: item.item_id });
  if (lots.length === 0) open(bin, quantity, '', '');
  lots.forEach((lot, index) => open(index === 0 ? bin : shelves.take(shelfZone(item)), Math.ceil(quantity / lots.length), lot.lot, ''));
  // What sells most has a second bin further back.
  if (lots.length === 0 && item.abc_class === 'A' && run.chance.maybe(0.35)) open(shelves.take('SHELF'), quantity, '', '');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
