// Packages the app, takes the archive apart in a folder without any node_modules, and starts what was in it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asarTool from '@electron/asar';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { launchMain } from '#test/electron-stand-in/launch.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { sbomProblems } from './sbom.ts';
import { verifyPackage } from './verify-package.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = temporaryFolder();

interface Report {
  readonly ok: boolean;
  readonly asar: string;
  readonly entries: readonly { path: string; unpacked: boolean }[];
  readonly problems: readonly string[];
  readonly sbom: string;
}

const runDist = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const child = spawn(process.execPath, ['--import', './bin/need-node.mjs', 'bin/dist.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
};

describe('npm run dist -- --dir', () => {
  let report: Report;
  beforeAll(async () => {
    const { code, out, err } = await runDist('--dir', '--json', '--out', path.join(folder, 'package'));
    if (code !== 0) throw new Error(`dist ended with ${code}: ${out}\n${err}`);
    report = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Report;
  });

  it('the archive holds the app and nothing else', () => {
    expect(report).toMatchObject({ ok: true, problems: [] });
    const names = report.entries.map((entry) => entry.path);
    for (const name of ['dist/electron/main.js', 'dist/electron/preload.cjs', 'dist/electron/station-process.js', 'dist/renderer/index.html', 'package.json']) expect(names).toContain(name);
    expect(names.filter((name) => /test|sync\/|db\/|demo|replay|\bbin\/|postgres|fastify|playwright|\.ts$|\.map$/.test(name))).toEqual([]);
    expect(report.entries.filter(({ unpacked }) => unpacked).map((entry) => path.basename(entry.path))).toContain(`${process.platform}-${process.arch}.node`);
    expect(report.entries.filter(({ unpacked }) => unpacked).every((entry) => entry.path.endsWith('.node'))).toBe(true);
  });

  it('beside it lies the list of everything that ships, with versions, hashes and licences', () => {
    const { metadata, components } = JSON.parse(readFileSync(report.sbom, 'utf8')) as { metadata: { component: { name: string } }; components: { name: string; version: string; hashes?: { alg: string; content: string }[]; licenses?: unknown[] }[] };
    expect(metadata.component.name).toBe('restow');
    const names = components.map(({ name }) => name);
    for (const name of ['electron', 'better-sqlite3', 'react', 'rxdb', 'fastify', 'postgres', 'zod']) expect(names).toContain(name);
    for (const name of ['vitest', 'playwright-core', 'oxlint']) expect(names).not.toContain(name);
    for (const { name, hashes, licenses } of components) expect({ name, hashed: (hashes?.length ?? 0) > 0, licensed: (licenses?.length ?? 0) > 0 }).toEqual({ name, hashed: true, licensed: true });
    expect(sbomProblems({ components: [{ 'bom-ref': 'x', name: 'x', version: '1', properties: [], licenses: [{ expression: '(MIT AND GPL-3.0-only)' }] }, { 'bom-ref': 'y', name: 'y', version: '1', properties: [], licenses: [{ expression: '(GPL-3.0-only OR MIT)' }] }] }, [{ name: 'y', version: '2' }]))
      .toEqual(['x@1 is licensed as (MIT AND GPL-3.0-only)', 'y@2 is in the app and not in its list of components']);
  });

  it('what was packed starts without the checkout and has its station', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    asarTool.extractAll(report.asar, elsewhere);
    const app = await launchMain({ main: path.join(elsewhere, 'dist/electron/main.js'), userData: path.join(folder, 'data'), args: ['--name=Packed'], packaged: true });
    try {
      await vi.waitFor(async () => expect(await app.evaluate('document.readyState + " " + typeof window.restow')).toBe('complete object'), { timeout: 60_000, interval: 100 });
      expect((await app.windows())[0]).toMatchObject({ url: 'app://restow/', preferences: { devTools: false } });
      expect(await app.evaluate("window.restow.request('hello', {}).then(({ device }) => device.name)")).toBe('Packed');
      expect(await app.quit()).toBe(0);
    } finally {
      await app.kill9();
    }
  });

  it('a package with a stray file, without a part, or with another native module is refused', async () => {
    const stray = path.join(folder, 'stray');
    asarTool.extractAll(report.asar, stray);
    const pack = async (unpackDir: string): Promise<string> => {
      const asar = path.join(folder, 'stray.asar');
      rmSync(`${asar}.unpacked`, { recursive: true, force: true });
      asarTool.uncache(asar);
      await asarTool.createPackageWithOptions(stray, asar, { unpackDir });
      return asar;
    };
    const native = '**/prebuilds';
    expect(verifyPackage(await pack(native)).problems).toEqual([]);

    cpSync(path.join(root, 'sync/server'), path.join(stray, 'sync/server'), { recursive: true });
    writeFileSync(path.join(stray, 'dist/renderer/leak.test.ts'), '');
    writeFileSync(path.join(stray, 'dist/electron/main.js'), `readFileSync('${root}secret')`);
    rmSync(path.join(stray, 'dist/electron/preload.cjs'));
    const problems = verifyPackage(await pack(native)).problems.join('\n');
    for (const words of ['sync/server/', 'leak.test.ts is in the package', 'preload.cjs is missing', 'main.js names a folder']) expect(problems).toContain(words);

    expect(verifyPackage(await pack('nothing')).problems.join('\n')).toContain('.node is not unpacked');
    const other = path.join(stray, 'node_modules/better-sqlite3/prebuilds/linux-x64.node');
    writeFileSync(other, Buffer.concat([readFileSync(other), Buffer.from('x')]));
    expect(verifyPackage(await pack(native)).problems.join('\n')).toContain('linux-x64.node is not the file that npm brought');
  });
});

it('installers are refused in one sentence where there is no Electron', async () => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(folder, 'none'));
  const { findElectron } = await import('./electron-binary.ts');
  if (findElectron() !== undefined) return vi.unstubAllEnvs();
  const { code, out } = await runDist('--json', '--out', path.join(folder, 'installers'));
  vi.unstubAllEnvs();
  expect(code).toBe(1);
  expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ ok: false, problems: [expect.stringContaining('need the Electron binary')] });
});
