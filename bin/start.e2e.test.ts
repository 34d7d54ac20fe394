// `npm start` as the first thing a newcomer does: one JSON line, the app behind its address, a database to look at,
// a clean end, and the same company at the next start.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import postgres from 'postgres';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '#test/support/browser.ts';
import { runProgram, type Program } from '#test/support/program.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

interface Started {
  readonly window: string;
  readonly central: string;
  readonly postgres: string;
  readonly data: string;
}

let browser: Browser;
let program: Program;
let started: Started;
let folder: string;
const begin = () => runProgram('bin/start.ts', ['--no-window', '--json', '--data', folder]);

beforeAll(async () => {
  browser = await launchBrowser();
  folder = temporaryFolder();
  program = begin();
  started = (await program.result) as unknown as Started;
}, 180_000);
afterAll(async () => {
  program.child.kill('SIGTERM');
  await program.ended;
  await browser.close();
});

describe('npm start', () => {
  it('says what it does while it starts, and shows the app at the printed address', async () => {
    for (const words of ['Starting Postgres', 'Making the demo company', 'Sync service at', 'Restow is ready']) expect(program.said()).toContain(words);
    const page = await browser.newPage();
    await page.goto(started.window);
    await page.getByText('Dana R.').first().waitFor({ timeout: 30_000 });
    expect(await page.title()).toContain('Restow');
    await page.close();
  });

  it('serves the window only to whoever has the token, and only as itself', async () => {
    const { origin } = new URL(started.window);
    expect((await fetch(`${origin}/ticket`, { method: 'POST' })).status).toBe(401);
    expect((await fetch(`${origin}/ticket`, { method: 'POST', headers: { 'x-restow-token': 'guess' } })).status).toBe(401);
    const foreign = await fetch(`${origin}/ticket`, { method: 'POST', headers: { origin: 'http://evil.example', 'x-restow-token': new URL(started.window).hash.slice('#token='.length) } });
    expect(foreign.status).toBe(403);
  });

  it('prints a read-only address that sees all warehouses', async () => {
    const sql = postgres(started.postgres, { max: 1 });
    const warehouses = await sql`select distinct warehouse_id from position`;
    expect(warehouses.length).toBe(2);
    await expect(sql`delete from movement`).rejects.toThrow(/read-only|permission denied/);
    await sql.end();
  });

  it('has the silent station keep its unsent work, unknown to the company', async () => {
    const station = runProgram('bin/station.ts', ['--central', 'http://127.0.0.1:9', '--data', `${started.data}/silent-station`, '--no-page', '--json']);
    const { port, token } = (await station.result) as { port: number; token: string };
    const reply = await fetch(`http://127.0.0.1:${port}/request`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-restow-token': token }, body: JSON.stringify({ name: 'hello' }) });
    const { reply: hello } = (await reply.json()) as { reply: { status: { unsent: number }; device: { id: string } } };
    expect(hello.status.unsent).toBeGreaterThan(3);
    const sql = postgres(started.postgres, { max: 1 });
    expect(await sql`select from command_log where device_id = ${hello.device.id}`).toHaveLength(0);
    await sql.end();
    station.child.kill('SIGTERM');
    expect(await station.ended).toBe(0);
  });

  it('prints barcodes to scan from paper', async () => {
    const response = await fetch(`${new URL(started.window).origin}/barcodes.pdf`);
    expect(Buffer.from(await response.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('ends cleanly on Ctrl-C, and starts again with the same company at the same address', async () => {
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(0);
    program = begin();
    const again = (await program.result) as unknown as Started;
    expect(program.said()).not.toContain('steps of its history');
    expect(again.window).toBe(started.window);
    const sql = postgres(again.postgres, { max: 1 });
    expect((await sql`select from warehouse`).length).toBe(2);
    await sql.end();
  });
});
