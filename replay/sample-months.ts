// Owns made-up months for tests of the whole replay: the same shape and quirks as the real ones, from a seed, small.
import { chanceFrom } from './chance.ts';

export type SampleMonth = { month: number; orders: number; seed: number; firstInvoice: number };

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const ITEMS = 60;
const SERVICE_EVERY = 17;
const RETURN_EVERY = 5;
const ADJUST_EVERY = 9;

/** CSV text: orders, returns of some of them and of things never sold, adjustments both ways, postage, and two lines nobody can read. */
export function sampleMonth({ month, orders, seed, firstInvoice }: SampleMonth): string {
  const chance = chanceFrom(seed);
  const number = (from: number, to: number): number => from + Math.floor(chance() * (to - from + 1));
  const lines = [HEADER];
  const sold: { customer: number; code: string; units: number }[] = [];
  const time = (i: number): string => `2010-${String(month).padStart(2, '0')}-${String(1 + Math.floor(i / 40)).padStart(2, '0')} ${String(8 + Math.floor((i % 40) / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}:00`;
  const line = (invoice: string, code: string, text: string, units: number, i: number, price: string, customer: string) => lines.push([invoice, code, text, units, time(i), price, customer, 'United Kingdom'].join(','));
  // The squared chance makes a few items much wanted, as in life.
  const itemCode = (): string => `${10_001 + Math.floor(chance() ** 2 * ITEMS)}${chance() < 0.1 ? 'a' : ''}`;

  for (let i = 0; i < orders; i++) {
    const invoice = String(firstInvoice + i);
    const customer = number(12_000, 12_030);
    const web = chance() < 0.2;
    for (let n = number(1, 16); n > 0; n--) {
      const [code, units] = [itemCode(), number(1, 24)];
      line(invoice, code, `ITEM ${code.toUpperCase()}`, units, i, `${number(0, 9)}.${number(10, 99)}`, web ? '' : `${customer}.0`);
      if (!web) sold.push({ customer, code, units });
    }
    if (i % SERVICE_EVERY === 0) line(invoice, 'POST', 'POSTAGE', 1, i, '18.0', `${customer}.0`);
    if (i % RETURN_EVERY === 4) {
      const back = sold[number(0, sold.length - 1)];
      if (back) line(`C${firstInvoice + i}`, back.code.toUpperCase(), `ITEM ${back.code.toUpperCase()}`, -number(1, back.units), i, '1.0', `${back.customer}.0`);
      line(`C${firstInvoice + i}`, itemCode(), 'ITEM', -number(1, 6), i, '1.0', back ? `${back.customer}.0` : '');
    }
    if (i % ADJUST_EVERY === 3) line(String(firstInvoice + 5000 + i), itemCode(), i % 2 === 0 ? 'damages' : 'found in warehouse', i % 2 === 0 ? -number(1, 40) : number(1, 40), i, '0.0', '');
  }
  lines.push(`${firstInvoice + orders},10001,BROKEN,many,${time(orders)},1.0,12001.0,United Kingdom`, `"${firstInvoice + orders + 1},10002,OPEN QUOTE,1,${time(orders)},1.0,,United Kingdom`);
  return `${lines.join('\n')}\n`;
}
