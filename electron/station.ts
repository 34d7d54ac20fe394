// The station: one replica, one loop, one signed-in person, and the requests of its windows. No Electron in it; a
// utility process and the headless host both run exactly this.
import { mkdirSync, readFileSync } from 'node:fs';
import { setDefaultCACertificates } from 'node:tls';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { COUNTING } from '#domain/counting-device.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';
import { submit } from '#sync/client/submit.ts';
import { createLoop } from '#sync/client/loop.ts';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { rightsHere } from '#sync/client/rights.ts';
import { deviceKeyIn } from '#sync/keys/device-key.ts';
import { signingKeyFrom } from '#sync/keys/ed25519.ts';
import { createPhotos } from '#sync/client/photos.ts';
import { photoFolder } from '#sync/photos/folder.ts';
import { createTransport } from '#sync/client/transport.ts';
import { isDamage } from '#db/local/open.ts';
import type { Written } from '#db/local/rows.ts';
import { answer } from './answers.ts';
import { createApprovalBudget } from './approval-budget.ts';
import { answersDue } from './cancel-answers.ts';
import { createRoutes } from './answers-route.ts';
import { createRecalls } from './answers-holds.ts';
import { createPromises } from './answers-promise.ts';
import { createWhy } from './answers-why.ts';
import { createPins } from './pins.ts';
import { createPrinting } from './printing/printing.ts';
import { claimOf } from './answers-claim.ts';
import { claimPdf } from './printing/claim-pdf.ts';
import { tablePdf } from './printing/table-pdf.ts';
import { createGlanceKeeper } from './glances.ts';
import { freshForKind, type DeviceKind } from './device-kind.ts';
import { CLOCK_STEP } from '#domain/revoking.ts';
import { revokedPersonWords, revokedStationWords } from './revoked.ts';
import { hiddenColumns, requests, workingTables, type Changes, type Hello, type Notice, type Person, type Replies, type RequestName, type StationStatus, type SubmitReply, type WorkingTable } from './contract.ts';

export interface StationOptions {
  /** Holds the replica and nothing of anybody else. */
  readonly folder: string;
  /** Address of the sync service; null for a station that never meets one. */
  readonly central: string | null;
  readonly now: () => number;
  readonly warehouse?: string;
  readonly name?: string;
  readonly kind?: DeviceKind;
  /** Identity of a new replica, where the ERP has given one; otherwise random. */
  readonly device?: string;
  /** One-time, from a supervisor, where the ERP takes no stations without. */
  readonly code?: string;
  /** What this device signs with (PKCS #8, PEM), where the operating system keeps it; otherwise a file in the folder. */
  readonly key?: string;
  /** Offers the virtual scanner tray and the names of people to sign in with: demonstration and training only. */
  readonly tray?: boolean;
  /** The label printer, host or host:port. */
  readonly printer?: string;
  /** A file with the one certificate (PEM) that the sync service is believed by; without it, those of the system. */
  readonly ca?: string;
  /** A file with the company's access token. */
  readonly access?: string;
  readonly log?: (line: string) => void;
}
export interface Station {
  /** Checks the body against the contract and answers; throws with a sentence for a malformed one. */
  request(name: RequestName, body: unknown): Promise<unknown>;
  onNotice(listener: (notice: Notice) => void): () => void;
  readonly device: string;
  stop(): Promise<void>;
}

const DAY = 86_400_000;
const STATUS_DELAY = 60;

