// Owns a whole replay: its own Postgres, sync service and stations as processes, the files read and played in time
// order, and the figures at the end, from Postgres and from each station's replica.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { resolveDataFolder } from '#db/central/data-folder.ts';
import type { BooksProof } from '#db/central/journal.ts';
import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from '#db/central/embedded-postgres.ts';
import { openBooks, type CentralBooks, type LedgerLine } from './central-books.ts';
import { openingText } from './commands.ts';
import { clerkBadge, foundation, partnersAndItems, supervisorBadge } from './company.ts';
import { createIntakeDoor, createStationDoor, Ended, type IntakeDoor, type StationAddress, type StationDoor } from './doors.ts';
import { returnParcelIdOf } from './ids.ts';
import { itemNames } from './item-names.ts';
import { startFaults } from './network-faults.ts';
import { continueWithGivenOpening, continueWithLeastOpening, readOpening, type StockAccount } from './opening.ts';
import { contentHash } from './physical-lines.ts';
import { planReturns } from './plan.ts';
import { play } from './play.ts';
import { createSupervisor, type Supervisor } from './processes.ts';
import { readProgress, writeProgress, type Play, type PlayedFile, type Progress } from './progress.ts';
import { readFiles, type ReadFiles } from './read-files.ts';
import { addMatches, NO_MATCHES, returnMatching, type ReturnMatching } from './return-matching.ts';
import { createStationWork } from './station-work.ts';
import { addCounts, countsOf, ledgerHash, type Counts } from './summary.ts';

export type ReplayOptions = {
  files: string[];
  stations: number;
  warehouse: string | undefined;
  openingFile: string | undefined;
  folder: string;
  /** Of the chance by which stations lose their connection. */
  seed: number;
  /** The machine's time in ms, for figures and pace only. */
  wall: () => number;
  say: (sentence: string) => void;
  /** Aborted when the person asks to end. */
  ending: AbortSignal;
};

export type ReplayResult = Counts & {
  /** Of all files ever played in this folder. */
  total: Counts;
  orders_by_state: Record<string, number>;
  /** Of the files given. */
  return_matching: ReturnMatching;
  /** What became of the money for returns, in minor units, by state. */
  refunds: Record<string, { decisions: number; amount: number }>;
  /** The journal of all that was played in this folder, in minor units, and its proof. */
  books: BooksProof;
  ledger_hash: string;
  station_ledger_hashes: string[];
  seconds: number;
  lines_per_second: number;
};

const SCRIPTS = path.resolve(import.meta.dirname, '..', 'bin');
const LEVEL_PATIENCE = 120_000;
const PAYMENT_PATIENCE = 120_000;
const OPENINGS_AN_INTAKE = 500;
const NO_COUNTS: Counts = countsOf([], 0);

/** Undefined when it was asked to end before the end; the same call goes on later. */
export async function replay(options: ReplayOptions): Promise<ReplayResult | undefined> {
  const folder = path.resolve(options.folder);
  mkdirSync(folder, { recursive: true });
  const progress = readProgress(folder, options.warehouse);
  const given = await planPlays(options, progress);
  const company = await startCompany(options, folder, progress, given.firstTime);
  try {
    return await inCompany(options, folder, progress, given, company);
  } catch (error) {
    if (error instanceof Ended || (options.ending.aborted && error instanceof Error)) return undefined;
    throw error;
  } finally {
    await company.stop();
  }
}

type Given = { hashes: string[]; plays: { play: Play; read: ReadFiles; isNew: boolean }[]; firstTime: number };

/** What there is to play: first what broke off, then the files that were never played. */
async function planPlays({ files, openingFile, say }: ReplayOptions, progress: Progress): Promise<Given> {
  const hashes = new Map<string, string>();
  for (const file of files) {
    const hash = await contentHash(file);
    if (!hashes.has(hash)) hashes.set(hash, path.resolve(file));
  }
  const played = new Map(progress.plays.flatMap((each) => each.files.map((file) => [file.hash, file] as const)));
  const plays: Given['plays'] = [];
  const [open] = progress.plays.filter((each) => !each.finished);
  if (open) plays.push({ play: open, read: await readPlay(open, hashes, progress), isNew: false });
  const fresh = [...hashes].filter(([hash]) => !played.has(hash));
  for (const [hash, file] of hashes) if (played.has(hash) && (open?.files ?? []).every((each) => each.hash !== hash)) say(`${path.basename(file)} was played already.`);
  if (fresh.length > 0) {
    const paths = fresh.map(([, file]) => file);
    const homes = new Map(progress.plays.flatMap((each) => each.files.flatMap((file) => file.invoices.map((invoice) => [invoice, file.path] as const))));
    const read = await readFiles(paths, (invoice) => homes.get(invoice));
    const exceptionsOf = Map.groupBy(read.exceptions, (exception) => exception.file);
    const linesOf = Map.groupBy(read.lines, (line) => line.file);
    const playedFiles = fresh.map(([hash, file]): PlayedFile => {
      const lines = linesOf.get(file) ?? [];
      const exceptions = exceptionsOf.get(file) ?? [];
      return { path: file, hash, counts: countsOf(lines, exceptions.length), invoices: [...new Set(lines.map((line) => line.invoice))], exceptions };
    });
    plays.push({ play: { files: playedFiles, openingFile: openingFile === undefined ? null : path.resolve(openingFile), finished: false }, read, isNew: true });
  }
  const times = plays.flatMap(({ read }) => read.lines.slice(0, 1).map((line) => line.at));
  return { hashes: [...hashes.keys()], plays, firstTime: times.length === 0 ? 0 : Math.min(...times) };
}

