// Starts and stops the real Postgres that comes with the project, in a data folder of its own. It survives what
// happens to a desktop program: a killed parent, a killed server, a taken port, root, a second start on the same folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { installedPostgres, programIn, runnablePostgres } from './postgres-binaries.ts';
import { commandLine, identityOf, run } from './processes.ts';
import { canEnter, serverUser, type ServerUser } from './server-user.ts';

export type EmbeddedPostgresOptions = {
  /** Holds exactly one cluster; created at the first start. As root it must be reachable for Postgres' user: see data-folder.ts. */
  dataDir: string;
  /** Default: any free one. A given one that is taken is an error. */
  port?: number;
  /** False only for tests: a crash of the machine may lose everything, in exchange for speed. */
  durable?: boolean;
  /** Further server settings, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** False lets the server outlive a parent that is killed (the next start takes it over). Default true, where there is a shell. */
  stopWithParent?: boolean;
  /** The server's own log, line by line. */
  onLog?: (line: string) => void;
  /** Sentences for a person who waits. */
  onProgress?: (sentence: string) => void;
};

export type StopMode = 'fast' | 'immediate';

export type EmbeddedPostgres = {
  /** Complete, with the superuser's password. */
  url: string;
  port: number;
  pid: number;
  /** `fast` (the default) ends connections and writes a checkpoint; `immediate` is a crash that the next start recovers from. */
  stop(mode?: StopMode): Promise<void>;
  /** When the server has ended, for whatever reason. */
  exited: Promise<Exit>;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

type Place = {
  dataDir: string;
  native: string;
  user: ServerUser | undefined;
  /** Passed to each program of Postgres. */
  as: { uid?: number; gid?: number; env: NodeJS.ProcessEnv; cwd: string };
};

const superuser = 'postgres';
const passwordFile = 'superuser-password';
const claimFile = 'started-by';

/** Starts the cluster in `dataDir`, creating it when there is none, and resolves once it accepts connections. */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const place = findPlace(options.dataDir);
  const progress = options.onProgress ?? (() => {});
  if (!existsSync(path.join(place.dataDir, 'PG_VERSION'))) {
    progress('Creating the database (first start) …');
    await createCluster(place, options.durable !== false);
  }
  await stopLeftOver(place, progress);
  progress('Starting the database …');
  const { server, port } = await startServer(place, options);
  const claim = path.join(place.dataDir, claimFile);
  writeFileSync(claim, identityOf(process.pid) ?? '');
  const exited = new Promise<Exit>((resolve) => {
    server.once('exit', (code, signal) => {
      rmSync(claim, { force: true });
      resolve({ code, signal });
    });
  });
  if (options.stopWithParent !== false) stopWhenWeDie(server, place);
  const password = readFileSync(path.join(place.dataDir, passwordFile), 'utf8');
  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: server.pid as number,
    stop: (mode) => stopServer(server, exited, place, mode ?? 'fast'),
    exited,
  };
};

/** A port of 127.0.0.1 that was free a moment ago; somebody else may take it before you do. */
export const freePort = async (): Promise<number> => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
};

const findPlace = (requested: string): Place => {
  const dataDir = path.resolve(requested);
  const parent = path.dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  const user = serverUser();
  if (user !== undefined && !canEnter(parent, user)) {
    throw new Error(`Postgres runs as user ${user.uid} and cannot enter ${parent}; choose a data folder that it can reach.`);
  }
  const as = { ...user, env: cleanEnvironment(), cwd: user === undefined ? parent : '/' };
  return { dataDir, native: runnablePostgres(installedPostgres(), user), user, as };
};

/** PG* variables of the person's own Postgres would change ours; the messages we wait for must be English. */
const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
});

const giveTo = (file: string, user: ServerUser | undefined): void => {
  if (user !== undefined) chownSync(file, user.uid, user.gid);
};

/** Built under another name and renamed when complete: an interrupted initdb leaves something that looks like a cluster. */
const createCluster = async (place: Place, durable: boolean): Promise<void> => {
  const prefix = `${path.basename(place.dataDir)}.new-`;
  const parent = path.dirname(place.dataDir);
  const sweep = (): void => {
    for (const name of readdirSync(parent)) if (name.startsWith(prefix)) rmSync(path.join(parent, name), { recursive: true, force: true, maxRetries: 10 });
  };
  sweep();
  const workshop = mkdtempSync(path.join(parent, prefix));
  giveTo(workshop, place.user);
  const cluster = path.join(workshop, 'cluster');
  const password = path.join(workshop, 'password');
  // A file, as initdb does not read a password from Node's pipes; the folder around it is private already.
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  giveTo(password, place.user);
  try {
    await initialise(place, cluster, password, durable);
    renameSync(password, path.join(cluster, passwordFile));
    if (existsSync(place.dataDir)) rmdirSync(place.dataDir); // only an empty folder may be replaced
    renameSync(cluster, place.dataDir);
  } finally {
    // All of them: an initdb that outlived its killed parent may have gone on writing after the first sweep.
    sweep();
  }
};

