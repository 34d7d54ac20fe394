// Keeps the layout true: who may import whom, what the pure floor may not touch, where the wall clock is read,
// and that no merged migration changes. To change a rule, change the tables here in a commit that says why.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { lockFile, migrationProblems, migrationsIn } from '#bin/pin-migrations.ts';

const root = import.meta.dirname;

// ── The tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

const floor = ['domain', 'sync/protocol', 'sync/conflict', 'sync/core'];

/** Zone → zones it may import beside itself. A file belongs to the zone with the longest matching path. */
const mayImport: Record<string, string[]> = {
  domain: [],
  'sync/protocol': ['domain'],
  'sync/conflict': ['domain', 'sync/protocol'],
  'sync/core': ['domain', 'sync/protocol', 'sync/conflict'],
  'sync/keys': [],
  'sync/photos': [],
  'sync/client': [...floor, 'sync/keys', 'sync/photos', 'db/local', 'db'],
  'sync/server': [...floor, 'sync/keys', 'sync/photos', 'db/central', 'db'],
  db: ['domain', 'sync/protocol'],
  'db/local': ['domain', 'sync/protocol', 'db'],
  'db/central': ['domain', 'sync/protocol', 'db'],
  electron: [...floor, 'sync/client', 'sync/keys', 'sync/photos', 'db/local', 'db'],
  renderer: floor,
  demo: [...floor, 'db/central', 'db'],
  replay: [...floor, 'db/central', 'db'],
};
/** Where all columns meet: entry points, and tests (by folder or by name). */
const mayImportAnything = ['bin', 'bench', 'simulator', 'test', ''];
/** Zones that may import the types of one further file: the contract between window and station. */
const typesOf: Record<string, string> = { renderer: 'electron/contract.ts', replay: 'electron/contract.ts' };

/** Pure, synchronous libraries for the pure floor. */
const floorPackages = ['zod', '@noble/hashes'];
const floorMayNotName = ['Date', 'crypto', 'process', 'fetch', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

/** Composition roots: they read the wall clock and pass `now` on. */
const mayReadClock = [/^bin\//, /^electron\/(main|station-process)\.ts$/, /^renderer\/main\.tsx$/, /^test\//, /\.test\.tsx?$/];
const mayExportDefault = [/^[\w.]+\.config\.ts$/];

// ── The check ───────────────────────────────────────────────────────────────────────────────────────────────────────

type Node = { type: string; start: number; [key: string]: unknown };
type Found = { rule: string; start: number };

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const nodeAt = (value: unknown): Node => value as Node;

const zoneOf = (file: string): string => {
  const zones = [...Object.keys(mayImport), ...mayImportAnything.filter((zone) => zone !== '')];
  return zones.filter((zone) => file.startsWith(`${zone}/`)).reduce((best, zone) => (zone.length > best.length ? zone : best), '');
};

const walk = (node: Node, parent: Node, visit: (node: Node, parent: Node) => void): void => {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, node, visit);
  }
};

type Import = { specifier: string; typesOnly: boolean };

const importOf = (node: Node): Import | undefined => {
  const source = isNode(node['source']) ? node['source']['value'] : undefined;
  if (typeof source !== 'string') return undefined;
  const specifiers = (node['specifiers'] as Node[] | undefined) ?? [];
  const allTypes = specifiers.length > 0 && specifiers.every((one) => one['importKind'] === 'type');
  return { specifier: source, typesOnly: node['importKind'] === 'type' || node.type === 'TSImportType' || allTypes };
};

const importProblem = (file: string, { specifier, typesOnly }: Import): string | undefined => {
  if (specifier.includes('../')) return `imports ${specifier}: between top folders use #folder/file.ts, inside one keep files at or below their users`;
  const from = zoneOf(file);
  if (isTest(file) || mayImportAnything.includes(from)) return undefined;
  const local = specifier.startsWith('./') ? path.posix.join(path.posix.dirname(file), specifier) : specifier.startsWith('#') ? specifier.slice(1) : undefined;
  if (local === undefined) return packageProblem(from, specifier);
  const to = zoneOf(local);
  if (from === to || mayImport[from]?.includes(to)) return undefined;
  if (typesOf[from] === local) return typesOnly ? undefined : `${from} may import types only from ${local}`;
  return `${from} may not import ${to === '' ? local : to} (${specifier})`;
};

