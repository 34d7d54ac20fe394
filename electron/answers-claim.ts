// What a supplier is told about a delivery that differs from its paper: line by line, with what was said and seen of it.
import { discrepanciesOf } from '#domain/discrepancies.ts';
import { toldOf, type LineTold } from '#domain/line-told.ts';
import { isAnnounced } from '#domain/receiving.ts';
import { compareText } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';

export interface ClaimLine {
  readonly sku: string;
  readonly name: string;
  readonly expected: number;
  readonly received: number;
  readonly damaged: number;
  readonly refused: number;
  /** Units that were announced and never came. */
  readonly short: number;
  /** Units that came beyond the announcement, or that nobody announced. */
  readonly over: number;
  /** Lots of what came damaged. */
  readonly lots: readonly string[];
  /** What the order says one unit costs, in 1/10,000; undefined where no order is known. */
  readonly unitCost: number | undefined;
  readonly told: readonly (LineTold & { readonly who: string })[];
}
export interface Claim {
  readonly deliveryId: string;
  readonly warehouse: string;
  readonly supplier: string;
  readonly purchaseOrder: string;
  readonly arrivedAt: number | null;
  /** False while stations still receive: what it says may change. */
  readonly final: boolean;
  readonly currency: string;
  readonly lines: readonly ClaimLine[];
  /** Photos of the delivery, by their hashes, the first taken first. */
  readonly photos: readonly string[];
}

export function claimOf({ rows, meta }: Pick<Replica, 'rows' | 'meta'>, deliveryId: string): Claim | null {
  const warehouse_id = meta.get('warehouse_id') ?? '';
  const delivery = rows.find('delivery', { warehouse_id, delivery_id: deliveryId })[0];
  if (!delivery) return null;
  const moved = rows.find('movement', { warehouse_id, document_id: deliveryId });
  const currency = rows.find('setting', { key: 'currency' })[0]?.value;
  return {
    deliveryId, warehouse: rows.find('warehouse', { warehouse_id })[0]?.name ?? warehouse_id,
    supplier: isAnnounced(delivery) && delivery.supplier_id !== null ? (rows.find('supplier', { supplier_id: delivery.supplier_id })[0]?.name ?? delivery.supplier_id) : 'not known', purchaseOrder: delivery.purchase_order_id ?? '',
    arrivedAt: delivery.arrived_at, final: delivery.state === 'RECEIVED' || delivery.state === 'CLOSED', currency: typeof currency === 'string' ? currency : '',
    lines: rows.find('delivery_line', { warehouse_id, delivery_id: deliveryId }).filter((line) => discrepanciesOf(line).length > 0).map((line) => lineOf(line)).toSorted((a, b) => compareText(a.sku, b.sku)),
    photos: [...new Set(rows.find('attachment', { warehouse_id, subject_id: deliveryId }).toSorted((a, b) => a.named_at - b.named_at).map((row) => row.hash))],
  };

  function lineOf(line: Row<'delivery_line'>): ClaimLine {
    const item = rows.find('item', { item_id: line.item_id })[0];
    const bad = moved.filter((row) => row.item_id === line.item_id && row.lot !== '' && row.to_condition === 'D').map((row) => row.lot);
    const ordered = line.purchase_order_line === null || delivery!.purchase_order_id === null ? undefined : rows.find('purchase_order_line', { warehouse_id, purchase_order_id: delivery!.purchase_order_id, line_no: line.purchase_order_line })[0];
    const { expected, received, damaged, refused } = line;
    return {
      sku: item?.sku ?? line.item_id, name: item?.name ?? 'an item nobody knows', expected, received, damaged, refused,
      short: Math.max(0, expected - received - refused), over: Math.max(0, received - expected), lots: [...new Set(bad)].toSorted(compareText), unitCost: ordered?.unit_cost,
      told: toldOf(line.told).map((said) => ({ ...said, who: rows.find('person', { person_id: said.by })[0]?.name ?? said.by })),
    };
  }
}