/** Reads the files of a play that broke off again, wherever they are now. */
async function readPlay({ files }: Play, given: ReadonlyMap<string, string>, progress: Progress): Promise<ReadFiles> {
  const paths: string[] = [];
  for (const { path: before, hash } of files) {
    const now = given.get(hash) ?? before;
    if (now === before && (await contentHash(before).catch(() => '')) !== hash) throw new Error(`${before} is not finished and has changed or gone; give it again.`);
    paths.push(now);
  }
  const own = new Set(files.map((file) => file.hash));
  const homes = new Map(progress.plays.flatMap((each) => each.files.filter((file) => !own.has(file.hash)).flatMap((file) => file.invoices.map((invoice) => [invoice, file.path] as const))));
  return readFiles(paths, (invoice) => homes.get(invoice));
}

type Company = {
  books: CentralBooks;
  supervisor: Supervisor;
  intake: IntakeDoor;
  doors: StationDoor[];
  /** Ends the stations that only had to send what they still had. */
  retireExtra(): Promise<void>;
  stop(): Promise<void>;
};

async function startCompany(options: ReplayOptions, folder: string, progress: Progress, firstTime: number): Promise<Company> {
  const { say, ending } = options;
  const warehouse = progress.warehouse;
  const supervisor = await createSupervisor({ folder, clock: Math.max(progress.clock, firstTime), say });
  const ended = (): boolean => ending.aborted;
  const data = resolveDataFolder(path.join(folder, 'postgres'));
  if (data.note !== undefined) say(data.note);
  const postgres = await keepPostgres(path.join(data.folder, 'cluster'), supervisor, say, ended);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await supervisor.keep({ name: 'central', script: path.join(SCRIPTS, 'central.ts'), args: (clock) => ['--port', String(port), '--clock', String(clock), '--payments', path.join(folder, 'payments'), '--payments-settle', '--json'], env: { DATABASE_URL: postgres.url } }, () => {});
  const books = openBooks(postgres.url, warehouse);
  await books.addMissing(foundation(warehouse, Math.max(options.stations, progress.stations)));
  const addresses = new Map<string, StationAddress>();
  const count = Math.max(options.stations, progress.stations);
  const names = Array.from({ length: count }, (_, i) => `station-${i + 1}`);
  writeProgress(folder, { ...progress, stations: count });
  progress.stations = count;
  await Promise.all(names.map((name) => supervisor.keep(stationProgram(name, folder, url, warehouse), (message) => {
    const { station } = message as { station?: StationAddress };
    if (station) addresses.set(name, station);
  })));
  const doors = names.map((name) => createStationDoor(() => addresses.get(name), ended));
  await Promise.all(doors.map((door) => untilSent(door, ended)));
  return {
    books, supervisor, intake: createIntakeDoor(url, ended), doors: doors.slice(0, options.stations),
    async retireExtra() {
      for (const name of names.slice(options.stations)) await supervisor.retire(name);
    },
    async stop() {
      await supervisor.stop();
      await books.end();
      await postgres.stop();
    },
  };
}

const stationProgram = (name: string, folder: string, central: string, warehouse: string) => ({
  name, script: path.join(SCRIPTS, 'station.ts'),
  args: (clock: number) => ['--central', central, '--data', path.join(folder, name), '--name', name, '--warehouse', warehouse, '--no-page', '--clock', String(clock), '--json'],
});

