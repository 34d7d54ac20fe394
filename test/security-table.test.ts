// docs/security.md promises tests by name. A promise that nothing keeps is worse than none.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const table = readFileSync(path.join(root, 'docs', 'security.md'), 'utf8');
const rows = table.split('\n').filter((line) => /^\| \d+ \|/.test(line)).map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\||\|$/g, '').trim()));
const named = [...table.matchAll(/`([\w./-]+\.test\.tsx?)` “([^”]+)”/g)].map(([, file, title]) => [file!, title!] as const);

/** Titles as they stand in a test file, of tests that run. */
const titlesIn = (source: string): ReadonlySet<string> => new Set([...source.matchAll(/(?:^|[^\w.])(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1|\]\)\(\s*(["'`])((?:(?!\3)[^\\\n]|\\.)*)\3/g)].map((match) => (match[2] ?? match[4]!).replaceAll(/\\(.)/g, '$1')));

it('every threat has a number, what stops it, and a test', () => {
  expect(rows.length).toBeGreaterThanOrEqual(30);
  expect(rows.map(([number]) => Number(number))).toEqual(rows.map((_, i) => i + 1));
  for (const [number, threat, stops, shown] of rows) expect([number, threat !== '', stops !== '', /`[\w./-]+\.test\.tsx?` “/.test(shown ?? '')]).toEqual([number, true, true, true]);
});

it('every test that is named exists under its title', () => {
  expect(named.length).toBeGreaterThanOrEqual(rows.length);
  expect(named.filter(([file, title]) => !existsSync(path.join(root, file)) || !titlesIn(readFileSync(path.join(root, file), 'utf8')).has(title))).toEqual([]);
  // It can tell.
  expect(titlesIn(`it.skip('a', () => {}); it('b', () => {}); it.each([\n ['x'],\n])('c %s', () => {});`)).toEqual(new Set(['b', 'c %s']));
});
