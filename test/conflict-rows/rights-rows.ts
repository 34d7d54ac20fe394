// The row about people who may not any more: what somebody did after the company let them go, told by a station that
// did not know.
import { expect, it, vi } from 'vitest';
import { shelf } from './shop.ts';
import { slow, times, type Floor } from './two-stations.ts';

const soon = { timeout: 30_000, interval: 200 };

export function rightsRows(floor: () => Floor): void {
  it('ADM-1 PRK-1 PRK-3 work of somebody who has left is kept back, and counts when a supervisor answers for it', slow, async () => {
    const { a, b, sql, central } = floor();
    const { bin, code, itemId } = shelf.leaver;
    await b.signIn('RB-1008');
    await b.plug(false);
    const [noah] = await sql<{ person_id: string; name: string; badge: string; roles: string[]; active: boolean }[]>`select person_id, name, badge, roles, active from person where badge = 'RB-1008'`;
    await central.write('person', [{ ...noah!, active: false }]);
    await b.press('F2');
    await b.scan(`LOC-${bin}`);
    await b.says(new RegExp(`what you take out of ${bin}`));
    await b.scan(...times(code, 2));
    await b.scan('LOC-STAGE-1');
    await b.shows(`${bin} → STAGE-1`);
    await b.home();
    await b.plug(true);
    await vi.waitFor(async () => expect(await sql`select owner_role from exception where kind = 'PARKED' and state = 'OPEN'`).toMatchObject([{ owner_role: 'supervisor' }]), soon);
    await b.look('prk-1 who did it');
    await a.signIn('RB-1009');
    await a.needs('Kept back by the ERP');
    await a.look('prk-1 supervisor');
    await a.press('F2');
    await vi.waitFor(async () => expect(await sql`select 1 from exception where kind = 'PARKED' and state = 'OPEN'`).toHaveLength(0), soon);
    await vi.waitFor(async () => expect(await sql`select quantity from position where item_id = ${itemId} and location_id = 'STAGE-1'`).toEqual([{ quantity: 2 }]), soon);
    await central.write('person', [noah!]);
  });
}
