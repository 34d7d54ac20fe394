// Suppliers, customers, sales channels and carriers of the demo company.
import { masterRow, type MasterRow } from './master-row.ts';
import type { Chance } from './random.ts';

const suppliers: readonly (readonly [name: string, leadDays: number])[] = [
  ['Calder Pottery', 12], ['Weft & Warp Mills', 18], ['Glow Lanternworks', 25], ['Papierhaus Ost', 9], ['Birchwood Toys', 21], ['Greenshed Supplies', 10], ['Northern Knit', 16],
  ['Meadow Apothecary', 14], ['Tillerman Tea', 8], ['Orbit Audio', 30], ['Volta Batteries', 20], ['Eikenhout Meubel', 35], ['Harbour Trading', 15], ['Confetti House', 13], ['Basketry Guild', 22], ['Sunday Goods', 11],
];

/** The carrier that allocation gives an order without another wish comes first. */
const carriers: readonly (readonly [id: string, name: string, cutoffMinute: number])[] = [
  ['STANDARD', 'Northway Parcels', 16 * 60 + 30], ['EXPRESS', 'Arrow Overnight', 18 * 60], ['FREIGHT', 'Pennine Freight', 14 * 60],
];
const channels: readonly (readonly [id: string, name: string, kind: string, shipFrom: string])[] = [
  ['WEB', 'lindenandlark.example', 'shop', 'LEEDS'], ['MARKET', 'Marketplace', 'marketplace', 'LEEDS'], ['TRADE', 'Trade counter', 'wholesale', 'LEEDS'], ['WEB-EU', 'lindenlark-eu.example', 'shop', 'BREMEN'],
];

const firstNames = ['Amelia', 'Ben', 'Chiara', 'Daniel', 'Edith', 'Farah', 'Gareth', 'Hannah', 'Imran', 'Julia', 'Kofi', 'Laura', 'Mateusz', 'Nadia', 'Oliver', 'Petra', 'Quentin', 'Rosa', 'Stefan', 'Thandi', 'Ursula', 'Victor', 'Wiebke', 'Yusuf', 'Zoë'];
const lastNames = ['Ashworth', 'Bauer', 'Clarke', 'Dahl', 'Evans', 'Fischer', 'Greenwood', 'Hughes', 'Iqbal', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Novak', 'Okafor', 'Patel', 'Quinn', 'Richter', 'Sutcliffe', 'Taylor', 'Underwood', 'Vogel', 'Whitaker', 'Young', 'Zimmermann'];

export const supplierIds: readonly string[] = suppliers.map((_, index) => `S${101 + index}`);
export const customerCount = 320;
export const customerId = (index: number): string => `C${1001 + index}`;

export function partners(chance: Chance): MasterRow[] {
  return [
    ...suppliers.map(([name, lead_days], index) => masterRow('supplier', { supplier_id: supplierIds[index]!, name, lead_days })),
    ...carriers.map(([carrier_id, name, cutoff_minute]) => masterRow('carrier', { carrier_id, name, cutoff_minute })),
    ...channels.map(([channel_id, name, kind, ship_from]) => masterRow('channel', { channel_id, name, kind, ship_from })),
    ...Array.from({ length: customerCount }, (_, index) =>
      masterRow('customer', { customer_id: customerId(index), name: `${chance.of(firstNames)} ${chance.of(lastNames)}`, country: chance.of(['GB', 'GB', 'GB', 'DE', 'DE', 'NL', 'IE']) })),
  ];
}
