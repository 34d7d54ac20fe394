// utilityProcess: a real forked Node with process.parentPort. Ports handed to it are carried over the fork's own
// channel, through the main process; in Electron they connect directly.
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { closers } from './application.ts';
import type { MessagePortMain } from './ports.ts';

/** Main → child: a message with the ids of the ports it brings, or something for one port. */
export type Down = { kind: 'message'; data: unknown; ports: number[] } | { kind: 'port'; id: number; data: unknown } | { kind: 'close'; id: number };
/** Child → main. */
export type Up = { kind: 'message'; data: unknown } | { kind: 'port'; id: number; data: unknown } | { kind: 'close'; id: number };

const running = new Set<UtilityProcess>();
closers.push(() => Promise.all([...running].map((child) => child.ended())));

class UtilityProcess extends EventEmitter {
  pid: number | undefined;
  #child: ChildProcess;
  #ports = new Map<number, MessagePortMain>();
  #lastPort = 0;
  #exited: Promise<void>;

  constructor(file: string, args: string[], env: NodeJS.ProcessEnv) {
    super();
    this.#child = fork(new URL('./utility-driver.ts', import.meta.url), [file, ...args], { execArgv: [], env, serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.pid = this.#child.pid;
    this.#child.on('message', (message: Up) => this.#receive(message));
    this.#exited = new Promise((resolve) => this.#child.once('exit', (code, signal) => (this.#gone(code ?? (signal === null ? 0 : 1)), resolve())));
    running.add(this);
    queueMicrotask(() => this.emit('spawn'));
  }

  postMessage(data: unknown, transfer: MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#adopt(port));
    this.#send({ kind: 'message', data, ports });
    for (const [index, id] of ports.entries()) transfer[index]?.moveAway((said) => this.#send({ kind: 'port', id, data: said }), () => this.#send({ kind: 'close', id }));
  }

  kill(): boolean {
    return this.#child.kill();
  }

  /** Resolves when the process is gone; the app is ending. */
  ended(): Promise<void> {
    this.#child.disconnect();
    return this.#exited;
  }

  #adopt(port: MessagePortMain): number {
    this.#ports.set(++this.#lastPort, port);
    return this.#lastPort;
  }

  #send(message: Down): void {
    if (this.#child.connected) this.#child.send(message, () => undefined); // one that has just ended hears nothing
  }

  #receive(message: Up): void {
    if (message.kind === 'message') this.emit('message', message.data);
    else if (message.kind === 'port') this.#ports.get(message.id)?.postMessage(message.data);
    else this.#ports.get(message.id)?.close();
  }

  #gone(code: number): void {
    running.delete(this);
    console.error(`[stand-in] utility process ended (${code})`);
    for (const port of this.#ports.values()) port.close();
    this.pid = undefined;
    this.emit('exit', code);
  }
}

export const utilityProcess = {
  fork: (file: string, args: string[] = [], options: { env?: NodeJS.ProcessEnv } = {}): UtilityProcess => new UtilityProcess(file, args, options.env ?? process.env),
  /** For tests: the processes that run now. */
  pids: (): number[] => [...running].map(({ pid }) => pid).filter((pid) => pid !== undefined),
};
