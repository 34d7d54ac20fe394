// Rows about counts: work from before a count that is told after it, and two counts of one bin.
import { expect, it, vi } from 'vitest';
import { shelf, type Goods } from './shop.ts';
import { slow, times, type Floor, type Side } from './two-stations.ts';

async function takeOut(side: Side, { bin, code }: Goods, units: number): Promise<void> {
  await side.home();
  await side.press('F2');
  await side.scan(`LOC-${bin}`);
  await side.says(new RegExp(`what you take out of ${bin}`));
  await side.scan(...times(code, units));
  await side.scan('LOC-STAGE-1');
  await side.shows(`${bin} → STAGE-1`);
}
async function count(side: Side, { bin, code }: Goods, units: number): Promise<void> {
  await side.home();
  await side.press('5');
  await side.says(/Scan the bin/);
  await side.scan(`LOC-${bin}`);
  await side.says(/Scan every piece/);
  await side.scan(...times(code, units));
  await side.page.locator('.running').getByText(String(units), { exact: true }).waitFor();
  await side.press('F8');
  await side.says(/Scan the bin/);
}
async function approvals(side: Side, { bin }: Goods): Promise<void> {
  await side.home();
  await side.press('F4');
  await side.page.getByText('Waiting, by money and age').waitFor();
  await side.page.getByRole('option', { name: new RegExp(bin) }).or(side.page.getByRole('button', { name: new RegExp(bin) })).first().click();
  await side.page.getByRole('heading', { name: new RegExp(bin) }).first().waitFor();
}

export function countRows(floor: () => Floor): void {
  const adjustments = async ({ itemId }: Goods) => (await floor().sql<{ state: string; delta: string; posted: string }[]>`select state, delta, posted from adjustment where item_id = ${itemId} order by effective_at`).map(({ state, delta, posted }) => ({ state, delta: Number(delta), posted: Number(posted) }));
  const held = async ({ itemId, bin }: Goods) => (await floor().sql<{ quantity: string }[]>`select sum(quantity) as quantity from position where item_id = ${itemId} and location_id in (${bin}, ${`~suspense:${bin}`})`).map(({ quantity }) => Number(quantity))[0];

  it('LED-19 LED-20 CNT-9 a pick of before the count comes after its approval: less stands with a notice, other figures are asked again', slow, async () => {
    const { a, b } = floor();
    const { restated, askedAgain } = shelf;
    await b.plug(false);
    await takeOut(b, restated, 2);
    await takeOut(b, askedAgain, 4);
    await count(a, restated, 7);
    await count(a, askedAgain, 9);
    await a.look('cnt-9 counter handed in');
    await a.signIn('RB-1009');
    await approvals(a, restated);
    await a.page.getByRole('button', { name: /Approve − 3/ }).waitFor();
    await a.look('cnt-9 approval before');
    await a.press('a');
    await vi.waitFor(async () => expect(await adjustments(restated)).toEqual([{ state: 'POSTED', delta: -3, posted: -3 }]), { timeout: 30_000, interval: 200 });
    await approvals(a, askedAgain);
    await a.page.getByRole('button', { name: /Approve − 1/ }).waitFor();
    await a.press('a');
    await vi.waitFor(async () => expect(await adjustments(askedAgain)).toEqual([{ state: 'POSTED', delta: -1, posted: -1 }]), { timeout: 30_000, interval: 200 });

    await b.plug(true);
    await vi.waitFor(async () => expect([await held(restated), await held(askedAgain)]).toEqual([7, 9]), { timeout: 30_000, interval: 200 });
    expect(await adjustments(restated)).toEqual([{ state: 'POSTED', delta: -1, posted: -1 }]);
    expect(await adjustments(askedAgain)).toEqual([{ state: 'RESTATED', delta: 3, posted: 3 }]);
    await b.needs('A count that late work changed', /Beeswax candle/);
    await b.shows(/Nothing more for you: the supervisor closes it/);
    await b.look('cnt-9 picker');
    await a.needs('A count that late work changed', /Beeswax candle/);
    await a.look('cnt-9 supervisor less');
    await a.needs('A count that late work changed', /Linen napkin/);
    await a.look('cnt-9 supervisor other');
    await approvals(a, askedAgain);
    await a.page.getByRole('button', { name: /Approve \+ 3/ }).waitFor();
    await a.look('cnt-9 approval asked again', [1920, 1080]);
    await a.press('a');
    await vi.waitFor(async () => expect(await adjustments(askedAgain)).toEqual([{ state: 'POSTED', delta: 3, posted: 3 }]), { timeout: 30_000, interval: 200 });
    await a.home();
    await a.press('F7');
    await a.scan(`LOC-${restated.bin}`);
    await a.shows('for sale');
    await a.page.waitForTimeout(600);
    await a.press('Enter');
    await a.shows(/The difference was − 3 and is − 1/);
    await a.look('cnt-9 why');
    await a.press('Escape', 'Escape');
  });

  it('LED-21 CNT-8 two people count one bin without seeing each other and disagree: a third counts, and a supervisor signs', slow, async () => {
    const { a, b } = floor();
    const goods = shelf.countedTwice;
    await Promise.all([a.plug(false), b.plug(false)]);
    await count(a, goods, 8);
    await count(b, goods, 6);
    await a.plug(true);
    await b.plug(true);
    await vi.waitFor(async () => expect((await floor().sql`select 1 from count_task where location_id = ${goods.bin} and state = 'OPEN'`).length).toBe(1), { timeout: 30_000, interval: 200 });
    await b.home();
    await b.press('5');
    await b.shows(/somebody else counts it again/);
    await b.look('led-21 a counter of before');
    await b.signIn('RB-1006');
    await b.press('5');
    await b.says(/Scan the bin/);
    await b.look('led-21 the third counter');
    await count(b, goods, 8);
    await a.signIn('RB-1009');
    await approvals(a, goods);
    await a.page.getByRole('button', { name: /Approve − 2/ }).waitFor();
    await a.look('led-21 approval');
    await a.press('a');
    await vi.waitFor(async () => expect(await held(goods)).toBe(8), { timeout: 30_000, interval: 200 });
  });
}
