// Who runs the Postgres server: Postgres refuses to run as root, so there an unprivileged user has to be found,
// and everything the server touches has to be reachable for that user.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type ServerUser = { uid: number; gid: number };

/** Accounts by preference: the distribution's own for Postgres, else the one that every Unix has. None is ever created. */
const accounts = ['postgres', 'nobody'];

/** The user to run Postgres as when we are root; undefined when we are not, and then it runs as ourselves. */
export const serverUser = (): ServerUser | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const account of accounts) {
    const row = rows.find(([name]) => name === account);
    if (row !== undefined) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error('Postgres does not run as root, and /etc/passwd names neither "postgres" nor "nobody" to run it as.');
};

/** Whether that user can enter this existing folder. It is tried rather than computed, so ACLs and mounts count too. */
export const canEnter = (folder: string, user: ServerUser): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
