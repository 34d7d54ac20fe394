// What is printed on one label: a linear code, the same in letters, and a title people read. Made from rows, drawn elsewhere.
import { isValidGtin, isValidSscc } from '#domain/barcode.ts';
import { LABEL_PREFIXES, readOwnLabel, writeOwnLabel } from '#domain/barcode/own-labels.ts';
import type { LabelPrefix } from '#domain/barcode/own-labels.ts';
import type { Row } from '#domain/tables.ts';

export interface Label {
  readonly symbology: 'code128' | 'ean13' | 'gs1-128';
  /** What is drawn; element strings with brackets. */
  readonly text: string;
  readonly title: string;
}

/** Whether a label can be drawn as the symbol it asks for; everything else goes out as Code 128. */
export const isDrawable = (label: Label): boolean => label.symbology !== 'ean13' || isValidGtin(label.text);

/** An item by its own code of single units: EAN-13 where it is one, else GS1-128 for a valid number, else as it is written. */
export function itemLabel(item: Pick<Row<'item'>, 'name' | 'sku'>, code: string | undefined): Label {
  const text = code ?? item.sku;
  const digits = text.replace(/^0(?=[0-9]{13}$)/, '');
  if (/^[0-9]{13}$/.test(digits) && isValidGtin(digits)) return { symbology: 'ean13', text: digits, title: item.name };
  if (isValidGtin(text)) return { symbology: 'gs1-128', text: `(01)${text.padStart(14, '0')}`, title: item.name };
  return { symbology: 'code128', text, title: item.name };
}

export const placeLabel = (locationId: string): Label => ({ symbology: 'code128', text: writeOwnLabel('LOC', locationId), title: locationId });

/** A tote, cart or pallet: an SSCC as GS1-128, our own labels as they are. */
export function unitLabel(unitId: string): Label {
  if (isValidSscc(unitId)) return { symbology: 'gs1-128', text: `(00)${unitId}`, title: `Pallet ${unitId}` };
  const own = readOwnLabel(unitId);
  return { symbology: 'code128', text: unitId, title: own ? `${titleOf(own.prefix)} ${own.code}` : unitId };
}
const titleOf = (prefix: LabelPrefix): string => LABEL_PREFIXES[prefix].replace(/^./, (first) => first.toUpperCase());

/** What goes to another warehouse, on each of its pallets: scanned there it opens the transfer. */
export const transferLabel = (transferId: string, from: string, to: string): Label => ({ symbology: 'code128', text: readOwnLabel(transferId) ? transferId : writeOwnLabel('TR', transferId), title: `${from} → ${to}` });

/** A parcel under our own number, until its carrier has given it one. */
export const parcelLabel = (parcelId: string, orderNumber: string, carrier: string): Label => ({ symbology: 'code128', text: readOwnLabel(parcelId) ? parcelId : writeOwnLabel('PC', parcelId), title: `${carrier} · order ${orderNumber}` });
/** A parcel under its carrier's number. */
export const carrierLabel = (tracking: string, orderNumber: string, carrier: string): Label => ({ symbology: 'code128', text: tracking, title: `${carrier} · order ${orderNumber}` });
