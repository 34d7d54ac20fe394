// The store as Postgres keeps it: each question one statement, whatever the number of commands in the batch.
import type { Row } from '#domain/tables.ts';
import { advanceChain, appendLog, beginChain, findLogged, findStored, hashesAt, lockChain, setSigning, writeParkedVerdicts } from './command-log.ts';
import { contactsIn, hear } from './contacts.ts';
import { countBins } from './count-bins.ts';
import { findCode, useCode } from './enrolment-codes.ts';
import { freeWork, lockDealing, publishContact, stationsWanting, unbegunWork } from './dealing.ts';
import { findDevice, findPeople, setting, warehouses } from './master-data.ts';
import { inScope, type Central, type Tx } from './open.ts';
import { overdue } from './overdue.ts';
import { enqueue, fulfilmentsOf, openItemsOf, openWorkOf, ordersWaitingFor, ordersWithPicked, take } from './policy-queue.ts';
import { ordersToReroute } from './rerouting.ts';
import { personKeys } from './pins.ts';
import { parcelsToBook } from './parcels.ts';
import { requestedRefunds } from './refunds.ts';
import { loadSlice, lockRoots, upsert, writeChanges } from './rows.ts';
import { tellShops } from './shop-messages.ts';
import type { Store, StoreTx } from './store.ts';

export const postgresStore = (central: Central): Store => ({
  inScope: (scope, work) => inScope(central, scope, (tx) => work(storeTx(tx))),
});

/** The scope ends at one device, and the answer belongs to another: it is widened for this one write. */
async function tellDevices(tx: Tx, rows: readonly Row<'outcome'>[]): Promise<void> {
  if (rows.length === 0) return;
  const [before] = await tx<{ device: string }[]>`select current_setting('restow.device', true) as device`;
  await tx`select set_config('restow.device', '*', true)`;
  await upsert(tx, 'outcome', rows);
  await tx`select set_config('restow.device', ${before!.device}, true)`;
}

/** The store's questions on a transaction that is under way. */
export const storeTx = (tx: Tx): StoreTx => ({
  lockChain: (device, incarnation) => lockChain(tx, device, incarnation),
  beginChain: (device, chain) => beginChain(tx, device, chain),
  advanceChain: (device, sequence, hash) => advanceChain(tx, device, sequence, hash),
  setSigning: (device, signing) => setSigning(tx, device, signing),
  hashesAt: (device, sequences) => hashesAt(tx, device, sequences),
  findLogged: (ids) => findLogged(tx, ids),
  appendLog: (entries) => appendLog(tx, entries),
  findStored: (ids) => findStored(tx, ids),
  writeParkedVerdicts: (rows) => writeParkedVerdicts(tx, rows),
  tellDevices: (rows) => tellDevices(tx, rows),
  findPeople: (ids) => findPeople(tx, ids),
  findDevice: (device) => findDevice(tx, device),
  findEnrolmentCode: (hash) => findCode(tx, hash),
  useEnrolmentCode: (hash, device, now) => useCode(tx, hash, device, now),
  writeDevice: async (row) => void (await upsert(tx, 'device', [row])),
  warehouses: () => warehouses(tx),
  lockRoots: (reads) => lockRoots(tx, reads),
  loadSlice: (reads, slice) => loadSlice(tx, reads, slice),
  writeChanges: (changes) => writeChanges(tx, changes),
  writeOutcomes: async (rows) => void (rows.length > 0 && (await upsert(tx, 'outcome', rows))),
  enqueue: (triggers) => enqueue(tx, triggers),
  takeTriggers: (limit, now) => take(tx, limit, now),
  hear: (contact) => hear(tx, contact),
  contactsIn: (warehouse) => contactsIn(tx, warehouse),
  ordersWaitingFor: (items) => ordersWaitingFor(tx, items),
  countBins: (warehouse, since) => countBins(tx, warehouse, since),
  overdue: (before, limit) => overdue(tx, before, limit),
  openWorkOf: (warehouse, item) => openWorkOf(tx, warehouse, item),
  ordersWithPicked: (warehouse, item, lot) => ordersWithPicked(tx, warehouse, item, lot),
  ordersToReroute: (arrivals, now) => ordersToReroute(tx, arrivals, now),
  tellShops: (news, now) => tellShops(tx, news, now),
  openItemsOf: (orders) => openItemsOf(tx, orders),
  requestedRefunds: (limit, after) => requestedRefunds(tx, limit, after),
  parcelsToBook: (limit, after) => parcelsToBook(tx, limit, after),
  fulfilmentsOf: (orders) => fulfilmentsOf(tx, orders),
  publishContact: (contact) => publishContact(tx, contact),
  lockDealing: () => lockDealing(tx),
  stationsWanting: (heardSince) => stationsWanting(tx, heardSince),
  unbegunWork: (warehouse, kind, device, limit) => unbegunWork(tx, warehouse, kind, device, limit),
  freeWork: (warehouse, kind, limit) => freeWork(tx, warehouse, kind, limit),
  setting: (key) => setting(tx, key),
  personKeys: (devices) => personKeys(tx, devices),
});