/** Postgres under a fixed port, started again when somebody kills it. */
async function keepPostgres(dataDir: string, supervisor: Supervisor, say: (sentence: string) => void, ended: () => boolean): Promise<{ url: string; stop(): Promise<void> }> {
  const settings = { shared_buffers: '256MB', max_wal_size: '4GB', checkpoint_timeout: '15min', wal_compression: 'on', jit: 'off', max_connections: '60' };
  let stopped = false;
  let current: EmbeddedPostgres = await start(undefined);
  async function start(port: number | undefined): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ dataDir, settings, onProgress: say, ...(port === undefined ? {} : { port }) });
    supervisor.note('postgres', server.pid);
    void server.exited.then(again);
    return server;
  }
  async function again(): Promise<void> {
    while (!stopped && !ended()) {
      say('postgres ended; starting it again.');
      try {
        current = await start(current.port);
        return;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        await pause(1000);
      }
    }
  }
  return {
    url: current.url,
    async stop() {
      stopped = true;
      await current.stop();
    },
  };
}

/** Until the station has sent whatever an earlier run left in its outbox, and has heard the answer. */
async function untilSent(door: StationDoor, ended: () => boolean): Promise<void> {
  for (;;) {
    const { status, warehouse } = await door.request('hello', {});
    if (warehouse.id !== '' && status.online && status.unsent === 0) return;
    if (ended()) throw new Ended('ended');
    await pause(100);
  }
}

async function inCompany(options: ReplayOptions, folder: string, progress: Progress, given: Given, company: Company): Promise<ReplayResult | undefined> {
  const { wall } = options;
  await company.retireExtra();
  const started = wall();
  let lines = 0;
  for (const { play: one, read, isNew } of given.plays) {
    if (isNew) await accept(folder, progress, one, read);
    writeExceptions(folder, progress);
    lines += await playOne(options, progress, one, read, company);
    await matched(one, read, company.books);
    one.finished = true;
    progress.clock = Math.max(progress.clock, read.lines.at(-1)?.at ?? 0);
    progress.pool = planReturns(read.documents, progress.pool).pool;
    writeProgress(folder, progress);
  }
  const seconds = (wall() - started) / 1000;
  return { ...(await figures(options, progress, given, company)), seconds: Math.round(seconds * 10) / 10, lines_per_second: lines === 0 ? 0 : Math.round(lines / seconds) };
}

/** Reads from the books how far the returns of each file found their sales. */
async function matched(one: Play, read: ReadFiles, books: CentralBooks): Promise<void> {
  const byFile = Map.groupBy(read.lines.filter((line) => line.class === 'RETURN'), (line) => line.file);
  const paths = new Map([...byFile.keys()].map((file) => [path.resolve(file), file]));
  for (const file of one.files) {
    const lines = byFile.get(paths.get(path.resolve(file.path)) ?? file.path) ?? [];
    const received = await books.receivedUnits([...new Set(lines.map((line) => returnParcelIdOf(line.invoice)))]);
    file.matching = returnMatching(lines, received);
  }
}

/** From here on the play is known: its files count as played once it is finished, and it is continued until then. */
async function accept(folder: string, progress: Progress, one: Play, read: ReadFiles): Promise<void> {
  const before = new Map(progress.accounts);
  if (one.openingFile === null) progress.accounts = [...continueWithLeastOpening(read.lines, before).accounts];
  else {
    const stated = await readOpening(one.openingFile);
    for (const [code, opening] of stated.opening) {
      const account: StockAccount = before.get(code) ?? { opening: 0, end: 0 };
      const more = Math.max(0, opening - account.opening);
      before.set(code, { opening: account.opening + more, end: account.end + more });
    }
    progress.accounts = [...continueWithGivenOpening(read.lines, before)];
    const [file] = one.files;
    if (file) file.exceptions.push(...stated.exceptions);
  }
  progress.plays.push(one);
  writeProgress(folder, progress);
}

function writeExceptions(folder: string, progress: Progress): void {
  const all = progress.plays.flatMap((each) => each.files.flatMap((file) => file.exceptions));
  writeFileSync(path.join(folder, 'exceptions.jsonl'), all.map((exception) => `${JSON.stringify(exception)}\n`).join(''));
}

