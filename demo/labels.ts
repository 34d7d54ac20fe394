// The barcodes of the demo company: labels to hold a real scanner over, from the badge of the person to codes that are
// wrong or damaged on purpose.
import { writeOwnLabel } from '#domain/barcode/own-labels.ts';
import type { Label } from '#domain/labels/label.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';

export type Rows = ReadonlyMap<TableName, readonly AnyRow[]>;

/** A label in the section of the sheets that it is printed in. */
export interface DemoLabel extends Label {
  readonly section: string;
}

/** Sections in print order; the labels of one warehouse's open work, and of what is needed to do it. */
export function labelsFor(rows: Rows, warehouse = 'LEEDS'): readonly DemoLabel[] {
  const all = <T extends TableName>(table: T) => (rows.get(table) ?? []) as unknown as readonly Row<T>[];
  const here = <T extends TableName>(table: T) => all(table).filter((row) => (row as AnyRow)['warehouse_id'] === warehouse);
  const label = (section: string, text: string, title: string, symbology: Label['symbology'] = 'code128'): DemoLabel => ({ section, symbology, text, title });
  const items = new Map(all('item').map((row) => [row.item_id, row]));
  const open = here('pick_task').filter((task) => task.open);
  const deliveries = here('delivery').filter((row) => row.state === 'ARRIVED' || row.state === 'RECEIVING' || row.state === 'EXPECTED');
  const expected = new Set(deliveries.map((row) => row.delivery_id));
  const units = here('return_unit').filter((row) => row.state === 'RECEIVED');
  const itemIds = new Set([...here('delivery_line').filter((line) => expected.has(line.delivery_id)).map((line) => line.item_id), ...units.map((unit) => unit.item_id), ...open.map((task) => task.item_id)]);
  const binIds = new Set([...open.map((task) => task.location_id), ...here('count_task').filter((task) => task.state === 'OPEN').map((task) => task.location_id)]);

  const itemLabels = all('barcode').filter((code) => itemIds.has(code.item_id)).map((code) => {
    const name = items.get(code.item_id)!.name;
    return code.units > 1 ? label('Cases', `(01)${code.code}`, `${name}, case of ${code.units}`, 'gs1-128') : label('Items', code.code.slice(1), name, 'ean13');
  });
  const lotLabels = all('lot').filter((lot) => itemIds.has(lot.item_id) && lot.expires_on !== null).map((lot) => {
    const code = all('barcode').find((each) => each.item_id === lot.item_id)!.code;
    return label('Items with lot and expiry', `(01)${code}(17)${lot.expires_on!.replaceAll('-', '').slice(2)}(10)${lot.lot}`, `${items.get(lot.item_id)!.name}, lot ${lot.lot}`, 'gs1-128');
  });
  const sample = itemLabels.find((each) => each.symbology === 'ean13');
  return [
    ...all('person').filter((person) => !(person.roles as readonly string[]).includes('system')).map((person) => label('Badges', person.badge, person.name)),
    ...here('location').filter((place) => place.kind !== 'bin').map((place) => label('Places', writeOwnLabel('LOC', place.location_id), place.location_id)),
    ...[...binIds].toSorted().map((bin) => label('Bins of the open work', writeOwnLabel('LOC', bin), bin)),
    ...here('handling_unit').map((unit) => label('Totes and carts', unit.unit_id, unit.unit_id)),
    ...deliveries.map((row) => label('Deliveries', row.delivery_id, `${row.delivery_id} ${row.state.toLowerCase()}`)),
    ...new Set(here('delivery_pallet').map((row) => row.sscc)).values().map((sscc) => label('Pallets', `(00)${sscc}`, `${here('delivery_pallet').find((row) => row.sscc === sscc)!.delivery_id}, a whole pallet`, 'gs1-128')),
    ...here('return_parcel').filter((row) => row.state === 'ARRIVED').map((row) => label('Return parcels', row.parcel_id, row.rma_id === null ? 'no authorisation' : row.rma_id)),
    ...units.map((unit) => label('Returned units', unit.unit_id, items.get(unit.item_id)!.name)),
    ...here('parcel').filter((row) => row.state === 'PACKED').map((row) => label('Parcels to ship', row.parcel_id, row.order_id)),
    ...itemLabels.filter((each) => each.section === 'Items'),
    ...itemLabels.filter((each) => each.section === 'Cases'),
    ...lotLabels,
    ...(sample === undefined ? [] : wrongOnes(sample.text).map(([text, title]) => label('Wrong and damaged on purpose', text, title))),
  ];
}

/** Codes that no screen should take for the right thing. */
function wrongOnes(ean: string): readonly (readonly [string, string])[] {
  const wrongDigit = ean.slice(0, -1) + String((Number(ean.at(-1)) + 1) % 10);
  return [
    [wrongDigit, 'check digit is wrong'], [ean.slice(0, 9), 'torn off in the middle'], ['4006381333931', 'a real code, but not ours'], ['RB-9999', 'badge of nobody'], ['LOC-Z-99-9', 'a bin that does not exist'],
    ['LL-2019/44-OLD', 'a label from another system'],
  ];
}
