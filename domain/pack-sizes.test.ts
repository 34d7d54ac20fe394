import { describe, expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';

describe('a pack that holds another number', () => {
  it('RCV-2 goes to the buyer once, and leaves the list of items alone', () => {
    const world = smallCompany();
    world.seed('item_pack', { item_id: 'CUP', pack_code: 'CASE12', label: 'case', units: 12 });
    expect(world.submit('pack.propose', { itemId: 'CUP', listed: 12, found: 10, deliveryId: 'D1' }).verdict).toBe('applied');
    expect(world.submit('pack.propose', { itemId: 'CUP', listed: 12, found: 10 }, { device: 'D2' }).rule).toBe('PCK-3');
    expect(world.submit('pack.propose', { itemId: 'CUP', listed: 10, found: 12 }).rule).toBe('PCK-3');
    expect(world.openExceptions()).toMatchObject([{ kind: 'PACK_SIZE_DIFFERS', owner_role: 'buyer', item_id: 'CUP', quantity: 10, book: { listed: 12 } }]);
    expect(world.rows.get('item_pack', 'CUP', 'CASE12')!.units).toBe(12);
  });

  it('RCV-2 is proposed anew when the buyer has answered and it comes again', () => {
    const world = smallCompany();
    world.submit('pack.propose', { itemId: 'CUP', listed: 12, found: 10 });
    world.apply('exception.resolve', { exceptionId: world.openExceptions()[0]!.exception_id, resolution: 'WRONG_PACK' }, { person: 'bea' });
    expect(world.submit('pack.propose', { itemId: 'CUP', listed: 12, found: 10 }).verdict).toBe('applied');
    expect(world.openExceptions()).toHaveLength(1);
  });
});