/** Answers how many lines were played now; those of an earlier run are not counted. */
async function playOne(options: ReplayOptions, progress: Progress, one: Play, read: ReadFiles, company: Company): Promise<number> {
  const { say, wall, ending } = options;
  const { books, intake, doors, supervisor } = company;
  const { warehouse } = progress;
  await books.addMissing(partnersAndItems(warehouse, read.lines, progress.accounts.map(([code]) => code)));
  await openStock(company, progress, read.lines[0]?.at ?? 0);
  const goods = read.documents.filter((document) => document.class !== 'SERVICE' && document.class !== 'ACCOUNT');
  const names = itemNames(read.lines);
  const stations = doors.map((door, i) => createStationWork(`station-${i + 1}`, door, { clerk: clerkBadge(i), supervisor: supervisorBadge(i) }));
  const faults = doors.length > 1 ? startFaults(doors, options.seed) : undefined;
  const total = goods.reduce((sum, document) => sum + document.lines.length, 0);
  const started = wall();
  let told = started;
  say(`Playing ${one.files.map((file) => path.basename(file.path)).join(', ')}: ${goods.length} documents, ${total} lines, ${stations.length} station${stations.length === 1 ? '' : 's'}.`);
  let played = 0;
  try {
    played = await play({
      documents: goods, returns: planReturns(goods, progress.pool), isItemName: (code, text) => names.isName(code, text), warehouse, books, intake, stations,
      setClock: (at) => supervisor.setClock(at), ended: () => ending.aborted,
      progress(lines, documents, waiting) {
        const now = wall();
        if (now - told < 2000) return;
        told = now;
        const rate = Math.round((lines * 1000) / (now - started));
        say(`  ${documents} of ${goods.length} documents, ${lines} of ${total} lines, ${rate} lines a second${waiting > 0 ? `, ${waiting} orders wait for stock` : ''}`);
      },
    });
  } finally {
    await faults?.stop();
  }
  if (ending.aborted) throw new Ended('ended');
  if (faults) say(`Stations lost their connection ${faults.cuts} times, for ${(faults.offlineFor / 1000).toFixed(1)} s in all.`);
  if (supervisor.restarts() > 0) say(`Programs were started again ${supervisor.restarts()} times.`);
  return played;
}

/** Brings the books' opening up to what the accounts say; ids make sending it again harmless. */
async function openStock({ books, intake }: Company, progress: Progress, at: number): Promise<void> {
  const have = new Map((await books.ledger()).map((line) => [line.code, line.opening]));
  const texts = progress.accounts.flatMap(([code, { opening }]) => {
    const from = have.get(code) ?? 0;
    return opening > from ? [openingText(code, from, opening, at, progress.warehouse)] : [];
  });
  for (let from = 0; from < texts.length; from += OPENINGS_AN_INTAKE) {
    const outcomes = await intake(texts.slice(from, from + OPENINGS_AN_INTAKE));
    const wrong = outcomes.find((outcome) => outcome.verdict === 'refused' || outcome.verdict === 'parked');
    if (wrong) throw new Error(`opening stock was ${wrong.verdict}: ${JSON.stringify(wrong.rejection)}`);
  }
}

async function figures({ wall, say }: ReplayOptions, progress: Progress, { hashes }: Given, { books, doors }: Company) {
  const files = progress.plays.flatMap((each) => each.files);
  const sum = (some: readonly PlayedFile[]): Counts => some.reduce((counts, file) => addCounts(counts, file.counts), NO_COUNTS);
  const ledger = await books.ledger();
  const hash = ledgerHash(ledger);
  const stationHashes = await Promise.all(doors.map((door) => stationHash(door, ledger, hash, wall)));
  say(`The sync service judged ${Object.entries(await books.commandsByVerdict()).map(([verdict, count]) => `${count} commands ${verdict}`).join(', ')}.`);
  const given = files.filter((file) => hashes.includes(file.hash));
  const refunds = await paidRefunds(books, wall);
  const suspense = await books.openSuspense();
  if (suspense > 0) say(`${suspense} units stand in suspense.`);
  return { ...sum(given), total: sum(files), orders_by_state: await books.ordersByState(), return_matching: given.reduce((matches, file) => addMatches(matches, file.matching ?? NO_MATCHES), NO_MATCHES), refunds, books: await books.proof(), ledger_hash: hash, station_ledger_hashes: stationHashes };
}

/** Refunds by state, once the payment side has answered all that was asked; as they stand, if it never does. */
async function paidRefunds(books: CentralBooks, wall: () => number): Promise<ReplayResult['refunds']> {
  const until = wall() + PAYMENT_PATIENCE;
  for (;;) {
    const refunds = await books.refundsByState();
    if (refunds['REQUESTED'] === undefined || wall() > until) return refunds;
    await pause(200);
  }
}

/** The same hash over what the station's own replica has on hand, once it is level; what it has then, if it never is. */
async function stationHash(door: StationDoor, ledger: readonly LedgerLine[], expected: string, wall: () => number): Promise<string> {
  const until = wall() + LEVEL_PATIENCE;
  for (;;) {
    const { status } = await door.request('hello', {});
    const here = await door.ask<{ about: 'on_hand' }>({ about: 'on_hand' });
    const quantities = new Map(here.map((line) => [line.itemId, line.quantity]));
    const known = new Set(ledger.map((line) => line.code));
    const others = here.filter((line) => !known.has(line.itemId)).map((line) => ({ code: line.itemId, opening: 0, end: line.quantity }));
    const hash = ledgerHash([...ledger.map(({ code, opening }) => ({ code, opening, end: quantities.get(code) ?? 0 })), ...others]);
    if ((hash === expected && status.unsent === 0) || wall() > until) return hash;
    await pause(200);
  }
}
