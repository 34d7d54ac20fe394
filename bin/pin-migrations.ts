// `node bin/pin-migrations.ts`: records the digest of each new migration in db/migrations.lock.json. A migration that
// may have run on somebody's data never changes again; tidy.test.ts compares.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Path from the root of the repository → SHA-256 of the file, hex. */
export type Digests = Record<string, string>;

const named = /^db\/\w+\/migrations\/\d{3}0-[a-z0-9-]+\.ts$/;

export const migrationsIn = (root: string): Digests => {
  const files = globSync('db/*/migrations/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const digest = (file: string) => createHash('sha256').update(readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n')).digest('hex');
  return Object.fromEntries(files.filter((file) => !file.endsWith('.test.ts')).sort().map((file) => [file, digest(file)]));
};

const lockPath = (root: string): string => path.join(root, 'db/migrations.lock.json');

export const lockFile = {
  read: (root: string): Digests => (existsSync(lockPath(root)) ? (JSON.parse(readFileSync(lockPath(root), 'utf8')) as Digests) : {}),
  write: (root: string, digests: Digests): void => writeFileSync(lockPath(root), `${JSON.stringify(digests, null, 2)}\n`),
};

/** What is wrong, each with what to do about it. */
export const migrationProblems = (present: Digests, pinned: Digests): string[] => [
  ...Object.keys(present)
    .filter((file) => !named.test(file))
    .map((file) => `${file}: name migrations NNNN-words.ts, numbered in tens`),
  ...Object.keys(present)
    .filter((file) => !(file in pinned))
    .map((file) => `${file} is not pinned: run "npm run pin-migrations" and commit db/migrations.lock.json with it`),
  ...Object.keys(pinned)
    .filter((file) => !(file in present))
    .map((file) => `${file} was removed, but may have run already: put it back, and undo its effect in a new migration`),
  ...Object.keys(present)
    .filter((file) => file in pinned && pinned[file] !== present[file])
    .map((file) => `${file} was changed, but may have run already: put it back and add a new migration (only if it was never merged: "npm run pin-migrations -- --again ${file}")`),
];

const main = (): number => {
  const root = path.join(import.meta.dirname, '..');
  const { values } = parseArgs({ options: { again: { type: 'string', multiple: true, default: [] } } });
  const present = migrationsIn(root);
  const pinned = lockFile.read(root);
  for (const file of values.again) delete pinned[file];
  const added = Object.keys(present).filter((file) => !(file in pinned));
  // What is pinned stays as it was pinned, so a changed migration is reported below and not silently accepted.
  const next = { ...present, ...pinned };
  lockFile.write(root, Object.fromEntries(Object.keys(next).sort().map((file) => [file, next[file] as string])));
  for (const file of added) console.log(`pinned ${file}`);
  const problems = migrationProblems(present, lockFile.read(root));
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
};

if (import.meta.main) process.exitCode = main();
