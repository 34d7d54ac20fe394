import { describe, expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

function parked(): World {
  const world = smallCompany();
  world.seed('exception', {
    warehouse_id: 'W1', exception_id: 'P', rule: 'PRK-1', kind: 'PARKED', subject_kind: 'command', subject_id: 'P', item_id: '', location_id: '', quantity: 0, did: { type: 'stock.move', quantity: 3 }, book: { reason: 'names mo' },
    owner_role: 'supervisor', person_id: 'mo', device_id: 'D1', command_id: 'P', state: 'OPEN', opened_at: 1, due_at: 2, resolved_by: null, resolution: null, resolved_at: null, resolved_with: null, taken_by: null, taken_at: null,
  });
  return world;
}

describe('work that was kept back', () => {
  it('PRK-5 is given up by two people, who both say why, and what was in it stays', () => {
    const world = parked();
    world.apply('parked.abandon', { exceptionId: 'P', reason: 'a test of the vendor' }, { person: 'sue' });
    expect(world.openExceptions()).toMatchObject([{ book: { reason: 'names mo', givenUp: { by: 'sue', reason: 'a test of the vendor' } } }]);
    expect(world.submit('parked.abandon', { exceptionId: 'P', reason: 'again' }, { person: 'sue' }).rule).toBe('APP-3');
    world.apply('parked.abandon', { exceptionId: 'P', reason: 'seen it too' }, { person: 'sam' });
    expect(world.all('exception')).toMatchObject([{ state: 'RESOLVED', resolution: 'ABANDONED: seen it too', resolved_by: 'sam', did: { type: 'stock.move', quantity: 3 }, book: { givenUp: { by: 'sue' } } }]);
  });

  it('EXC-2 is never closed by a mere word', () => {
    expect(parked().submit('exception.resolve', { exceptionId: 'P', resolution: 'DONE' }, { person: 'sue' })).toMatchObject({ verdict: 'refused', rule: 'EXC-2' });
  });
});
