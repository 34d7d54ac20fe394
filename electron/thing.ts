// Step 1, scan: what a code stands for on this station: an item, a place, a tote, a badge, a document, or nothing yet.
import { parseScan, ssccOf, gtinOf, type Scan } from '#domain/barcode.ts';
import { lookupForms } from '#domain/barcode/lookup-forms.ts';
import { counts, TAUGHT } from '#domain/teaching.ts';
import { trackingCandidates } from '#domain/tracking/candidates.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Person, Thing } from './contract.ts';

type Documents = Extract<Thing, { kind: 'document' }>['document'];
type LabelPrefix = Extract<Scan, { kind: 'label' }>['prefix'];

const documents: Partial<Record<LabelPrefix, { readonly document: Documents; readonly key: string }>> = {
  DN: { document: 'delivery', key: 'delivery_id' },
  PO: { document: 'purchase_order', key: 'purchase_order_id' },
  PC: { document: 'parcel', key: 'parcel_id' },
  RU: { document: 'return_unit', key: 'unit_id' },
  RMA: { document: 'rma', key: 'rma_id' },
  TR: { document: 'transfer', key: 'transfer_id' },
  CT: { document: 'count_task', key: 'task_id' },
  CS: { document: 'count_sheet', key: 'sheet_id' },
};

export function thingOf(replica: Replica, raw: string): Thing {
  const scan = parseScan(raw);
  if (scan.kind === 'damaged') return known(replica, scan.text) ?? { kind: 'damaged', text: scan.text, reason: scan.reason };
  const named = scan.kind === 'label' ? ownLabel(replica, scan.prefix, scan.code) : undefined;
  return named ?? palletOf(replica, ssccOf(scan)) ?? itemOf(replica, scan) ?? plainText(replica, textOf(scan, raw)) ?? { kind: 'unknown', text: textOf(scan, raw) };
}

/** A number whose check digit is wrong is nobody's, unless it was taught just as it is, or a carrier numbers its parcels so. */
function known(replica: Replica, text: string): Thing | undefined {
  const taught = replica.rows.find('barcode', { code: text }).filter((row) => row.source === TAUGHT);
  const [only, ...others] = taught;
  if (only && others.length > 0) return { kind: 'several', itemIds: taught.map((row) => row.item_id) };
  if (only) return { kind: 'item', itemId: only.item_id, units: only.units, lot: '', expiresOn: null, serial: '' };
  return trackingCandidates(text).length > 0 ? plainText(replica, text.replaceAll(' ', '')) : undefined;
}

function ownLabel(replica: Replica, prefix: LabelPrefix, code: string): Thing | undefined {
  const { rows } = replica;
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  const whole = `${prefix}-${code}`;
  if (prefix === 'RB') return { kind: 'badge', badge: whole, person: personWith(rows.find('person', { badge: whole })) };
  if (prefix === 'LOC') return locationOf(replica, code) ?? locationOf(replica, whole);
  if (prefix === 'TOTE' || prefix === 'CART' || prefix === 'PAL') {
    const unit = rows.find('handling_unit', { warehouse_id, unit_id: whole })[0];
    return { kind: 'handling_unit', unitId: whole, fulfilmentId: unit?.fulfilment_id ?? null };
  }
  if (prefix === 'SO') {
    const work = rows.find('fulfilment', { warehouse_id, order_id: whole }).find((row) => row.state !== 'SHIPPED' && row.state !== 'CANCELLED');
    return work && { kind: 'document', document: 'fulfilment', id: work.fulfilment_id };
  }
  const known = documents[prefix];
  if (!known) return undefined;
  const where = known.document === 'rma' || known.document === 'transfer' ? { [known.key]: whole } : { warehouse_id, [known.key]: whole };
  if (rows.find(known.document, where).length > 0) return { kind: 'document', document: known.document, id: whole };
  const parcel = prefix === 'PC' ? rows.find('return_parcel', { warehouse_id, parcel_id: whole })[0] : undefined;
  return parcel && { kind: 'document', document: 'return_parcel', id: whole };
}

