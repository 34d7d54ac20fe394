// The specification against the tests: every rule that SPEC.md numbers has a test whose title begins with its number.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { rules, type Rule } from './conflict/rules.ts';

const root = path.join(import.meta.dirname, '..');
const spec = readFileSync(path.join(import.meta.dirname, 'SPEC.md'), 'utf8');
const numbered = [...spec.matchAll(/^(?:- \*\*|\| )([A-Z]{2,5}-\d+)(?:\*\* | \|)/gm)].map((match) => match[1]!);

/** Numbers that titles begin with; one title may hold several rules. */
function titled(): ReadonlySet<string> {
  const files = globSync('{domain,sync,db,electron,renderer,replay,demo,bin,test}/**/*.test.{ts,tsx}', { cwd: root });
  const titles = files.flatMap((file) => [...readFileSync(path.join(root, file), 'utf8').matchAll(/['"`]((?:[A-Z]{2,5}-\d+[ :])+)/g)].map((match) => match[1]!));
  return new Set(titles.flatMap((title) => title.match(/[A-Z]{2,5}-\d+/g) ?? []));
}

it('numbers every rule once', () => {
  expect(numbered.length).toBeGreaterThan(150);
  // What suspense is stands in its own chapter and as a row of the table, under one number.
  expect(numbered.filter((id, i) => numbered.indexOf(id) !== i)).toEqual(['SUS-1']);
});

it('has a test for every number', () => {
  // One test for each cell of the rule table has its rule's number in front (conflict/rules.test.ts).
  const inTable = new Set(Object.values(rules).flatMap((row) => (Object.values(row) as Rule[]).map((rule): string => rule.id)));
  const held = titled();
  expect(numbered.filter((id) => !inTable.has(id) && !held.has(id))).toEqual([]);
});
