// Real servers in throw-away folders, through everything that happens to them on a person's machine.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolveDataFolder } from './data-folder.ts';
import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { installedPostgres, runnablePostgres } from './postgres-binaries.ts';
import { commandLine, identityOf } from './processes.ts';
import { serverUser } from './server-user.ts';

const user = serverUser();
let folder: string;
let dataDir: string;
const running = new Set<EmbeddedPostgres>();

const start = async (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  running.add(server);
  return server;
};

const withSql = async <T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

const rowsIn = (url: string): Promise<number[]> => withSql(url, async (sql) => (await sql<{ n: number }[]>`select n from t order by n`).map((row) => row.n));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restow-pg-test-'));
  chmodSync(folder, 0o711);
  dataDir = path.join(folder, 'postgres');
});

afterEach(async () => {
  for (const server of running) await server.stop('immediate');
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

describe('a server of our own', () => {
  it('starts, answers with settings of ours, stops, and keeps its data for the next start', async () => {
    const said: string[] = [];
    const first = await start({ settings: { work_mem: '7MB' }, onProgress: (sentence) => said.push(sentence) });
    const { version, memory, fsync, zone } = await withSql(first.url, async (sql) => {
      await sql`create table t (n int)`;
      await sql`insert into t values (1), (2)`;
      const [row] = await sql`select current_setting('server_version_num')::int version, current_setting('work_mem') memory, current_setting('fsync') fsync, current_setting('timezone') zone`;
      return row as { version: number; memory: string; fsync: string; zone: string };
    });
    expect({ major: Math.floor(version / 10_000), memory, fsync, zone }).toEqual({ major: 18, memory: '7MB', fsync: 'on', zone: 'UTC' });
    expect(said[0]).toContain('Creating the database');
    await first.stop();
    expect(await first.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(path.join(dataDir, 'postmaster.pid'))).toBe(false);
    expect(await rowsIn((await start()).url)).toEqual([1, 2]);
  });

  it('sorts and folds text alike on every machine', async () => {
    const server = await start({ durable: false });
    const sorted = await withSql(server.url, (sql) => sql`select upper('äß') up, string_agg(w, ' ' order by w) sorted from unnest(array['b','A','ä','a','B']) w`);
    expect(sorted[0]).toEqual({ up: 'Äß', sorted: 'A B a b ä' });
  });

  it.skipIf(user === undefined)('runs as an unprivileged user in a private folder when we are root (needs root)', async () => {
    const server = await start();
    const stat = statSync(dataDir);
    expect({ uid: stat.uid, mode: (stat.mode & 0o777).toString(8) }).toEqual({ uid: user?.uid, mode: '700' });
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).toBe(String(user?.uid));
  });

  it('is not misled by the PG* variables of the person who starts it', async () => {
    vi.stubEnv('PGPORT', '1');
    vi.stubEnv('PGDATA', '/nonexistent');
    vi.stubEnv('PGOPTIONS', '-c search_path=nowhere');
    try {
      const server = await start({ durable: false });
      expect(await withSql(server.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('says so when the port it was given is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port, durable: false })).rejects.toThrow(`Port ${port} is taken`);
    other.close();
    const free = await freePort();
    expect((await start({ port: free, durable: false })).port).toBe(free);
  });
});

describe('after a violent end', () => {
  it('kill -9 in the middle of the first start: the next one begins again', async () => {
    const parent = spawnParent({});
    const halfMade = (): string[] => readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'cluster', 'PG_VERSION')));
    await vi.waitFor(() => expect(halfMade()).toHaveLength(1), { timeout: 20_000, interval: 5 });
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(existsSync(path.join(dataDir, 'PG_VERSION'))).toBe(false);
    expect(await withSql((await start()).url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    expect(readdirSync(folder)).toEqual(['postgres']);
  });

  it('kill -9 of the server under load: the next start has every acknowledged row, and no row twice', async () => {
    const server = await start();
    let acknowledged = 0;
    await withSql(server.url, async (sql) => {
      await sql`create table t (n int)`;
      const writing = (async () => {
        for (let n = 1; ; n++) {
          await sql`insert into t values (${n})`;
          acknowledged = n;
          if (n === 200) process.kill(server.pid, 'SIGKILL');
        }
      })();
      await expect(writing).rejects.toThrow();
    });
    expect((await server.exited).signal).toBe('SIGKILL');
    const rows = await rowsIn((await start()).url);
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    expect(rows.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, i) => i + 1));
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('the server of a killed parent that lives on is stopped and its data taken over', async () => {
    const parent = await startInAnotherProcess({ stopWithParent: false });
    await withSql(parent.url, (sql) => sql`create table t as select 7 as n`);
    parent.process.kill('SIGKILL');
    await once(parent.process, 'exit');
    expect(identityOf(parent.pid)).toBeDefined();
    const said: string[] = [];
    const server = await start({ onProgress: (sentence) => said.push(sentence) });
    expect(said.join()).toContain('left over');
    expect(identityOf(parent.pid)).toBeUndefined();
    expect(await rowsIn(server.url)).toEqual([7]);
  });

  it.skipIf(process.platform === 'win32')('by default the server ends by itself when its parent is killed (needs a shell)', async () => {
    const parent = await startInAnotherProcess({});
    parent.process.kill('SIGKILL');
    await once(parent.process, 'exit');
    await vi.waitFor(() => expect(identityOf(parent.pid)).toBeUndefined(), { timeout: 20_000, interval: 50 });
  });

  it('a second start beside a living one is refused and leaves the first alone', async () => {
    const parent = await startInAnotherProcess({});
    await expect(start()).rejects.toThrow(`in use by process ${parent.process.pid}`);
    expect(await withSql(parent.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    parent.process.kill('SIGKILL');
    await once(parent.process, 'exit');
    await vi.waitFor(() => expect(identityOf(parent.pid)).toBeUndefined(), { timeout: 20_000, interval: 50 });
  });

  it.skipIf(process.platform === 'win32')('a stale pid file that names a stranger by now harms nobody (needs POSIX)', async () => {
    await (await start()).stop();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...user });
    await once(stranger, 'spawn');
    writeFileSync(path.join(dataDir, 'postmaster.pid'), `${stranger.pid}\n${dataDir}\n0\n1\n\n127.0.0.1\n\nready\n`);
    expect(await withSql((await start()).url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    expect(commandLine(stranger.pid ?? 0)).toBe('sleep 60');
    stranger.kill();
  });
});

describe.skipIf(user === undefined)('as root, below a folder of mode 0700 (needs root)', () => {
  const privateFolder = (): string => mkdtempSync(path.join(tmpdir(), 'restow-private-')); // mkdtemp makes it 0700
  let hidden: string;
  beforeEach(() => void (hidden = privateFolder()));
  afterEach(() => rmSync(hidden, { recursive: true, force: true }));

  it('the data go to a folder that the note names, the same one next time', async () => {
    const asked = path.join(hidden, '.restow');
    const first = resolveDataFolder(asked);
    try {
      expect(first.folder).toMatch(/^\/var\/tmp\/restow-[0-9a-f]{16}$/);
      expect(first.note).toContain(first.folder);
      expect(readFileSync(path.join(asked, 'moved-to.txt'), 'utf8').split('\n')[0]).toBe(first.folder);
      const server = await start({ dataDir: path.join(first.folder, 'postgres'), durable: false });
      await withSql(server.url, (sql) => sql`create table t as select 1 as n`);
      await server.stop();
      const again = resolveDataFolder(asked);
      expect(again).toEqual(first);
      expect(await rowsIn((await start({ dataDir: path.join(again.folder, 'postgres'), durable: false })).url)).toEqual([1]);
    } finally {
      for (const server of running) await server.stop('immediate');
      rmSync(first.folder, { recursive: true, force: true });
    }
  });

  it('a reachable folder is used as it is, without a note', () => {
    const asked = path.join(folder, '.restow');
    expect(resolveDataFolder(asked)).toEqual({ folder: asked });
    expect(existsSync(path.join(asked, 'moved-to.txt'))).toBe(false);
  });

  it('starting there all the same is refused with the reason', async () => {
    await expect(start({ dataDir: path.join(hidden, 'postgres') })).rejects.toThrow('cannot enter');
  });

  it('programs that lie there run from a copy', () => {
    const installed = path.join(hidden, 'package');
    cpSync(path.dirname(installedPostgres()), installed, { recursive: true, verbatimSymlinks: true });
    writeFileSync(path.join(installed, 'package.json'), JSON.stringify({ version: `test-${process.pid}` }));
    const native = path.join(installed, 'native');
    const used = runnablePostgres(native, user);
    try {
      expect(used).not.toBe(native);
      expect(used.startsWith(hidden)).toBe(false);
      expect(runnablePostgres(native, user)).toBe(used);
    } finally {
      if (used !== native) rmSync(used, { recursive: true, force: true });
    }
  });
});

type Parent = { process: ChildProcess; url: string; pid: number };

/** A Node process of its own that starts the server and then waits to be killed. */
const spawnParent = (options: { stopWithParent?: boolean }): ChildProcess => {
  const module = new URL('./embedded-postgres.ts', import.meta.url).href;
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const { url, pid } = await startEmbeddedPostgres(${JSON.stringify({ dataDir, ...options })});
    process.send({ url, pid }); setInterval(() => {}, 1e6);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
};

const startInAnotherProcess = async (options: { stopWithParent?: boolean }): Promise<Parent> => {
  const parent = spawnParent(options);
  const [message] = (await once(parent, 'message')) as [{ url: string; pid: number }];
  return { process: parent, ...message };
};