export async function startStation(options: StationOptions): Promise<Station> {
  const { now } = options;
  mkdirSync(options.folder, { recursive: true });
  // The station speaks to nobody else, so for its whole process there is nobody else to believe.
  if (options.ca !== undefined) setDefaultCACertificates([readFileSync(options.ca, 'utf8')]);
  freshForKind(options.folder, options.kind ?? 'station');
  const replica = openReplicaAt(path.join(options.folder, 'replica.db'), randomUUID, options.device, options.key === undefined ? deviceKeyIn(options.folder) : signingKeyFrom(options.key));
  if (replica.meta.get('device_kind') === undefined) replica.inTransaction(() => replica.meta.set('device_kind', options.kind ?? 'station'));
  const transport = createTransport(options.central ?? 'http://127.0.0.1:9', options.access === undefined ? undefined : readFileSync(options.access, 'utf8').trim(), { key: replica.key, device: () => replica.meta.get('device_id')! });
  if (options.central === null) transport.plug(false);
  const routes = createRoutes(replica);
  const why = createWhy(replica, transport, () => loop.state.levelAt);
  const recalls = createRecalls(replica, transport, () => loop.state.levelAt);
  const promises = createPromises(replica, transport, now, () => loop.state.levelAt);
  const pins = createPins(replica, transport, now);
  const budget = createApprovalBudget(replica, now);
  const glances = createGlanceKeeper(replica);
  const photos = createPhotos({ replica, folder: photoFolder(path.join(options.folder, 'photos')), line: transport, now, random: Math.random, later });
  const listeners = new Set<(notice: Notice) => void>();
  const notify = (notice: Notice) => {
    for (const listener of listeners) listener(notice);
  };
  const loop = createLoop({
    replica, transport, now, elapsed: () => performance.now(), random: Math.random, newId: randomUUID, later,
    code: options.code,
    identity: { name: options.name ?? 'Station', warehouse: options.warehouse ?? '', kind: options.kind ?? 'station' },
    changed(written, full) {
      routes.changed(full ? undefined : written);
      if (full) notify({ notice: 'reset', workingSet: replica.meta.get('working_set')! });
      else publish(written);
      if (full || written.has('person') || written.has('revocation')) signOutRevoked();
      keepBudget();
      if (full || written.has('fulfilment')) answerCancels();
      if (full || written.has('attachment')) photos.look();
      tellStatus();
    },
    told: () => tellStatus(),
  });

  let signedOut = '';
  /** Whose rights have ended is told so, at whatever screen they are; what they did is safe. */
  function signOutRevoked(): void {
    const id = replica.meta.get('person_id');
    if (id === undefined || person() !== null) return;
    signedOut = revokedPersonWords(replica, id);
    replica.inTransaction(() => replica.meta.clear('person_id'));
    notify({ notice: 'person', person: null });
  }

  /** Only while the server can answer, so that nobody sees unsent work that is none of theirs. */
  function keepBudget(): void {
    if (loop.state.online && budget.keep(person())) loop.poke();
  }

  const printing = createPrinting({ replica, printer: options.printer, now, later, changed: () => notify({ notice: 'printing' }) });

  let telling: NodeJS.Timeout | undefined;
  /** Counting unsent work costs more than a scan, so a burst of scans is told about once. */
  function tellStatus(): void {
    if (listeners.size === 0) return;
    telling ??= setTimeout(() => {
      telling = undefined;
      notify({ notice: 'status', status: status() });
    }, STATUS_DELAY);
  }

  function publish(written: Written): readonly Changes[] {
    const changes = changesOf(written);
    if (changes.length > 0) notify({ notice: 'changes', changes });
    const ids = itemsIn(written);
    if (ids.length > 0) notify({ notice: 'items', ids });
    return changes;
  }

  function person(): Person | null {
    const id = replica.meta.get('person_id');
    const row = id === undefined ? undefined : replica.rows.find('person', { person_id: id })[0];
    return row?.active && pins.isUnlocked(row.person_id) ? personOf(row) : null;
  }

  function status(): StationStatus {
    const { unsent, oldestAt } = replica.outbox.counts();
    const today = replica.outbox.since(startOfDay(now()));
    const who = person();
    const open = who === null ? 0 : openExceptions(replica.db, who) + replica.changedWork.count(who.id);
    return {
      online: loop.state.online, since: loop.state.since, plugged: transport.plugged, unsent, oldestUnsentAt: oldestAt, acceptedToday: today.settled, today: today.all,
      needsYou: open, stockAsOf: loop.state.levelAt, trouble: revokedStationWords(replica) || loop.state.trouble || signedOut || salvageWords(replica.salvaged) || (replica.meta.get('audit_alarm') ?? ''), now: now(),
      unheardFor: unheard(), clockAhead: clockAhead(), photosStuck: photos.stuck(), lockAfter: lockAfter(),
    };
  }

  /** How long (ms) the ERP was not heard, once that is too long for anybody's rights to be sure. */
  function unheard(): number | null {
    const { confirmed, latest, heardAt } = rightsHere(replica, now());
    return confirmed ? null : latest! - heardAt!;
  }

  /** Work is dated by the ERP's clock whatever this one says; people who read times here should know. */
  function clockAhead(): number | null {
    const offset = Number(replica.meta.get('offset_ms') ?? 0);
    return Math.abs(offset) > CLOCK_STEP ? -offset : null;
  }

  function lockAfter(): number | null {
    const policy = pins.policy();
    return policy ? policy.lockMinutes * 60_000 : null;
  }

  function hello(): Hello {
    const warehouseId = replica.meta.get('warehouse_id') ?? '';
    const warehouse = replica.rows.find('warehouse', { warehouse_id: warehouseId })[0];
    const badges = options.tray ? replica.rows.find('person', {}).filter(maySignIn).map((row) => ({ name: row.name, badge: row.badge, roles: row.roles as readonly string[] })) : [];
    return {
      device: { id: replica.meta.get('device_id')!, onlyCounts: replica.meta.get('device_kind') === COUNTING, name: replica.meta.get('device_name') ?? options.name ?? 'Station' },
      warehouse: { id: warehouseId, name: warehouse?.name ?? warehouseId },
      person: person(), status: status(), workingSet: replica.meta.get('working_set')!, tray: options.tray ?? false, badges,
    };
  }

  async function signIn({ badge, pin, next }: z.output<typeof requests.signIn>): Promise<Replies['signIn']> {
    const found = replica.rows.find('person', { badge: badge.trim().toUpperCase() }).find(maySignIn);
    if (!found) return { person: null, problem: revokedBadge(badge) || unknownBadge(), wants: '', name: '' };
    const before = person();
    const unlocked = await pins.unlock(found.person_id, pin, next);
    if (!unlocked.ok) return { person: null, problem: unlocked.problem, wants: unlocked.wants, name: found.name };
    signedOut = '';
    if (before?.id !== found.person_id && budget.giveBack(before)) loop.poke();
    replica.inTransaction(() => replica.meta.set('person_id', found.person_id));
    keepBudget();
    notify({ notice: 'person', person: personOf(found) });
    notify({ notice: 'status', status: status() });
    answerCancels();
    return { person: personOf(found), problem: '', wants: '', name: found.name };
  }
  function revokedBadge(badge: string): string {
    const row = badge === '' ? undefined : replica.rows.find('person', { badge }).find((each) => !each.active);
    return row ? revokedPersonWords(replica, row.person_id) : '';
  }
  /** A new station knows nobody until its first load is through, which is not the badge's fault. */
  function unknownBadge(): string {
    if (replica.rows.find('person', {}).length > 0) return 'Nobody here has this badge. A badge begins with RB-; an item or bin never signs anyone in.';
    return loop.state.online ? 'This station is loading from the ERP. Your badge works as soon as that is done.' : 'This station has not reached the ERP yet, so it knows nobody. It keeps trying; your badge works as soon as it is through.';
  }
  function signOut(): Replies['signOut'] {
    if (budget.giveBack(person())) loop.poke();
    pins.lock();
    replica.inTransaction(() => replica.meta.clear('person_id'));
    notify({ notice: 'person', person: null });
    return { person: null };
  }

  function submitNow(body: unknown): SubmitReply {
    const { commands } = requests.submit.parse(body);
    const who = person();
    const first = commands[0]!.id;
    if (!who) return { ok: false, why: 'problem', command: first, problem: 'not_signed_in' };
    if (replica.meta.get('warehouse_id') === undefined) return { ok: false, why: 'problem', command: first, problem: 'not_enrolled' };
    const result = submit(replica, now(), { person: who.id, roles: who.roles, key: pins.key() }, commands);
    if (!result.ok) return result;
    const changes = publish(result.written);
    if (result.written.has('attachment')) photos.look();
    keepBudget();
    tellStatus();
    loop.poke();
    return { ok: true, results: result.results, changes };
  }

  /** Work may name a photo only once it cannot be lost any more. */
  async function photoNotHere(body: unknown): Promise<SubmitReply | undefined> {
    const { commands } = requests.submit.parse(body);
    if (!commands.some(({ payload }) => 'evidence' in payload)) return undefined;
    const hash = await photos.missing(commands.map(({ payload }) => payload));
    return hash === undefined ? undefined : { ok: false, why: 'problem', command: commands[0]!.id, problem: 'photo_not_here' };
  }

  /** Only who gave the command can say that they know. */
  function noted(commandId: string): StationStatus {
    const who = person();
    if (who !== null && replica.changedWork.list(who.id).some((work) => work.command_id === commandId)) replica.inTransaction(() => replica.changedWork.noted(commandId));
    return status();
  }

  /** Nothing was begun here: that needs no key, but somebody in whose name it is said. */
  function answerCancels(): void {
    const who = person();
    const due = who === null ? [] : answersDue(replica);
    if (who === null || due.length === 0) return;
    const result = submit(replica, now(), { person: who.id, roles: who.roles, key: pins.key() }, due.map((payload) => ({ id: randomUUID(), type: 'cancel.answer', payload, confirmed: [] })));
    if (!result.ok) return;
    publish(result.written);
    loop.poke();
  }

  async function answerRequest(name: RequestName, body: unknown): Promise<unknown> {
    switch (name) {
      case 'hello': return hello();
      case 'working': return { workingSet: replica.meta.get('working_set')!, changes: working() } satisfies Replies['working'];
      case 'signIn': return signIn(requests.signIn.parse(body));
      case 'signOut': return signOut();
      case 'submit': return (await photoNotHere(body)) ?? submitNow(body);
      case 'noted': return noted(requests.noted.parse(body).commandId);
      case 'ask': return answer(replica, { person: person(), now: now(), routes, why, recalls, promises, glances, printing }, requests.ask.parse(body).question);
      case 'print': return whileSignedIn((who) => printing.print(requests.print.parse(body), who));
      case 'printJob': return whileSignedIn((who) => printing.printJob(requests.printJob.parse(body), who));
      case 'labelSheet': return printing.labelSheet(requests.labelSheet.parse(body));
      case 'tablePdf': {
        const { title, words, tables } = requests.tablePdf.parse(body);
        return { pdf: Buffer.from(await tablePdf(title, words, tables)).toString('base64'), problem: '' };
      }
      case 'countSheet': return printing.countSheet(requests.countSheet.parse(body).sheetId);
      case 'claim': return claim(requests.claim.parse(body).deliveryId);
      case 'keepPhoto': return person() === null ? { hash: '', problem: 'not_signed_in' } : photos.keep(Buffer.from(requests.keepPhoto.parse(body).picture, 'base64'));
      case 'photo': return showPhoto(requests.photo.parse(body).hash);
      case 'plug': {
        loop.plug(requests.plug.parse(body).connected && options.central !== null);
        return status();
      }
    }
  }

  async function showPhoto(hash: string): Promise<Replies['photo']> {
    const found = person() === null ? { problem: 'not_signed_in' } : await photos.find(hash);
    return 'bytes' in found ? { type: found.type, picture: Buffer.from(found.bytes).toString('base64'), problem: '' } : { type: '', picture: '', problem: found.problem };
  }

  /** With the photos that are here or at the ERP; the claim says itself which are missing by their number. */
  async function claim(deliveryId: string): Promise<Replies['claim']> {
    const told = person() === null ? null : claimOf(replica, deliveryId);
    if (!told) return { pdf: '', problem: person() === null ? 'not_signed_in' : `This station does not know the delivery “${deliveryId}”.` };
    const found = await Promise.all(told.photos.map((hash) => photos.find(hash)));
    const words = (reason: string): string => replica.rows.find('code', { kind: 'receipt_refusal', code: reason })[0]?.label ?? reason.toLowerCase().replaceAll('_', ' ');
    return { pdf: Buffer.from(await claimPdf(told, found.flatMap((photo) => ('bytes' in photo ? [photo.bytes] : [])), { words })).toString('base64'), problem: '' };
  }

  function whileSignedIn(run: (who: Person) => { readonly problem: string }): { readonly problem: string } {
    const who = person();
    return who ? run(who) : { problem: 'not_signed_in' };
  }

  function working(): readonly Changes[] {
    return workingTables.map((table) => ({ table, rows: replica.rows.find(table, {}).filter((row) => isLive(table, row as AnyRow, now())).map((row) => shown(table, row as AnyRow)), removed: [] }));
  }

  return {
    get device() {
      return replica.meta.get('device_id')!;
    },
    async request(name, body) {
      if (!(Object.hasOwn(requests, name))) throw new Error(`There is no request "${String(name)}".`);
      try {
        return await answerRequest(name, body ?? {});
      } catch (error) {
        if (!isDamage(error)) throw error;
        // Nothing more is written; the next opening puts the file aside and saves what can be read.
        await loop.stop();
        throw new Error('The file of this station is damaged. Stop here and restart the station: it saves its unsent work first.', { cause: error });
      }
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      // The loop's last cycle may still tell of itself, and the timer would read a closed file.
      printing.stop();
      await loop.stop();
      await photos.stop();
      clearTimeout(telling);
      replica.close();
    },
  };
}