const packageProblem = (zone: string, specifier: string): string | undefined => {
  if (zone === 'renderer' && specifier.startsWith('node:')) return `the window has no ${specifier}`;
  if (!floor.includes(zone) || floorPackages.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return undefined;
  return `the pure floor may not import ${specifier}; it may use ${floorPackages.join(', ')}`;
};

/** A name that is only a key or a property (`row.process`) means nothing global. */
const isProperty = (node: Node, parent: Node): boolean =>
  (parent['property'] === node && parent['computed'] !== true) || (parent['key'] === node && parent['computed'] !== true && parent['shorthand'] !== true);

const isCallOf = (node: Node, object: string, property: string): boolean =>
  node.type === 'MemberExpression' && nodeAt(node['object'])['name'] === object && nodeAt(node['property'])['name'] === property;

const floorProblem = (node: Node, parent: Node): string | undefined => {
  if (node.type === 'Identifier' && floorMayNotName.includes(String(node['name'])) && !isProperty(node, parent)) return `the pure floor may not use ${String(node['name'])}`;
  if (isCallOf(node, 'Math', 'random')) return 'the pure floor may not use Math.random';
  if (node.type === 'AwaitExpression' || node['async'] === true || node['await'] === true) return 'the pure floor is synchronous: no async, no await';
  return undefined;
};

const readsClock = (node: Node): boolean => {
  if (isCallOf(node, 'Date', 'now')) return true;
  const isDate = (node.type === 'NewExpression' || node.type === 'CallExpression') && nodeAt(node['callee'])['name'] === 'Date';
  return isDate && (node.type === 'CallExpression' || (node['arguments'] as Node[]).length === 0);
};

const isBarrel = (node: Node): boolean => {
  const body = node.type === 'Program' ? (node['body'] as Node[]) : [];
  return body.some((statement) => statement.type.startsWith('Export')) && body.every((statement) => importOf(statement) !== undefined);
};

const problemOf = (file: string, node: Node, parent: Node): string | undefined => {
  const imported = importOf(node);
  const direction = imported === undefined ? undefined : importProblem(file, imported);
  if (direction !== undefined) return direction;
  if (node.type === 'ExportAllDeclaration' || isBarrel(node)) return 're-exports: import it from the file that owns it';
  if (node.type === 'ExportDefaultDeclaration' && !mayExportDefault.some((pattern) => pattern.test(file))) return 'default export: give it a name';
  if (node.type === 'TSAnyKeyword') return 'any: say the type, or unknown';
  if (readsClock(node) && !mayReadClock.some((pattern) => pattern.test(file))) return 'reads the wall clock: take `now: () => number` from the composition root';
  return floor.includes(zoneOf(file)) && !isTest(file) ? floorProblem(node, parent) : undefined;
};

/** One line per problem: `file:line rule`. */
const problemsIn = (file: string, source: string): string[] => {
  const found: Found[] = [];
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) return [`${file}:1 cannot be parsed: ${errors[0]?.message}`];
  walk(program as unknown as Node, program as unknown as Node, (node, parent) => {
    const rule = problemOf(file, node, parent);
    if (rule !== undefined) found.push({ rule, start: node.start });
  });
  if (/(^|\/)index\.tsx?$/.test(file)) found.push({ rule: 'index file: name it by what it owns', start: 0 });
  const lines = found.map(({ rule, start }) => `${file}:${source.slice(0, start).split('\n').length} ${rule}`);
  return [...new Set(lines)];
};

const allSources = (): string[] => {
  const folders = [...new Set([...Object.keys(mayImport), 'bin', 'bench', 'simulator', 'test'].map((zone) => zone.split('/')[0]))];
  return globSync([`{${folders.join(',')}}/**/*.{ts,tsx}`, '*.ts'], { cwd: root }).map((file) => file.replaceAll('\\', '/'));
};

describe('the repository', () => {
  it('keeps to its layout', () => {
    const files = allSources();
    expect(files.length).toBeGreaterThan(10);
    const problems = files.flatMap((file) => problemsIn(file, readFileSync(path.join(root, file), 'utf8')));
    expect(problems.join('\n')).toBe('');
  });

  it('never changes a merged migration', () => {
    expect(migrationProblems(migrationsIn(root), lockFile.read(root)).join('\n')).toBe('');
  });
});

