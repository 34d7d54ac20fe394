// The child behind utilityProcess: gives the module its process.parentPort and then runs it.
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { Down, Up } from './utility-process.ts';

const send = (message: Up): void => void process.send?.(message);

class Port extends EventEmitter {
  readonly #id: number;
  #waiting: unknown[] | undefined = [];
  constructor(id: number) {
    super();
    this.#id = id;
  }
  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.receive(data);
  }
  receive(data: unknown): void {
    if (this.#waiting === undefined) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
  postMessage(data: unknown): void {
    send({ kind: 'port', id: this.#id, data: structuredClone(data) });
  }
  close(): void {
    ports.delete(this.#id);
    send({ kind: 'close', id: this.#id });
  }
}

const ports = new Map<number, Port>();
const early: { data: unknown; ports: Port[] }[] = [];

/** Queues until somebody listens, as Electron's does. */
const parentPort = Object.assign(new EventEmitter(), { postMessage: (data: unknown) => send({ kind: 'message', data }) });
parentPort.on('newListener', (event) => event === 'message' && queueMicrotask(() => early.splice(0).forEach((message) => parentPort.emit('message', message))));

process.on('message', (message: Down) => {
  if (message.kind === 'port') return ports.get(message.id)?.receive(message.data);
  if (message.kind === 'close') return void ports.get(message.id)?.emit('close');
  const brought = message.ports.map((id) => ports.set(id, new Port(id)).get(id) as Port);
  if (parentPort.listenerCount('message') === 0) early.push({ data: message.data, ports: brought });
  else parentPort.emit('message', { data: message.data, ports: brought });
});
process.on('disconnect', () => process.exit(1)); // main is gone

Object.defineProperty(process, 'parentPort', { value: parentPort });
const [file = '', ...args] = process.argv.slice(2);
process.argv.splice(1, process.argv.length, file, ...args);
await import(pathToFileURL(file).href);