function later(run: () => void, delay: number): () => void {
  const timer = setTimeout(run, delay);
  return () => clearTimeout(timer);
}

/** What a person must know after the replica was made anew; empty when it was not. */
function salvageWords(salvaged: Replica['salvaged']): string {
  if (!salvaged) return '';
  const lost = salvaged.missing.length === 0 ? '' : ` ${salvaged.missing.length} could not be read: call a supervisor.`;
  return `The file of this station was damaged. ${salvaged.commands} commands were saved from it, ${salvaged.unsent} of them unsent; the rest comes from the ERP again.${lost} The damaged file is kept in ${salvaged.folder}.`;
}

/** The system itself is a person in the books, but nobody signs in as it. */
const maySignIn = (row: Row<'person'>): boolean => row.active && row.badge !== '' && !(row.roles as readonly string[]).includes('system');
const personOf = (row: Row<'person'>): Person => ({ id: row.person_id, name: row.name, roles: row.roles as readonly string[] });
const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Work items that this person owns by role or caused. */
function openExceptions(db: Replica['db'], { id, roles }: Person): number {
  const held = JSON.stringify(roles);
  return db.prepare(`select count(*) from exception where state = 'OPEN' and (person_id = ? or owner_role in (select value from json_each(?)))`).pluck().get(id, held) as number;
}

