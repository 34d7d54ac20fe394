// BrowserWindow: a page of a real Chromium with a persistent profile, its requests answered by the app's protocol
// handler, its navigation and new windows decided by the app's listeners.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, type Frame, type Page, type Route, chromium } from 'playwright-core';
import { browserOptions } from '#test/support/browser.ts';
import { app, closers } from './application.ts';
import { ipcMain } from './ipc.ts';
import { wrapPreload } from './page-shim.ts';
import type { MessagePortMain } from './ports.ts';
import { decisions, fromHttp, toHttp } from './session.ts';

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };
type WebPreferences = { preload?: string; contextIsolation?: boolean; nodeIntegration?: boolean; sandbox?: boolean; webviewTag?: boolean; webSecurity?: boolean };
type Options = { show?: boolean; width?: number; height?: number; webPreferences?: WebPreferences };
/** What a page says, over the one binding that only its preload holds. */
type Call = 'send' | 'invoke' | 'port' | 'close' | 'open';

let profile: Promise<BrowserContext> | undefined;
const openProfile = async (): Promise<BrowserContext> => {
  const context = await chromium.launchPersistentContext(path.join(app.getPath('userData'), 'chromium'), { ...(await browserOptions()), viewport: null });
  await context.grantPermissions([]); // whatever nobody grants is denied
  return context;
};
closers.push(async () => (await profile)?.close());

/** One object per frame, so that frames can be compared as Electron's can. */
class WebFrameMain {
  readonly #frame: Frame;
  readonly #of: (frame: Frame) => WebFrameMain;
  constructor(frame: Frame, of: (frame: Frame) => WebFrameMain) {
    this.#frame = frame;
    this.#of = of;
  }
  get url(): string {
    return fromHttp(this.#frame.url());
  }
  get parent(): WebFrameMain | null {
    const parent = this.#frame.parentFrame();
    return parent === null ? null : this.#of(parent);
  }
}

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly #preferences: WebPreferences;
  readonly #frames = new WeakMap<Frame, WebFrameMain>();
  readonly #ports = new Map<number, MessagePortMain>();
  #page: Page | undefined;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #lastPort = 0;
  /** What the page wrote to its console, errors nobody caught included; for tests. */
  readonly console: string[] = [];
  /** Ports this page was given since it was made; for tests. */
  portsGiven = 0;

  constructor(id: number, preferences: WebPreferences) {
    super();
    this.id = id;
    this.#preferences = preferences;
  }