const initialise = async (place: Place, cluster: string, password: string, durable: boolean): Promise<void> => {
  // The built-in locale sorts the same on every machine and needs none of the machine's own.
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const identity = ['-U', superuser, '-A', 'scram-sha-256', `--pwfile=${password}`];
  const args = ['-D', cluster, ...identity, ...locale, ...(durable ? [] : ['--no-sync'])];
  const { code, output } = await run(programIn(place.native, 'initdb'), args, place.as);
  if (code !== 0) throw new Error(`The database could not be created (initdb ended with ${code}):\n${output}`);
};

/** A server whose parent was killed still holds the folder: stop it. One whose parent lives is in use: refuse. */
const stopLeftOver = async (place: Place, progress: (sentence: string) => void): Promise<void> => {
  const pidFile = path.join(place.dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (identityOf(pid) === undefined) return; // it crashed; Postgres itself clears up after that
  if (process.platform !== 'win32' && !isServerOf(pid, place.dataDir)) {
    rmSync(pidFile); // the number was given to a stranger since, whom pg_ctl would signal
    return;
  }
  refuseIfInUse(place.dataDir);
  progress('Stopping a database server that was left over …');
  const stop = (mode: StopMode) => run(programIn(place.native, 'pg_ctl'), ['stop', '-D', place.dataDir, '-m', mode, '-w', '-t', '30'], place.as);
  if ((await stop('fast')).code !== 0) await stop('immediate');
};

const isServerOf = (pid: number, dataDir: string): boolean => {
  const line = commandLine(pid) ?? '';
  return line.includes('postgres') && line.includes(dataDir);
};

const refuseIfInUse = (dataDir: string): void => {
  const file = path.join(dataDir, claimFile);
  if (!existsSync(file)) return;
  const claim = readFileSync(file, 'utf8');
  const pid = Number(claim.split(' ')[0]);
  if (claim !== '' && identityOf(pid) === claim) throw new Error(`The database in ${dataDir} is in use by process ${pid}; stop that first.`);
};

type StartFailure = { kind: 'port taken' | 'still in use' | 'other'; message: string };

const startServer = async (place: Place, options: EmbeddedPostgresOptions): Promise<{ server: ChildProcess; port: number }> => {
  const log = options.onLog ?? (() => {});
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const server = launch(place, port, options);
    const failure = await untilReady(server, log);
    if (failure === undefined) return { server, port };
    const mayHelp = (failure.kind === 'port taken' && options.port === undefined && attempt < 10) || (failure.kind === 'still in use' && attempt < 50);
    if (!mayHelp) throw new Error(failure.kind === 'port taken' ? `Port ${port} is taken by another program.` : `The database did not start:\n${failure.message}`);
    await pause(200);
  }
};

const launch = (place: Place, port: number, options: EmbeddedPostgresOptions): ChildProcess => {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Its own process group: Ctrl-C in a terminal is for us, and we stop the server after everything that uses it.
  return spawn(programIn(place.native, 'postgres'), ['-D', place.dataDir, ...args], { ...place.as, stdio: ['ignore', 'ignore', 'pipe'], detached: process.platform !== 'win32' });
};

const untilReady = (server: ChildProcess, log: (line: string) => void): Promise<StartFailure | undefined> =>
  new Promise((resolve) => {
    let tail = '';
    let unfinished = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      lines.forEach(log);
      tail = (tail + text).slice(-4000);
      if (tail.includes('database system is ready to accept connections')) resolve(undefined);
    });
    server.once('error', (error) => resolve({ kind: 'other', message: error.message }));
    server.once('close', () => resolve({ kind: failureKind(tail), message: tail }));
  });

const failureKind = (output: string): StartFailure['kind'] => {
  if (output.includes('could not create any TCP/IP sockets')) return 'port taken';
  // The children of a killed server need a moment to notice; they hold its shared memory until then.
  // A killed server that nobody has reaped yet still counts as running to the next one.
  if (/pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(output)) return 'still in use';
  return 'other';
};

/** A shell that waits on a pipe from us and asks the server to stop when that closes, even if we were killed. */
const stopWhenWeDie = (server: ChildProcess, place: Place): void => {
  if (process.platform === 'win32') return;
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'restow-postgres-guard', String(server.pid)], { ...place.as, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.once('error', () => {}); // without a shell the next start takes the server over
  guard.unref();
  server.once('exit', () => guard.kill('SIGKILL'));
};

const stopServer = async (server: ChildProcess, exited: Promise<unknown>, place: Place, mode: StopMode): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  if (process.platform === 'win32') await run(programIn(place.native, 'pg_ctl'), ['stop', '-D', place.dataDir, '-m', mode, '-w'], place.as);
  else server.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  await exited;
};
