// What is happening to an item or in a place, and what a scan stands for here.
import { expect, it } from 'vitest';
import { replicaOf } from '#test/support/replica-of.ts';
import { allocate, announce, place, smallCompany, stock, takeIn } from '#test/support/small-company.ts';
import { doingsOf } from './answers-doings.ts';
import { thingOf } from './thing.ts';

it('an item tells its picks, deliveries, counts, holds and transfers; a place tells those in it', () => {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 20);
  takeIn(world, 'O1', [['CUP', 3]]);
  allocate(world, 'O1');
  announce(world, 'DN-1', { CUP: 10, LID: 4 });
  world.apply('count.open', { taskId: 'CT-1', locationId: 'A1', trigger: 'SPOT' });
  world.apply('hold.place', { holdId: 'H1', itemId: 'CUP', locationId: 'A2', code: 'QUALITY' });
  world.apply('adjustment.submit', { adjustmentId: 'AJ-1', locationId: 'A2', itemId: 'CUP', delta: 2, reason: 'FOUND' });
  world.apply('transfer.open', { transferId: 'T1', fromWarehouse: 'W1', toWarehouse: 'W2', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 5 }] }, { person: 'sue' });
  const replica = replicaOf(world, ['pick_task', 'delivery', 'delivery_line', 'count_task', 'hold', 'adjustment', 'transfer', 'transfer_line']);
  expect(doingsOf(replica, { itemId: 'CUP' })).toMatchObject([
    { what: 'pick', id: 'O1', locationId: 'A1', quantity: 3 }, { what: 'approval', id: 'AJ-1', locationId: 'A2' }, { what: 'hold', id: 'QUALITY', locationId: 'A2' }, { what: 'delivery', id: 'DN-1', quantity: 10 }, { what: 'transfer_out', id: 'T1', quantity: 5 },
  ]);
  expect(doingsOf(replica, { locationId: 'A2' })).toContainEqual(expect.objectContaining({ what: 'approval', id: 'AJ-1' }));
  expect(doingsOf(replica, { locationId: 'A1' })).toMatchObject([{ what: 'pick', id: 'O1' }, { what: 'count', id: 'CT-1' }]);
  expect(doingsOf(replica, { itemId: "CUP' or 1=1 --" })).toEqual([]);
});

it('the label of an announced pallet is that pallet, in every spelling, and the numbers beside it do not change that', () => {
  const world = smallCompany();
  const onPallet = (line_no: number, item_id: string, lot = '') => ({ warehouse_id: 'W1', delivery_id: 'DN-1', sscc: '350123450000000719', line_no, item_id, lot, expires_on: null, quantity: 6, received: line_no - 1 });
  world.seed('delivery_pallet', onPallet(2, 'MILK', 'L1'), onPallet(1, 'CUP'));
  const replica = replicaOf(world, ['item', 'delivery_pallet']);
  const thing = { kind: 'pallet', sscc: '350123450000000719', deliveryId: 'DN-1', lines: [{ itemId: 'CUP', lot: '', expiresOn: null, quantity: 6, received: 0 }, { itemId: 'MILK', lot: 'L1', expiresOn: null, quantity: 6, received: 1 }] };
  for (const raw of ['350123450000000719', ']C100350123450000000719', '(00)350123450000000719', ']C10035012345000000071902095201234567883706']) expect([raw, thingOf(replica, raw)]).toEqual([raw, thing]);
  expect(thingOf(replica, '350123450000000726').kind).toBe('unknown');
});

it('a scan with a wrong check digit is nobody’s unless it was taught just so; a taught code works in every spelling', () => {
  const world = smallCompany();
  world.seed('location', place('W1', 'B-1', 9));
  const wrong = '4006381333932';
  const replica = replicaOf(world, ['item', 'location', 'barcode']);
  expect(thingOf(replica, wrong)).toMatchObject({ kind: 'damaged', reason: 'The check digit is wrong: a digit was misread.' });
  expect(thingOf(replica, '(01)09520123456788(02)09520123456788(37)1')).toMatchObject({ kind: 'damaged', text: expect.stringContaining('09520123456788') as string });
  replica.inTransaction((written) => replica.rows.writeServer('barcode', [
    { code: wrong, item_id: 'CUP', pack_code: '', units: 1, source: 'TAUGHT' }, { code: '36000291452', item_id: 'LID', pack_code: '', units: 6, source: 'TAUGHT' }, { code: '4006381333931', item_id: 'LID', pack_code: '', units: 1, source: 'WITHDRAWN' },
  ], written));
  expect(thingOf(replica, wrong)).toMatchObject({ kind: 'item', itemId: 'CUP' });
  expect(thingOf(replica, ']E00036000291452')).toMatchObject({ kind: 'item', itemId: 'LID', units: 6 });
  expect(thingOf(replica, '4006381333931')).toEqual({ kind: 'unknown', text: '4006381333931' });
});
