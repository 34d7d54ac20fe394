// Rows about goods that come and go: taken without the books having them, more than announced, finished by two.
import { expect, it, vi } from 'vitest';
import { shelf } from './shop.ts';
import { slow, times, type Floor } from './two-stations.ts';


export function stockRows(floor: () => Floor): void {
  const open = (kind: string) => floor().sql<{ quantity: number; owner_role: string; state: string }[]>`select quantity, owner_role, state from exception where kind = ${kind} and state = 'OPEN'`;

  it('SUS-1 SUS-2 SUS-4 more is taken than the books have, and the station that brought it tells later', slow, async () => {
    const { a, b, sql } = floor();
    const { code, bin, itemId } = shelf.overdrawn;
    await Promise.all([a.plug(false), b.plug(false)]);
    // Jonas puts four away; nobody hears of it.
    await b.press('F2');
    await b.scan('LOC-DOCK-1');
    await b.says(/what you take out of DOCK-1/);
    await b.scan(...times(code, 4));
    await b.says(/scan the bin/i);
    await b.scan(`LOC-${bin}`);
    await b.shows(`DOCK-1 → ${bin}`);
    // Mara takes five of the seven that are really there; her station knows of three.
    await a.press('F2');
    await a.scan(`LOC-${bin}`);
    await a.says(new RegExp(`what you take out of ${bin}`));
    await a.scan(...times(code, 5));
    await a.scan('LOC-STAGE-1');
    await a.shows('The books have fewer');
    await a.look('sus-1 asked');
    await a.press('Escape');
    await a.shows(/noted against that bin until it turns up/);
    await a.look('sus-1 recorded');
    await a.home();

    await a.plug(true);
    await a.signIn('RB-1009');
    await a.needs('Taken, but not in the books');
    await a.look('sus-1 supervisor');
    expect(await open('SUSPENSE')).toMatchObject([{ quantity: 2, owner_role: 'supervisor' }]);
    await b.plug(true);
    await vi.waitFor(async () => expect(await open('SUSPENSE')).toEqual([]), { timeout: 30_000, interval: 200 });
    await a.shows('Nothing is open.');
    await a.look('sus-2 covered');
    await a.press('F7');
    await a.scan(`LOC-${bin}`);
    await a.shows('for sale');
    await a.page.waitForTimeout(600);
    await a.press('Enter');
    await a.shows('Covers 2 that were noted as missing here');
    await a.look('sus-2 why', [1920, 1080]);
    await a.press('Escape', 'Escape');
    const [left] = await sql<{ quantity: number }[]>`select sum(quantity)::bigint as quantity from position where item_id = ${itemId} and location_id in (${bin}, ${`~suspense:${bin}`})`;
    expect(left).toEqual({ quantity: 2 });
    await a.signIn('RB-1001');
    await b.home();
  });

  it('REC-6 two stations receive the same delivery, and together it is more than announced', slow, async () => {
    const { a, b, sql } = floor();
    const { code, itemId } = shelf.tooMany;
    await Promise.all([a.plug(false), b.plug(false)]);
    for (const side of [a, b]) {
      await side.scan('DN-500');
      await side.says(/Scan the next item/);
      await side.scan(...times(code, 6));
      await side.page.locator('.running').getByText('6', { exact: true }).waitFor();
      await side.home();
    }
    await a.plug(true);
    expect(await open('OVER_DELIVERED')).toEqual([]);
    await b.plug(true);
    await vi.waitFor(async () => expect(await open('OVER_DELIVERED')).toMatchObject([{ quantity: 2, owner_role: 'buyer' }]), { timeout: 30_000, interval: 200 });
    await b.press('6');
    await b.shows(/More came than was announced/);
    await b.look('rec-6 who scanned the last');
    await b.page.getByRole('heading', { name: 'It came out differently' }).waitFor();
    await b.press('F2');
    await b.page.getByRole('heading', { name: 'It came out differently' }).waitFor({ state: 'detached' });
    await b.shows(/Nothing more for you: the buyer closes it/);
    await a.scan('DN-500');
    await a.shows(/2 more than announced/);
    await a.look('rec-6 the delivery');
    await a.signIn('RB-1010');
    await a.needs('More came than was announced');
    await a.look('rec-6 buyer');
    await a.press('F2');
    await vi.waitFor(async () => expect(await open('OVER_DELIVERED')).toEqual([]), { timeout: 30_000, interval: 200 });
    await a.signIn('RB-1001');
    await b.home();
    const [dock] = await sql<{ quantity: number; hold: string }[]>`select quantity, hold from position where item_id = ${itemId} and quantity > 0`;
    expect(dock).toEqual({ quantity: 12, hold: '' });
  });

  it('REC-5 REC-7 a delivery is received when every station that joined has finished', slow, async () => {
    const { a, b, sql } = floor();
    const { code } = shelf.twoFinish;
    const state = async () => (await sql<{ state: string }[]>`select state from delivery where delivery_id = 'DN-501'`)[0]!.state;
    await b.scan('DN-501');
    await b.says(/Scan the next item/);
    await b.scan(code);
    await b.page.locator('.running').getByText('1', { exact: true }).waitFor();
    await a.scan('DN-501');
    await a.says(/Scan the next item/);
    await a.shows('of 8 expected');
    await b.plug(false);
    await a.scan(...times(code, 4));
    await a.page.locator('.running').getByText('5', { exact: true }).waitFor();
    await a.press('F8');
    await a.says('Is this station done?');
    await a.look('rec-5 is it done');
    await a.press('F8');
    await a.says('Scan the delivery note');
    await a.shows('being received');
    await a.look('rec-5 done here');
    await vi.waitFor(async () => expect(await state()).toBe('RECEIVING'), { timeout: 30_000 });
    await b.scan(...times(code, 3));
    await b.press('F8');
    await b.look('rec-5 offline done');
    await b.press('F8');
    await b.says('Scan the delivery note');
    await b.plug(true);
    await vi.waitFor(async () => expect(await state()).toBe('RECEIVED'), { timeout: 30_000, interval: 200 });
    await Promise.all([a.home(), b.home()]);
    expect(await sql`select 1 from exception where subject_id = 'DN-501' and state = 'OPEN'`).toHaveLength(0);
  });
}
