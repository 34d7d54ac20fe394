// Whatever is asked of app://, only files of the window come out.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { appPage, fileNamedBy, isAppPage, isOfApp, serveApp } from './app-protocol.ts';
import { traversals } from '#test/support/traversals.ts';

const root = temporaryFolder();
const folder = path.join(root, 'renderer');
const secret = 'not for windows';

beforeAll(() => {
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(root, 'config.json'), secret);
  writeFileSync(path.join(root, 'index.html'), secret);
  writeFileSync(path.join(folder, 'index.html'), '<p>window</p>');
  writeFileSync(path.join(folder, '.hidden.html'), secret);
  writeFileSync(path.join(folder, 'station.db'), secret);
  writeFileSync(path.join(folder, 'assets', 'a b-1.js'), 'let a;');
});

/** As Electron's handler might get it: not tidied by the Request constructor. */
const get = (url: string, method = 'GET'): Promise<Response> => serveApp(folder)({ url, method } as Request);

describe('what is served', () => {
  it('the page and its files, typed and under the policy', async () => {
    for (const [url, type, body] of [
      [appPage, 'text/html; charset=utf-8', '<p>window</p>'],
      ['app://restow/index.html?x=1#/count', 'text/html; charset=utf-8', '<p>window</p>'],
      ['app://restow/assets/a%20b-1.js', 'text/javascript; charset=utf-8', 'let a;'],
    ] as const) {
      const response = await get(url);
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, type, body]);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(policy).not.toMatch(/'unsafe-eval'|https?:|\*|data:/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('HEAD without a body; nothing but GET and HEAD', async () => {
    expect(await (await get(appPage, 'HEAD')).text()).toBe('');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get(appPage, method)).status).toBe(405);
  });
});

describe('what is not', () => {
  it.each(traversals)('%s', async (address) => {
    const response = await get(address);
    const text = await response.text();
    expect(text).not.toContain(secret);
    // Either refused, or tidied by the address parser into a file of the window that was named all along.
    if (response.status === 200) expect(text).toBe('<p>window</p>');
    else expect(response.status).toBe(404);
    const named = fileNamedBy(address);
    if (named !== undefined) expect(path.relative(folder, path.join(folder, named))).not.toMatch(/^\.\.|^[A-Za-z]:/);
  });

  it('hidden files, kinds of file that no window has, files that are not there', async () => {
    for (const name of ['.hidden.html', 'station.db', 'assets', 'assets/', 'missing.js']) expect((await get(`app://restow/${name}`)).status, name).toBe(404);
  });
});

it('only the one origin is of the app, and only its page may be gone to', () => {
  for (const url of ['app://restow.example.com/', 'app://evil/', 'app://restow@evil/', 'app://evil@restow/', 'app://restow:1/', 'https://restow/', 'file:///restow/', 'apps://restow/', 'restow', '', 'app:restow', 'javascript:1']) {
    expect(isOfApp(url), url).toBe(false);
    expect(isAppPage(url), url).toBe(false);
  }
  expect(['app://restow/', 'app://restow/#/count', 'app://restow/index.html', 'app://restow/?x#y'].every(isAppPage)).toBe(true);
  expect(['app://restow/assets/a.js', 'app://restow/other.html'].some(isAppPage)).toBe(false);
});
