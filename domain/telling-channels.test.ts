import { expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';

it('CHN-2 one work item stands for what is between us and a channel, closes when it is over, and opens again', () => {
  const world = smallCompany();
  const tell = (more: object) => world.submit('channel.tell', { channelId: 'web', about: 'ORDER_NOT_TAKEN', subjectId: 'web 7', problems: [{ line: 2, field: 'sku', problem: 'nobody knows the item X', fix: 'add it' }], ...more }, { person: 'system' });
  expect(tell({}).verdict).toBe('applied');
  expect(world.openExceptions()).toMatchObject([{ kind: 'ORDER_NOT_TAKEN', rule: 'CHN-2', subject_id: 'web 7', owner_role: 'supervisor' }]);
  expect(tell({}).rule).toBe('CHN-1');
  expect([tell({ over: true }).verdict, tell({ over: true }).verdict]).toEqual(['applied', 'merged']);
  expect(world.openExceptions()).toEqual([]);
  tell({});
  expect(world.openExceptions()).toHaveLength(1);
  expect(world.all('exception')).toHaveLength(1);
});
