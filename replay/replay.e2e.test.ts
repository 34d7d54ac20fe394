// The whole replay as a person starts it: processes, a Postgres of its own, stations that lose their network, kill -9,
// interruption. Whatever happens on the way, every line counts once.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sharedData } from '#test/support/shared-data.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { continueWithLeastOpening, type StockAccounts } from './opening.ts';
import { readFiles } from './read-files.ts';
import type { ReplayResult } from './run.ts';
import { sampleMonth } from './sample-months.ts';
import { countsOf, ledgerHash } from './summary.ts';

const script = path.resolve(import.meta.dirname, '..', 'bin', 'replay.ts');
const PATIENCE = 420_000;
type Pids = { replay: number; postgres: number; central: number; stations: Record<string, number> };
type Started = { child: ChildProcess; told: () => string; ended: Promise<{ code: number | null; result: ReplayResult | undefined }> };

// Postgres' own user must be able to pass through, where root runs the tests.
const folderFor = (): string => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o711);
  return folder;
};

function start(data: string, files: readonly string[], ...flags: string[]): Started {
  const child = spawn(process.execPath, [script, ...files, '--data', data, '--json', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  let out = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  const ended = new Promise<{ code: number | null; result: ReplayResult | undefined }>((resolve) => {
    child.once('close', (code) => resolve({ code, result: out.trim() === '' ? undefined : (JSON.parse(out) as ReplayResult) }));
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return { child, told: () => told, ended };
}

async function finished(started: Started): Promise<ReplayResult> {
  const { code, result } = await started.ended;
  if (code !== 0 || result === undefined) throw new Error(`ended with ${code}:\n${started.told()}`);
  return result;
}
const run = (data: string, files: readonly string[], ...flags: string[]): Promise<ReplayResult> => finished(start(data, files, ...flags));

const pidsOf = (data: string): Pids => JSON.parse(readFileSync(path.join(data, 'pids.json'), 'utf8')) as Pids;
const atWork = (started: Started) => vi.waitFor(() => expect(started.told()).toMatch(/^ {2}[1-9]\d* of \d+ documents/m), { timeout: 120_000, interval: 50 });
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function sampleFile(folder: string, name: string, month: Parameters<typeof sampleMonth>[0]): string {
  const file = path.join(folder, name);
  writeFileSync(file, sampleMonth(month));
  return file;
}
const november = { month: 11, orders: 260, seed: 7, firstInvoice: 500_000 };
const december = { month: 12, orders: 40, seed: 8, firstInvoice: 510_000 };

const hashOf = (accounts: StockAccounts): string => ledgerHash([...accounts].map(([code, account]) => ({ code, ...account })));
async function expectationOf(files: readonly string[]) {
  const { lines, exceptions } = await readFiles(files);
  return { counts: countsOf(lines, exceptions.length), hash: hashOf(continueWithLeastOpening(lines).accounts) };
}
const ofOrders = (result: ReplayResult) => Object.values(result.orders_by_state).reduce((sum, count) => sum + count, 0);

describe('npm run replay', () => {
  it('plays a month by the product’s own workflow; played again nothing changes, under another name either; it goes on with the next', { timeout: PATIENCE }, async () => {
    const folder = folderFor();
    const data = path.join(folder, 'data');
    const first = sampleFile(folder, 'november.csv', november);
    const expected = await expectationOf([first]);
    expect(expected.counts.exceptions).toBe(2);
    const result = await run(data, [first]);
    expect(result).toMatchObject({ ...expected.counts, ledger_hash: expected.hash, station_ledger_hashes: [expected.hash], orders_by_state: { SHIPPED: expected.counts.sales.documents } });
    expect(result.return_matching).toMatchObject({ return_lines: expected.counts.returns.lines, return_units: expected.counts.returns.units });
    expect(Object.values(result.refunds).reduce((sum, { decisions }) => sum + decisions, 0)).toBeGreaterThanOrEqual(expected.counts.returns.lines);
    expect(result.books).toMatchObject({ waiting: 0, balance: 0, unbalanced: 0, difference: 0, items_that_differ: 0 });
    expect(result.rows).toBe(result.sales.lines + result.returns.lines + result.adjust_down.lines + result.adjust_up.lines + result.service.lines + result.account.lines + result.exceptions);
    expect(readFileSync(path.join(data, 'exceptions.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);

    const renamed = sampleFile(folder, 'same-under-another-name.csv', november);
    const again = start(data, [renamed, first]);
    expect(await finished(again)).toMatchObject({ ...expected.counts, ledger_hash: expected.hash, station_ledger_hashes: [expected.hash], orders_by_state: result.orders_by_state, lines_per_second: 0 });
    expect(again.told()).toContain('same-under-another-name.csv was played already.');

    const second = sampleFile(folder, 'december.csv', december);
    const both = await expectationOf([first, second]);
    const further = await run(data, [second]);
    expect(further).toMatchObject({ ...(await expectationOf([second])).counts, total: both.counts, ledger_hash: both.hash, station_ledger_hashes: [both.hash], orders_by_state: { SHIPPED: both.counts.sales.documents } });
  });

  it('two stations without network now and then, one and the sync service killed half-way: the same ledger', { timeout: PATIENCE }, async () => {
    const folder = folderFor();
    const data = path.join(folder, 'data');
    const file = sampleFile(folder, 'november.csv', november);
    const { counts, hash } = await expectationOf([file]);
    const started = start(data, [file], '--stations', '2');
    await atWork(started);
    const before = pidsOf(data);
    expect(Object.keys(before.stations)).toEqual(['station-1', 'station-2']);
    process.kill(before.stations['station-2'] ?? 0, 'SIGKILL');
    process.kill(before.central, 'SIGKILL');
    const result = await finished(started);
    expect(started.told()).toContain('station-2 ended (SIGKILL); starting it again.');
    expect(started.told()).toContain('central ended (SIGKILL); starting it again.');
    expect(started.told()).toMatch(/Stations lost their connection [1-9]/);
    expect(result).toMatchObject({ ...counts, ledger_hash: hash, station_ledger_hashes: [hash, hash], orders_by_state: { SHIPPED: counts.sales.documents } });
    for (const pid of [before.replay, before.postgres, before.central, ...Object.values(before.stations)]) expect(alive(pid)).toBe(false);
  });

  it('interrupted, then killed itself, and continued by fewer stations: the same ledger', { timeout: PATIENCE }, async () => {
    const folder = folderFor();
    const data = path.join(folder, 'data');
    const file = sampleFile(folder, 'november.csv', november);
    const { counts, hash } = await expectationOf([file]);
    const first = start(data, [file], '--stations', '2');
    await atWork(first);
    first.child.kill('SIGINT');
    expect(await first.ended).toEqual({ code: 130, result: undefined });
    for (const pid of Object.values(pidsOf(data).stations)) expect(alive(pid)).toBe(false);
    const second = start(data, [file], '--stations', '2');
    await vi.waitFor(() => expect(second.told()).toContain('Playing'), { timeout: 120_000 });
    second.child.kill('SIGKILL');
    await second.ended;
    const result = await run(data, [file]);
    expect(result).toMatchObject({ ...counts, ledger_hash: hash, station_ledger_hashes: [hash], orders_by_state: { SHIPPED: counts.sales.documents } });
  });

  it('with an opening that is too small orders wait for stock, and the replay ends all the same', { timeout: PATIENCE }, async () => {
    const folder = folderFor();
    const data = path.join(folder, 'data');
    const file = sampleFile(folder, 'december.csv', december);
    const opening = path.join(folder, 'opening.csv');
    writeFileSync(opening, 'code,opening\n10001,5\n10002,1000\n10005,300\n');
    const result = await run(data, [file], '--opening', opening);
    const { counts, hash } = await expectationOf([file]);
    expect(result).toMatchObject(counts);
    expect(result.orders_by_state['BACKORDERED']).toBeGreaterThan(0);
    expect(ofOrders(result)).toBe(counts.sales.documents);
    expect(result.station_ledger_hashes).toEqual([result.ledger_hash]);
    expect(result.ledger_hash).not.toBe(hash);
  });

  it('says what is wrong with a file that is not there, and leaves nothing running', { timeout: PATIENCE }, async () => {
    const folder = folderFor();
    const started = start(path.join(folder, 'data'), [path.join(folder, 'nowhere.csv')]);
    expect((await started.ended).code).toBe(1);
    expect(started.told()).toContain('nowhere.csv');
    expect(existsSync(path.join(folder, 'data', 'pids.json'))).toBe(false);
  });

  const month = sharedData('online-retail/2010-12.csv.gz');
  it.skipIf(month === undefined)('plays the first days of a real December (needs ../shared/data/online-retail)', { timeout: PATIENCE }, async () => {
    const folder = folderFor();
    const file = path.join(folder, 'first-days.csv');
    writeFileSync(file, gunzipSync(readFileSync(month ?? '')).toString('utf8').split('\n').slice(0, 5001).join('\n'));
    const { counts, hash } = await expectationOf([file]);
    expect(await run(path.join(folder, 'data'), [file], '--stations', '2')).toMatchObject({ ...counts, ledger_hash: hash, station_ledger_hashes: [hash, hash], orders_by_state: { SHIPPED: counts.sales.documents } });
  });
});
