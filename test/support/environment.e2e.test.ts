// Proves that what the other tests stand on is real: Node, a database of one's own, a Chromium with what the window needs.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { createDatabase } from './database.ts';

it('tests run on the Node that the project brings', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

it('each test file has a database of its own, which leaves nothing behind', async () => {
  const [one, two] = await Promise.all([createDatabase(), createDatabase()]);
  const sql = postgres(one.url, { max: 1 });
  const other = postgres(two.url, { max: 1 });
  await sql`create table t (n int)`;
  expect(await other`select to_regclass('t') as t`).toMatchObject([{ t: null }]);
  await other.end();
  await one.drop(); // while still connected
  await two.drop();
  await expect(sql`select 1`).rejects.toThrow();
  await sql.end();
});

describe('the browser', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(() => browser.close());

  it('has IndexedDB, Web Crypto and text on a loopback page', async () => {
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p style="font: 40px sans-serif">Restow</p>')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const has = await page.evaluate(() => ({
      secure: isSecureContext,
      database: typeof indexedDB.open,
      subtle: typeof crypto.subtle.digest,
      width: (() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('p') as Node);
        return range.getBoundingClientRect().width;
      })(),
    }));
    expect(has).toMatchObject({ secure: true, database: 'function', subtle: 'function' });
    expect(has.width).toBeGreaterThan(80); // there is a font
    await page.close();
    server.close();
  });
});
