// A build is skipped only when nothing it was made of changed.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf, isStamped, stamp } from './build-stamp.ts';

let root: string;
const write = (file: string, text: string): void => writeFileSync(path.join(root, file), text);
const digest = (): string => digestOf(root, ['a/**', 'one.ts']);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'restow-stamp-'));
  mkdirSync(path.join(root, 'a/b'), { recursive: true });
  write('a/b/x.ts', '1');
  write('one.ts', '2');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('the digest follows contents, names, new files, and nothing else', () => {
  const before = digest();
  write('other.ts', '3');
  write('one.ts', '2');
  expect(digest()).toBe(before);
  const seen = new Set([before]);
  write('a/b/x.ts', '1!');
  seen.add(digest());
  renameSync(path.join(root, 'a/b/x.ts'), path.join(root, 'a/b/y.ts'));
  seen.add(digest());
  write('a/new.ts', '');
  seen.add(digest());
  rmSync(path.join(root, 'one.ts'));
  seen.add(digest());
  expect(seen.size).toBe(5);
});

it('a stamp holds for its own digest only', () => {
  const file = path.join(root, 'stamp');
  expect(isStamped(file, 'x')).toBe(false);
  stamp(file, 'x');
  expect(isStamped(file, 'x')).toBe(true);
  expect(isStamped(file, 'y')).toBe(false);
});
