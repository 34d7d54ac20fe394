// The conflict table played by hand: two people at two stations in two browser windows, with the network pulled out of
// one or both, and what each of their screens says when it is plugged in again.
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { countRows } from './count-rows.ts';
import { erpRows } from './erp-rows.ts';
import { orderRows } from './order-rows.ts';
import { refundRows } from './refund-rows.ts';
import { returnRows } from './return-rows.ts';
import { rightsRows } from './rights-rows.ts';
import { stockRows } from './stock-rows.ts';
import { expectEverybodyAgrees, startTwoStations, type Floor } from './two-stations.ts';

let floor: Floor;
beforeAll(async () => {
  floor = await startTwoStations();
}, 300_000);
beforeEach(async () => {
  for (const side of [floor.a, floor.b]) await side.plug(true);
  await floor.a.signIn('RB-1001');
  await floor.b.signIn('RB-1002');
}, 120_000);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const side of [floor.a, floor.b]) await side.look(`failed ${task.name.slice(0, 24)}`);
  else await expectEverybodyAgrees(floor);
}, 120_000);
afterAll(() => floor.stop());

describe('stock', () => {
  stockRows(() => floor);
});
describe('counts', () => {
  countRows(() => floor);
});
describe('orders', () => {
  orderRows(() => floor);
});
describe('returns and codes', () => {
  returnRows(() => floor);
});
describe('money', () => {
  refundRows(() => floor);
});
describe('the ERP', () => {
  erpRows(() => floor);
});
describe('rights', () => {
  rightsRows(() => floor);
});