describe('the rules bite', () => {
  it.each([
    ['domain/x.ts', "import { a } from '#db/local/a.ts';", 'domain may not import db/local'],
    ['domain/x.ts', "import { readFileSync } from 'node:fs';", 'may not import node:fs'],
    ['domain/x.ts', "const a = await import('./y.ts');", 'synchronous'],
    ['domain/sub/x.ts', "import { a } from '../a.ts';", 'imports ../a.ts'],
    ['sync/protocol/x.ts', "import { a } from '#sync/conflict/a.ts';", 'sync/protocol may not import sync/conflict'],
    ['sync/conflict/x.ts', "import type { A } from '#sync/core/a.ts';", 'sync/conflict may not import sync/core'],
    ['sync/core/x.ts', 'export const f = (): number => Date.now();', 'the pure floor may not use Date'],
    ['sync/core/x.ts', 'export const f = (): number => Math.random();', 'Math.random'],
    ['sync/core/x.ts', 'export const f = (): void => void setTimeout(f, 1);', 'setTimeout'],
    ['sync/core/x.ts', 'export async function f(): Promise<void> {}', 'synchronous'],
    ['sync/client/x.ts', "import { a } from '#db/central/a.ts';", 'sync/client may not import db/central'],
    ['sync/server/x.ts', "import { a } from '#db/local/a.ts';", 'sync/server may not import db/local'],
    ['db/local/x.ts', "import { a } from '#db/central/a.ts';", 'db/local may not import db/central'],
    ['electron/x.ts', "import { a } from '#sync/server/a.ts';", 'electron may not import sync/server'],
    ['renderer/x.tsx', "import { a } from '#electron/contract.ts';", 'types only'],
    ['renderer/x.tsx', "import type { A } from '#electron/main.ts';", 'renderer may not import electron'],
    ['renderer/x.ts', "type A = import('#db/local/a.ts').A;", 'renderer may not import db/local'],
    ['demo/x.ts', "import { a } from '#sync/server/a.ts';", 'demo may not import sync/server'],
    ['electron/x.ts', 'export const f = () => new Date();', 'wall clock'],
    ['db/central/x.ts', '\nexport const f = Date.now;', 'x.ts:2 reads the wall clock'],
    ['bin/x.ts', 'export default 1;', 'default export'],
    ['db/local/x.ts', "export * from './y.ts';", 're-exports'],
    ['db/local/x.ts', "export { y } from './y.ts';", 're-exports'],
    ['db/local/index.ts', 'export const y = 1;', 'index file'],
    ['test/x.ts', 'export const f = (a: any[]) => a;', 'any: say the type'],
  ])('%s: %s', (file, source, rule) => {
    expect(problemsIn(file, source).join('\n')).toContain(rule);
  });

  it.each([
    ['domain/x.ts', "import { z } from 'zod'; import { sha256 } from '@noble/hashes/sha2.js'; import { a } from './a.ts';"],
    ['domain/x.ts', 'export const f = (row: { process: string }) => ({ crypto: row.process }); // Date.now() in words'],
    ['sync/core/x.ts', "import { a } from '#sync/conflict/a.ts';"],
    ['renderer/x.tsx', "import type { A } from '#electron/contract.ts'; import { type B } from '#electron/contract.ts'; export const d = new Date(0);"],
    ['domain/x.test.ts', "import { a } from '#db/local/a.ts'; const b = Date.now();"],
    ['bin/x.ts', "import { a } from '#db/local/a.ts'; import { b } from '#sync/server/b.ts'; const now = () => Date.now();"],
    ['vite.config.ts', 'export default {};'],
  ])('%s may: %s', (file, source) => {
    expect(problemsIn(file, source)).toEqual([]);
  });

  it('a changed, renamed, unpinned or misnumbered migration is named', () => {
    const lock = { 'db/local/migrations/0010-a.ts': 'h1', 'db/local/migrations/0020-b.ts': 'h2' };
    const problems = migrationProblems({ 'db/local/migrations/0010-a.ts': 'changed', 'db/local/migrations/0030-c.ts': 'h3', 'db/local/migrations/0035-d.ts': 'h4' }, lock).join('\n');
    for (const words of ['0010-a.ts was changed', '0020-b.ts was removed', '0030-c.ts is not pinned', '0035-d.ts']) expect(problems).toContain(words);
    expect(migrationProblems(lock, lock)).toEqual([]);
  });
});
