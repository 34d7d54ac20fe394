// The assortment: some three thousand items in groups that differ only in colour or size, with GTINs, costs and a
// demand in which a fifth of the items makes most of the sales.
import { gtinCheckDigit, normaliseGtin } from '#domain/barcode.ts';
import type { Row } from '#domain/tables.ts';
import { categories, type Category, type Line } from './catalogue.ts';
import { masterRow, type MasterRow } from './master-row.ts';
import { supplierIds } from './partners.ts';
import type { Chance } from './random.ts';
import { DAY, isoDate } from './times.ts';

export type Item = Row<'item'>;
/** Money is kept in 1/10,000 of the currency unit. */
const UNIT = 10_000;
/** 952 is the GS1 prefix for demonstrations: no shop has such codes. */
const COMPANY_PREFIX = '9521137';

export const bundleId = 'GIFT-SET-01';
export const caseItemId = 'KI-CASE-01';
/** Sold out and promised: the late delivery at the dock brings it. */
export const soldOutId = 'LI-STORM-01';

const gtinBody = (n: number): string => `${COMPANY_PREFIX}${String(n).padStart(5, '0')}`;
/** GTIN-13 of the n-th item, in the 14 digits under which scans look items up. */
const gtin14 = (n: number): string => normaliseGtin(gtinBody(n) + gtinCheckDigit(gtinBody(n)))!;
/** GTIN-14 of the same item's outer case: packaging level 1. */
const caseGtin = (n: number): string => `1${gtinBody(n)}${gtinCheckDigit(`1${gtinBody(n)}`)}`;

export interface Assortment {
  readonly rows: readonly MasterRow[];
  readonly items: readonly Item[];
  /** Relative demand by item id. */
  readonly demand: ReadonlyMap<string, number>;
}

export function assortment(chance: Chance, now: number): Assortment {
  const drafts = [...categories.flatMap((category, index) => draftsOf(category, supplierIds[index]!, chance)), ...specials()];
  const demand = demandOf(drafts, chance);
  const ranked = [...drafts].sort((a, b) => demand.get(b.item_id)! - demand.get(a.item_id)! || (a.item_id < b.item_id ? -1 : 1));
  const rank = new Map(ranked.map((item, index) => [item.item_id, index]));
  const items = drafts.map((item) => ({ ...item, abc_class: classOf(rank.get(item.item_id)! / drafts.length) }));
  const rows = items.flatMap((item, index) => [
    masterRow('item', item),
    masterRow('item_pack', { item_id: item.item_id, pack_code: 'EA', label: 'piece', units: 1 }),
    masterRow('barcode', { code: gtin14(index + 1), item_id: item.item_id, pack_code: 'EA', units: 1, source: 'GTIN' }),
    ...lotsOf(item, chance, now),
  ]);
  const caseIndex = items.findIndex((item) => item.item_id === caseItemId) + 1;
  rows.push(
    masterRow('item_pack', { item_id: caseItemId, pack_code: 'CASE12', label: 'case of 12', units: 12 }),
    masterRow('barcode', { code: caseGtin(caseIndex), item_id: caseItemId, pack_code: 'CASE12', units: 12, source: 'GTIN' }),
    ...bundleParts(items, demand).map((component_id, index) => masterRow('item_component', { item_id: bundleId, component_id, quantity: index === 0 ? 2 : 1 })),
  );
  return { rows, items, demand };
}

const classOf = (share: number): string => (share < 0.2 ? 'A' : share < 0.5 ? 'B' : 'C');

/** Two mugs, and of tea towels and letter sets those that sell best. */
function bundleParts(items: readonly Item[], demand: ReadonlyMap<string, number>): string[] {
  const best = (noun: string) => items.filter((item) => item.name.includes(noun)).reduce((a, b) => (demand.get(b.item_id)! > demand.get(a.item_id)! ? b : a)).item_id;
  return [caseItemId, best('tea towel'), best('letter set,')];
}

function draftsOf(category: Category, supplierId: string, chance: Chance): Item[] {
  const items: Item[] = [];
  category.lines.forEach((line, lineIndex) => {
    category.styles.forEach((style, styleIndex) => {
      const group = `${category.code}-${(lineIndex + 1) * 100 + styleIndex + 1}`;
      const cost = Math.round((line[1] + chance.next() * (line[2] - line[1])) * 100) * (UNIT / 100);
      const price = (Math.ceil((cost / UNIT) * (2.2 + chance.next() * 0.9)) - 0.05) * UNIT;
      const colours = chance.some(category.colours, category.variants);
      for (const colour of colours) {
        for (const size of category.sizes) items.push(draft(category, supplierId, { line, style, group, cost, price: Math.round(price), colour, size, number: items.length + 1 }));
      }
    });
  });
  return items;
}

