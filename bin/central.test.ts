// The sync service says before it does anything what it would be unsafe without.
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const root = path.join(import.meta.dirname, '..');
const central = (...args: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', './bin/need-node.mjs', 'bin/central.ts', ...args], { cwd: root, encoding: 'utf8', env: { ...process.env, DATABASE_URL: 'postgres://nobody:S3CRET@127.0.0.1:1/none' } });
  return { status, stderr };
};

it('does not start for other machines without a certificate and an access token', () => {
  expect(central('--host', '0.0.0.0', '--tls', temporaryFolder())).toMatchObject({ status: 2, stderr: expect.stringContaining('Other machines could reach the service') as string });
});

it('takes no secret from a file that others can read, and tells none while it fails', { timeout: 60_000 }, () => {
  const access = path.join(temporaryFolder(), 'access');
  writeFileSync(access, 'S3CRET');
  chmodSync(access, 0o644);
  const { status, stderr } = central('--log', '--access', access);
  expect(status).not.toBe(0);
  if (process.platform !== 'win32') expect(stderr).toContain('can be read by others');
  expect(stderr).not.toContain('S3CRET');
});
