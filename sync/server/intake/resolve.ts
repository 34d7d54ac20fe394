// The lines of an order in our own items and base units: a channel's codes, packs, and bundles that come apart into what they
// are made of. All parts of a price together are the price, to the minor unit.
import type { Payload } from '#domain/commands.ts';
import { lineAmount, shareOf } from '#domain/money.ts';
import type { Row } from '#domain/tables.ts';
import { problem, tenThousandths, type CanonicalOrder, type Problem } from './canonical.ts';

export type OrderLine = Payload<'order.take_in'>['lines'][number];

export interface ChannelItem {
  readonly channel_id: string;
  readonly code: string;
  readonly item_id: string;
  readonly units: number;
  /** Its part of a bundle's price, as a weight; 0 on all: by what the parts cost alone. */
  readonly share: number;
}
export interface Catalogue {
  /** Rows of this code for this channel, or else for any. */
  channelItems(channelId: string, code: string): readonly ChannelItem[];
  itemsByCode(code: string): readonly Row<'item'>[];
  item(itemId: string): Row<'item'> | undefined;
  packUnits(itemId: string, pack: string): number | undefined;
}
interface Component {
  readonly item: Row<'item'>;
  readonly units: number;
  readonly weight: number;
}

export function resolveLines(order: CanonicalOrder, catalogue: Catalogue): { readonly lines: readonly OrderLine[]; readonly problems: readonly Problem[] } {
  const lines: OrderLine[] = [];
  const problems: Problem[] = [];
  for (const line of order.lines) {
    const found = componentsOf(order.channelId, line, catalogue);
    if ('problem' in found) problems.push(found.problem);
    else lines.push(...partsOf(line, found.components));
  }
  const twice = lines.find((line, index) => lines.findIndex((each) => each.lineNo === line.lineNo) < index);
  if (twice) problems.push(problem(twice.lineNo, 'line', `line ${twice.lineNo} is also a part of a bundle`, 'number the lines below 1000'));
  return { lines, problems };
}

function componentsOf(channelId: string, line: CanonicalOrder['lines'][number], catalogue: Catalogue): { readonly components: readonly Component[] } | { readonly problem: Problem } {
  const wrong = (field: string, says: string, fix: string) => ({ problem: problem(line.line, field, says, fix) });
  const mapped = catalogue.channelItems(channelId, line.sku);
  if (mapped.length > 0) {
    if (line.pack !== '') return wrong('pack', `${line.sku} is a code of the channel, which says itself how much it is`, 'leave the pack out');
    const weighted = mapped.some((row) => row.share > 0);
    const components = mapped.flatMap((row): Component[] => {
      const item = catalogue.item(row.item_id);
      return item ? [{ item, units: row.units, weight: weighted ? row.share : Math.max(1, item.sales_price) * row.units }] : [];
    });
    const gone = components.find(({ item }) => !item.active);
    return gone ? wrong('sku', `${line.sku} stands for ${gone.item.sku}, which is not sold any more`, 'correct what the code stands for') : { components };
  }
  const items = catalogue.itemsByCode(line.sku);
  const [item, other] = items;
  if (!item) return wrong('sku', `nobody knows the item ${line.sku}`, 'add it to the item list, or say what the channel means by this code');
  if (other) return wrong('sku', `${line.sku} is on ${items.length} items (${items.map((each) => each.sku).join(', ')})`, 'use the SKU of the one that is meant');
  if (!item.active) return wrong('sku', `${item.sku} is not sold any more`, 'take it out of the order, or make the item active again');
  const units = line.pack === '' ? 1 : catalogue.packUnits(item.item_id, line.pack);
  return units === undefined ? wrong('pack', `${item.sku} has no pack ${line.pack}`, 'add the pack to the item, or order single units') : { components: [{ item, units, weight: 1 }] };
}

/** Line 7 stays line 7 where it is one item; the parts of a bundle are 7001, 7002 and so on. */
function partsOf(line: CanonicalOrder['lines'][number], components: readonly Component[]): readonly OrderLine[] {
  const price = tenThousandths(line.unitPrice);
  const goods = line.goods === undefined ? lineAmount(line.quantity, price) : minor(line.goods);
  const [tax, shipping] = [minor(line.tax ?? '0'), minor(line.shipping ?? '0')];
  const total = components.reduce((sum, each) => sum + each.weight, 0);
  let before = 0;
  return components.map(({ item, units, weight }, index): OrderLine => {
    const share = (amount: number): number => shareOf(amount, before, weight, total);
    const part = { goods: share(goods), tax: share(tax), shipping: share(shipping) };
    const unitPrice = Math.round(share(price) / units);
    before += weight;
    const told = line.goods !== undefined || line.tax !== undefined || line.shipping !== undefined || components.length > 1 || units > 1;
    return { lineNo: components.length === 1 ? line.line : line.line * 1000 + index + 1, itemId: item.item_id, quantity: line.quantity * units, unitPrice, ...(told ? part : {}) };
  });
}
const minor = (amount: string): number => Math.round(tenThousandths(amount) / 100);