interface Variant {
  readonly line: Line;
  readonly style: string;
  readonly group: string;
  readonly cost: number;
  readonly price: number;
  readonly colour: string;
  readonly size: string;
  readonly number: number;
}

function draft(category: Category, supplierId: string, { line: [noun, , , weight, length, width, height], style, group, cost, price, colour, size, number }: Variant): Item {
  const sku = `${category.code}-${1000 + number}`;
  const has = (trait: Category['traits'][number]) => category.traits.includes(trait);
  return {
    item_id: sku, sku, name: [`${style} ${noun}`, colour, size].filter((part) => part !== '').join(', '), category: category.name, unit: 'EA', colour, size, look_alike_group: group,
    lot_control: has('lot'), serial_control: has('serial'), shelf_life_days: category.shelfLifeDays ?? null, hygiene_seal: has('hygiene'), battery: has('battery'), oversize: has('oversize'),
    weight_g: weight, length_mm: length, width_mm: width, height_mm: height, standard_cost: cost, sales_price: price, abc_class: 'C', supplier_id: supplierId, active: true,
  };
}

/** Items that the stories of the demo name. */
function specials(): Item[] {
  const plain: Item = {
    item_id: '', sku: '', name: '', category: 'Kitchen', unit: 'EA', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null, hygiene_seal: false, battery: false, oversize: false,
    weight_g: 340, length_mm: 120, width_mm: 90, height_mm: 100, standard_cost: 24_000, sales_price: 69_500, abc_class: 'A', supplier_id: supplierIds[0]!, active: true,
  };
  return [
    { ...plain, item_id: caseItemId, sku: caseItemId, name: 'Harvest mug 350 ml, cream', colour: 'cream', look_alike_group: 'KI-HARVEST' },
    { ...plain, item_id: 'KI-CASE-02', sku: 'KI-CASE-02', name: 'Harvest mug 350 ml, ivory', colour: 'ivory', look_alike_group: 'KI-HARVEST' },
    { ...plain, item_id: bundleId, sku: bundleId, name: 'Gift set: two mugs, tea towel, letter set', category: 'Gift sets', standard_cost: 110_000, sales_price: 299_500, weight_g: 1100, length_mm: 320, width_mm: 250, height_mm: 130 },
    { ...plain, item_id: soldOutId, sku: soldOutId, name: 'Storm lantern, brass', category: 'Lighting', colour: 'brass', look_alike_group: 'LI-STORM', standard_cost: 121_000, sales_price: 349_500, weight_g: 900, height_mm: 310, supplier_id: supplierIds[2]! },
    { ...plain, item_id: 'LI-STORM-02', sku: 'LI-STORM-02', name: 'Storm lantern, antique brass', category: 'Lighting', colour: 'antique brass', look_alike_group: 'LI-STORM', standard_cost: 121_000, sales_price: 349_500, weight_g: 900, height_mm: 310, supplier_id: supplierIds[2]! },
  ];
}

/** What the stories name sells well, without crowding out the rest. */
const NAMED_DEMAND = 0.02;

/** Zipf over the look-alike groups, so that colours of one thing sell alike, and a little chance within. */
function demandOf(items: readonly Item[], chance: Chance): Map<string, number> {
  const groups = [...new Set(items.map((item) => item.look_alike_group))];
  const place = new Map(chance.some(groups, groups.length).map((group, index) => [group, index + 1]));
  const named = new Set(specials().map((item) => item.item_id));
  return new Map(items.map((item) => [item.item_id, named.has(item.item_id) ? NAMED_DEMAND : (1 / (place.get(item.look_alike_group)! + 6)) * (0.5 + chance.next())]));
}

/** Two lots of different age; of every fortieth item the older one is already past its date. */
function lotsOf(item: Item, chance: Chance, now: number): MasterRow[] {
  if (!item.lot_control || item.shelf_life_days === null) return [];
  const first = chance.int(100, 799);
  const old = chance.maybe(0.025) ? -chance.int(2, 20) : Math.round(item.shelf_life_days * (0.1 + chance.next() * 0.3));
  const lot = (name: string, days: number) => masterRow('lot', { item_id: item.item_id, lot: name, expires_on: isoDate(now + days * DAY) });
  return [lot(`L${first}`, old), lot(`L${first + 37}`, Math.round(item.shelf_life_days * (0.6 + chance.next() * 0.35)))];
}
