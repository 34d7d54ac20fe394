// The built main, preload and station process, unmodified, on the Electron stand-in over a real Chromium.
// What the stand-in cannot show is listed in test/electron-stand-in/README.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type StandIn, launchMain } from '#test/electron-stand-in/launch.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { traversals } from '#test/support/traversals.ts';
import type { Hello } from './contract.ts';

const main = fileURLToPath(new URL('../dist/electron/main.js', import.meta.url));
const patient = { timeout: 60_000, interval: 100 };
const root = temporaryFolder();
const running: StandIn[] = [];
const launch = async (name: string, args: string[] = [], env: Record<string, string> = {}): Promise<StandIn> => {
  const app = await launchMain({ main, userData: path.join(root, name), args, env });
  running.push(app);
  return app;
};
afterAll(() => Promise.all(running.map((app) => app.kill9())));

const page = 'app://restow/';
const loaded = (app: StandIn) => vi.waitFor(async () => expect(await app.evaluate('document.readyState + " " + typeof window.restow')).toBe('complete object'), patient);
const hello = (app: StandIn, window = 0): Promise<Hello> => app.evaluate<Hello>("window.restow.request('hello', {})", window);
/** Starts something in the page and does not wait for what comes of it. */
const begin = (app: StandIn, script: string): Promise<unknown> => app.evaluate(`void setTimeout(() => { ${script} }, 0)`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the app', () => {
  let app: StandIn;
  let deviceId: string;
  beforeAll(async () => {
    app = await launch('app', ['--name', 'Bench 7', '--tray']);
    await loaded(app);
  });

  it('shows the window from app://, isolated and sandboxed', async () => {
    const windows = await app.windows();
    expect(windows).toHaveLength(1);
    expect(windows[0]).toMatchObject({
      url: page,
      visible: true,
      preferences: { appSandboxed: true, sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webviewTag: false, webSecurity: true, allowRunningInsecureContent: false },
    });
    expect(await app.evaluate('document.title')).toContain('Restow');
    expect(await app.evaluate('[typeof require, typeof process, typeof module, typeof Buffer]')).toEqual(Array(4).fill('undefined'));
  });

  it('the window itself breaks nothing of the policy', async () => {
    await vi.waitFor(async () => expect(await app.evaluate("document.querySelector('#root')?.childElementCount ?? 0")).toBeGreaterThan(0), patient);
    expect((await app.windows())[0]?.console.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('the window speaks with the real station through preload, port and process', async () => {
    const { device, status, tray } = await hello(app);
    expect(device).toMatchObject({ name: 'Bench 7', id: expect.stringMatching(/.{8,}/) });
    expect(status).toMatchObject({ online: false, unsent: 0 });
    expect(tray).toBe(true);
    expect(await app.evaluate("window.restow.request('working', {}).then(({ workingSet, changes }) => [typeof workingSet, Array.isArray(changes)])")).toEqual(['string', true]);
  });

  it('and gives a page nothing else', async () => {
    expect(await app.evaluate('Object.keys(window.restow).sort()')).toEqual(['onNotice', 'request']);
    expect(await app.evaluate('Object.isFrozen(window.restow)')).toBe(true);
    const refused = (script: string) => app.evaluate<string>(`Promise.resolve().then(() => ${script}).then(() => 'let through', String)`);
    expect(await refused("window.restow.request('start', {})")).toContain('unknown request');
    expect(await refused("window.restow.request('__proto__', {})")).toContain('unknown request');
    expect(await refused("window.restow.request('hello')")).toContain('must be an object');
    expect(await refused("window.restow.request('signIn', { badge: 7 })")).toContain('badge');
    expect(await refused("window.restow.request('submit', { commands: [] })")).toMatch(/Error/);
    expect(await refused("window.restow.request('ask', { question: { about: 'everything' } })")).toMatch(/Error/);
    expect(await refused("window.restow.onNotice('x')")).toContain('must be a function');
    expect(await hello(app)).toMatchObject({ device: { name: 'Bench 7' } });
  });

  it('goes nowhere: addresses, forms, frames, files', async () => {
    for (const script of [
      "location.href = 'https://example.com/'",
      "location.assign('http://127.0.0.1:9/')",
      "location.replace('app://restow/assets/x.js')",
      "location.href = 'app://evil/'",
      "location.href = 'file:///etc/passwd'",
      "location.href = 'data:text/html,<p>x'",
      "const a = document.createElement('a'); a.href = 'https://example.com/'; document.body.append(a); a.click()",
      "const f = document.createElement('form'); f.action = 'https://example.com/'; document.body.append(f); f.submit()",
      "const i = document.createElement('iframe'); i.src = 'https://example.com/'; document.body.append(i)",
      "location.href = 'javascript:void(window.hacked = 1)'",
    ])
      await begin(app, script);
    await pause(1500);
    expect(await app.windows()).toMatchObject([{ url: page }]);
    expect(await app.evaluate('[window.hacked, typeof window.restow]')).toEqual([undefined, 'object']);
  });

  it('opens no window', async () => {
    expect(await app.evaluate("window.open('https://example.com/')")).toBe(null);
    expect(await app.evaluate("window.open('app://restow/')")).toBe(null);
    await begin(app, "const a = document.createElement('a'); a.href = 'app://restow/'; a.target = '_blank'; document.body.append(a); a.click()");
    await pause(1000);
    expect(await app.windows()).toHaveLength(1);
  });

  it.each([
    ['an inline script', 'script-src-elem', "const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.head.append(s)"],
    ['an inline handler', 'script-src-attr', "document.body.insertAdjacentHTML('beforeend', '<img src=\"x:\" onerror=\"window.hacked = 1\">')"],
    ['a script from elsewhere', 'script-src-elem', "const s = document.createElement('script'); s.src = 'https://example.com/x.js'; document.head.append(s)"],
    ['a request elsewhere', 'connect-src', "fetch('https://example.com/').catch(() => 0)"],
    ['a socket', 'connect-src', "try { new WebSocket('ws://127.0.0.1:9/') } catch {}"],
    ['a beacon image', 'img-src', "new Image().src = 'https://example.com/x.png'"],
    ['a style sheet from elsewhere', 'style-src-elem', "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = 'https://example.com/x.css'; document.head.append(l)"],
    ['a plug-in', 'object-src', "const o = document.createElement('object'); o.data = 'https://example.com/x'; document.body.append(o)"],
    ['another base', 'base-uri', "const b = document.createElement('base'); b.href = 'https://example.com/'; document.head.append(b)"],
  ])('the policy stops %s', async (_, directive, script) => {
    const stopped = await app.evaluate<string>(`new Promise((resolve) => {
      const seen = (event) => { if (event.effectiveDirective !== '${directive}') return; removeEventListener('securitypolicyviolation', seen); resolve(event.effectiveDirective); };
      addEventListener('securitypolicyviolation', seen);
      { ${script} }
      setTimeout(() => resolve('nothing'), 5000);
    })`);
    expect(stopped).toBe(directive);
    expect(await app.evaluate('window.hacked')).toBeUndefined();
  });

  it('no page reaches the network, whatever its policy', async () => {
    for (const url of ['https://example.com/', 'http://127.0.0.1:9/', 'ws://127.0.0.1:9/', 'file:///etc/passwd', 'ftp://x/', 'app://evil/', 'blob:https://example.com/1', 'data:text/html,x']) expect(await app.ask({ ask: 'mayRequest', url }), url).toBe(false);
    for (const url of [page, 'app://restow/assets/x.js', 'blob:app://restow/1']) expect(await app.ask({ ask: 'mayRequest', url }), url).toBe(true);
  });

  it.each([
    'accessibility-events', 'background-sync', 'clipboard-read', 'clipboard-sanitized-write', 'deprecated-sync-clipboard-read', 'display-capture', 'fileSystem', 'fullscreen', 'geolocation', 'hid', 'idle-detection',
    'keyboardLock', 'media', 'mediaKeySystem', 'midi', 'midiSysex', 'notifications', 'openExternal', 'pointerLock', 'screen-wake-lock', 'sensors', 'serial', 'speaker-selection', 'storage-access', 'top-level-storage-access', 'usb', 'window-management',
  ])('permission %s is denied', async (name) => {
    expect(await app.ask({ ask: 'permission', name })).toEqual([false, false, false]);
  });

  it("the app's own page may see through the camera; nobody else may, and nobody may hear", async () => {
    const asked = async (media: string[], url: string) => await app.ask({ ask: 'permission', name: 'media', media, url });
    expect(await asked(['video'], page)).toEqual([true, true, false]);
    for (const media of [['audio'], ['video', 'audio']]) expect(await asked(media, page)).toEqual([false, false, false]);
    for (const url of ['https://example.com/', 'app://evil/', 'app://restow/frame.html', '']) expect(await asked(['video'], url), url).toEqual([false, false, false]);
  });

  it('app:// serves files of the window and nothing else', async () => {
    const index = await app.ask<{ status: number; text: string; headers: Record<string, string> }>({ ask: 'fetch', url: page });
    expect(index).toMatchObject({ status: 200, headers: { 'content-security-policy': expect.stringContaining("default-src 'none'") } });
    for (const url of traversals) {
      const answer = await app.ask<{ status: number; text: string }>({ ask: 'fetch', url });
      expect(answer.status === 404 || answer.text === index.text, url).toBe(true);
    }
  });

  it('a foreign page or frame gets no station', async () => {
    const before = (await app.windows())[0]?.portsGiven;
    await app.evaluate("void document.body.append(document.createElement('iframe'))");
    await pause(300);
    const frames = await app.evaluate<number>('frames.length');
    await app.evaluate("window.__electronStandIn('send', 'station', [])", 0, frames);
    for (const url of ['about:blank', 'app://evil/', 'app://restow/assets/']) {
      const window = await app.ask<number>({ ask: 'open', url });
      await pause(300);
      expect((await app.windows())[window], url).toMatchObject({ portsGiven: 0 });
      await app.ask({ ask: 'closeWindow', window });
    }
    for (const url of [page, 'app://evil/', null]) await app.ask({ ask: 'forge', channel: 'station', url });
    expect((await app.windows())[0]?.portsGiven).toBe(before);
    await expect.poll(() => app.printed().match(/refused the station to/g)?.length ?? 0, patient).toBeGreaterThanOrEqual(5);
  });

  it('reloads, with a fresh port', async () => {
    await begin(app, 'window.old = 1; location.reload()');
    await expect.poll(() => app.evaluate('window.old').catch(() => 1), patient).toBeUndefined();
    await loaded(app);
    expect(await hello(app)).toMatchObject({ device: { name: 'Bench 7' } });
  });

  it('a second start with the same data shows the first window and ends', async () => {
    const ended = await launch('app').then(async (second) => `ended (${await second.exited})`, String);
    expect(ended).toContain('ended (0)');
    await expect.poll(() => app.windows(), patient).toMatchObject([{ timesFocused: 1 }]);
  });

  it('is started again when its station is killed, tells the window, and answers what was asked', async () => {
    const { device } = await hello(app);
    deviceId = device.id;
    await app.evaluate('void (window.notices = [], window.restow.onNotice((notice) => window.notices.push(notice)))');
    for (const kill of [1, 2]) {
      const [pid] = await app.ask<number[]>({ ask: 'stations' });
      process.kill(pid as number, 'SIGKILL');
      await app.evaluate("void (window.late = window.restow.request('hello', {}))");
      expect(await app.evaluate<Hello>('window.late')).toMatchObject({ device: { id: device.id } });
      const [next] = await app.ask<number[]>({ ask: 'stations' });
      expect(next).not.toBe(pid);
      const notices = () => app.evaluate<{ notice: string; status?: { trouble: string } }[]>('window.notices');
      await expect.poll(async () => (await notices()).filter(({ notice }) => notice === 'reset').length, patient).toBe(kill);
      expect((await notices()).filter(({ status }) => status?.trouble.includes('being started again') === true)).toHaveLength(kill);
    }
    expect(app.printed()).toContain('the station ended (code 1)');
  });

  it('quits in order: the station ends before the app does', async () => {
    const [station] = await app.ask<number[]>({ ask: 'stations' });
    expect(await app.quit()).toBe(0);
    expect(() => process.kill(station as number, 0)).toThrow('ESRCH');
    expect(app.printed().trimEnd()).toMatch(/utility process ended \(0\)$/); // of itself, not because main went away
  });

  it('and keeps who it is', async () => {
    const again = await launch('app', ['--name', 'Bench 7']);
    await loaded(again);
    expect((await hello(again)).device.id).toBe(deviceId);
    await again.ask({ ask: 'closeWindow', window: 0 });
    expect(await again.exited).toBe(0);
  });
});

it('the station ends with a main process that was killed', async () => {
  const app = await launch('killed');
  await loaded(app);
  await hello(app);
  const [station] = await app.ask<number[]>({ ask: 'stations' });
  await app.kill9();
  const isAlive = (): boolean => {
    try {
      return process.kill(station as number, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isAlive, patient).toBe(false);
});

it('settings that cannot be used are said, and nothing starts', async () => {
  const folder = path.join(root, 'misconfigured');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'config.json'), '{"central": "nowhere"}');
  const problem = await launch('misconfigured').then(async (app) => `${await app.exited} ${app.printed()}`, String);
  expect(problem).toContain('central: must be an http or https address');
  expect(problem).toMatch(/^1 |ended \(1\)/);
});

it('a station that cannot start says why to its window', async () => {
  const folder = path.join(root, 'broken', 'station');
  mkdirSync(path.dirname(folder));
  writeFileSync(folder, 'a file where the folder should be');
  const app = await launch('broken');
  await loaded(app);
  expect(await app.evaluate("window.restow.request('hello', {}).catch(String)")).toContain('The station could not start');
  expect(await app.quit()).toBe(0);
});
