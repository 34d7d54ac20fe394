// Opening the window never stops a start: run with programs of our own in the places of Electron and the browser.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openWindow } from './open-window.ts';

const folder = temporaryFolder();
const note = path.join(folder, 'note');
const url = 'http://127.0.0.1:1/#token&x=$(touch oops)';
let said: string[] = [];
const say = (line: string): void => void said.push(line);
const script = (file: string, body: string): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
};

// What is tried differs by system; the rule is the same.
describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  beforeEach(() => {
    said = [];
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(folder, 'none'));
    vi.stubEnv('DISPLAY', ':99');
    vi.stubEnv('PATH', path.join(folder, 'bin'));
  });
  afterEach(() => vi.unstubAllEnvs());

  it('without Electron the browser gets the address as it is', async () => {
    script(path.join(folder, 'bin/xdg-open'), `echo "$1" > ${note}`);
    expect(await openWindow({ url, say })).toMatchObject({ shown: 'browser' });
    await expect.poll(() => (existsSync(note) ? readFileSync(note, 'utf8').trim() : '')).toBe(url);
    expect(said).toEqual(['There is no Electron binary here, so the window opens in the browser.']);
  });

  it('without a browser, or a display, it says so and goes on', async () => {
    vi.stubEnv('PATH', folder);
    expect(await openWindow({ url, say })).toMatchObject({ shown: 'nothing' });
    expect(said.at(-1)).toContain('open the address yourself');
    vi.stubEnv('DISPLAY', '');
    vi.stubEnv('WAYLAND_DISPLAY', '');
    expect(await openWindow({ url, say })).toMatchObject({ shown: 'nothing' });
    expect(said.at(-1)).toContain('no display');
  });
});
