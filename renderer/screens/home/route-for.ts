// Which screen handles a scanned document.
import type { Thing } from '#electron/contract.ts';
import type { Route } from '#renderer/route.ts';

type DocumentKind = Extract<Thing, { kind: 'document' }>['document'];

export function routeForDocument(kind: DocumentKind, id: string): Route | undefined {
  switch (kind) {
    case 'delivery': return { screen: 'receive', deliveryId: id };
    case 'return_parcel': return { screen: 'returns', parcelId: id, tracking: '', unitId: '' };
    case 'return_unit': return { screen: 'returns', parcelId: '', tracking: '', unitId: id };
    case 'rma': return { screen: 'returns', parcelId: '', tracking: id, unitId: '' };
    case 'fulfilment': return { screen: 'pick', fulfilmentId: id };
    case 'count_task': return { screen: 'count', locationId: '', taskId: id };
    case 'count_sheet': return { screen: 'count_sheet', sheetId: id };
    case 'parcel': return { screen: 'ship' };
    case 'transfer': return { screen: 'transfers', transferId: id };
    case 'purchase_order': return undefined;
  }
}
