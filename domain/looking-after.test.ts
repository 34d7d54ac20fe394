import { describe, expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';

function kept() {
  const world = smallCompany();
  world.apply('scan.keep', { raw: '???', screen: 'receive' });
  return { world, exceptionId: world.openExceptions()[0]!.exception_id };
}

describe('a work item', () => {
  it('SCN-1 keeps a scan that nothing answers to, with the screen and what was beside it', () => {
    const world = smallCompany();
    world.apply('scan.keep', { raw: ']E0???', screen: 'receive', neighbours: ['CUP'], why: 'unknown' });
    expect(world.openExceptions()).toMatchObject([{ rule: 'SCN-1', kind: 'UNMATCHED_SCAN', subject_id: ']E0???', owner_role: 'supervisor', book: { screen: 'receive', neighbours: ['CUP'], why: 'unknown' } }]);
  });

  it('EXC-4 is taken by one person; the second is told who has it, and may take it over knowingly', () => {
    const { world, exceptionId } = kept();
    world.apply('exception.assign', { exceptionId, to: 'sue' }, { person: 'sue' });
    expect(world.openExceptions()[0]).toMatchObject({ taken_by: 'sue', taken_at: world.now });
    expect(world.submit('exception.assign', { exceptionId, to: 'sam' }, { person: 'sam' })).toMatchObject({ verdict: 'refused', rule: 'EXC-4', rejection: { book: { by: 'sue' } } });
    world.apply('exception.assign', { exceptionId, to: 'sam', seen: 'sue' }, { person: 'sam' });
    world.apply('exception.assign', { exceptionId, to: '', seen: 'sam' }, { person: 'sam' });
    expect(world.openExceptions()[0]).toMatchObject({ taken_by: null, taken_at: null, state: 'OPEN' });
  });

  it('EXC-1 records who closed it, when, and with which command', () => {
    const { world, exceptionId } = kept();
    world.apply('exception.resolve', { exceptionId, resolution: 'IDENTIFIED', by: ['command-that-did-it'] }, { person: 'sue' });
    expect(world.all('exception')).toMatchObject([{ state: 'RESOLVED', resolved_by: 'sue', resolved_at: world.now, resolution: 'IDENTIFIED', resolved_with: 'command-that-did-it' }]);
  });
});
