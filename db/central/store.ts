// What reconcile, the policies and enrolment ask of the company's store: transactions, and in them the questions and
// writes below. Postgres answers them in production; whoever wants to judge without a Postgres answers them otherwise.
import type { Overdue } from './overdue.ts';
import type { Bin } from '#domain/count-planning/calendar.ts';
import type { Free, WorkKind } from '#domain/dealing.ts';
import type { Changes, Read, Slice } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { Chain, Logged, LogEntry, ParkedVerdict, StoredCommand } from './command-log.ts';
import type { EnrolmentCode } from './enrolment-codes.ts';
import type { Contact } from './contacts.ts';
import type { Scope } from './open.ts';
import type { Trigger } from './policy-queue.ts';
import type { Rerouted } from './rerouting.ts';
import type { ShopNews } from './shop-messages.ts';

export interface Store {
  /** Runs work in one transaction: all of it is kept, or nothing of it when it throws. */
  inScope<T>(scope: Scope, work: (tx: StoreTx) => Promise<T>): Promise<T>;
}

/** One transaction; its calls may be made side by side. */
export interface StoreTx {
  /** The device's chain, locked until the transaction ends; begins at 0 for a device that never sent anything. */
  lockChain(device: string, incarnation: string): Promise<Chain>;
  /** The chain of a replica that was let in again under this name, unless it has begun already. */
  beginChain(device: string, chain: Chain): Promise<void>;
  advanceChain(device: string, sequence: number, hash: string): Promise<void>;
  /** Which keys the chain's commands are signed with from now on, and since which of them. */
  setSigning(device: string, signing: Pick<Chain, 'signing_keys' | 'signed_from'>): Promise<void>;
  /** Hashes of commands that are held already, by their place in the device's order. */
  hashesAt(device: string, sequences: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** A command that was kept back answers with what was decided about it since. */
  findLogged(ids: readonly string[]): Promise<ReadonlyMap<string, Logged>>;
  /** Stores verdicts with their bytes, and the audit trail of who asked for what. */
  appendLog(entries: readonly LogEntry[]): Promise<void>;

  /** Commands with their exact bytes. */
  findStored(ids: readonly string[]): Promise<ReadonlyMap<string, StoredCommand>>;
  writeParkedVerdicts(rows: readonly ParkedVerdict[]): Promise<void>;
  /** Outcomes for other devices than the one in scope. */
  tellDevices(rows: readonly Row<'outcome'>[]): Promise<void>;

  findPeople(ids: readonly string[]): Promise<ReadonlyMap<string, Row<'person'>>>;
  /** Keys (SPKI, base64) that people sign with at these devices, by person. */
  personKeys(devices: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  findDevice(device: string): Promise<Row<'device'> | undefined>;
  writeDevice(row: Row<'device'>): Promise<void>;
  /** A code for a new station by its hash, locked. */
  findEnrolmentCode(hash: string): Promise<EnrolmentCode | undefined>;
  useEnrolmentCode(hash: string, device: string, now: number): Promise<void>;
  /** In the order of their ids. */
  warehouses(): Promise<readonly string[]>;

  /** Takes the locks of the reads' roots until the transaction ends; roots that do not exist yet are made. */
  lockRoots(reads: readonly Read[]): Promise<void>;
  loadSlice(reads: readonly Read[], slice: Slice): Promise<void>;
  /** Writes changed rows and movements; positions are added to, never set. */
  writeChanges(changes: Changes): Promise<void>;
  writeOutcomes(rows: readonly Row<'outcome'>[]): Promise<void>;

  /** Queues triggers; stock that arrived counts only where demand for it waits. */
  enqueue(triggers: readonly Trigger[]): Promise<void>;
  /** Takes the oldest triggers that are due and that nobody else is working on; they are gone when the transaction commits. */
  takeTriggers(limit: number, now: number): Promise<readonly Trigger[]>;
  hear(contact: Contact): Promise<void>;
  /** The stations at work in a warehouse; one that was never heard has 0 as its time. */
  contactsIn(warehouse: string): Promise<readonly Contact[]>;

  /** Orders with open demand for these items, by priority and age: who waited longest is served first. */
  ordersWaitingFor(items: readonly string[]): Promise<readonly WaitingOrder[]>;
  /** The bins of a warehouse as their counts are planned, and how many planned counts were opened since a time. */
  countBins(warehouse: string, since: number): Promise<{ readonly bins: readonly Bin[]; readonly opened: number }>;
  /** Promised goods that have not come, of which nobody was told. */
  overdue(before: number, limit: number): Promise<readonly Overdue[]>;
  /** Work that has open picks of an item. */
  openWorkOf(warehouse: string, item: string): Promise<readonly OpenWork[]>;
  /** Orders of which goods of this lot (empty: of any) are in totes or parcels of the warehouse. */
  ordersWithPicked(warehouse: string, item: string, lot: string): Promise<readonly string[]>;
  /** Orders that wait elsewhere and could ship whole from where these items arrived. */
  ordersToReroute(arrivals: readonly { readonly warehouse: string; readonly itemId: string }[], now: number): Promise<readonly Rerouted[]>;
  /** Makes the messages that channels are to get of these news; answers how many. */
  tellShops(news: readonly ShopNews[], now: number): Promise<number>;
  /** Items that orders still want goods of, by order. */
  openItemsOf(orders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Refunds that the payment side is to be asked for, by id, behind the one named. */
  requestedRefunds(limit: number, after: string): Promise<readonly Row<'refund'>[]>;
  /** Packed parcels without a number of their carrier, and unpacked ones with one, by warehouse and id, behind the one named. */
  parcelsToBook(limit: number, after: readonly [warehouse: string, parcel: string]): Promise<readonly Row<'parcel'>[]>;
  /** Work that there ever was of these orders, by order: the ids of their fulfilments in an order of their own. */
  fulfilmentsOf(orders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;

  /** Tells the stations of the warehouse that one of them was heard of. */
  publishContact(row: Row<'contact'>): Promise<void>;
  /** Whether nobody else deals at this moment; until the transaction ends, nobody will. */
  lockDealing(): Promise<boolean>;
  /** Stations heard of since then that want work of a kind, each with what it has of it. */
  stationsWanting(heardSince: number): Promise<readonly StationWanting[]>;
  /** Work that a station has and has not begun, least urgent first. */
  unbegunWork(warehouse: string, kind: WorkKind, device: string, limit: number): Promise<readonly string[]>;
  /** Work that nobody has, most urgent first; that of orders on hold is left out. */
  freeWork(warehouse: string, kind: WorkKind, limit: number): Promise<readonly Free[]>;
  /** Undefined where the company has not set it. */
  setting(key: string): Promise<Json | undefined>;
}

export interface StationWanting {
  readonly heard_at: number;
  readonly warehouse_id: string;
  readonly device_id: string;
  readonly kind: WorkKind;
  readonly pieces: number;
  /** Picks or bins of it that are not done. */
  readonly lines: number;
}

export interface OpenWork {
  readonly order_id: string;
  readonly fulfilment_id: string;
}
export interface WaitingOrder {
  readonly order_id: string;
  readonly ship_from: string;
  readonly item_id: string;
}
