// The life of the application: ready, one instance per data folder, quitting in Electron's order.
import { EventEmitter } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, unwatchFile, watchFile, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/** What has to close before the process ends; told by the files that open it. */
export const closers: (() => Promise<unknown>)[] = [];

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

class App extends EventEmitter {
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] === '1';
  /** Tells the rest of the stand-in that windows close because the app ends. */
  quitting = false;
  #userData = process.env['STAND_IN_USER_DATA'] ?? '';
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #sandboxed = false;
  #lock: string | undefined;

  constructor() {
    super();
    // After the entry file has run to its end, as Electron does for an ES module.
    setTimeout(() => {
      this.#isReady = true;
      this.emit('ready');
      this.#ready.resolve();
    }, 50);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.quit());
  }

  whenReady = (): Promise<void> => this.#ready.promise;
  isReady = (): boolean => this.#isReady;
  getVersion = (): string => '0.0.0';
  getName = (): string => 'restow';
  setPath = (name: string, folder: string): void => {
    if (name === 'userData') this.#userData = folder;
  };
  getPath = (name: string): string => {
    const folder = name === 'userData' ? this.#userData : path.join(this.#userData, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  enableSandbox = (): void => {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.#sandboxed = true;
  };
  isSandboxed = (): boolean => this.#sandboxed;

  requestSingleInstanceLock = (): boolean => {
    const file = path.join(this.getPath('userData'), 'stand-in.lock');
    const calls = `${file}.calls`;
    if (existsSync(file) && !isAlive(Number(readFileSync(file, 'utf8')))) rmSync(file);
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
    } catch {
      writeFileSync(calls, JSON.stringify(process.argv));
      return false;
    }
    this.#lock = file;
    watchFile(calls, { interval: 100 }, () => existsSync(calls) && this.emit('second-instance', {}, JSON.parse(readFileSync(calls, 'utf8')), process.cwd()));
    return true;
  };

  quit = (): void => void this.#quit();
  exit = (code = 0): void => {
    void Promise.all(closers.map((close) => close())).finally(() => {
      if (this.#lock !== undefined) {
        unwatchFile(`${this.#lock}.calls`);
        rmSync(this.#lock, { force: true });
      }
      process.exit(code);
    });
  };

  #isStopped(event: string): boolean {
    let stopped = false;
    this.emit(event, { preventDefault: () => void (stopped = true) });
    return stopped;
  }

  async #quit(): Promise<void> {
    if (this.quitting) return;
    this.quitting = true;
    if (!this.#isStopped('before-quit')) {
      const stayed = await this.closeWindows();
      if (!stayed && !this.#isStopped('will-quit')) {
        this.emit('quit', {}, 0);
        this.exit(0);
        return;
      }
    }
    this.quitting = false;
  }

  /** Set by browser-window.ts; whether a window refused to close. */
  closeWindows: () => Promise<boolean> = () => Promise.resolve(false);
}

export const app = new App();
