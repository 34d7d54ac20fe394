// Rows about orders: work that is dealt and taken back, picked twice, and cancelled when it is picked, packed or gone.
import { expect, it, vi } from 'vitest';
import { shelf, type Goods } from './shop.ts';
import { slow, times, type Floor, type Side } from './two-stations.ts';

async function pick(side: Side, orderId: string, { bin, code }: Goods, units: number, tote: string): Promise<void> {
  await side.home();
  await side.scan(orderId);
  await side.says(/Go to .*scan the bin/);
  await side.scan(`LOC-${bin}`);
  await side.says(/Scan (the item|\d+ more)/);
  await side.scan(...times(code, units));
  await side.says(/tote/);
  await side.scan(tote);
  await side.shows(new RegExp(`→ ${tote}`));
}
/** Packs what was just picked; answers the parcel. */
async function pack(side: Side, { code }: Goods, units: number): Promise<string> {
  await side.says(/All picked/);
  await side.press('F8');
  await side.says(/Scan each item into the box/);
  await side.scan(...times(code, units));
  await side.says(/Everything is in/);
  await side.press('F8');
  await side.says(/Parcel PC-/);
  return /PC-[0-9A-F]+/.exec(await side.page.locator('.instruction').first().innerText())![0];
}

export function orderRows(floor: () => Floor): void {
  const dealtTo = async (fulfilmentId: string) => (await floor().sql<{ dealt_to: string | null }[]>`select dealt_to from fulfilment where fulfilment_id = ${fulfilmentId}`)[0]!.dealt_to;
  const isDealt = (fulfilmentId: string, device: string) => vi.waitFor(async () => expect(await dealtTo(fulfilmentId)).toBe(device), { timeout: 60_000, interval: 200 });

  it('WRK-2 WRK-4 PIK-5 WRK-6 work that was taken back is picked twice all the same, and the second is put back', slow, async () => {
    const { a, b, sql } = floor();
    const work = await floor().order('SO-900', shelf.dealt, 3);
    await a.press('2');
    await a.shows('dealt to this station');
    await isDealt(work.fulfilmentId, a.device);
    await a.plug(false);
    await a.look('wrk-2 offline list');
    await b.signIn('RB-1009');
    await b.press('F8');
    await b.page.getByText('Pack 7').first().click();
    await b.page.getByRole('heading', { name: 'Pack 7' }).waitFor();
    await b.look('wrk-4 stations');
    await b.press('F2');
    await b.says(/Why is it taken back from Pack 7/);
    await b.press('1');
    await b.says(/Who gets it/);
    await b.look('wrk-4 who gets it');
    await b.page.getByText('Cart 2').last().click();
    await isDealt(work.fulfilmentId, b.device);
    await b.signIn('RB-1002');
    await pick(b, 'SO-900', shelf.dealt, 3, 'TOTE-001');
    await pick(a, 'SO-900', shelf.dealt, 3, 'TOTE-002');
    await a.plug(true);
    await vi.waitFor(async () => expect(await sql`select location_id, quantity, reason from put_back where open`).toMatchObject([{ location_id: 'TOTE-002', quantity: 3 }]), { timeout: 30_000, interval: 200 });
    await a.home();
    await a.look('pik-5 home');
    await a.press('6');
    await a.shows(/Somebody picked it before/);
    await a.look('pik-5 second picker');
    await b.signIn('RB-1009');
    await b.needs('Goods to put back');
    await b.look('pik-5 supervisor');
    await a.home();
    await a.press('F6');
    await a.shows(/TOTE-002/);
    await a.scan('TOTE-002');
    await a.says(/out of TOTE-002/);
    await a.look('wrk-6 put back');
    await a.scan(...times(shelf.dealt.code, 3));
    await a.says(/scan the bin/);
    await a.scan(`LOC-${shelf.dealt.bin}`);
    await a.says(/TOTE-002 is empty again/);
    await vi.waitFor(async () => expect(await sql`select 1 from exception where kind = 'PUT_BACK' and state = 'OPEN'`).toHaveLength(0), { timeout: 30_000, interval: 200 });
  });

  it('ORD-6 PIK-4 PAK-3 SHP-3 orders are cancelled while a station without network picks, packs and ships them', slow, async () => {
    const { a, b, sql } = floor();
    // Cart 2 asks for no more, so all three are dealt to Pack 7.
    await b.press('2');
    await b.says(/Scan an empty tote/);
    await b.press('F8');
    await b.says('Scan anything to begin');
    const picked = await floor().order('SO-901', shelf.cancelledPicked, 2);
    const packed = await floor().order('SO-902', shelf.cancelledPacked, 2);
    const shipped = await floor().order('SO-903', shelf.cancelledShipped, 2);
    await a.press('2');
    for (const { fulfilmentId, orderId } of [picked, packed, shipped]) {
      await isDealt(fulfilmentId, a.device);
      await a.shows(orderId);
    }
    await a.plug(false);
    await pick(a, 'SO-901', shelf.cancelledPicked, 2, 'TOTE-003');
    await pick(a, 'SO-902', shelf.cancelledPacked, 2, 'TOTE-004');
    const kept = await pack(a, shelf.cancelledPacked, 2);
    await pick(a, 'SO-903', shelf.cancelledShipped, 2, 'TOTE-005');
    const gone = await pack(a, shelf.cancelledShipped, 2);
    await a.press('F8');
    await a.says(/Scan each parcel/);
    await a.scan(gone);
    await a.shows(/handed to/);
    await a.home();
    for (const { orderId, fulfilmentId } of [picked, packed, shipped]) await floor().erp('order.cancel', { orderId, fulfilmentIds: [fulfilmentId], reason: 'Ordered by mistake' });
    await b.signIn('RB-1009');
    await b.needs('An order cancelled in the middle of its work', /SO-901/);
    await b.look('ord-6 supervisor waits for the station');

    await a.plug(true);
    const kinds = async () => (await sql<{ kind: string }[]>`select kind from exception where state = 'OPEN' and kind in ('PUT_BACK', 'UNPACK_AND_PUT_BACK', 'INTERCEPT') order by kind`).map(({ kind }) => kind);
    await vi.waitFor(async () => expect(await kinds()).toEqual(['INTERCEPT', 'PUT_BACK', 'UNPACK_AND_PUT_BACK']), { timeout: 30_000, interval: 200 });
    await a.press('6');
    await a.page.getByText('Needs somebody, yours first').waitFor();
    await a.look('ord-6 who did it');
    await b.needs('Goods to put back');
    await b.look('pik-4 supervisor');
    await b.needs('A parcel to unpack and put back');
    await b.look('pak-3 supervisor');
    await b.needs('A parcel to stop at the carrier');
    await b.look('shp-3 supervisor');
    // The picked goods go back from their tote, the packed ones out of the parcel, and the carrier brings the third.
    await a.home();
    await a.press('F3');
    await a.says(/Scan each parcel/);
    await a.shows(/is cancelled: keep it here/);
    await a.scan(kept);
    await a.shows('Order cancelled');
    await a.look('pak-3 at the bench');
    await a.press('Escape');
    await a.says(/Scan each parcel/);
    await a.scan(kept);
    await a.shows('Order cancelled');
    await a.scan('TOTE-006');
    await a.says(/out of TOTE-006/);
    await a.scan(...times(shelf.cancelledPacked.code, 2));
    await a.says(/scan the bin/);
    await a.scan(`LOC-${shelf.cancelledPacked.bin}`);
    await a.says(/TOTE-006 is empty again/);
    await a.scan('TOTE-003');
    await a.says(/out of TOTE-003/);
    await a.scan(...times(shelf.cancelledPicked.code, 2));
    await a.says(/scan the bin/);
    await a.scan(`LOC-${shelf.cancelledPicked.bin}`);
    await a.says(/TOTE-003 is empty again/);
    await b.needs('A parcel to stop at the carrier');
    await b.press('F3');
    const states = async () => (await sql<{ order_id: string; state: string }[]>`select order_id, state from sales_order where order_id in ('SO-901', 'SO-902', 'SO-903') order by order_id`).map(({ state }) => state);
    await vi.waitFor(async () => expect(await states()).toEqual(['CANCELLED', 'CANCELLED', 'SHIPPED']), { timeout: 60_000, interval: 300 });
    expect(await sql`select kind from exception where state = 'OPEN' and subject_id in ('SO-901', 'SO-902', 'SO-903', ${kept}, ${gone}, 'TOTE-003', 'TOTE-006')`).toEqual([]);
  });
}
