// Message ports between the main process, pages and utility processes. A port that was handed on lives elsewhere:
// what its peer says is carried there, and what is said there comes back through speak().
import { EventEmitter } from 'node:events';

export class MessagePortMain extends EventEmitter {
  peer: MessagePortMain | undefined;
  #carry: ((data: unknown) => void) | undefined;
  #waiting: unknown[] | undefined = [];

  postMessage(data: unknown): void {
    this.peer?.receive(structuredClone(data)); // Electron, too, refuses what cannot be cloned
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.receive(data);
  }

  close(): void {
    const { peer } = this;
    this.peer = undefined;
    if (peer === undefined) return;
    peer.peer = undefined;
    peer.emit('close');
  }

  receive(data: unknown): void {
    if (this.#carry !== undefined) this.#carry(data);
    else if (this.#waiting === undefined) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  /** From now on this end lives elsewhere; `carry` brings it what its peer says, `ended` that its peer is gone. */
  moveAway(carry: (data: unknown) => void, ended: () => void): void {
    this.#carry = carry;
    this.once('close', ended);
    this.start();
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