/** The label of a pallet says more about it than the goods it may name as well. */
function palletOf({ rows, meta }: Replica, sscc: string | undefined): Thing | undefined {
  if (sscc === undefined) return undefined;
  const lines = rows.find('delivery_pallet', { warehouse_id: meta.get('warehouse_id') ?? '', sscc }).toSorted((a, b) => a.line_no - b.line_no);
  const [first] = lines;
  return first && { kind: 'pallet', sscc, deliveryId: first.delivery_id, lines: lines.filter((line) => line.delivery_id === first.delivery_id).map((line) => ({ itemId: line.item_id, lot: line.lot, expiresOn: line.expires_on, quantity: line.quantity, received: line.received })) };
}

function itemOf(replica: Replica, scan: Scan): Thing | undefined {
  const gtin = gtinOf(scan) ?? (scan.kind === 'gs1' ? scan.contentGtin : undefined);
  const written = gtin ?? (scan.kind === 'text' ? scan.text : undefined);
  const found = new Map<string, Row<'barcode'>>();
  for (const code of written === undefined ? [] : lookupForms(written)) for (const row of replica.rows.find('barcode', { code })) if (counts(row)) found.set(row.item_id, row);
  const [barcode] = found.values();
  if (!barcode) return undefined;
  if (found.size > 1) return { kind: 'several', itemIds: [...found.keys()] };
  const read = scan.kind === 'gs1' ? scan : undefined;
  return { kind: 'item', itemId: barcode.item_id, units: barcode.units * (read?.count ?? 1), lot: read?.lot ?? '', expiresOn: read?.expiry ?? null, serial: read?.serial ?? '' };
}

/** Text without a mark of its own: an SKU, a place, a unit, a carrier's or SSCC number on a parcel. */
function plainText(replica: Replica, text: string): Thing | undefined {
  const { rows } = replica;
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  const sku = rows.find('item', { sku: text })[0] ?? rows.find('item', { sku: text.toUpperCase() })[0];
  if (sku) return { kind: 'item', itemId: sku.item_id, units: 1, lot: '', expiresOn: null, serial: '' };
  const place = locationOf(replica, text);
  if (place) return place;
  const unit = rows.find('handling_unit', { warehouse_id, unit_id: text })[0];
  if (unit) return { kind: 'handling_unit', unitId: text, fulfilmentId: unit.fulfilment_id };
  const returned = rows.find('return_parcel', { warehouse_id }).find((row) => row.tracking !== '' && row.tracking === text);
  if (returned) return { kind: 'document', document: 'return_parcel', id: returned.parcel_id };
  for (const [document, key] of [['return_parcel', 'parcel_id'], ['delivery', 'delivery_id'], ['parcel', 'parcel_id'], ['count_task', 'task_id'], ['fulfilment', 'fulfilment_id'], ['return_unit', 'unit_id']] as const) {
    if (rows.find(document, { warehouse_id, [key]: text }).length > 0) return { kind: 'document', document, id: text };
  }
  return undefined;
}

function locationOf(replica: Replica, locationId: string): Thing | undefined {
  const row = replica.rows.find('location', { warehouse_id: replica.meta.get('warehouse_id') ?? '', location_id: locationId })[0];
  return row && { kind: 'location', locationId, locationKind: row.kind };
}

const personWith = (rows: readonly Row<'person'>[]): Person | null => {
  const row = rows.find((each) => each.active);
  return row ? { id: row.person_id, name: row.name, roles: row.roles as readonly string[] } : null;
};

function textOf(scan: Scan, raw: string): string {
  if (scan.kind === 'text') return scan.text;
  if (scan.kind === 'gtin') return scan.digits;
  if (scan.kind === 'label') return `${scan.prefix}-${scan.code}`;
  return ssccOf(scan) ?? raw.trim();
}
