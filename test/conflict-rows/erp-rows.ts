// The rows about what the ERP owns: names and places that it changes by itself, and the time.
import { expect, it, vi } from 'vitest';
import { inScope } from '#db/central/open.ts';
import { LEEDS, shelf } from './shop.ts';
import { slow, times, type Floor, type Side } from './two-stations.ts';

const soon = { timeout: 30_000, interval: 200 };

async function carry(side: Side, code: string, units: number, from: string, to: string): Promise<void> {
  await side.press('F2');
  await side.scan(`LOC-${from}`);
  await side.says(new RegExp(`what you take out of ${from}`));
  await side.scan(...times(code, units));
  await side.scan(`LOC-${to}`);
  await side.shows(`${from} → ${to}`);
  await side.home();
}

export function erpRows(floor: () => Floor): void {
  it('FEED-1 MOV-2 the ERP renames an item and closes a bin while a station works without network: the names come down, the goods stand where they were put', slow, async () => {
    const { a, b, sql, central } = floor();
    const { bin, code, itemId } = shelf.renamed;
    await b.plug(false);
    const [jar] = await sql<{ item_id: string; name: string }[]>`select * from item where item_id = ${itemId}`;
    await central.write('item', [{ ...jar!, name: 'Glass jar, one litre' }]);
    const [closed] = await sql<Record<string, never>[]>`select * from location where location_id = ${shelf.closed.bin}`;
    await inScope(sql, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => tx`delete from location where warehouse_id = ${LEEDS} and location_id = ${shelf.closed.bin}`);
    await carry(b, code, 2, bin, shelf.closed.bin);
    await a.scan(code);
    await a.shows('Glass jar, one litre');
    await b.scan(code);
    await b.shows('Glass jar');
    await b.look('feed-1 without network');
    await b.home();
    await a.home();
    await b.plug(true);
    await vi.waitFor(async () => expect(await sql`select quantity from position where item_id = ${itemId} and location_id = ${shelf.closed.bin}`).toEqual([{ quantity: 2 }]), soon);
    await b.scan(code);
    await b.shows('Glass jar, one litre');
    await b.home();
    await a.signIn('RB-1009');
    await a.needs('A place nobody knows', new RegExp(shelf.closed.bin));
    await a.look('mov-2 supervisor');
    await a.home();
    await central.write('location', [{ warehouse_id: closed!['warehouse_id'], location_id: closed!['location_id'], zone: closed!['zone'], kind: closed!['kind'], aisle: closed!['aisle'], bay: closed!['bay'], level: closed!['level'], sequence: closed!['sequence'], pickable: closed!['pickable'] }] as never);
  });

  it('OUT-1 a clock that is 26 minutes slow is shown; nothing is refused, and what is recorded carries the time of the ERP', slow, async () => {
    const { sql, third } = floor();
    const { bin, code, itemId } = shelf.skewed;
    const c = await third('Dock 3', 'RB-1003', 'Ewa N.', -26 * 60_000);
    await carry(c, code, 1, bin, 'STAGE-1');
    await c.shows(/This clock is 2[67] min behind the ERP/);
    await c.look('clock is slow');
    const before = Date.now();
    await carry(c, code, 1, bin, 'STAGE-1');
    await vi.waitFor(async () => expect(await sql`select quantity from position where item_id = ${itemId} and location_id = 'STAGE-1'`).toEqual([{ quantity: 2 }]), soon);
    const log = await sql<{ verdict: string; effective_at: number }[]>`select verdict, effective_at from command_log where device_id = ${c.device} and type in ('stock.put_away', 'stock.move') order by sequence`;
    expect(log.map((row) => row.verdict)).toEqual(['applied', 'applied']);
    expect(Math.abs(log[1]!.effective_at - before)).toBeLessThan(120_000);
  });
}
