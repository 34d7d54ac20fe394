// The store as Postgres keeps it: each question one statement, whatever the number of commands in the batch.
import { advanceChain, appendLog, findLogged, hashesAt, lockChain } from './command-log.ts';
import { findDevice, findPeople, warehouses } from './master-data.ts';
import { inScope, type Central, type Tx } from './open.ts';
import { enqueue, openItemsOf, openWorkOf, ordersWaitingFor, take } from './policy-queue.ts';
import { loadSlice, lockRoots, upsert, writeChanges } from './rows.ts';
import type { Store, StoreTx } from './store.ts';

export const postgresStore = (central: Central): Store => ({
  inScope: (scope, work) => inScope(central, scope, (tx) => work(storeTx(tx))),
});

/** The store's questions on a transaction that is under way. */
export const storeTx = (tx: Tx): StoreTx => ({
  lockChain: (device, incarnation) => lockChain(tx, device, incarnation),
  advanceChain: (device, sequence, hash) => advanceChain(tx, device, sequence, hash),
  hashesAt: (device, sequences) => hashesAt(tx, device, sequences),
  findLogged: (ids) => findLogged(tx, ids),
  appendLog: (entries) => appendLog(tx, entries),
  findPeople: (ids) => findPeople(tx, ids),
  findDevice: (device) => findDevice(tx, device),
  writeDevice: async (row) => void (await upsert(tx, 'device', [row])),
  warehouses: () => warehouses(tx),
  lockRoots: (reads) => lockRoots(tx, reads),
  loadSlice: (reads, slice) => loadSlice(tx, reads, slice),
  writeChanges: (changes) => writeChanges(tx, changes),
  writeOutcomes: async (rows) => void (rows.length > 0 && (await upsert(tx, 'outcome', rows))),
  enqueue: (triggers) => enqueue(tx, triggers),
  takeTriggers: (limit) => take(tx, limit),
  ordersWaitingFor: (items) => ordersWaitingFor(tx, items),
  openWorkOf: (warehouse, item) => openWorkOf(tx, warehouse, item),
  openItemsOf: (orders) => openItemsOf(tx, orders),
});
