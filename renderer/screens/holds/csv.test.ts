import { expect, it } from 'vitest';
import { receivedCsv } from './csv.ts';

it('one line for each line of a parcel; commas are quoted, formulas stay text', () => {
  const row = { warehouse: 'LEEDS', parcelId: 'PC-1', orderId: 'SO-1', channelNumber: '1001', customerId: 'C1', customer: 'Smith, "Jo"', country: 'GB', lot: '', serial: '', quantity: 2, carrierId: 'ROYAL', tracking: '=1+1', shippedAt: 0 };
  expect(receivedCsv([row]).split('\r\n').slice(1)).toEqual([`LEEDS,SO-1,1001,C1,"Smith, ""Jo""",GB,PC-1,ROYAL,'=1+1,1970-01-01T00:00:00.000Z,,,2`, '']);
});