/** Work that is over leaves the working set a day later; stock lookup and why still find it. */
const over: Partial<Record<WorkingTable, readonly string[]>> = {
  delivery: ['CLOSED', 'RECEIVED'], count_task: ['MATCHED', 'CLOSED'], return_unit: ['EXECUTED'], fulfilment: ['SHIPPED', 'CANCELLED'], parcel: ['SHIPPED'],
  adjustment: ['POSTED', 'REJECTED', 'REVERSED', 'REPLACED', 'MATCHED', 'SUPERSEDED', 'WITHDRAWN'], exception: ['RESOLVED'], transfer: ['RECEIVED'], pick_task: ['PICKED', 'CANCELLED', 'SHORT'],
};
function isLive(table: WorkingTable, row: AnyRow, now: number): boolean {
  if (!over[table]?.includes(row['state'] as string)) return true;
  if (table === 'pick_task') return (row['packed'] as number) < (row['picked'] as number);
  const ended = row['closed_at'] ?? row['shipped_at'] ?? row['resolved_at'] ?? row['decided_at'] ?? row['disposed_at'] ?? row['arrived_at'] ?? null;
  return typeof ended === 'number' && ended > now - DAY;
}

function shown(table: WorkingTable, row: AnyRow): AnyRow {
  const hidden = hiddenColumns[table];
  return hidden ? Object.fromEntries(Object.entries(row).filter(([column]) => !hidden.includes(column))) : row;
}

/** Of which items the lists say something else now; taught and withdrawn codes are among it. */
function itemsIn(written: Written): readonly string[] {
  const rows = [...(written.get('item')?.values() ?? []), ...(written.get('barcode')?.values() ?? [])];
  return [...new Set(rows.flatMap((row) => (typeof row?.['item_id'] === 'string' ? [row['item_id']] : [])))];
}

function changesOf(written: Written): readonly Changes[] {
  return [...written].filter((entry): entry is [WorkingTable, Map<string, AnyRow | null>] => (workingTables as readonly TableName[]).includes(entry[0])).map(([table, rows]) => ({
    table,
    rows: [...rows.values()].flatMap((row) => (row === null ? [] : [shown(table, row)])),
    removed: [...rows].flatMap(([key, row]) => (row === null ? [key] : [])),
  }));
}
