// Rows about returns, serial numbers and barcodes: two people say different things of one unit, number or code.
import { expect, it, vi } from 'vitest';
import { shelf, type Goods } from './shop.ts';
import { slow, type Floor, type Side } from './two-stations.ts';

const soon = { timeout: 30_000, interval: 200 };

export function returnRows(floor: () => Floor): void {
  const open = (kind: string) => floor().sql<{ owner_role: string }[]>`select owner_role from exception where kind = ${kind} and state = 'OPEN'`;
  /** A return that comes without papers; both stations know of it. */
  async function received({ code, itemId }: Goods): Promise<string> {
    const { a, b, sql } = floor();
    await a.home();
    await a.press('4');
    await a.says(/Scan the parcel/);
    await a.scan(code);
    await a.shows('Is it the item that was ordered?');
    const unitId = await vi.waitFor(async () => {
      const [unit] = await sql<{ unit_id: string }[]>`select unit_id from return_unit where item_id = ${itemId}`;
      expect(unit).toBeDefined();
      return unit!.unit_id;
    }, soon);
    await b.home();
    await b.press('4');
    await b.shows(new RegExp(unitId));
    await Promise.all([a.home(), b.home()]);
    return unitId;
  }
  async function grade(side: Side, unitId: string, ...keys: readonly string[]): Promise<void> {
    await side.scan(unitId);
    await side.shows('Is it the item that was ordered?');
    await side.press(...keys);
    await side.shows('chosen by you');
    await side.press('Enter');
    // Otherwise than is proposed.
    if (keys.length > 1) {
      await side.says(/^Why not/);
      await side.press('5');
    }
    await side.says(/Scan the parcel/);
    await side.home();
  }

  it('RET-6 two people grade one unit differently, and a third says whose grade is right', slow, async () => {
    const { a, b, sql } = floor();
    await a.signIn('RB-1003');
    const unitId = await received(shelf.returned);
    await Promise.all([a.plug(false), b.plug(false)]);
    await grade(a, unitId, 'n');
    await grade(b, unitId, 'd');
    await a.plug(true);
    await b.plug(true);
    await vi.waitFor(async () => expect(await open('GRADE_DISPUTE')).toMatchObject([{ owner_role: 'supervisor' }]), soon);
    await b.needs('Two people graded differently');
    await b.look('ret-6 second inspector');
    await a.signIn('RB-1009');
    await a.needs('Two people graded differently');
    await a.look('ret-6 supervisor');
    await a.page.locator('.ways-row button').filter({ hasText: 'D is right: damaged' }).waitFor();
    await a.press('F3');
    await vi.waitFor(async () => expect(await open('GRADE_DISPUTE')).toEqual([]), soon);
    expect(await sql`select grade from return_unit where unit_id = ${unitId}`).toEqual([{ grade: 'D' }]);
  });

  it('RET-7 RET-8 two people decide differently about one unit: it is done once, the second is asked for', slow, async () => {
    const { a, b, sql } = floor();
    const unitId = await received(shelf.decided);
    await b.signIn('RB-1004');
    await Promise.all([a.plug(false), b.plug(false)]);
    await grade(a, unitId, 'n');
    await grade(b, unitId, 'n', 'g');
    await a.plug(true);
    await b.plug(true);
    await vi.waitFor(async () => expect(await open('DISPOSITION_REVERSAL')).toMatchObject([{ owner_role: 'supervisor' }]), soon);
    await b.press('6');
    await b.page.getByRole('heading', { name: 'Somebody had done it already' }).waitFor();
    await b.look('ret-7 same grade');
    await b.press('F2');
    await b.page.getByRole('heading', { name: 'Somebody had done it already' }).waitFor({ state: 'detached' });
    await b.shows(/Something else was decided before/);
    await b.look('ret-8 second inspector');
    await a.signIn('RB-1009');
    await a.needs('A change of mind about a return');
    await a.look('ret-8 supervisor');
    await a.press('F3');
    await vi.waitFor(async () => expect(await open('DISPOSITION_REVERSAL')).toEqual([]), soon);
    expect(await sql`select grade, disposition from return_unit where unit_id = ${unitId}`).toEqual([{ grade: 'N', disposition: 'RESTOCK' }]);
  });

  it('SER-1 one serial number is received at two stations', slow, async () => {
    const { a, b } = floor();
    await Promise.all([a.plug(false), b.plug(false)]);
    for (const side of [a, b]) {
      await side.scan('DN-502');
      await side.says(/Scan the next item/);
      await side.scan(shelf.numbered.code);
      await side.says(/Scan the serial number/);
      await side.scan('SN-4711');
      await side.page.locator('.running').getByText('1', { exact: true }).waitFor();
      await side.home();
    }
    await a.plug(true);
    await b.plug(true);
    await vi.waitFor(async () => expect(await open('SERIAL_ELSEWHERE')).toMatchObject([{ owner_role: 'supervisor' }]), soon);
    await b.needs('A serial number in two places');
    await b.look('ser-1 second receiver');
    await a.signIn('RB-1009');
    await a.needs('A serial number in two places');
    await a.look('ser-1 supervisor');
    await a.press('F2');
    await a.says(/Scan the serial number on the unit itself/);
    await a.scan('SN-4712');
    await vi.waitFor(async () => expect(await open('SERIAL_ELSEWHERE')).toEqual([]), soon);
  });

  it('TCH-4 one new code is taught for two items', slow, async () => {
    const { a, b } = floor();
    const code = '4006381333931';
    await a.signIn('RB-1009');
    await b.signIn('RB-1010');
    await Promise.all([a.plug(false), b.plug(false)]);
    for (const [side, goods] of [[a, shelf.cup], [b, shelf.saucer]] as const) {
      await side.scan(code);
      await side.needs('A code nobody knows');
      await side.press('F2');
      await side.says(/What is it/);
      await side.scan(goods.code);
      await side.says(new RegExp(`Is it ${goods.name}`));
      await side.press('F3');
      await side.shows(/the code is known now/);
      await side.home();
    }
    await a.look('tch-4 taught');
    await a.plug(true);
    await b.plug(true);
    await vi.waitFor(async () => expect(await open('BARCODE_TWICE')).toMatchObject([{ owner_role: 'supervisor' }]), soon);
    await a.scan(code);
    await a.shows(/Espresso cup/);
    await a.shows(/Espresso saucer/);
    await a.look('tch-4 whoever scans it chooses');
    await a.press('Escape');
    await a.needs('One code on two items');
    await a.look('tch-4 supervisor');
    await a.page.locator('.ways-row button').filter({ hasText: 'Not on Espresso saucer' }).waitFor();
    await a.press('F2');
    await vi.waitFor(async () => expect(await open('BARCODE_TWICE')).toEqual([]), soon);
    await a.home();
    await a.scan(code);
    await a.page.getByRole('heading', { name: 'Espresso cup' }).waitFor();
    await a.press('Escape');
  });
}
