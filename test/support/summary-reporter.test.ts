// Runs a real, small vitest with passing, failing, skipped and broken tests, and reads what the reporter prints.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

beforeEach(() => {
  mkdirSync(path.join(root, 'node_modules/.cache'), { recursive: true });
  folder = mkdtempSync(path.join(root, 'node_modules/.cache/summary-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runVitest = (tests: Record<string, string>): { output: string; code: number | null } => {
  for (const [name, body] of Object.entries(tests)) writeFileSync(path.join(folder, `${name}.check.ts`), `import { beforeAll, describe, expect, it } from 'vitest';\n${body}`);
  const reporter = path.join(root, 'test/support/summary-reporter.ts');
  const config = `import { summaryReporter } from ${JSON.stringify(reporter)};
    export default { test: { include: ['*.check.ts'], exclude: [], reporters: [summaryReporter()] } };`;
  writeFileSync(path.join(folder, 'vitest.config.ts'), config);
  const result = spawnSync(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], { encoding: 'utf8', env: { ...process.env, VITEST: undefined, VITEST_MODE: undefined } });
  return { output: result.stdout, code: result.status };
};

it('ends with the plain counts and names what was skipped and why', () => {
  const { output, code } = runVitest({
    mixed: `it('a', () => {}); it('b', () => expect(1).toBe(2)); it.skipIf(true)('c (needs a printer)', () => {});
      it('d', (context) => context.skip('no compiler')); it.todo('e');`,
  });
  expect(output.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed, 3 skipped');
  expect(output).toContain('skipped: mixed.check.ts > c (needs a printer)');
  expect(output).toContain('skipped: mixed.check.ts > d (no compiler)');
  expect(code).toBe(1);
});

it('counts a file that does not load and a hook that throws as failures', () => {
  const { output } = runVitest({
    good: `it('a', () => {});`,
    unloadable: `throw new Error('no');`,
    hook: `describe('s', () => { beforeAll(() => { throw new Error('no'); }); it('x', () => {}); });`,
  });
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^1 passed, 2 failed, 1 skipped$/);
});

it('a clean run says so', () => {
  const { output, code } = runVitest({ good: `it('a', () => {}); it('b', () => {});` });
  expect(output.trim()).toBe('2 passed, 0 failed, 0 skipped');
  expect(code).toBe(0);
});
