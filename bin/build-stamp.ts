// Tells whether a build is still that of the present sources, so that starting and testing build only when needed.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A digest over names and contents of every file that the patterns (relative to `root`) match. */
export const digestOf = (root: string, patterns: string[]): string => {
  const hash = createHash('sha256');
  const files = [...new Set(globSync(patterns, { cwd: root }))].filter((file) => statSync(path.join(root, file)).isFile());
  for (const file of files.sort()) {
    hash.update(`${file}\0`);
    hash.update(createHash('sha256').update(readFileSync(path.join(root, file))).digest());
  }
  return hash.digest('hex');
};

export const isStamped = (stampFile: string, digest: string): boolean => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest;

export const stamp = (stampFile: string, digest: string): void => writeFileSync(stampFile, digest);