  setWindowOpenHandler = (handler: OpenHandler): void => void (this.#openHandler = handler);
  getLastWebPreferences = (): WebPreferences => this.#preferences;
  getURL = (): string => fromHttp(this.#page?.url() ?? '');
  isDestroyed = (): boolean => this.#page?.isClosed() ?? false;
  send = (channel: string, ...args: unknown[]): void => this.#push('send', channel, structuredClone(args));
  get mainFrame(): WebFrameMain | null {
    return this.#page === undefined ? null : this.frame(this.#page.mainFrame());
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const ids = transfer.map((port) => (this.#ports.set(++this.#lastPort, port), this.#lastPort));
    this.portsGiven += ids.length;
    this.#push('send', channel, [structuredClone(message)], ids);
    for (const [index, id] of ids.entries()) transfer[index]?.moveAway((data) => this.#push('port', id, [data]), () => this.#push('close', id, []));
  }

  frame(frame: Frame): WebFrameMain {
    const known = this.#frames.get(frame) ?? new WebFrameMain(frame, (other) => this.frame(other));
    this.#frames.set(frame, known);
    return known;
  }

  attach(page: Page): void {
    this.#page = page;
    page.on('close', () => (this.closePorts(), this.emit('destroyed')));
    page.on('popup', (popup) => void popup.close()); // a link with a target; the app is asked all the same
    page.on('popup', (popup) => this.#openHandler({ url: popup.url() }));
  }

  closePorts(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }

  /** What the page's preload asked for. */
  hear(frame: Frame, kind: Call, channel: string | number, args: unknown[]): unknown {
    const event = { sender: this, senderFrame: this.frame(frame), processId: 1, frameId: 1 };
    if (kind === 'send') return void ipcMain.emit(String(channel), event, ...args);
    if (kind === 'invoke') return ipcMain.answer(String(channel), event, args);
    if (kind === 'port') return this.#ports.get(Number(channel))?.postMessage(args[0]);
    if (kind === 'close') return this.#ports.get(Number(channel))?.close();
    return void (this.#openHandler({ url: String(channel) }).action === 'allow' && new BrowserWindow().loadURL(String(channel)));
  }

  /** Whether the app lets a page go to an address of its own accord. */
  mayNavigate(frame: Frame, url: string): boolean {
    let stopped = false;
    const isMainFrame = frame.parentFrame() === null;
    const event = { url, isMainFrame, preventDefault: () => void (stopped = true) };
    if (isMainFrame) this.emit('will-navigate', event, url);
    this.emit('will-frame-navigate', event);
    return !stopped;
  }

  #push(kind: 'send' | 'port' | 'close', channel: string | number, args: unknown[], ports: number[] = []): void {
    const said = [kind, channel, args, ports] as const;
    // A page that is just being left hears nothing.
    this.#page?.evaluate((call) => (globalThis as unknown as { __standIn?: (...all: typeof call) => void }).__standIn?.(...call), said).catch(() => undefined);
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>();
  static #lastId = 0;
  static getAllWindows = (): BrowserWindow[] => [...BrowserWindow.#all];

  readonly id = ++BrowserWindow.#lastId;
  readonly webContents: WebContents;
  /** For tests. */
  timesFocused = 0;
  readonly #page: Promise<Page>;
  #shown: boolean;
  #loading: string | undefined;

  constructor({ show = true, width = 800, height = 600, webPreferences = {} }: Options = {}) {
    super();
    const { contextIsolation = true, nodeIntegration = false, sandbox = true, webviewTag = false, webSecurity = true } = webPreferences;
    if (!contextIsolation || nodeIntegration || !sandbox || webviewTag || !webSecurity) throw new Error('the stand-in stands in for isolated, sandboxed windows without webview only');
    this.#shown = show;
    BrowserWindow.#all.add(this);
    this.webContents = new WebContents(this.id, webPreferences);
    app.emit('web-contents-created', {}, this.webContents);
    this.#page = this.#open(width, height, webPreferences.preload);
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    this.#loading = url;
    await page.goto(toHttp(url)).finally(() => (this.#loading = undefined));
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }

  show = (): void => void (this.#shown = true);
  hide = (): void => void (this.#shown = false);
  focus = (): void => void (this.timesFocused++, this.emit('focus'));
  restore = (): void => undefined;
  isVisible = (): boolean => this.#shown;
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => !BrowserWindow.#all.has(this);
  /** For tests. */
  page = (): Promise<Page> => this.#page;
  /** Whether it closed. */
  async close(): Promise<boolean> {
    let stopped = false;
    this.emit('close', { preventDefault: () => void (stopped = true) });
    if (!stopped) await (await this.#page).close();
    return !stopped;
  }

  async #open(width: number, height: number, preload: string | undefined): Promise<Page> {
    const context = await (profile ??= openProfile());
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    this.webContents.attach(page);
    page.on('framenavigated', (frame) => frame === page.mainFrame() && this.webContents.emit('did-navigate', {}, fromHttp(frame.url())));
    page.on('request', (request) => request.isNavigationRequest() && request.frame() === page.mainFrame() && this.webContents.closePorts());
    page.on('console', (message) => {
      this.webContents.console.push(`${message.type()}: ${message.text()}`);
      this.webContents.emit('console-message', { level: message.type(), message: message.text() });
    });
    page.on('pageerror', (problem) => this.webContents.console.push(`error: ${problem.message}`));
    page.on('close', () => this.#closed());
    await page.exposeBinding('__electronStandIn', ({ frame }, kind: Call, channel: string | number, args: unknown[]) => this.webContents.hear(frame, kind, channel, args));
    if (preload !== undefined) await page.addInitScript({ content: wrapPreload(readFileSync(preload, 'utf8')) });
    await page.route(/^(?!data:|blob:)/, (route) => this.#answer(route));
    return page;
  }

  #closed(): void {
    BrowserWindow.#all.delete(this);
    this.emit('closed');
    if (BrowserWindow.#all.size === 0 && !app.quitting && !app.emit('window-all-closed')) app.quit();
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = fromHttp(request.url());
    const isOwn = this.#loading !== undefined && request.frame().parentFrame() === null;
    if (request.isNavigationRequest() && !isOwn && !this.webContents.mayNavigate(request.frame(), url)) return route.abort('aborted');
    if (!(await decisions.mayRequest(url, request.method(), request.resourceType()))) return route.abort('blockedbyclient');
    const handler = decisions.handlerOf(url);
    if (handler === undefined) return route.continue();
    const body = request.postDataBuffer();
    const response = await handler(new Request(url, { method: request.method(), headers: request.headers(), ...(body === null ? {} : { body: new Uint8Array(body) }) }));
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) });
  }
}

app.closeWindows = async () => (await Promise.all(BrowserWindow.getAllWindows().map((window) => window.close()))).includes(false);
