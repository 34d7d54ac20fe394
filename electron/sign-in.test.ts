// Whoever comes to a station that has not loaded yet is told about the station, not about the badge.
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { startStation } from './station.ts';

it('a station that knows nobody yet says why', async () => {
  const station = await startStation({ folder: temporaryFolder(), central: null, now: Date.now });
  onTestFinished(() => station.stop());
  const said = await station.request('signIn', { badge: 'RB-1001' });
  expect(said).toMatchObject({ person: null, problem: expect.stringContaining('has not reached the ERP yet') as string });
});
